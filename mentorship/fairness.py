"""Whose evening does a session cost? Sessions ranked by both people's comfortable hours."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from mentorship.clocks import UTC, Span

DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Hours:
    """Hours of the day somebody likes to meet in, on their own clock; they may pass midnight."""

    starts: dt.time
    ends: dt.time
    zone: ZoneInfo


class Verdict(StrEnum):
    """Whom a session suits. When it suits neither, whom it suits less; the reader when equal."""

    FAIR = "fair"
    HARD_FOR_YOU = "hard_for_you"
    HARD_FOR_MENTOR = "hard_for_mentor"


@dataclass(frozen=True)
class Strain:
    """How many minutes a session reaches outside somebody's hours, before them or after."""

    minutes: int
    early: bool = False

    @property
    def late(self) -> bool:
        return self.minutes > 0 and not self.early


@dataclass(frozen=True)
class Ranked:
    """A session and what it asks of both."""

    span: Span
    mentor: Strain
    you: Strain

    @property
    def verdict(self) -> Verdict:
        if not self.mentor.minutes and not self.you.minutes:
            return Verdict.FAIR
        worse = self.mentor.minutes > self.you.minutes
        return Verdict.HARD_FOR_MENTOR if worse else Verdict.HARD_FOR_YOU


def usual(zone: ZoneInfo) -> Hours:
    """The hours of somebody who told us none: 7:00 to 22:00."""
    return Hours(dt.time(7), dt.time(22), zone)


def ranked(spans: Iterable[Span], mentor_hours: Hours, student_hours: Hours) -> tuple[Ranked, ...]:
    """The fairest first: by the worse of both strains, then their sum, then time."""
    judged = (
        Ranked(span, strain(span, mentor_hours), strain(span, student_hours)) for span in spans
    )
    return tuple(sorted(judged, key=_unfairness))


def tally(judged: Sequence[Ranked]) -> Counter[Verdict]:
    """Of a series: how many dates cost whom an evening or a morning."""
    return Counter(each.verdict for each in judged)


def strain(span: Span, hours: Hours) -> Strain:
    """How far a session reaches outside the hours nearest to it."""
    return min(
        (_outside(span, start, end) for start, end in _days(span, hours)),
        key=lambda found: found.minutes,
    )


def _unfairness(each: Ranked) -> tuple[int, int, dt.datetime]:
    both = (each.mentor.minutes, each.you.minutes)
    return max(both), sum(both), each.span.start


def _outside(span: Span, start: dt.datetime, end: dt.datetime) -> Strain:
    early, late = (start - span.start) // MINUTE, -(-(span.end - end) // MINUTE)
    return Strain(max(early, late, 0), early > max(late, 0))


def _days(span: Span, hours: Hours) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """The comfortable hours of the days around a session, as instants."""
    day = span.start.astimezone(hours.zone).date()
    overnight = DAY if hours.ends <= hours.starts else dt.timedelta()
    for each in (day - DAY, day, day + DAY):
        start = dt.datetime.combine(each, hours.starts, hours.zone)
        end = dt.datetime.combine(each + overnight, hours.ends, hours.zone)
        yield start.astimezone(UTC), end.astimezone(UTC)
