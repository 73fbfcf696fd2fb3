"""Holding and booking a time: each rule, and what is said where it refuses."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from mentorship.models import (
    AvailabilityOverride,
    Booking,
    BookingStatus,
    Mentor,
    OfferKind,
    RequestStatus,
    TimeOff,
    Via,
    stretch,
)
from mentorship.operations import request_mentorship
from mentorship.operations.booking import Wish, accept, book, decline
from mentorship.operations.crediting import NothingLeft
from mentorship.operations.expiring import expire
from mentorship.operations.holding import HOLD, TimeTaken, hold
from tests import make
from tests.mentorship.post import NOW, START, amara, grace, kinds_to

pytestmark = pytest.mark.django_db
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """Sun 22 November 2026, 9:12 in Toronto, until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def rich(number: int = 6) -> User:
    student = amara()
    make.sessions(student, number)
    return student


def wish(mentor: Mentor, start: dt.datetime = START, key: str = "a form", **more: Any) -> Wish:
    return Wish(mentor=mentor, offer=mentor.offers.get(), start=start, key=key, **more)


def held(student: User, mentor: Mentor, start: dt.datetime = START, key: str = "a form") -> Booking:
    return hold(student=student, mentor=mentor, offer=mentor.offers.get(), start=start, key=key)


# A hold.


def test_a_hold_keeps_the_time_for_ten_minutes_and_costs_nothing() -> None:
    student = rich()

    booking = held(student, grace())

    assert (booking.status, booking.expires_at) == ("held", NOW + HOLD)
    assert student.entitlements.get().left == 6
    assert kinds_to(student) == []


def test_another_choice_in_the_same_form_moves_the_hold() -> None:
    student, mentor = rich(), grace()
    first = held(student, mentor)

    second = held(student, mentor, START + DAY)

    assert second.pk == first.pk
    assert Booking.objects.live().count() == 1


def test_a_hold_that_ran_out_is_free_for_the_next(clock: Any) -> None:
    mentor, late = grace(), rich()
    held(late, mentor)
    with pytest.raises(TimeTaken):
        held(make.student(), mentor, key="another form")
    clock.shift(HOLD)

    assert held(make.student(), mentor, key="another form").status == BookingStatus.HELD


def test_a_hold_that_ran_out_is_still_booked_where_nobody_took_the_time(clock: Any) -> None:
    student, mentor = rich(), grace()
    held(student, mentor)
    clock.shift(HOLD + MINUTE)

    assert book(student=student, wish=wish(mentor)).status == BookingStatus.CONFIRMED


def test_a_form_that_is_booked_holds_nothing_more() -> None:
    student, mentor = rich(), grace()
    booking = book(student=student, wish=wish(mentor))

    assert held(student, mentor, START + DAY) == booking
    assert booking.starts_at == START


# Booking.


def test_booking_sets_one_session_aside_and_writes_to_both() -> None:
    student, mentor = rich(), grace()

    booking = book(student=student, wish=wish(mentor, goals="  One plan.  "))

    assert (booking.status, booking.goals, booking.expires_at) == ("confirmed", "One plan.", None)
    assert student.entitlements.get().left == 5
    assert "session_confirmed" in kinds_to(student)
    assert "session_confirmed" in kinds_to(mentor.user)
    assert [act.act for act in booking.revisions.all()] == ["book"]


def test_what_both_read_on_their_wall_is_kept() -> None:
    booking = book(student=rich(), wish=wish(grace()))

    assert (booking.student_zone, booking.mentor_zone) == ("America/Toronto", "Europe/London")
    assert f"{booking.agreed_for_student:%H:%M}" == "10:30"
    assert f"{booking.agreed_for_mentor:%H:%M}" == "15:30"
    assert booking.tz_version


def test_the_buffers_block_the_mentor_and_not_the_student() -> None:
    mentor, student = grace(), rich()
    mentor.offers.update(buffer_before=10, buffer_after=20)
    booking = book(student=student, wish=wish(mentor))

    assert booking.blocks.lower == START - 10 * MINUTE
    assert booking.blocks.upper == START + 65 * MINUTE
    later = book(student=student, wish=wish(grace(), START + 45 * MINUTE, "next"))
    assert later.status == BookingStatus.CONFIRMED


