"""Mentors who stop, hand on or step back, students who leave, and managers in their own case."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from institute.mail.models import OutboundMessage
from mentorship.attendance import Ending, Mark
from mentorship.models import Booking, BookingStatus, EntitlementEntry, Mentor, PinnedTo, SlotOffer
from mentorship.operations import attending, changing, repeating
from mentorship.operations.booking import accept
from mentorship.operations.offering import offer_times
from tests import make
from tests.mentorship.post import NOW, START, amara, booked, grace, words
from tests.mentorship.waiting_cases import an_hour_of, busy_mentor, waits

pytestmark = pytest.mark.django_db
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
ROOM = "https://meet.example.com/grace"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """Sun 22 November 2026, 9:12 in Toronto, until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def rich() -> User:
    student = make.student()
    make.sessions(student)
    return student


# The line.


def test_a_mentor_who_takes_nobody_new_does_not_stop_the_line() -> None:
    closed, other = busy_mentor(), busy_mentor()
    waits(rich(), closed)
    second = waits(rich(), other)
    for mentor in (closed, other):
        changing.cancel(booking=an_hour_of(mentor), by=mentor.user)
    Mentor.objects.filter(pk=closed.pk).update(accepting=False)

    assert offer_times() == 1
    assert SlotOffer.objects.get().entry == second


def test_who_left_the_institute_is_offered_nothing() -> None:
    mentor = busy_mentor()
    first, second = waits(rich(), mentor), waits(rich(), mentor)
    User.objects.filter(pk=first.student_id).update(is_active=False)
    changing.cancel(booking=an_hour_of(mentor), by=mentor.user)

    assert offer_times() == 1
    assert SlotOffer.objects.get().entry == second


# Moving and handing on.


def test_what_a_mentor_gives_no_more_still_moves_when_it_was_agreed() -> None:
    student, mentor = make.student(), make.mentor()
    booking = make.booking(mentor, student, START)
    mentor.offers.clear()

    moved = changing.reschedule(booking=booking, start=START + DAY, by=student, seen=0)

    assert moved.starts_at == START + DAY


def test_who_stood_at_the_door_before_a_move_did_not_come_to_the_new_hour(clock: Any) -> None:
    booking = booked(grace(room_url=ROOM), amara())
    clock.move_to(START - 5 * MINUTE)
    attending.say_late(booking=booking, by=booking.student, minutes=10)
    attending.come_in(booking=booking, by=booking.mentor.user)

    changing.reschedule(booking=booking, start=START + DAY, by=booking.mentor.user, seen=0)

    assert not booking.attendances.exists()


def a_series(student: User, mentor: Mentor) -> list[Booking]:
    pattern = repeating.Pattern(mentor, mentor.offers.get(), START, 1, 3, PinnedTo.STUDENT)
    starts = [one.start for one in pattern.dates(student)]
    made = repeating.book_series(student=student, pattern=pattern, starts=starts, key="a form")
    return list(made.bookings.order_by("during"))


def test_a_mentor_calls_off_only_the_dates_that_are_still_theirs(client: Client) -> None:
    offer = make.offer()
    mentor, other, student = make.mentor(offer), make.mentor(offer), rich()
    dates, manager = a_series(student, mentor), make.staff(Role.MANAGER)
    handed = changing.reschedule(
        booking=dates[1], start=dates[1].starts_at, by=manager, seen=0, mentor=other
    )
    assert handed.series
    client.force_login(mentor.user)
    assert other.user.name not in client.get(handed.series.get_absolute_url()).content.decode()

    gone = repeating.cancel_rest(series=handed.series, by=mentor.user)

    assert [one.pk for one in gone] == [dates[0].pk, dates[2].pk]
    handed.refresh_from_db()
    assert handed.status == BookingStatus.CONFIRMED


def test_a_mentor_does_not_accept_what_went_to_another_one() -> None:
    offer = grace(asks=True).offers.get()
    mentor, other, student = make.mentor(offer), make.mentor(offer), rich()
    seen = make.booking(mentor, student, START)
    manager = make.staff(Role.MANAGER)
    changing.reschedule(booking=seen, start=START, by=manager, seen=0, mentor=other)

    with pytest.raises(RuleBroken, match="gone to another mentor"):
        accept(booking=seen, by=mentor.user)


# Managers in their own case.


def test_a_manager_does_not_answer_what_they_asked_for_themselves(client: Client) -> None:
    manager = make.staff(Role.MANAGER)
    booking = make.booking(grace(asks=True), manager, START)
    client.force_login(manager)

    address = reverse("mentorship:mentoring_answer", args=[booking.public_id])
    answer = client.post(address, {"act": "accept"})

    booking.refresh_from_db()
    assert (answer.status_code, booking.status) == (404, BookingStatus.REQUESTED)


def disputed(clock: Any) -> Booking:
    """The student sat in the room alone and has the session back; the mentor says otherwise."""
    student, mentor = amara(), grace(room_url=ROOM)
    booking = booked(mentor, student)
    clock.move_to(START)
    attending.come_in(booking=booking, by=student)
    clock.shift(20 * MINUTE)
    attending.say_who_came(booking=booking, by=student, mark=Mark.ABSENT)
    return attending.say_who_came(booking=booking, by=mentor.user, mark=Mark.PRESENT)


def test_nobody_decides_on_their_own_session(clock: Any) -> None:
    booking = disputed(clock)
    mentor = booking.mentor.user
    mentor.groups.add(*make.staff(Role.MANAGER).groups.all())

    with pytest.raises(RuleBroken, match="your own session"):
        attending.decide(booking=booking, outcome=Ending.COMPLETE, by=mentor, why="I was there.")


@pytest.mark.parametrize(
    ("outcome", "back"),
    [(Ending.COMPLETE, 0), (Ending.MISS_STUDENT, 0), (Ending.MISS_MENTOR, 1)],
)
def test_a_decision_has_the_last_word_on_what_was_given_back(
    outcome: Ending, back: int, clock: Any, manager: User
) -> None:
    booking = disputed(clock)
    grant = booking.entitlement
    assert grant
    before = grant.granted - 1

    for _ in range(2):
        attending.decide(booking=booking, outcome=outcome, by=manager, why="The room says so.")

    grant.refresh_from_db()
    assert grant.left == before + back


def test_a_session_spent_meanwhile_is_not_asked_back(clock: Any, manager: User) -> None:
    booking = disputed(clock)
    grant = booking.entitlement
    assert grant
    EntitlementEntry.objects.create(entitlement=grant, kind="expire", amount=-grant_left(grant.pk))

    attending.decide(booking=booking, outcome=Ending.COMPLETE, by=manager, why="You met.")

    assert grant_left(grant.pk) == 0
    assert "counts as used" not in words("session_decided", booking.student).text


def grant_left(pk: int) -> int:
    return sum(EntitlementEntry.objects.filter(entitlement=pk).values_list("amount", flat=True))


# Letters.


@pytest.mark.parametrize("ending", ["cancel", "late", "staff"])
def test_no_reminder_is_left_of_what_was_called_off(ending: str, clock: Any, manager: User) -> None:
    booking = booked(grace(), amara())
    if ending == "late":
        clock.move_to(START - 2 * 60 * MINUTE)
    by = manager if ending == "staff" else booking.student
    changing.cancel(booking=booking, by=by)

    waiting = OutboundMessage.objects.about(booking).not_yet_handed()
    assert set(waiting.values_list("kind", flat=True)) == {
        "mentorship.session_cancelled",
        "mentorship.session_called_off",
    }
