"""A series of sessions that keeps its hour on one person's clock."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from mentorship.clocks import UTC, comes_twice, exists, wall


class Note(StrEnum):
    """What a clock change does to one date of a series."""

    MOVED = "moved"  # the hour is missing that day: it moves on by the change
    TWICE = "twice"  # the hour comes twice that day: the first is meant


@dataclass(frozen=True)
class Occurrence:
    """One date: the instant, both wall clocks, and how the other's differs from the first date."""

    start: dt.datetime
    local: dt.datetime
    other: dt.datetime
    shift: dt.timedelta
    note: Note | None = None

    @property
    def other_shifted(self) -> bool:
        """Whether the other person meets at another hour than on the first date."""
        return bool(self.shift)


def dates(
    first_local: dt.datetime,
    zone: ZoneInfo,
    every_weeks: int,
    count: int,
    *,
    other: ZoneInfo | None = None,
) -> tuple[Occurrence, ...]:
    """Dates every so many weeks, at one wall time (naive) in the zone the series is pinned to."""
    steps = [dt.timedelta(weeks=every_weeks * number) for number in range(count)]
    starts = [(first_local + step).replace(tzinfo=zone, fold=0).astimezone(UTC) for step in steps]
    clocks = [wall(start, other or zone) for start in starts]
    usual = [clocks[0].replace(tzinfo=None, fold=0) + step for step in steps] if clocks else []
    return tuple(
        Occurrence(
            start=start,
            local=wall(start, zone),
            other=clock,
            shift=clock.replace(tzinfo=None, fold=0) - expected,
            note=_note(first_local + step, zone),
        )
        for start, clock, expected, step in zip(starts, clocks, usual, steps, strict=True)
    )


def _note(local: dt.datetime, zone: ZoneInfo) -> Note | None:
    if not exists(local, zone):
        return Note.MOVED
    return Note.TWICE if comes_twice(local, zone) else None
