"""Sessions that repeat keep their hour on one clock, and are booked together or not at all."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar, Event

from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.mail.letters import KINDS
from institute.mail.models import OutboundMessage
from mentorship.models import (
    Booking,
    BookingStatus,
    Confirmation,
    Mentor,
    PinnedTo,
    Series,
    TimeOff,
    stretch,
)
from mentorship.operations import repeating
from mentorship.operations.crediting import NothingLeft
from mentorship.slots import Reason
from tests import make

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2027, 2, 22, 15, tzinfo=dt.UTC)
FIRST = dt.datetime(2027, 3, 1, 15, tzinfo=dt.UTC)  # Monday, 10:00 in Toronto, 15:00 in London


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def pattern(mentor: Mentor, count: int = 4, **fields: Any) -> repeating.Pattern:
    known: dict[str, Any] = {"every_weeks": 1, "pinned_to": PinnedTo.STUDENT, "first": FIRST}
    return repeating.Pattern(
        mentor=mentor, offer=mentor.offers.get(), count=count, **(known | fields)
    )


def booked(student: User, mentor: Mentor, count: int = 4, key: str = "a form") -> Series:
    make.sessions(student, 12)
    what = pattern(mentor, count)
    starts = [one.start for one in repeating.preview(student=student, pattern=what)]
    return repeating.book_series(student=student, pattern=what, starts=starts, key=key)


# --- The dates --------------------------------------------------------------------------------


def test_hour_stays_on_the_students_clock_and_shifts_for_the_mentor() -> None:
    mentor = make.mentor(zone="Europe/London")
    dates = repeating.preview(student=make.student(), pattern=pattern(mentor, 6))

    toronto = [one.occurrence.local.hour for one in dates]
    london = [one.occurrence.other.hour for one in dates]
    assert toronto == [10] * 6
    assert london == [15, 15, 14, 14, 15, 15]  # Toronto changes on 14 March, London on the 28th
    assert [(one.reads, one.usually) for one in dates[1:3]] == [("15:00",) * 2, ("14:00", "15:00")]


def test_pinned_to_the_mentor_the_students_hour_shifts() -> None:
    mentor = make.mentor(zone="Europe/London")
    what = pattern(mentor, 6, pinned_to=PinnedTo.MENTOR)
    dates = repeating.preview(student=make.student(), pattern=what)

    assert [one.occurrence.local.hour for one in dates] == [15] * 6
    assert [one.occurrence.other.hour for one in dates] == [10, 10, 11, 11, 10, 10]


def test_every_second_week_goes_beyond_the_horizon_of_single_sessions() -> None:
    what = pattern(make.mentor(), 12, every_weeks=2)
    dates = repeating.preview(student=make.student(), pattern=what)

    assert (dates[-1].start - dates[0].start).days == 153  # an hour less: the clocks went forward
    assert all(one.is_free for one in dates)


def test_a_date_that_is_not_free_says_why_and_the_nearest_time_that_day() -> None:
    mentor, student = make.mentor(), make.student()
    second = FIRST + dt.timedelta(days=7)
    away = stretch(second - dt.timedelta(hours=2), second + dt.timedelta(hours=1))
    TimeOff.objects.create(mentor=mentor, during=away)
    third = FIRST + dt.timedelta(days=14, hours=-1)
    make.booking(make.mentor(), student, third)

    dates = repeating.preview(student=student, pattern=pattern(mentor))

    assert [one.why_not for one in dates] == [None, Reason.TIME_OFF, Reason.YOU_ARE_BOOKED, None]
    assert dates[1].instead
    assert dates[1].instead.start == second + dt.timedelta(hours=1)
    assert dates[2].instead
    assert dates[2].instead.start == third - dt.timedelta(minutes=45)


# --- Booking them -----------------------------------------------------------------------------


def test_the_dates_are_booked_together_and_each_uses_a_session() -> None:
    student = make.student()
    series = booked(student, make.mentor())

    assert series.bookings.confirmed().count() == 4
    assert student.entitlements.get().left == 8
    assert (
        repeating.book_series(
            student=student, pattern=pattern(series.mentor), starts=[], key="a form"
        ).pk
        == series.pk
    )


def test_one_date_that_is_taken_means_none_is_booked() -> None:
    mentor, student = make.mentor(), make.student()
    make.booking(mentor, make.student(), FIRST + dt.timedelta(days=7))

    with pytest.raises(repeating.DateTaken, match="Mon 8 March, 10:00") as refused:
        booked(student, mentor)

    assert "Nothing was booked" in refused.value.instead
    assert not Series.objects.exists()
    assert not Booking.objects.of_student(student).exists()
    assert student.entitlements.get().left == 12


def test_more_dates_than_sessions_left_books_none() -> None:
    student, mentor = make.student(), make.mentor()
    make.sessions(student, 3)
    what = pattern(mentor)
    starts = [one.start for one in what.dates(student)]

    with pytest.raises(NothingLeft, match="4 dates"):
        repeating.book_series(student=student, pattern=what, starts=starts, key="a form")

    assert student.entitlements.get().left == 3


@pytest.mark.parametrize("days", [[0], [0, 0], [0, 1], []])
def test_only_dates_of_the_series_are_booked_each_once(days: list[int]) -> None:
    student, mentor = make.student(), make.mentor()
    make.sessions(student)
    starts = [FIRST + dt.timedelta(days=day) for day in days]

    with pytest.raises(RuleBroken, match="Tick"):
        repeating.book_series(student=student, pattern=pattern(mentor), starts=starts, key="a form")


def test_a_series_asks_a_mentor_who_accepts_each_session_once() -> None:
    mentor = make.mentor(make.offer(confirmation=Confirmation.REQUEST))
    series = booked(make.student(), mentor)

    assert set(series.bookings.values_list("status", flat=True)) == {BookingStatus.REQUESTED}
    kinds = OutboundMessage.objects.values_list("kind", flat=True)
    assert sorted(kinds) == ["mentorship.series_agreed"] * 2


# --- Its letter -------------------------------------------------------------------------------


def test_one_letter_lists_every_date_on_both_clocks() -> None:
    student = make.student()
    series = booked(student, make.mentor(zone="Europe/London"))

    kinds = OutboundMessage.objects.values_list("kind", flat=True)
    assert "mentorship.session_confirmed" not in kinds
    assert list(kinds).count("mentorship.session_in_a_day") == 8
    letter = OutboundMessage.objects.get(kind="mentorship.series_agreed", person=student)
    dates = letter.context["dates"]
    assert [one["at"] for one in dates][:2] == [
        "Mon 1 March, 10:00 Toronto time",
        "Mon 8 March, 10:00 Toronto time",
    ]
    assert "14:00 London time" in dates[2]["there"]
    assert "Clocks change in Toronto" in dates[2]["change"]
    assert letter.context["pinned"] == "your"

    attach = KINDS["mentorship.series_agreed"].attach
    assert attach
    (file,) = attach(series)
    calendar = Calendar.from_ical(file.content)
    events = [one for one in calendar.walk("VEVENT") if isinstance(one, Event)]
    assert [event.start for event in events] == [
        booking.starts_at for booking in series.bookings.order_by("during")
    ]
    assert len({str(event["uid"]) for event in events}) == 4


# --- Calling off the rest ---------------------------------------------------------------------


def test_cancelling_the_rest_leaves_what_has_been() -> None:
    student = make.student()
    series = booked(student, make.mentor())

    with time_machine.travel(FIRST + dt.timedelta(days=8), tick=False):
        gone = repeating.cancel_rest(series=series, by=student, why="Moving")
        assert repeating.cancel_rest(series=series, by=student) == []

    assert len(gone) == 2
    assert student.entitlements.get().left == 10
    assert series.bookings.confirmed().count() == 2


# --- Pages ------------------------------------------------------------------------------------


def wanted(mentor: Mentor, **fields: object) -> dict[str, Any]:
    known = {
        "offer": mentor.offers.get().slug,
        "day": "2027-03-01",
        "at": "10:00",
        "every_weeks": "1",
        "count": "4",
        "pinned_to": "student",
    }
    return known | fields


def test_page_shows_each_date_on_both_clocks(as_student: Client) -> None:
    mentor = make.mentor(zone="Europe/London")

    words = as_student.get(f"{mentor.get_absolute_url()}series/", wanted(mentor)).content.decode()

    assert "4 of 4 dates are free" in words
    assert "From Mon 15 March 2027 it is 14:00 for" in words
    assert words.count('name="dates"') == 4


def test_page_books_what_was_ticked(as_student: Client, student: User) -> None:
    mentor = make.mentor()
    make.sessions(student)
    ticked = [FIRST.isoformat(), (FIRST + dt.timedelta(days=14, hours=-1)).isoformat()]
    form = wanted(mentor, dates=ticked, form_token=str(uuid.uuid4()), goals="The date")
    address = f"{mentor.get_absolute_url()}series/"

    first, again = (as_student.post(address, form) for _ in range(2))

    series = Series.objects.get()
    assert first.headers["Location"] == again.headers["Location"] == series.get_absolute_url()
    assert series.bookings.count() == 2
    assert set(series.bookings.values_list("goals", flat=True)) == {"The date"}


def test_a_date_taken_meanwhile_is_said_and_nothing_is_booked(
    as_student: Client, student: User
) -> None:
    mentor = make.mentor()
    make.sessions(student)
    make.booking(mentor, make.student(), FIRST)
    ticked = [FIRST.isoformat(), (FIRST + dt.timedelta(days=7)).isoformat()]

    answer = as_student.post(
        f"{mentor.get_absolute_url()}series/", wanted(mentor, dates=ticked, form_token="")
    )

    assert answer.status_code == 409
    assert "not free any more" in answer.content.decode()
    assert not Series.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("count", "1", "from 2 to 12"),
        ("count", "many", "from 2 to 12"),
        ("every_weeks", "9", "every week or every second week"),
        ("day", "soon", "enter the date"),
        ("pinned_to", "moon", "mentor’s"),
    ],
)
def test_bad_wishes_are_said_next_to_their_field(
    as_student: Client, field: str, value: str, words: str
) -> None:
    mentor = make.mentor()
    asked = wanted(mentor, **{field: value})

    answer = as_student.get(f"{mentor.get_absolute_url()}series/", asked)

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_series_is_seen_by_its_two_people_and_the_staff(client: Client, desk: User) -> None:
    student = make.student()
    series = booked(student, make.mentor())
    sees = {student: 200, series.mentor.user: 200, desk: 200, make.student(): 404}

    for person, status in sees.items():
        client.force_login(person)
        assert client.get(series.get_absolute_url()).status_code == status


def test_page_calls_off_the_rest(as_student: Client, student: User) -> None:
    series = booked(student, make.mentor())

    answer = as_student.post(series.get_absolute_url(), {"why": "A new job"}, follow=True)

    assert "4 sessions cancelled." in answer.content.decode()
    assert student.entitlements.get().left == 12