def test_the_same_form_twice_is_one_booking() -> None:
    student, mentor = rich(), grace()

    first, second = (book(student=student, wish=wish(mentor)) for _ in range(2))

    assert first == second
    assert student.entitlements.get().left == 5


def test_somebody_elses_form_is_refused() -> None:
    mentor = grace()
    book(student=rich(), wish=wish(mentor))
    other = make.student()
    make.sessions(other)

    with pytest.raises(RuleBroken, match="This form was sent by somebody else"):
        book(student=other, wish=wish(mentor))


def test_without_a_session_left_nothing_is_booked() -> None:
    with pytest.raises(NothingLeft, match="You have no sessions left for this"):
        book(student=amara(), wish=wish(grace()))

    assert not Booking.objects.live().exists()


def test_an_offer_that_costs_nothing_needs_no_session() -> None:
    mentor = grace()
    mentor.offers.update(credits=0)

    assert book(student=amara(), wish=wish(mentor)).entitlement is None


def test_a_request_of_the_student_is_answered_by_booking() -> None:
    student, mentor = rich(), grace()
    asked = request_mentorship(
        student=student, offer=mentor.offers.get(), wish="A plan.", request_key="one"
    )

    booking = book(student=student, wish=wish(mentor, request=asked))

    asked.refresh_from_db()
    assert (asked.status, booking.request) == (RequestStatus.CLOSED, asked)


# What is refused.


def test_nobody_books_themselves() -> None:
    mentor = grace()
    make.sessions(mentor.user)

    with pytest.raises(RuleBroken, match="Nobody books a session with themselves"):
        book(student=mentor.user, wish=wish(mentor))


def test_a_review_of_a_cv_has_no_time() -> None:
    mentor = make.mentor(make.offer(OfferKind.CV_REVIEW))

    with pytest.raises(RuleBroken, match="A CV review needs no time"):
        book(student=rich(), wish=wish(mentor))


def test_a_mentor_who_left_or_gives_something_else_is_refused() -> None:
    gone, other, student = grace(), grace(), rich()
    gone.user.is_active = False
    gone.user.save()
    elsewhere = Wish(mentor=other, offer=make.offer(), start=START, key="else")

    for asked in (wish(gone), elsewhere):
        with pytest.raises(RuleBroken, match="does not offer this"):
            book(student=student, wish=asked)


def refused(mentor: Mentor, start: dt.datetime = START) -> TimeTaken:
    with pytest.raises(TimeTaken) as found:
        book(student=rich(), wish=wish(mentor, start))
    return found.value


def test_a_taken_time_comes_with_the_three_nearest() -> None:
    mentor = grace()
    make.booking(mentor, make.student(), START)

    taken = refused(mentor)

    assert str(taken) == "That time has just been taken."
    assert len(taken.nearest) == 3
    assert taken.instead


def test_too_soon_and_too_far_ahead_say_by_how_much() -> None:
    mentor = grace()
    mentor.offers.update(notice_hours=24 * 20, horizon_days=60)

    assert "480 hours' notice" in str(refused(mentor))
    mentor.offers.update(notice_hours=0, horizon_days=10)
    assert "opens 10 days before" in str(refused(mentor))


def test_time_off_a_full_day_and_a_full_week_are_named() -> None:
    off, day, week = grace(), grace(max_per_day=1), grace(max_per_week=1)
    TimeOff.objects.create(mentor=off, during=stretch(START - DAY, START + DAY))
    make.booking(day, make.student(), START - 90 * MINUTE)
    make.booking(week, make.student(), START + DAY)

    assert str(refused(off)) == "The mentor takes nobody then."
    assert str(refused(day)) == "The mentor has enough sessions on that day."
    assert str(refused(week)) == "The mentor has enough sessions in that week."


