"""What ends by itself: holds, requests, sessions nobody spoke of; and hours that no longer fit."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from institute.accounts.roles import Role
from institute.mail.models import OutboundMessage
from institute.mail.operations import preview
from mentorship import tasks
from mentorship.attendance import Mark
from mentorship.models import Booking, BookingStatus
from mentorship.operations.agreed_times import differing
from mentorship.operations.attending import say_who_came
from mentorship.operations.booking import accept
from mentorship.operations.changing import cancel
from mentorship.operations.expiring import expire
from mentorship.operations.holding import hold
from tests import make
from tests.conftest import at_the_same_time
from tests.mentorship.post import NOW, START, amara, booked, grace, kinds_to

DAY, HOUR, MINUTE = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(minutes=1)


@pytest.fixture
def clock() -> Iterator[Any]:
    """Sun 22 November 2026, 9:12 in Toronto, until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def status(booking: Booking) -> str:
    booking.refresh_from_db()
    return booking.status


def held() -> Booking:
    mentor = grace()
    return hold(
        student=amara(), mentor=mentor, offer=mentor.offers.get(), start=START, key="a form"
    )


# --- Holds and requests --------------------------------------------------------------------


@pytest.mark.django_db
def test_a_hold_ends_after_ten_minutes_and_nobody_is_written_to(clock: Any) -> None:
    booking = held()
    clock.move_to(NOW + 9 * MINUTE)
    assert tasks.let_go_of_overdue() == 0
    clock.move_to(NOW + 10 * MINUTE)

    assert tasks.let_go_of_overdue() == 1

    assert status(booking) == BookingStatus.EXPIRED
    assert kinds_to(booking.student) == []
    assert tasks.let_go_of_overdue() == 0


@pytest.mark.django_db
def test_a_request_ends_after_48_hours_and_the_session_goes_back(clock: Any) -> None:
    booking = booked(grace(asks=True), amara())
    clock.move_to(NOW + 48 * HOUR - MINUTE)
    assert tasks.let_go_of_overdue() == 0
    clock.move_to(NOW + 48 * HOUR)

    tasks.let_go_of_overdue()

    assert status(booking) == BookingStatus.EXPIRED
    assert booking.student.entitlements.get().left == 1
    assert kinds_to(booking.student)[-1] == "session_unanswered"
    assert booked(booking.mentor, amara()).status == BookingStatus.REQUESTED  # free again


@pytest.mark.django_db
def test_what_was_accepted_in_time_does_not_end(clock: Any) -> None:
    booking = booked(grace(asks=True), amara())
    accept(booking=booking, by=booking.mentor.user)
    clock.move_to(NOW + 3 * DAY)

    assert tasks.let_go_of_overdue() == 0
    assert expire(booking=booking) is False
    assert status(booking) == BookingStatus.CONFIRMED


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_beats_end_a_request_once() -> None:
    booking = booked(grace(asks=True), amara(), make.free_at(days=9))
    Booking.objects.filter(pk=booking.pk).update(expires_at=booking.created_at)

    outcomes = at_the_same_time(lambda _: tasks.let_go_of_overdue(), range(6))

    assert sum(outcomes) == 1
    assert kinds_to(booking.student).count("session_unanswered") == 1
    assert booking.student.entitlements.get().left == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_an_answer_in_the_last_moment_is_an_answer_or_too_late() -> None:
    booking = booked(grace(asks=True), amara(), make.free_at(days=9))
    Booking.objects.filter(pk=booking.pk).update(expires_at=booking.created_at)

    def act(name: str) -> object:
        if name == "accept":
            return accept(booking=booking, by=booking.mentor.user)
        return expire(booking=booking)

    at_the_same_time(act, ["accept", "expire"])

    kinds = kinds_to(booking.student)
    answered = status(booking) == BookingStatus.CONFIRMED
    assert ("session_accepted" in kinds) is answered
    assert ("session_unanswered" in kinds) is not answered


# --- Sessions nobody spoke of --------------------------------------------------------------


