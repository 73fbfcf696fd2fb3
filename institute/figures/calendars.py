"""Bars on a shared time axis, in CSS grid columns: `gc-N` starts one, `gw-N` is its length."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

WEEK = timedelta(days=7)
LAST_START, LONGEST = 48, 26  # the columns and spans institute.css has classes for
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True)
class Bar:
    """A stretch of an axis, columns from 1. `kind`: crit, solid, learn, sim, mentor or float."""

    start: int
    span: int
    kind: str = "learn"
    text: str = ""
    url: str = ""
    ends_in_milestone: bool = False


@dataclass(frozen=True)
class Row:
    """A named line of bars."""

    bars: tuple[Bar, ...]
    label: str = ""


@dataclass(frozen=True)
class Axis:
    """Weeks from the Monday on or before `first`."""

    first: date
    weeks: int = 26

    @property
    def monday(self) -> date:
        return self.first - timedelta(days=self.first.weekday())

    def column(self, day: date) -> int:
        """The column a day falls in; below 1 or above `weeks` when it lies outside."""
        return (day - self.monday) // WEEK + 1

    def bar(self, start: date, end: date, kind: str = "learn", text: str = "") -> Bar | None:
        """From one day to another (both included), cut at the axis; None when it lies outside."""
        first, last = self.column(start), self.column(end)
        if last < 1 or first > self.weeks:
            return None
        shown = max(first, 1)
        return Bar(shown, min(last, self.weeks) - shown + 1, kind, text)

    def months(self) -> Iterator[Bar]:
        """The month names, each over the weeks that begin in it."""
        begins = [self.monday + WEEK * number for number in range(self.weeks)]
        start = 0
        for number in range(1, self.weeks + 1):
            if number == self.weeks or begins[number].month != begins[start].month:
                if number - start > 1:
                    yield Bar(start + 1, number - start, text=MONTHS[begins[start].month - 1])
                start = number
