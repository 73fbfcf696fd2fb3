"""Time zones as people choose them: grouped by region, and the one their browser reports."""

from functools import cache
from zoneinfo import available_timezones

from django.http import HttpRequest

KNOWN_ZONES = available_timezones()
# Names that browsers still report, and the ones people use.
RENAMED = {
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    "America/Godthab": "America/Nuuk",
    "America/Indianapolis": "America/Indiana/Indianapolis",
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Rangoon": "Asia/Yangon",
    "Asia/Saigon": "Asia/Ho_Chi_Minh",
    "Atlantic/Faeroe": "Atlantic/Faroe",
    "Europe/Kiev": "Europe/Kyiv",
}

# Most of our readers live here; they should not search a list of four hundred names.
NEAR = (
    "America/Toronto",
    "America/St_Johns",
    "America/Halifax",
    "America/Winnipeg",
    "America/Regina",
    "America/Edmonton",
    "America/Vancouver",
)
REGIONS = (
    "America",
    "Europe",
    "Asia",
    "Africa",
    "Australia",
    "Pacific",
    "Atlantic",
    "Indian",
    "Antarctica",
    "Arctic",
)

Choices = list[tuple[str, str]]


def detected_zone(request: HttpRequest) -> str | None:
    """The zone the reader's browser reported in the `zone` cookie; None when it did not."""
    name = request.COOKIES.get("zone", "").replace("%2F", "/")
    return present_name(name) if name in KNOWN_ZONES else None


def present_name(zone: str) -> str:
    """The zone as it is called today: `Asia/Calcutta` is `Asia/Kolkata`."""
    return RENAMED.get(zone, zone)


def city_of(name: str) -> str:
    """`America/Argentina/Buenos_Aires` as people write it: `Buenos Aires, Argentina`."""
    place = name.split("/")[1:] or [name]
    return ", ".join(part.replace("_", " ") for part in reversed(place))


@cache
def grouped_zones() -> list[tuple[str, Choices]]:
    """Every zone once under its region, Canada's first, for a select with groups."""
    groups = [("Canada", [(name, city_of(name)) for name in NEAR])]
    for region in REGIONS:
        elsewhere = KNOWN_ZONES - RENAMED.keys() - set(NEAR)
        names = sorted(name for name in elsewhere if name.startswith(f"{region}/"))
        groups.append((region, [(name, city_of(name)) for name in names]))
    others = [("UTC", "Coordinated Universal Time (UTC)")]
    return [*groups, ("Other", others)]
