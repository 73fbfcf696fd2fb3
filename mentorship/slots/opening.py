"""When a mentor is open: rules of the week, dates of their own and journeys, into epoch seconds."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from zoneinfo import ZoneInfo

from mentorship.clocks import DAY, EPOCH_DAY, epoch_at
from mentorship.slots.shapes import Diary, Hours, Travel, WeekRule

Pair = tuple[int, int]  # epoch seconds, the second not included
# Local days around an instant: clocks are up to 14 hours from UTC, and hours may run past midnight.
AROUND = 2


class _Rule:
    """A rule of the week, in whole numbers."""

    __slots__ = ("ends", "first", "last", "starts", "zone")

    def __init__(self, rule: WeekRule) -> None:
        self.starts, self.ends = _seconds((rule.starts, rule.ends))
        self.zone = rule.zone
        self.first = rule.valid_from.toordinal() if rule.valid_from else 0
        self.last = rule.valid_to.toordinal() if rule.valid_to else dt.date.max.toordinal()


class Opening:
    """The open hours of one diary, a local day at a time."""

    def __init__(self, diary: Diary) -> None:
        self._home = diary.zone
        self._week: list[list[_Rule]] = [[] for _ in range(7)]
        for rule in diary.rules:
            self._week[rule.weekday].append(_Rule(rule))
        self._dates = {
            each.day.toordinal(): [_seconds(hours) for hours in each.hours]
            for each in diary.overrides
        }
        self._travels = [_ordinals(each) for each in diary.travels]

    def starts(self, first: int, last: int, length: int, increment: int) -> list[int]:
        """Every second from `first` up to `last` at which a session of that length may begin.

        Starts step from the first minute of each day's opening; a session may run on into the
        hours that follow, also past midnight.
        """
        hours = [pair for day in days_around(first, last + length) for pair in self._open_on(day)]
        whole = merged(hours)
        ends = [end for _, end in whole]
        found: set[int] = set()
        for start, end in hours:
            until = min(end, ends[bisect_right(ends, start)] - length + 1, last)
            skipped = max(0, -(-(first - start) // increment))
            found.update(range(start + skipped * increment, until, increment))
        return sorted(found)

    def days(self, first: int, last: int) -> Iterator[tuple[int, Pair]]:
        """The mentor's local days, by ordinal, each with its first second and the next day's."""
        days = days_around(first, last)
        begins = [epoch_at(self._clock(day, self._home), day, 0) for day in days]
        return zip(days, pairwise(begins), strict=False)

    def _open_on(self, day: int) -> list[Pair]:
        """The stretches that begin on a local day, in order."""
        if day in self._dates:
            clock = self._clock(day, self._home)
            hours = [(starts, ends, clock) for starts, ends in self._dates[day]]
        else:
            rules = self._week[(day - 1) % 7]
            hours = [
                (rule.starts, rule.ends, self._clock(day, rule.zone))
                for rule in rules
                if rule.first <= day <= rule.last
            ]
        return merged([(epoch_at(zone, day, a), epoch_at(zone, day, b)) for a, b, zone in hours])

    def _clock(self, day: int, otherwise: ZoneInfo) -> ZoneInfo:
        for zone, first, last in self._travels:
            if first <= day <= last:
                return zone
        return otherwise


def days_around(first: int, last: int) -> range:
    """Ordinals of every local day that can touch these epoch seconds, wherever the clock hangs."""
    return range(first // DAY + EPOCH_DAY - AROUND, last // DAY + EPOCH_DAY + AROUND + 1)


def merged(pairs: list[Pair]) -> list[Pair]:
    """The same seconds as disjoint stretches, in order; what is empty is left out."""
    found: list[Pair] = []
    for start, end in sorted(pairs):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif start < end:
            found.append((start, end))
    return found


def _seconds(hours: Hours) -> Pair:
    """Seconds after midnight; an end that is not later than the start is on the next day."""
    starts, ends = (each.hour * 3600 + each.minute * 60 + each.second for each in hours)
    return starts, ends if ends > starts else ends + DAY


def _ordinals(travel: Travel) -> tuple[ZoneInfo, int, int]:
    return travel.zone, travel.first.toordinal(), travel.last.toordinal()
