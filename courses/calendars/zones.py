"""A time zone's clock changes as calendars read them (RFC 5545, VTIMEZONE)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MINUTE = dt.timedelta(minutes=1)
YEARS = 4  # a course, the winter before it, and room for a class that moves


@dataclass(frozen=True)
class Change:
    """One clock change: the wall time it begins at, read on the clock before it."""

    begins: dt.datetime
    before: dt.timedelta
    after: dt.timedelta
    name: str
    is_summer: bool

    @property
    def kind(self) -> tuple[dt.timedelta, dt.timedelta, str, bool]:
        return self.before, self.after, self.name, self.is_summer


@lru_cache(maxsize=64)
def clock_changes(zone: ZoneInfo, year: int) -> Timezone:
    """What a calendar that does not know the zone by name needs, from the year before this one."""
    made = Timezone()
    made.add("tzid", zone.key)
    changes = list(_changes(zone, year - 1)) or [_none(zone, year - 1)]
    kinds: dict[object, list[Change]] = defaultdict(list)
    for change in changes:
        kinds[change.kind].append(change)
    for alike in kinds.values():
        _add(made, alike)
    return made


def _changes(zone: ZoneInfo, year: int) -> Iterator[Change]:
    """Each change of the offset, found day by day and then to the minute."""
    day = dt.datetime(year, 1, 1, tzinfo=dt.UTC)
    while day.year < year + YEARS:
        after = day + dt.timedelta(days=1)
        if _offset(day, zone) != _offset(after, zone):
            yield _change(_moment(day, after, zone), zone)
        day = after


def _moment(low: dt.datetime, high: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """The first minute of the new offset, by halving."""
    old = _offset(low, zone)
    while high - low > MINUTE:
        middle = low + (high - low) // (2 * MINUTE) * MINUTE
        low, high = (middle, high) if _offset(middle, zone) == old else (low, middle)
    return high


def _change(at: dt.datetime, zone: ZoneInfo) -> Change:
    before, after = _offset(at - MINUTE, zone), _offset(at, zone)
    local = at.astimezone(zone)
    begins = (at + before).replace(tzinfo=None)
    return Change(begins, before, after, local.tzname() or zone.key, bool(local.dst()))


def _none(zone: ZoneInfo, year: int) -> Change:
    """A zone whose clock does not change: one offset from the beginning."""
    at = dt.datetime(year, 1, 1, tzinfo=zone)
    offset = at.utcoffset() or dt.timedelta()
    return Change(at.replace(tzinfo=None), offset, offset, at.tzname() or zone.key, is_summer=False)


def _offset(at: dt.datetime, zone: ZoneInfo) -> dt.timedelta:
    return at.astimezone(zone).utcoffset() or dt.timedelta()


def _add(made: Timezone, alike: Sequence[Change]) -> None:
    """A yearly rule where the changes follow one, as Outlook wants; otherwise each by itself."""
    rule = _yearly(alike)
    for change in alike[:1] if rule else alike:
        part = TimezoneDaylight() if change.is_summer else TimezoneStandard()
        part.add("dtstart", change.begins)
        part.add("tzoffsetfrom", change.before)
        part.add("tzoffsetto", change.after)
        part.add("tzname", change.name)
        if rule:
            part.add("rrule", rule)
        made.add_component(part)


def _yearly(alike: Sequence[Change]) -> vRecur | None:
    """ "The second Sunday of March", when every change is on it at one time of day."""
    begins = [change.begins for change in alike]
    if len(begins) < 2 or len({(at.month, at.weekday(), at.time()) for at in begins}) != 1:
        return None
    places = {(at.day - 1) // 7 + 1 for at in begins}
    lasts = {(at + dt.timedelta(days=7)).month != at.month for at in begins}
    if lasts == {True}:
        place = -1
    elif len(places) == 1:
        place = places.pop()
    else:
        return None
    return vRecur(
        freq="YEARLY", bymonth=begins[0].month, byday=f"{place}{DAYS[begins[0].weekday()]}"
    )
