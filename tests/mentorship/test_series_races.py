"""A series and single sessions that want the same hours at the same moment."""

import datetime as dt

import pytest

from institute.accounts.models import User
from institute.errors import RuleBroken
from mentorship.models import Booking, Mentor, PinnedTo, Series
from mentorship.operations import repeating
from mentorship.operations.booking import Wish, book
from tests import make
from tests.conftest import at_the_same_time

pytestmark = pytest.mark.django_db(transaction=True)
WEEK = dt.timedelta(weeks=1)


def a_series(student: User, mentor: Mentor, first: dt.datetime, key: str) -> str:
    what = repeating.Pattern(mentor, mentor.offers.get(), first, 1, 4, PinnedTo.STUDENT)
    starts = [one.start for one in what.dates(student)]
    try:
        repeating.book_series(student=student, pattern=what, starts=starts, key=key)
    except RuleBroken:
        return ""
    return "series"


def single(student: User, mentor: Mentor, start: dt.datetime) -> str:
    wish = Wish(mentor, mentor.offers.get(), start, key=f"one {student.pk}")
    try:
        book(student=student, wish=wish)
    except RuleBroken:
        return ""
    return "single"


def test_a_series_and_single_sessions_race_and_all_dates_stand_or_none() -> None:
    for _ in range(4):
        mentor, first = make.mentor(), make.free_at(days=3)
        students = [make.student() for _ in range(8)]
        for one in students:
            make.sessions(one)

        def act(
            number: int,
            mentor: Mentor = mentor,
            first: dt.datetime = first,
            students: list[User] = students,
        ) -> str:
            one = students[number]
            if number % 4 == 0:
                return a_series(one, mentor, first, f"series of {one.pk}")
            what = repeating.Pattern(mentor, mentor.offers.get(), first, 1, 4, PinnedTo.STUDENT)
            return single(one, mentor, what.dates(one)[number % 4].start)

        outcomes = at_the_same_time(act, range(8), at_once=8)

        assert not [one for one in outcomes if isinstance(one, Exception)]
        assert outcomes.count("series") <= 1
        for series in Series.objects.filter(mentor=mentor):
            assert series.bookings.live().count() == 4
        live = Booking.objects.live().filter(mentor=mentor)
        singles = outcomes.count("single")
        assert live.count() == 4 * outcomes.count("series") + singles


def test_the_same_form_sent_many_times_is_one_series() -> None:
    mentor, first, student = make.mentor(), make.free_at(days=3), make.student()
    make.sessions(student, 12)

    outcomes = at_the_same_time(lambda _: a_series(student, mentor, first, "one form"), range(10))

    assert outcomes == ["series"] * 10
    assert Series.objects.count() == 1
    assert student.entitlements.get().left == 8


def test_the_rest_is_called_off_once() -> None:
    mentor, first, student = make.mentor(), make.free_at(days=3), make.student()
    make.sessions(student, 4)
    a_series(student, mentor, first, "one form")
    series = Series.objects.get()

    outcomes = at_the_same_time(
        lambda _: len(repeating.cancel_rest(series=series, by=student)), range(6)
    )

    assert sum(outcomes) == 4
    assert student.entitlements.get().left == 4
