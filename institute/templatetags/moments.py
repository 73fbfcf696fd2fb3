"""Dates, clocks and money in the Institute's words."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]

SPELT = {"St_Johns": "St. John’s"}  # what the zone's key cannot spell

Zone = ZoneInfo | str | None


@register.filter
def day(when: date | None, zone: Zone = None) -> str:
    """Mon 11 January 2027, in the zone given (the reader's when none is)."""
    if when is None:
        return ""
    local = there(when, zone)
    return f"{DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]} {local.year}"


@register.filter
def short_day(when: date | None, zone: Zone = None) -> str:
    """Mon 11 Jan 2027, for a table."""
    if when is None:
        return ""
    local = there(when, zone)
    return f"{DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1][:3]} {local.year}"


@register.filter
def clock(when: datetime | None, zone: Zone = None) -> str:
    """18:30, in the zone given (the reader's when none is)."""
    return f"{there(when, zone):%H:%M}" if when else ""


@register.filter
def zone_words(zone: Zone) -> str:
    """Toronto time: the zone as people say it."""
    key = _zone(zone).key
    if "/" not in key or key.startswith("Etc/"):
        return key.removeprefix("Etc/")
    city = key.rpartition("/")[2]
    return SPELT.get(city, city.replace("_", " ")) + " time"


@register.simple_tag
def moment(when: datetime, zone: Zone = None) -> SafeString:
    """Mon 11 January 2027, 18:30 Toronto time, with the instant for machines."""
    words = f"{day(when, zone)}, {clock(when, zone)} {zone_words(zone)}"
    return format_html('<time datetime="{}">{}</time>', there(when, zone).isoformat(), words)


@register.filter
def money(cents: int | None) -> str:
    """$3,450 or $862.50, from cents."""
    if cents is None:
        return ""
    dollars, rest = divmod(abs(int(cents)), 100)
    sign = "−" if cents < 0 else ""
    return f"{sign}${dollars:,}" + (f".{rest:02}" if rest else "")


def there(when: date, zone: Zone) -> date:
    """The instant as a local date and time; a plain date has no zone and stays itself."""
    if isinstance(when, datetime) and timezone.is_aware(when):
        return when.astimezone(_zone(zone))
    return when


def _zone(zone: Zone) -> ZoneInfo:
    if isinstance(zone, str) and zone:
        return ZoneInfo(zone)
    current = timezone.get_current_timezone()
    return zone if isinstance(zone, ZoneInfo) else ZoneInfo(str(current))
