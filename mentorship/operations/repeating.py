"""Sessions that repeat: looked at date by date, booked together or not at all, cancelled as a rest.

The hour stays the same on one person's clock; where the other's differs, the preview says so.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from courses.wording import short_day
from institute import mail
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import again_after_deadlock
from institute.templatetags.moments import clock
from mentorship import diaries, emails, fairness, recurrence, slots
from mentorship.models import Booking, Mentor, Offer, PinnedTo, Series, Via
from mentorship.operations import changing
from mentorship.operations.booking import Wish, book
from mentorship.operations.crediting import NothingLeft
from mentorship.operations.holding import SERIES_HORIZON, TimeTaken, busy_of
from mentorship.operations.locking import lock_diaries
from mentorship.slots import Reason, Span

FEWEST, MOST = 2, 12
DAY = dt.timedelta(days=1)
WHY = {
    Reason.CLOSED: "No time is given then",
    Reason.NOTICE: "Too soon",
    Reason.HORIZON: "Too far ahead",
    Reason.TIME_OFF: "The mentor is away",
    Reason.ELSEWHERE: "The mentor is busy",
    Reason.BOOKED: "Taken",
    Reason.BUFFER: "Too close to another session",
    Reason.DAY_FULL: "The mentor’s day is full",
    Reason.WEEK_FULL: "The mentor’s week is full",
    Reason.YOU_ARE_BOOKED: "You have another session",
}


@dataclass(frozen=True)
class Pattern:
    """What repeats: from the first instant, every so many weeks, so many times, on whose clock."""

    mentor: Mentor
    offer: Offer
    first: dt.datetime
    every_weeks: int
    count: int
    pinned_to: PinnedTo

    def zones(self, student: User) -> tuple[ZoneInfo, ZoneInfo]:
        """The clock that keeps the hour, and the other one."""
        both = (self.mentor.zone, student.zone)
        return both if self.pinned_to == PinnedTo.MENTOR else (both[1], both[0])

    def dates(self, student: User) -> tuple[recurrence.Occurrence, ...]:
        """Each date, with what both clocks read."""
        zone, other = self.zones(student)
        local = self.first.astimezone(zone).replace(tzinfo=None)
        return recurrence.dates(local, zone, self.every_weeks, self.count, other=other)


@dataclass(frozen=True)
class Date:
    """One date of a series before it is booked. `instead` is the nearest free time that day."""

    occurrence: recurrence.Occurrence
    ranked: fairness.Ranked
    why_not: Reason | None
    instead: Span | None

    @property
    def start(self) -> dt.datetime:
        return self.occurrence.start

    @property
    def is_free(self) -> bool:
        return self.why_not is None

    @property
    def why_words(self) -> str:
        """Why it is not free, for a table."""
        return "" if self.why_not is None else WHY[self.why_not]

    @property
    def choice(self) -> dt.datetime | None:
        """What can be booked on this date: its own time, or the nearest one that is free."""
        if self.is_free:
            return self.start
        return self.instead.start if self.instead else None

    @property
    def reads(self) -> str:
        """What the clock reads that does not keep the hour."""
        return f"{self.occurrence.other:%H:%M}"

    @property
    def usually(self) -> str:
        """What it would read if no clock changed."""
        return f"{self.occurrence.other.replace(tzinfo=None) - self.occurrence.shift:%H:%M}"


class DateTaken(RuleBroken):
    """One of the dates is not free; nothing was booked."""


def preview(*, student: User, pattern: Pattern) -> list[Date]:
    """Each date: free or why not, and what it asks of both."""
    dates = pattern.dates(student)
    window = Span(dates[0].start - DAY, dates[-1].start + 2 * DAY)
    diary = diaries.load([pattern.mentor], window)[pattern.mentor.pk]
    terms = replace(diaries.terms_of(pattern.offer), horizon=SERIES_HORIZON)
    look = _Look(diary, terms, timezone.now(), tuple(busy_of(student)))
    zone, _ = pattern.zones(student)
    return [_date(look, each, zone, pattern.mentor, student) for each in dates]


@dataclass(frozen=True)
class _Look:
    diary: slots.Diary
    terms: slots.Terms
    now: dt.datetime
    busy: tuple[Span, ...]

    def why_not(self, start: dt.datetime) -> Reason | None:
        return slots.is_free(self.diary, self.terms, start, now=self.now, busy=self.busy)

    def nearest(self, start: dt.datetime, zone: ZoneInfo) -> Span | None:
        """The free time nearest to this one on the same date of that clock."""
        midnight = dt.datetime.combine(start.astimezone(zone).date(), dt.time())
        first, last = (
            moment.replace(tzinfo=zone).astimezone(dt.UTC) for moment in (midnight, midnight + DAY)
        )
        window = Span(first, last)
        found = slots.find(self.diary, self.terms, window=window, now=self.now, busy=self.busy)
        return next(iter(slots.nearest(found.free, start, 1)), None)


def _date(
    look: _Look, each: recurrence.Occurrence, zone: ZoneInfo, mentor: Mentor, student: User
) -> Date:
    why_not = look.why_not(each.start)
    hours = fairness.Hours(mentor.comfortable_from, mentor.comfortable_to, mentor.zone)
    span = Span(each.start, each.start + look.terms.length)
    (ranked,) = fairness.ranked([span], hours, fairness.usual(student.zone))
    return Date(each, ranked, why_not, look.nearest(each.start, zone) if why_not else None)


@again_after_deadlock
@transaction.atomic
def book_series(
    *, student: User, pattern: Pattern, starts: Sequence[dt.datetime], key: str, goals: str = ""
) -> Series:
    """Book these dates of the series, all of them or none. The same key again is the same series.

    Raises DateTaken, NothingLeft, RuleBroken.
    """
    lock_diaries(mentors=[pattern.mentor.pk], students=[student.pk])
    known = Series.objects.filter(request_key=key).first()
    if known:
        return _first_result(known, student)
    _refuse_other_dates(student, pattern, starts)
    series = Series.objects.create(
        student=student,
        mentor=pattern.mentor,
        offer=pattern.offer,
        pinned_to=pattern.pinned_to,
        zone=pattern.zones(student)[0].key,
        first=pattern.first,
        every_weeks=pattern.every_weeks,
        count=pattern.count,
        request_key=key,
        is_demo=student.is_demo,
    )
    for number, start in enumerate(sorted(starts)):
        wish = Wish(
            mentor=pattern.mentor,
            offer=pattern.offer,
            start=start,
            key=f"{key} {number}",
            goals=goals,
            via=Via.SERIES,
            series=series,
        )
        _book_one(student, wish, len(starts))
    mail.queue_all(emails.series_booked(series))
    return series


@again_after_deadlock
@transaction.atomic
def cancel_rest(*, series: Series, by: User, why: str = "") -> list[Booking]:
    """Call off every session of the series that is still to come; each by the rules of one.

    A mentor calls off their own: what was handed to another one is not theirs any more.
    """
    live = series.bookings.agreed().visible_to(by)
    mentors = [series.mentor_id, *live.values_list("mentor", flat=True)]
    lock_diaries(mentors=mentors, students=[series.student_id])
    return [
        changing.cancel(booking=booking, by=by, why=why)
        for booking in live.filter(during__startswith__gt=timezone.now()).order_by("during")
    ]


@transaction.atomic
def answer_all(*, series: Series, mentor: Mentor, act: Callable[[Booking], object]) -> int:
    """Answer each date of the series that waits for this mentor, all or none; how many."""
    lock_diaries(mentors=[mentor.pk], students=[series.student_id])
    asked = list(series.bookings.to_answer().filter(mentor=mentor))
    if not asked:
        raise RuleBroken("None of these dates waits for an answer any more.")
    for booking in asked:
        act(booking)
    return len(asked)


def _book_one(student: User, wish: Wish, number: int) -> None:
    try:
        book(student=student, wish=wish)
    except TimeTaken as taken:
        at = f"{short_day(wish.start, student.zone)}, {clock(wish.start, student.zone)}"
        raise DateTaken(f"{at}: {taken}", instead="Nothing was booked. Look again.") from taken
    except NothingLeft as none:
        words = f"You do not have enough sessions left for {number} dates."
        raise NothingLeft(words, instead="Nothing was booked. Tick fewer dates.") from none


def _first_result(known: Series, student: User) -> Series:
    if known.student_id != student.pk:
        raise RuleBroken("This form was sent by somebody else. Open the page again.")
    return known


def _refuse_other_dates(student: User, pattern: Pattern, starts: Sequence[dt.datetime]) -> None:
    """Two dates at least, one on each day of the series at most, and no others."""
    zone, _ = pattern.zones(student)
    days = [start.astimezone(zone).date() for start in starts]
    if len(days) < FEWEST:
        raise RuleBroken("Tick two dates or more. For a single one, book a session.")
    ours = {each.local.date() for each in pattern.dates(student)}
    if len(set(days)) < len(days) or not set(days) <= ours:
        raise RuleBroken("Tick each date once.", instead="Look at the series again.")
