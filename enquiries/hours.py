"""When the Institute answers: business hours in Toronto, without Ontario's public holidays."""

import datetime as dt
from collections.abc import Iterator
from functools import cache
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Toronto")
OPENS, CLOSES = dt.time(9), dt.time(18)
A_BUSINESS_DAY = dt.timedelta(hours=9)
SATURDAY = 5
A_DAY = dt.timedelta(days=1)
HALF_AN_HOUR = dt.timedelta(minutes=30)
# When somebody likes to be called, on their own clock.
WINDOWS = {
    "morning": (dt.time(9), dt.time(12)),
    "midday": (dt.time(12), dt.time(14)),
    "afternoon": (dt.time(14), dt.time(17)),
    "evening": (dt.time(17), dt.time(19)),
}


@cache
def _holidays(year: int) -> frozenset[dt.date]:
    import holidays  # its tables are read by the first question, not by every web worker

    return frozenset(holidays.country_holidays("CA", subdiv="ON", years=year))


def is_business_day(day: dt.date) -> bool:
    """Monday to Friday, and no public holiday in Ontario."""
    return day.weekday() < SATURDAY and day not in _holidays(day.year)


def is_open(at: dt.datetime) -> bool:
    """Whether somebody answers the telephone at this instant."""
    local = at.astimezone(ZONE)
    return is_business_day(local.date()) and OPENS <= local.time() < CLOSES


def next_opening(at: dt.datetime) -> dt.datetime:
    """The instant itself during business hours, else the next 9:00, in UTC."""
    local = at.astimezone(ZONE)
    day = local.date()
    if is_business_day(day) and local.time() < CLOSES:
        return max(at.astimezone(dt.UTC), _at(day, OPENS))
    day += A_DAY
    while not is_business_day(day):
        day += A_DAY
    return _at(day, OPENS)


def after(at: dt.datetime, working: dt.timedelta) -> dt.datetime:
    """The instant when this much business time has passed since `at`, in UTC.

    One business day is nine hours: a question of 15:00 is due at 15:00 on the next business day.
    """
    now = next_opening(at)
    left = working
    while True:
        closing = _at(now.astimezone(ZONE).date(), CLOSES)
        if now + left <= closing:
            return now + left
        left -= closing - now
        now = next_opening(closing)


def add_business_days(day: dt.date, number: int) -> dt.date:
    """The business day that many business days after `day`."""
    while number > 0:
        day += A_DAY
        number -= is_business_day(day)
    return day


def between(start: dt.datetime, end: dt.datetime) -> dt.timedelta:
    """How much business time lies between two instants; never negative."""
    total = dt.timedelta()
    day = start.astimezone(ZONE).date()
    while day <= end.astimezone(ZONE).date():
        if is_business_day(day):
            opens, closes = max(start, _at(day, OPENS)), min(end, _at(day, CLOSES))
            total += max(closes - opens, dt.timedelta())
        day += A_DAY
    return total


def first_call(asked: dt.datetime, window: str, zone: ZoneInfo, by: dt.datetime) -> dt.datetime:
    """When to call somebody who likes this window of their own day; never later than `by`.

    The window opens while we are open too. It is open already: within half an hour. It never opens
    before `by`, as a morning in Kolkata, or any time suits: `by`.
    """
    for opens, closes in _openings(asked, window, zone, by):
        if opens > asked:
            return opens
        if closes - asked >= HALF_AN_HOUR:
            return min(asked + HALF_AN_HOUR, by)
    return by


def _openings(
    asked: dt.datetime, window: str, zone: ZoneInfo, by: dt.datetime
) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """When the window and our business hours overlap, from the moment asked until `by`, in UTC."""
    starts, ends = WINDOWS.get(window, (None, None))
    day, last = asked.astimezone(zone).date() - A_DAY, by.astimezone(zone).date() + A_DAY
    while starts and ends and day <= last:
        start, end = (dt.datetime.combine(day, clock, zone) for clock in (starts, ends))
        opens = max(next_opening(start), asked.astimezone(dt.UTC))
        closes = min(end.astimezone(dt.UTC), _at(opens.astimezone(ZONE).date(), CLOSES))
        if opens < closes and opens <= by:
            yield opens, closes
        day += A_DAY


def _at(day: dt.date, clock: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, clock, ZONE).astimezone(dt.UTC)
