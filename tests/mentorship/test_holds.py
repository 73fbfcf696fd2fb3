"""What a hold may not be used for: squatting, other people's forms, reviving what has ended."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from institute.accounts.models import User
from institute.errors import RuleBroken
from mentorship.models import Booking, BookingStatus, Mentor, TimeOff, stretch
from mentorship.operations import changing
from mentorship.operations.booking import Wish, book, decline
from mentorship.operations.expiring import expire
from mentorship.operations.holding import HOLD, TimeTaken, hold
from tests import make
from tests.conftest import at_the_same_time
from tests.mentorship.post import NOW, START, amara, grace

DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """Sun 22 November 2026, 9:12 in Toronto, until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def held(student: User, mentor: Mentor, days: int = 0, key: str = "") -> Booking:
    start, offer = START + days * DAY, mentor.offers.get()
    made = key or make.form_key()
    return hold(student=student, mentor=mentor, offer=offer, start=start, key=made)


def wish(mentor: Mentor, key: str, start: dt.datetime = START) -> Wish:
    return Wish(mentor=mentor, offer=mentor.offers.get(), start=start, key=key)


@pytest.mark.django_db
def test_nobody_holds_more_than_three_times_whatever_forms_they_open() -> None:
    student, mentors = make.student(), [make.mentor() for _ in range(4)]
    for days, mentor in enumerate(mentors[:3]):
        held(student, mentor, days)

    with pytest.raises(RuleBroken, match="You hold 3 times already"):
        held(student, mentors[3], 3)


@pytest.mark.django_db
def test_who_holds_three_still_moves_one_and_books_one(clock: Any) -> None:
    student, mentor = make.student(), make.mentor()
    make.sessions(student)
    for days in range(3):
        held(student, mentor, days, f"form {days}")

    assert held(student, mentor, 5, "form 2").starts_at == START + 5 * DAY
    assert book(student=student, wish=wish(mentor, "form 0")).status == BookingStatus.CONFIRMED
    assert held(student, mentor, 6).status == BookingStatus.HELD
    clock.shift(HOLD)
    assert held(student, mentor, 7).status == BookingStatus.HELD


@pytest.mark.django_db
def test_the_fourth_hold_says_so_on_the_slip(client: Client) -> None:
    student, mentor = make.student(), make.mentor()
    client.force_login(student)
    for days in range(3):
        held(student, mentor, days)
    sent = {"offer": mentor.offers.get().slug, "start": (START + 3 * DAY).isoformat()}

    answer = client.post(reverse("mentorship:hold", args=[mentor.slug]), sent)

    assert answer.status_code == 422
    assert "You hold 3 times already" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_many_forms_sent_at_once_hold_three_times() -> None:
    student, mentors = make.student(), [make.mentor() for _ in range(8)]

    def hold_one(number: int) -> str:
        try:
            return held(student, mentors[number], number).status
        except RuleBroken:
            return "refused"

    outcomes = at_the_same_time(hold_one, range(8), at_once=8)

    assert Counter(outcomes) == {"held": 3, "refused": 5}


@pytest.mark.django_db
def test_choosing_the_same_time_again_holds_it_no_longer(clock: Any) -> None:
    student, mentor = make.student(), make.mentor()
    first = held(student, mentor, key="a form")
    clock.shift(5 * MINUTE)

    assert held(student, mentor, key="a form").expires_at == first.expires_at


@pytest.mark.django_db
def test_the_form_of_somebody_else_holds_nothing() -> None:
    mentor = make.mentor()
    held(make.student(), mentor, key="a form")

    with pytest.raises(RuleBroken, match="sent by somebody else"):
        held(make.student(), mentor, 1, key="a form")


@pytest.mark.django_db
def test_a_request_that_ran_out_is_not_held_again_by_its_form(clock: Any) -> None:
    student, mentor = amara(), grace(asks=True)
    make.sessions(student)
    asked = book(student=student, wish=wish(mentor, "a form"))
    clock.shift(2 * DAY)
    assert expire(booking=asked)

    assert held(student, mentor, key="a form").status == BookingStatus.EXPIRED
    assert student.entitlements.get().left == 6


@pytest.mark.django_db
def test_a_form_sent_again_after_cancelling_does_not_say_booked(client: Client) -> None:
    student, mentor, key = make.student(), make.mentor(), make.form_key()
    make.sessions(student)
    booking = book(student=student, wish=wish(mentor, key))
    changing.cancel(booking=booking, by=student)
    client.force_login(student)
    sent = {"offer": mentor.offers.get().slug, "start": START.isoformat(), "key": key}

    answer = client.post(reverse("mentorship:book", args=[mentor.slug]), sent, follow=True)

    page = answer.content.decode()
    assert "Booked. The invitation" not in page
    assert "it is cancelled by the student" in page


@pytest.mark.django_db
def test_a_closed_account_books_nothing() -> None:
    student, mentor = make.student(is_active=False), make.mentor()
    make.sessions(student)

    with pytest.raises(RuleBroken, match="account is closed"):
        book(student=student, wish=wish(mentor, "a form"))


@pytest.mark.django_db
def test_time_off_over_a_session_stays_time_off_when_the_session_moves() -> None:
    student, mentor = make.student(), make.mentor()
    booking = make.booking(mentor, student, START)
    TimeOff.objects.create(
        mentor=mentor, during=stretch(booking.blocks.lower, booking.blocks.upper)
    )

    with pytest.raises(TimeTaken, match="takes nobody then"):
        changing.reschedule(booking=booking, start=START + 15 * MINUTE, by=student, seen=0)


@pytest.mark.django_db
def test_a_request_declined_is_not_held_again_by_its_form() -> None:
    student, mentor = amara(), grace(asks=True)
    make.sessions(student)
    asked = book(student=student, wish=wish(mentor, "a form"))
    decline(booking=asked, by=mentor.user)

    assert held(student, mentor, key="a form").status == BookingStatus.DECLINED


@pytest.mark.django_db
def test_a_form_sent_again_after_a_move_returns_the_session_where_it_is_now() -> None:
    mentor, student, form = make.mentor(), make.student(), make.form_key()
    booking = make.booking(mentor, student, key=form)
    changing.reschedule(booking=booking, start=make.free_at(days=5), by=student, seen=0)
    make.booking(mentor, make.student())  # the old time, by somebody else

    again = make.booking(mentor, student, key=form)

    assert (again.pk, again.starts_at) == (booking.pk, make.free_at(days=5))
    assert again.sequence == 1
