"""May we call this number now? Canada's calling hours, our do-not-call list, what lets us call.

The numbers follow the Unsolicited Telecommunications Rules of the CRTC and the exemptions of the
National Do Not Call List. Counsel confirms them.
"""

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass
from zoneinfo import ZoneInfo

HOME = "America/Toronto"
LAW_ZONE = ZoneInfo(HOME)
SATURDAY = 5
WEEKDAY_HOURS = (dt.time(9), dt.time(21, 30))
WEEKEND_HOURS = (dt.time(10), dt.time(18))
AFTER_A_PURCHASE, AFTER_AN_INQUIRY = 18, 6  # months
A_DAY = dt.timedelta(days=1)
LISTED = "This number is on our do-not-call list. We never call it of our own accord."
REQUESTED = "They asked us to call back."
EXPRESS = "They agreed that we may call."
NO_GROUND = (
    "There is no request, consent, enquiry within 6 months or purchase within 18 months to call on."
)


@dataclass(frozen=True)
class Calling:
    """Whom we would call: the clock on their wall and what lets us call them."""

    zone: dt.tzinfo = LAW_ZONE
    do_not_call: bool = False
    requested: bool = False
    express_consent: bool = False
    purchased_at: dt.datetime | None = None
    inquired_at: dt.datetime | None = None


@dataclass(frozen=True)
class CallVerdict:
    """The answer and its sentence. `opens_at` is set when only the hour is wrong."""

    allowed: bool
    reason: str
    opens_at: dt.datetime | None = None


def may_call(to: Calling, *, now: dt.datetime) -> CallVerdict:
    """Whether we may call of our own accord at this instant."""
    if to.do_not_call:
        return CallVerdict(False, LISTED)
    ground = _ground(to, now)
    if not ground:
        return CallVerdict(False, NO_GROUND)
    if is_calling_time(now, to.zone):
        return CallVerdict(True, ground)
    clock = now.astimezone(to.zone)
    opens, closes = _hours(clock.date())
    words = (
        f"It is {clock:%H:%M} where they are; calls are allowed from {opens:%H:%M} to "
        f"{closes:%H:%M} on {'weekends' if clock.weekday() >= SATURDAY else 'weekdays'}."
    )
    return CallVerdict(False, words, next_calling_time(now, to.zone))


def is_calling_time(at: dt.datetime, zone: dt.tzinfo) -> bool:
    """Whether the law lets a telephone ring at this instant where that clock hangs."""
    clock = at.astimezone(zone)
    opens, closes = _hours(clock.date())
    return opens <= clock.time() < closes


def next_calling_time(at: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """The instant itself within calling hours, else the next opening, in UTC."""
    if is_calling_time(at, zone):
        return at.astimezone(dt.UTC)
    clock = at.astimezone(zone)
    day = clock.date()
    if clock.time() >= _hours(day)[1]:
        day += A_DAY
    return dt.datetime.combine(day, _hours(day)[0], zone).astimezone(dt.UTC)


def last_day(since: dt.datetime, months: int) -> dt.date:
    """The last day, in Ontario, on which a purchase or an inquiry lets us call.

    Calendar months, and we stop one day early, as with letters.
    """
    day = since.astimezone(LAW_ZONE).date()
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return dt.date(year, month, min(day.day, monthrange(year, month)[1])) - A_DAY


def zone_of(e164: str) -> str:
    """The zone of a number's area code; Toronto's when it says nothing or spans many."""
    import phonenumbers  # the tables are read by the first number, not by every web worker
    from phonenumbers import timezone

    try:
        zones = timezone.time_zones_for_number(phonenumbers.parse(e164))
    except phonenumbers.NumberParseException:
        return HOME
    if HOME in zones or zones[0] == timezone.UNKNOWN_TIMEZONE:
        return HOME
    return str(zones[0])


def _ground(to: Calling, now: dt.datetime) -> str:
    if to.requested:
        return REQUESTED
    if to.express_consent:
        return EXPRESS
    return _within("They bought from us", to.purchased_at, AFTER_A_PURCHASE, now) or _within(
        "They asked us", to.inquired_at, AFTER_AN_INQUIRY, now
    )


def _within(did: str, since: dt.datetime | None, months: int, now: dt.datetime) -> str:
    """The sentence while the time runs, else empty."""
    if since is None or since > now:
        return ""
    until = last_day(since, months)
    if now.astimezone(LAW_ZONE).date() > until:
        return ""
    on = since.astimezone(LAW_ZONE)
    return f"{did} on {on:%-d %B %Y}; we may call until {until:%-d %B %Y}."


def _hours(day: dt.date) -> tuple[dt.time, dt.time]:
    return WEEKEND_HOURS if day.weekday() >= SATURDAY else WEEKDAY_HOURS