@pytest.mark.django_db
def test_a_session_ends_by_itself_once_both_had_two_days_to_say(clock: Any) -> None:
    booking = booked(grace(), amara())
    clock.move_to(booking.ends_at + 48 * HOUR - MINUTE)
    tasks.settle_sessions()
    assert status(booking) == BookingStatus.CONFIRMED
    clock.move_to(booking.ends_at + 48 * HOUR)

    tasks.settle_sessions()

    assert status(booking) == BookingStatus.COMPLETED


@pytest.mark.django_db
def test_who_alone_says_that_the_other_was_missing_is_believed_in_the_end(clock: Any) -> None:
    booking = booked(grace(), amara())
    clock.move_to(booking.starts_at + 15 * MINUTE)
    say_who_came(booking=booking, by=booking.student, mark=Mark.ABSENT)
    clock.move_to(booking.ends_at + 48 * HOUR)

    tasks.settle_sessions()

    assert status(booking) == BookingStatus.NO_SHOW_MENTOR
    assert booking.student.entitlements.get().left == 1
    assert "session_missed" in kinds_to(booking.student)


# --- Hours that no longer read as agreed ---------------------------------------------------


def law_changed(booking: Booking, minutes: int = 30) -> None:
    """As if the student's country had moved its clocks: their wall was agreed to read later."""
    agreed = booking.agreed_for_student + minutes * MINUTE
    Booking.objects.filter(pk=booking.pk).update(agreed_for_student=agreed, tz_version="2025b")


def lists() -> list[OutboundMessage]:
    return list(OutboundMessage.objects.filter(kind="mentorship.clocks_disagree"))


@pytest.mark.django_db
@pytest.mark.parametrize("hour", [9, 13])
def test_hours_that_read_as_agreed_are_no_news(hour: int, clock: Any) -> None:
    make.staff(Role.MANAGER)
    booked(grace("Australia/Lord_Howe"), amara("Asia/Kathmandu"), START.replace(hour=0))
    clock.move_to(NOW.replace(hour=hour))

    assert tasks.compare_agreed_times() == 0
    assert differing() == []


@pytest.mark.django_db
def test_managers_read_once_a_day_which_sessions_no_longer_fit(clock: Any) -> None:
    managers = [make.staff(Role.MANAGER), make.staff(Role.MANAGER)]
    booking = booked(grace(), amara("Asia/Kolkata"))
    booked(grace(), amara("Asia/Kolkata"))
    law_changed(booking)

    assert tasks.compare_agreed_times() == len(managers)
    assert tasks.compare_agreed_times() == 0
    clock.move_to(NOW + DAY)
    assert tasks.compare_agreed_times() == len(managers)

    words = preview(lists()[0]).words
    assert words
    assert words.subject == "1 session whose hour no longer fits"
    assert "Amara Osei with Grace Oyelaran, Tue 8 December 2026, 10:30 Toronto time" in words.text
    assert "Agreed for 21:30, reads 21:00 Kolkata time" in words.text
    assert f"/mentorship/bookings/{booking.public_id}/" in words.text


@pytest.mark.django_db
def test_nothing_is_moved_by_itself() -> None:
    make.staff(Role.MANAGER)
    booking = booked(grace(), amara(), make.free_at(days=3))
    law_changed(booking)

    with time_machine.travel(booking.created_at.replace(hour=15), tick=False):
        tasks.compare_agreed_times()

    before = (booking.starts_at, booking.sequence)
    booking.refresh_from_db()
    assert (booking.starts_at, booking.sequence) == before


@pytest.mark.django_db
def test_what_is_over_or_called_off_is_no_news(clock: Any) -> None:
    make.staff(Role.MANAGER)
    over, off = booked(grace(), amara()), booked(grace(), amara(), START + DAY)
    for booking in (over, off):
        law_changed(booking)
    cancel(booking=off, by=off.student)
    clock.move_to(START + DAY)

    assert tasks.compare_agreed_times() == 0


@pytest.mark.django_db
def test_the_list_waits_for_the_morning(clock: Any) -> None:
    make.staff(Role.MANAGER)
    law_changed(booked(grace(), amara()))
    clock.move_to(NOW.replace(hour=10, minute=59))  # 5:59 in Toronto

    assert tasks.compare_agreed_times() == 0
    clock.move_to(NOW.replace(hour=11, minute=0))
    assert tasks.compare_agreed_times() == 1