def test_a_time_outside_the_hours_or_between_two_starts_is_not_free() -> None:
    mentor = grace()
    AvailabilityOverride.objects.create(mentor=mentor, day=dt.date(2026, 12, 9), hours=[])

    for start in (START + DAY, START + 7 * MINUTE, START - 12 * 60 * MINUTE, NOW - DAY):
        refused(mentor, start)


def test_a_student_is_in_one_session_at_a_time() -> None:
    student = rich()
    book(student=student, wish=wish(grace()))

    with pytest.raises(TimeTaken, match="You have another session at that time"):
        book(student=student, wish=wish(grace(), START + 30 * MINUTE, "another"))


# Asking first.


def test_an_asked_time_waits_two_days_and_not_past_its_start() -> None:
    mentor, student = grace(asks=True), rich()
    far = book(student=student, wish=wish(mentor))
    near = book(student=student, wish=wish(mentor, NOW.replace(minute=0) + DAY, "near"))

    assert (far.status, far.expires_at) == ("requested", NOW + 2 * DAY)
    assert near.expires_at == near.starts_at
    assert student.entitlements.get().left == 4


def test_two_requests_may_wait_and_not_three() -> None:
    mentor, student = grace(asks=True), rich()
    for number in range(2):
        book(student=student, wish=wish(mentor, START + number * DAY, f"{number}"))

    with pytest.raises(RuleBroken, match="You have 2 requests that wait"):
        book(student=student, wish=wish(mentor, START + 2 * DAY, "third"))


def test_what_staff_book_is_sure_at_once() -> None:
    student, desk = rich(), make.staff(Role.DESK)

    booking = book(student=student, wish=wish(grace(asks=True), via=Via.STAFF), by=desk)

    assert booking.status == BookingStatus.CONFIRMED
    assert booking.revisions.get().by == desk


def test_accepting_twice_is_once() -> None:
    mentor, student = grace(asks=True), rich()
    booking = book(student=student, wish=wish(mentor))

    for _ in range(2):
        booking = accept(booking=booking, by=mentor.user)

    assert (booking.status, booking.expires_at) == ("confirmed", None)
    assert booking.revisions.filter(act="accept").count() == 1
    assert kinds_to(student).count("session_accepted") == 1


def test_nothing_is_accepted_after_its_start_or_once_it_is_off(clock: Any) -> None:
    mentor, student = grace(asks=True), rich()
    one, other = (
        book(student=student, wish=wish(mentor, START + number * DAY, f"{number}"))
        for number in range(2)
    )
    decline(booking=other, by=mentor.user)
    with pytest.raises(RuleBroken, match="already declined"):
        accept(booking=other, by=mentor.user)
    clock.move_to(START)

    with pytest.raises(RuleBroken, match="That time has passed"):
        accept(booking=one, by=mentor.user)


def test_declining_gives_the_session_back_and_frees_the_time() -> None:
    mentor, student = grace(asks=True), rich()
    booking = book(student=student, wish=wish(mentor))

    for _ in range(2):
        booking = decline(booking=booking, by=mentor.user, why=" Not my field. ")

    assert (booking.status, booking.cancel_reason) == ("declined", "Not my field.")
    assert student.entitlements.get().left == 6
    assert kinds_to(student).count("session_declined") == 1
    assert book(student=student, wish=wish(mentor, key="again")).status == "requested"


def test_a_sure_session_is_not_declined() -> None:
    mentor, student = grace(), rich()
    booking = book(student=student, wish=wish(mentor))

    with pytest.raises(RuleBroken, match="already confirmed"):
        decline(booking=booking, by=mentor.user)


def test_a_request_nobody_answered_goes_back_to_the_student(clock: Any) -> None:
    mentor, student = grace(asks=True), rich()
    booking = book(student=student, wish=wish(mentor))
    clock.shift(2 * DAY + MINUTE)

    expire(booking=booking)

    booking.refresh_from_db()
    assert booking.status == BookingStatus.EXPIRED
    assert student.entitlements.get().left == 6
