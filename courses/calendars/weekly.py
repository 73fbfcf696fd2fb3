"""Any list of classes as one weekly rule with exceptions. Plain Python.

A rule with moved instances is the one form every calendar reads: Outlook drops an event whose
dates come without a rule, and Google hides added dates after the rule's end.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from zoneinfo import ZoneInfo

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, order=True)
class Span:
    """When a class is: two UTC instants."""

    start: dt.datetime
    end: dt.datetime


@dataclass(frozen=True)
class Weekly:
    """The days, clock and length that most classes share."""

    weekdays: frozenset[int]
    at: dt.time
    length: dt.timedelta
    zone: ZoneInfo

    def slot(self, day: dt.date) -> dt.datetime:
        """When a class begins on that day, in the rule's zone."""
        return dt.datetime.combine(day, self.at, self.zone)

    def has(self, span: Span) -> bool:
        """Whether the rule itself makes this class."""
        day = span.start.astimezone(self.zone).date()
        begins = self.slot(day).astimezone(dt.UTC) == span.start
        return begins and day.weekday() in self.weekdays and span.end - span.start == self.length

    def days_from(self, day: dt.date, step: dt.timedelta) -> Iterator[dt.date]:
        """The rule's days after that one, or before it when `step` is negative."""
        while True:
            day += step
            if day.weekday() in self.weekdays:
                yield day


@dataclass(frozen=True)
class Series:
    """A rule, the moments it makes, and where the classes differ from it."""

    rule: Weekly
    slots: Sequence[dt.datetime]
    missing: Sequence[dt.datetime]
    moved: Sequence[tuple[dt.datetime, Span]]

    @property
    def by_day(self) -> list[str]:
        """ "TU", "TH"."""
        return [DAYS[number] for number in sorted(self.rule.weekdays)]


def series(spans: Sequence[Span], zone: ZoneInfo) -> Series:
    """The weekly rule nearest to the classes; there is at least one class."""
    spans, zone = sorted(spans), _clear(spans, zone)
    rule = _usual(spans, zone)
    regular = [span for span in spans if rule.has(span)]
    others = [span for span in spans if not rule.has(span)]
    slots = _slots(rule, regular, others)
    made = {span.start for span in regular}
    free = [slot for slot in slots if slot.astimezone(dt.UTC) not in made]
    moved = [(_take_nearest(free, span), span) for span in others]
    return Series(rule, slots, free, moved)


def _clear(spans: Sequence[Span], zone: ZoneInfo) -> ZoneInfo:
    """UTC when a class touches a clock change: local times cannot tell its hours apart."""
    return ZoneInfo("UTC") if any(_is_unclear(span, zone) for span in spans) else zone


def _is_unclear(span: Span, zone: ZoneInfo) -> bool:
    start, end = span.start.astimezone(zone), span.end.astimezone(zone)
    return bool(start.fold or end.fold) or start.utcoffset() != end.utcoffset()


def _usual(spans: Sequence[Span], zone: ZoneInfo) -> Weekly:
    """The most common clock and length; days that carry at least half as many as the busiest."""
    local = [(span.start.astimezone(zone), span.end - span.start) for span in spans]
    (at, length), _ = Counter((start.time(), length) for start, length in local).most_common(1)[0]
    days = Counter(start.weekday() for start, long in local if (start.time(), long) == (at, length))
    most = max(days.values())
    return Weekly(frozenset(d for d, times in days.items() if times * 2 >= most), at, length, zone)


def _slots(rule: Weekly, regular: Sequence[Span], others: Sequence[Span]) -> list[dt.datetime]:
    """The rule's moments, with one to spare for each class that is elsewhere."""
    first, last = (span.start.astimezone(rule.zone).date() for span in (regular[0], regular[-1]))
    inside = [first]
    for day in rule.days_from(first, DAY):
        if day > last:
            break
        inside.append(day)
    early = sum(span < regular[0] for span in others)
    late = sum(span > regular[-1] for span in others)
    spare = len(inside) - len(regular) + early
    before = list(islice(rule.days_from(first, -DAY), early))
    after = islice(rule.days_from(last, DAY), max(late, len(others) - spare))
    return [rule.slot(day) for day in [*reversed(before), *inside, *after]]


def _take_nearest(free: list[dt.datetime], span: Span) -> dt.datetime:
    nearest = min(free, key=lambda slot: abs(slot.astimezone(dt.UTC) - span.start))
    free.remove(nearest)
    return nearest
