"""Local wall times into instants: a class at 18:30 stays at 18:30 when clocks change."""

import datetime as dt
from collections.abc import Collection
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def instant(day: dt.date, at: dt.time, zone: str) -> dt.datetime:
    """The UTC instant of a wall time; a time that a clock change skips moves on by the change."""
    local = dt.datetime.combine(day, at, ZoneInfo(zone))
    return local.astimezone(dt.UTC)


def expand(
    start: dt.date, weekdays: Collection[str], at: dt.time, minutes: int, zone: str, weeks: int
) -> list[tuple[dt.datetime, dt.datetime]]:
    """The (start, end) instants of a weekly pattern, in order.

    `start` is any day of the first week; `weekdays` are "mon" to "sun"; the length is real minutes.
    """
    monday = start - dt.timedelta(days=start.weekday())
    length = dt.timedelta(minutes=minutes)
    days = sorted(
        monday + dt.timedelta(weeks=week, days=DAYS.index(day))
        for week in range(weeks)
        for day in weekdays
    )
    starts = [instant(day, at, zone) for day in days]
    return [(begin, begin + length) for begin in starts]
