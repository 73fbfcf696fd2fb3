"""A week of free times as a student reads it: their dates, their clock, and why nothing is free."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from zoneinfo import ZoneInfo

from institute.accounts.models import User
from mentorship import diaries, slots
from mentorship.clocks import wall
from mentorship.fairness import Hours, Verdict, ranked, usual
from mentorship.models import Mentor, Offer
from mentorship.slots import Change, Found, Reason, Span

A_DAY = dt.timedelta(days=1)
DAYS = 7
FAIREST = 3
SESSIONS = (Reason.BOOKED, Reason.YOU_ARE_BOOKED)


@dataclass(frozen=True)
class Asked:
    """Which week, of which help, read on which clock; without a day it is the first with room."""

    offer: Offer
    zone: ZoneInfo
    day: dt.date | None = None


@dataclass(frozen=True)
class Day:
    """One date of the reader, and the free times on it."""

    date: dt.date
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Week:
    """Seven dates from a Monday. `free` is everything up to the horizon, not this week alone."""

    mentor: Mentor
    asked: Asked
    first: dt.date
    diary: slots.Diary
    found: Found
    now: dt.datetime

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """Every date of the week, with or without room."""
        by_date = {
            date: tuple(spans)
            for date, spans in groupby(self.found.free, key=lambda one: self.date_of(one.start))
        }
        dates = (self.first + number * A_DAY for number in range(DAYS))
        return tuple(Day(date, by_date.get(date, ())) for date in dates)

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The free times of this week."""
        return tuple(span for day in self.days for span in day.spans)

    @property
    def last(self) -> dt.date:
        return self.first + (DAYS - 1) * A_DAY

    @property
    def earlier(self) -> dt.date | None:
        """The Monday before, unless that week is over."""
        before = self.first - DAYS * A_DAY
        return before if before + DAYS * A_DAY > self.date_of(self.now) else None

    @property
    def later(self) -> dt.date | None:
        """The Monday after, unless the diary is not open yet."""
        after = self.first + DAYS * A_DAY
        horizon = self.now + self.asked.offer.horizon_days * A_DAY
        return after if after <= self.date_of(horizon) else None

    @property
    def next_free(self) -> Span | None:
        """The first free time after this week, or the first of all."""
        after = (one for one in self.found.free if self.date_of(one.start) > self.last)
        return next(after, None) or next(iter(self.found.free), None)

    @property
    def next_day(self) -> dt.date | None:
        """The reader's date of that time."""
        return self.date_of(self.next_free.start) if self.next_free else None

    @cached_property
    def why_not(self) -> list[tuple[Reason, int]]:
        """Where the week has no room: how many starts were dropped for which reason, most first."""
        counts = Counter(self._within.counts)
        counts.pop(Reason.CLOSED, None)
        return counts.most_common()

    @cached_property
    def change(self) -> Change | None:
        """The smallest change that would give a time in this week."""
        return slots.cheapest_change(self._within, self._terms, self.diary)

    def fairest(self) -> list[Span]:
        """The times of this week that suit both best; nothing where all are alike."""
        theirs = hours_of(self.mentor)
        judged = ranked(self.spans, theirs, usual(self.asked.zone))
        good = [one.span for one in judged if one.verdict == Verdict.FAIR]
        return sorted(good[:FAIREST]) if len(good) < len(judged) else []

    def date_of(self, instant: dt.datetime) -> dt.date:
        """The reader's date of an instant."""
        return wall(instant, self.asked.zone).date()

    @cached_property
    def _within(self) -> Found:
        """This week alone, with what was dropped from it."""
        return slots.find(self.diary, self._terms, window=self._window, now=self.now)

    @property
    def _terms(self) -> slots.Terms:
        return diaries.terms_of(self.asked.offer)

    @property
    def _window(self) -> Span:
        return Span(self._midnight(self.first), self._midnight(self.first + DAYS * A_DAY))

    def _midnight(self, date: dt.date) -> dt.datetime:
        return dt.datetime.combine(date, dt.time(), self.asked.zone).astimezone(dt.UTC)


def week_of(
    mentor: Mentor,
    asked: Asked,
    *,
    now: dt.datetime,
    student: User | None = None,
    apart_from: Sequence[Span] = (),
) -> Week:
    """The week that was asked for, or the first one with room. Four queries.

    `apart_from` is a session to leave out of account, held or being moved, and where it is this
    mentor's the time it blocks.
    """
    window = Span(now, now + (asked.offer.horizon_days + 1) * A_DAY)
    diary = diaries.load([mentor], window, student=student)[mentor.pk]
    if apart_from:
        diary = diary.without(*apart_from)
    found = slots.find(diary, diaries.terms_of(asked.offer), window=window, now=now)
    first = asked.day or _first_day(found.free, asked.zone, now)
    return Week(mentor, asked, first - first.weekday() * A_DAY, diary, found, now)


def hours_of(mentor: Mentor) -> Hours:
    """When the mentor likes to meet, at home."""
    return Hours(mentor.comfortable_from, mentor.comfortable_to, mentor.zone)


def _first_day(free: Sequence[Span], zone: ZoneInfo, now: dt.datetime) -> dt.date:
    return wall(free[0].start if free else now, zone).date()
