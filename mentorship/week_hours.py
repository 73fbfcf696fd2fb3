"""A mentor's week as people write it: from-to times of a weekday, merged. Plain Python.

A week is a set of minutes on a circle: hours of Sunday night run into Monday. An end that is not
later than its start is on the next day, so 00:00 to 00:00 is a whole day.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from mentorship.clocks import UTC, apart, wall

DAY = 24 * 60  # minutes
WEEK = 7 * DAY
A_DAY = dt.timedelta(days=1)
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Pair = tuple[dt.time, dt.time]
Minutes = tuple[int, int]


@dataclass(frozen=True)
class Week:
    """Hours for Monday to Sunday, merged and in order; equal when the same minutes are open."""

    days: tuple[tuple[Pair, ...], ...]

    @classmethod
    def of(cls, days: Sequence[Iterable[Pair]]) -> "Week":
        """Seven lists of from-to times; what overlaps or touches becomes one stretch."""
        open_ = [
            (day * DAY + first, day * DAY + last)
            for day, pairs in enumerate(days)
            for first, last in map(_minutes, pairs)
        ]
        return cls(_by_day(_merged_circle(open_)))

    @property
    def minutes(self) -> int:
        """How long the week is open, as clocks read that do not change."""
        lengths = (_minutes(pair) for pairs in self.days for pair in pairs)
        return sum(last - first for first, last in lengths)


NEVER = Week(((),) * 7)


@dataclass(frozen=True)
class Season:
    """A week that holds from a day on; the first one has no beginning."""

    begins: dt.date | None
    zone: str
    week: Week


class Row(NamedTuple):
    """Hours of a weekday on the clock of a zone, from a day to another; both days count."""

    weekday: int
    starts: dt.time
    ends: dt.time
    zone: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


def seasons_of(rows: Iterable[Row], zone: str, today: dt.date) -> tuple[Season, ...]:
    """The week that holds today and those that follow; `zone` is the clock of an empty one."""
    rows = list(rows)
    ends = [row.valid_to + A_DAY for row in rows if row.valid_to]
    begins = [row.valid_from for row in rows if row.valid_from]
    ahead = sorted({day for day in [*begins, *ends] if day > today})
    return _joined(Season(begun, *_held(rows, begun or today, zone)) for begun in [None, *ahead])


def rows_of(seasons: Sequence[Season]) -> list[Row]:
    """The seasons as rows, each until the day before the next one begins."""
    last_days = [each.begins - A_DAY for each in seasons[1:] if each.begins]
    return [
        Row(weekday, *pair, season.zone, season.begins, last)
        for season, last in zip(seasons, [*last_days, None], strict=True)
        for weekday, pairs in enumerate(season.week.days)
        for pair in pairs
    ]


def _held(rows: Iterable[Row], day: dt.date, zone: str) -> tuple[str, Week]:
    """The zone and the week of the rows that hold on a day."""
    held = [row for row in rows if (row.valid_from or day) <= day <= (row.valid_to or day)]
    days: list[list[Pair]] = [[] for _ in NAMES]
    for row in held:
        days[row.weekday].append((row.starts, row.ends))
    zones = Counter(row.zone for row in held).most_common(1)
    return (zones[0][0] if zones else zone), Week.of(days)


def merged(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    """From-to times of one date, joined where they overlap or touch."""
    whole = _merged(map(_minutes, pairs))
    return tuple((_time(first), _time(last)) for first, last in whole)


def planned(
    seasons: Sequence[Season], new: Season, until: dt.date | None = None
) -> tuple[Season, ...]:
    """The seasons with a new one in its place; after `until` what held before holds again.

    Without `until` it lasts until the next season begins. Seasons that follow alike are joined.
    """
    kept = [each for each in seasons if not _within(each, new, until)]
    if until:
        after = until + A_DAY
        if not any(each.begins == after for each in kept):
            before = in_force(seasons, until) or Season(None, new.zone, NEVER)
            kept.append(Season(after, before.zone, before.week))
    return _joined([*kept, new])


def without(seasons: Sequence[Season], begins: dt.date) -> tuple[Season, ...]:
    """The seasons as if none had begun on that day: the one before goes on."""
    return _joined([each for each in seasons if each.begins != begins])


def in_force(seasons: Sequence[Season], day: dt.date) -> Season | None:
    """The season a day lies in."""
    begun = [each for each in seasons if each.begins is None or each.begins <= day]
    return max(begun, key=_begins, default=None)


def next_change(zone: ZoneInfo, now: dt.datetime) -> tuple[dt.datetime, dt.timedelta] | None:
    """When the clocks of a zone change next, on their new time, and by how much; within a year."""
    utc = ZoneInfo("UTC")
    for day in range(366):
        early, late = now + day * A_DAY, now + (day + 1) * A_DAY
        before, after = apart(utc, zone, early), apart(utc, zone, late)
        if before != after:
            return wall(_moment(zone, early, late), zone), after - before
    return None


def _within(each: Season, new: Season, until: dt.date | None) -> bool:
    """Whether a season begins while the new one lasts, and so gives way to it."""
    if until is None:
        return each.begins == new.begins
    return _begins(new) <= _begins(each) <= until


def _joined(seasons: Iterable[Season]) -> tuple[Season, ...]:
    found: list[Season] = []
    for each in sorted(seasons, key=_begins):
        if found and (found[-1].zone, found[-1].week) == (each.zone, each.week):
            continue
        found.append(each)
    return tuple(found)


def _begins(season: Season) -> dt.date:
    return season.begins or dt.date.min


def _moment(zone: ZoneInfo, early: dt.datetime, late: dt.datetime) -> dt.datetime:
    """The first second of the new time, by halving."""
    before, second = apart(ZoneInfo("UTC"), zone, early), dt.timedelta(seconds=1)
    early, late = early.replace(microsecond=0).astimezone(UTC), late.astimezone(UTC)
    while late - early > second:
        middle = early + (late - early) // (2 * second) * second
        if apart(ZoneInfo("UTC"), zone, middle) == before:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)


def _merged(stretches: Iterable[Minutes]) -> list[Minutes]:
    found: list[Minutes] = []
    for first, last in sorted(stretches):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def _merged_circle(stretches: Iterable[Minutes]) -> list[Minutes]:
    """Merged on the circle of a week: Sunday night runs into Monday morning."""
    whole = _merged(stretches)
    rest = [(0, last - WEEK) for first, last in whole if last > WEEK]
    whole = _merged([*((first, min(last, WEEK)) for first, last in whole), *rest])
    if len(whole) > 1 and whole[0][0] == 0 and whole[-1][1] == WEEK:
        whole = [*whole[1:-1], (whole[-1][0], WEEK + whole[0][1])]
    return whole


def _by_day(whole: Iterable[Minutes]) -> tuple[tuple[Pair, ...], ...]:
    """Each stretch under the day it begins on; one longer than a day is cut at midnights."""
    days: list[list[Minutes]] = [[] for _ in range(7)]
    for first, last in whole:
        cuts = range((first // DAY + 1) * DAY, last, DAY) if last - first > DAY else ()
        for start, end in pairwise([first, *cuts, last]):
            days[start // DAY % 7].append((start, end))
    return tuple(tuple(sorted((_time(first), _time(last)) for first, last in day)) for day in days)


def _minutes(pair: Pair) -> Minutes:
    first, last = (each.hour * 60 + each.minute for each in pair)
    return first, last if last > first else last + DAY


def _time(minute: int) -> dt.time:
    return dt.time(minute % DAY // 60, minute % 60)
