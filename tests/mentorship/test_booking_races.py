"""An hour is given once, whoever asks at the same moment, and however many."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection

from institute.accounts.models import User
from institute.errors import RuleBroken
from mentorship.models import Booking, BookingStatus, Mentor, stretch
from mentorship.operations import changing, request_mentorship
from mentorship.operations.booking import Wish, book
from mentorship.operations.holding import TimeTaken, hold
from tests import make
from tests.conftest import at_the_same_time

pytestmark = pytest.mark.django_db(transaction=True)


def wish(mentor: Mentor, start: dt.datetime, key: str) -> Wish:
    return Wish(mentor=mentor, offer=mentor.offers.get(), start=start, key=key)


def tried(student: User, mentor: Mentor, start: dt.datetime) -> str:
    """What a student gets who asks for this time: booked, or how it was refused."""
    try:
        book(student=student, wish=wish(mentor, start, f"{student.pk} {mentor.pk} {start}"))
    except TimeTaken as taken:
        return f"refused, {len(taken.nearest)} near"
    return "booked"


def rich_students(number: int) -> list[User]:
    students = [make.student() for _ in range(number)]
    for one in students:
        make.sessions(one)
    return students


@pytest.mark.parametrize("number", [50, 200])
def test_an_hour_many_want_is_given_once(number: int) -> None:
    mentor, start = make.mentor(), make.free_at()
    students = rich_students(number)

    outcomes = Counter(
        at_the_same_time(lambda one: tried(one, mentor, start), students, at_once=25)
    )

    assert outcomes == {"booked": 1, "refused, 3 near": number - 1}
    assert Booking.objects.live().count() == 1


def test_sessions_that_overlap_by_their_buffers_are_given_once() -> None:
    mentor, start = make.mentor(), make.free_at()
    students = rich_students(24)
    starts = [start + dt.timedelta(minutes=15 * (number % 4)) for number in range(24)]

    outcomes = at_the_same_time(
        lambda pair: tried(pair[0], mentor, pair[1]), list(zip(students, starts, strict=True))
    )

    assert outcomes.count("booked") == 1
    assert not [one for one in outcomes if isinstance(one, Exception)]


def test_a_student_who_asks_many_mentors_for_one_hour_gets_one() -> None:
    mentors, start = [make.mentor() for _ in range(16)], make.free_at()
    (student,) = rich_students(1)

    outcomes = at_the_same_time(lambda mentor: tried(student, mentor, start), mentors)

    assert outcomes.count("booked") == 1
    assert not [one for one in outcomes if isinstance(one, Exception)]
    assert Booking.objects.live().of_student(student).count() == 1


def test_crossing_students_and_mentors_never_wait_for_each_other() -> None:
    mentors, students = [make.mentor() for _ in range(4)], rich_students(4)
    start = make.free_at()
    pairs = [(one, mentor) for one in students for mentor in mentors]

    outcomes = at_the_same_time(lambda pair: tried(*pair, start), [*pairs, *reversed(pairs)])

    assert not [one for one in outcomes if isinstance(one, Exception)]
    live = Booking.objects.live()
    assert live.values("mentor").distinct().count() == live.count()
    assert live.values("student").distinct().count() == live.count()


def test_the_same_form_sent_many_times_is_one_booking_for_every_sender() -> None:
    mentor, start = make.mentor(), make.free_at()
    (student,) = rich_students(1)

    def send(_: int) -> int:
        return book(student=student, wish=wish(mentor, start, "one form")).pk

    assert len(set(at_the_same_time(send, range(30)))) == 1
    assert student.entitlements.get().left == 5


def test_holds_of_one_hour_are_given_once() -> None:
    mentor, start = make.mentor(), make.free_at()

    def held(student: User) -> str:
        try:
            hold(
                student=student,
                mentor=mentor,
                offer=mentor.offers.get(),
                start=start,
                key=f"hold {student.pk}",
            )
        except TimeTaken:
            return "taken"
        return "held"

    outcomes = at_the_same_time(held, rich_students(20))

    assert Counter(outcomes) == {"held": 1, "taken": 19}


def test_a_request_that_many_colleagues_answer_becomes_one_session() -> None:
    mentors, (student,) = [make.mentor() for _ in range(6)], rich_students(1)
    asked = request_mentorship(
        student=student, offer=mentors[0].offers.get(), wish="A Tuesday.", request_key="wish"
    )

    def answer(number: int) -> str:
        start = make.free_at(days=3 + number)
        wanted = replace(wish(mentors[number], start, f"answer {number}"), request=asked)
        try:
            book(student=student, wish=wanted, by=mentors[number].user)
        except RuleBroken as rule:
            return str(rule)
        return "booked"

    outcomes = Counter(at_the_same_time(answer, range(6)))

    assert outcomes == {"booked": 1, "A colleague has answered this request already.": 5}


def test_the_last_session_left_is_used_once() -> None:
    mentors, student = [make.mentor() for _ in range(8)], make.student()
    make.sessions(student, 1)
    starts = [make.free_at(days=3 + number) for number in range(8)]

    def spend(pair: tuple[Mentor, dt.datetime]) -> str:
        try:
            return tried(student, *pair)
        except RuleBroken as rule:
            return str(rule)

    outcomes = at_the_same_time(spend, list(zip(mentors, starts, strict=True)))

    assert outcomes.count("booked") == 1
    assert student.entitlements.get().left == 0


def test_moving_and_cancelling_at_once_leaves_one_truth() -> None:
    mentor, (student,) = make.mentor(), rich_students(1)
    booking = make.booking(mentor, student)
    later = make.free_at(days=5)

    def act(number: int) -> str:
        try:
            if number % 2:
                changing.cancel(booking=booking, by=student)
            else:
                changing.reschedule(booking=booking, start=later, by=student, seen=0)
        except RuleBroken:
            return "refused"
        return "done"

    outcomes = at_the_same_time(act, range(12))

    booking.refresh_from_db()
    assert not [one for one in outcomes if isinstance(one, Exception)]
    assert booking.is_cancelled
    assert booking.sequence in (1, 2)
    assert Booking.objects.live().count() == 0


def written(mentor: Mentor, student: User, start: dt.datetime) -> bool:
    """Write a session past every operation, lock and check; whether the database took it."""
    end = start + dt.timedelta(minutes=45)
    wall = {"agreed_for_mentor": start, "agreed_for_student": start, "tz_version": "none"}
    zones = {"mentor_zone": "UTC", "student_zone": "UTC"}
    try:
        Booking.objects.create(
            mentor=mentor,
            student=student,
            offer=mentor.offers.get(),
            during=stretch(start, end),
            blocks=stretch(start, end),
            status=BookingStatus.CONFIRMED,
            idempotency_key=f"raw {mentor.pk} {student.pk}",
            **wall,
            **zones,
        )
    except IntegrityError:
        return False
    return True


@contextmanager
def without(name: str) -> Iterator[None]:
    """The table without one of its laws, which is back afterwards."""
    law = next(one for one in Booking._meta.constraints if one.name == name)
    with connection.schema_editor() as editor:
        editor.remove_constraint(Booking, law)
    try:
        yield
    finally:
        Booking.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Booking, law)


def test_the_database_alone_gives_a_mentor_one_session_at_a_time() -> None:
    mentor, start, students = make.mentor(), make.free_at(), [make.student() for _ in range(16)]

    def act() -> int:
        return at_the_same_time(lambda one: written(mentor, one, start), students).count(True)

    assert act() == 1
    with without("no_mentor_is_booked_twice"):
        assert act() > 1  # so it is the constraint that stands against it


def test_the_database_alone_gives_a_student_one_session_at_a_time() -> None:
    mentors, start, student = [make.mentor() for _ in range(16)], make.free_at(), make.student()

    def act() -> int:
        return at_the_same_time(lambda one: written(one, student, start), mentors).count(True)

    assert act() == 1
    with without("no_student_is_in_two_sessions"):
        assert act() > 1
