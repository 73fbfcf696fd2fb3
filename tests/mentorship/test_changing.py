"""Moving and cancelling: what it costs, whom it tells, and when it is too late."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from institute.accounts.roles import Role
from institute.errors import RuleBroken
from mentorship.models import Booking, BookingStatus
from mentorship.operations.booking import decline
from mentorship.operations.changing import cancel, has_late_move, is_late, reschedule
from mentorship.operations.holding import TimeTaken
from tests import make
from tests.mentorship.post import NOW, START, amara, booked, grace, kinds_to

pytestmark = pytest.mark.django_db
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """Sun 22 November 2026, 9:12 in Toronto, until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


# Moving.


def test_a_move_is_the_same_row_one_sequence_on() -> None:
    booking = booked(mentor := grace(), student := amara())

    moved = reschedule(booking=booking, start=START + DAY, by=student, seen=0, why="A release.")

    assert (moved.pk, moved.sequence, moved.starts_at) == (booking.pk, 1, START + DAY)
    assert f"{moved.agreed_for_mentor:%d %H:%M}" == "09 15:30"
    act = moved.revisions.order_by("number").last()
    assert act
    assert (act.act, act.why, act.is_late) == ("move", "A release.", False)
    assert "session_moved" in kinds_to(student)
    assert "session_moved" in kinds_to(mentor.user)


def test_a_session_moves_into_a_time_it_overlaps_itself() -> None:
    booking = booked(grace(), student := amara())

    moved = reschedule(booking=booking, start=START + HOUR / 2, by=student, seen=0)

    assert moved.starts_at == START + HOUR / 2


def test_its_own_place_does_not_fill_the_day_it_moves_in() -> None:
    booking = booked(grace(max_per_day=1, max_per_week=1), student := amara())

    assert reschedule(booking=booking, start=START - HOUR, by=student, seen=0).sequence == 1


def test_the_same_move_twice_is_once_in_any_zone() -> None:
    booking = booked(grace(), student := amara())
    there = (START + DAY).astimezone(student.zone)

    for start in (START + DAY, there):
        booking = reschedule(booking=booking, start=start, by=student, seen=0)

    assert booking.sequence == 1
    assert booking.revisions.filter(act="move").count() == 1


def test_what_somebody_else_moved_meanwhile_is_looked_at_again() -> None:
    booking = booked(mentor := grace(), student := amara())
    reschedule(booking=booking, start=START + DAY, by=mentor.user, seen=0)

    with pytest.raises(RuleBroken, match="moved meanwhile"):
        reschedule(booking=booking, start=START + 2 * DAY, by=student, seen=0)


def test_a_move_to_a_taken_time_changes_nothing_and_names_three_others() -> None:
    booking = booked(mentor := grace(), student := amara())
    booked(mentor, make.student(), START + DAY)

    with pytest.raises(TimeTaken) as taken:
        reschedule(booking=booking, start=START + DAY, by=student, seen=0)

    booking.refresh_from_db()
    assert len(taken.value.nearest) == 3
    assert (booking.sequence, booking.starts_at) == (0, START)
    assert "session_moved" not in kinds_to(student)


def test_a_move_to_where_it_is_tells_nobody_anything() -> None:
    booking = booked(grace(), student := amara())

    with pytest.raises(RuleBroken, match="at that time already"):
        reschedule(booking=booking, start=START, by=student, seen=0)


def test_what_is_off_or_begun_does_not_move(clock: Any) -> None:
    mentor, student = grace(), amara()
    off, begun = booked(mentor, student), booked(mentor, student, START + DAY)
    cancel(booking=off, by=student)
    with pytest.raises(RuleBroken, match="cancelled by the student"):
        reschedule(booking=off, start=START + 2 * DAY, by=student, seen=1)
    clock.move_to(START + DAY)

    with pytest.raises(RuleBroken, match="This session has begun"):
        reschedule(booking=begun, start=START + 2 * DAY, by=student, seen=0)


def test_only_the_institute_hands_a_session_to_another_mentor() -> None:
    mentor, student = grace(), amara()
    other = make.mentor(mentor.offers.get())
    booking = booked(mentor, student)

    for by in (student, mentor.user):
        with pytest.raises(RuleBroken, match="Only the Institute"):
            reschedule(booking=booking, start=START, by=by, seen=0, mentor=other)
    desk = make.staff(Role.DESK)
    moved = reschedule(booking=booking, start=START, by=desk, seen=0, mentor=other)

    assert (moved.mentor, moved.mentor_zone) == (other, "America/Toronto")
    assert student.entitlements.get().left == 0


def test_nobody_gets_a_session_they_do_not_give() -> None:
    booking, other = booked(grace(), amara()), make.mentor()

    with pytest.raises(RuleBroken, match="does not offer this"):
        reschedule(booking=booking, start=START, by=make.staff(Role.MANAGER), seen=0, mentor=other)


def test_a_request_that_moves_runs_out_before_its_new_start() -> None:
    booking = booked(grace(asks=True), student := amara())
    soon = NOW.replace(minute=0) + DAY

    moved = reschedule(booking=booking, start=soon, by=student, seen=0)

    assert (moved.status, moved.expires_at) == (BookingStatus.REQUESTED, soon)


def test_one_move_a_quarter_may_be_late(clock: Any) -> None:
    mentor, student = grace(), amara()
    first, second = booked(mentor, student), booked(mentor, student, START + DAY)
    clock.move_to(START - 5 * HOUR)
    reschedule(booking=first, start=START + 3 * DAY, by=student, seen=0)
    clock.move_to(START + DAY - 5 * HOUR)

    assert not has_late_move(student)
    with pytest.raises(RuleBroken, match="too late to move") as refused:
        reschedule(booking=second, start=START + 4 * DAY, by=student, seen=0)
    assert "counts as used" in refused.value.instead
    clock.shift(91 * DAY)
    assert has_late_move(student)


def test_late_moves_of_mentors_and_staff_are_nobodys_quarter(clock: Any) -> None:
    mentor, student = grace(), amara()
    booking = booked(mentor, student)
    clock.move_to(START - 5 * HOUR)

    reschedule(booking=booking, start=START + DAY, by=mentor.user, seen=0)

    assert has_late_move(student)


# Cancelling.


def test_cancelling_in_time_gives_the_session_back() -> None:
    booking = booked(grace(), student := amara())

    off = cancel(booking=booking, by=student, why=" A release. ")

    assert (off.status, off.cancel_reason, off.is_late) == (
        "cancelled_by_student",
        "A release.",
        False,
    )
    assert off.sequence == 1
    assert student.entitlements.get().left == 1


def test_the_last_free_moment_is_free(clock: Any) -> None:
    booking = booked(grace(), student := amara())
    clock.move_to(START - DAY)

    assert not cancel(booking=booking, by=student).is_late


def test_cancelling_late_counts_as_used(clock: Any) -> None:
    booking = booked(grace(), student := amara())
    clock.move_to(START - DAY + dt.timedelta(seconds=1))

    assert cancel(booking=booking, by=student).is_late
    entries = student.entitlements.get().entries.values_list("kind", flat=True)
    assert list(entries) == ["grant", "reserve", "consume"]
    assert student.entitlements.get().left == 0


def test_a_mentor_and_staff_cancel_late_at_no_cost_to_the_student(clock: Any) -> None:
    mentor, student = grace(), amara()
    one, other = booked(mentor, student), booked(mentor, student, START - 2 * HOUR)
    clock.move_to(START - 3 * HOUR)

    by_mentor = cancel(booking=one, by=mentor.user)
    by_staff = cancel(booking=other, by=make.staff(Role.DESK))

    assert by_mentor.status == BookingStatus.CANCELLED_BY_MENTOR
    assert by_staff.status == BookingStatus.CANCELLED_BY_STAFF
    assert sum(student.entitlements.values_list("left", flat=True)) == 2


def test_who_was_moved_by_somebody_else_cancels_free(clock: Any) -> None:
    booking = booked(mentor := grace(), student := amara())
    clock.move_to(START - 5 * HOUR)
    booking = reschedule(booking=booking, start=START - HOUR, by=mentor.user, seen=0)

    assert not is_late(booking, student)
    assert not cancel(booking=booking, by=student).is_late


def test_taking_a_request_back_is_never_late(clock: Any) -> None:
    start = NOW.replace(minute=0) + 6 * HOUR
    booking = booked(grace("America/Toronto", asks=True), student := amara(), start)

    assert not cancel(booking=booking, by=student).is_late
    assert student.entitlements.get().left == 1


def test_cancelling_twice_is_once_whoever_is_second() -> None:
    booking = booked(mentor := grace(), student := amara())

    cancel(booking=booking, by=student)
    off = cancel(booking=booking, by=mentor.user)

    assert off.status == BookingStatus.CANCELLED_BY_STUDENT
    assert kinds_to(mentor.user).count("session_called_off") == 1


def test_what_has_begun_or_was_declined_is_not_cancelled(clock: Any) -> None:
    begun = booked(grace(), student := amara())
    declined = booked(mentor := grace(asks=True), make.student())
    decline(booking=declined, by=mentor.user)
    with pytest.raises(RuleBroken, match="already declined"):
        cancel(booking=declined, by=declined.student)
    clock.move_to(START)

    with pytest.raises(RuleBroken, match="This session has begun"):
        cancel(booking=begun, by=student)


def test_a_cancelled_time_is_free_again() -> None:
    booking = booked(mentor := grace(), student := amara())
    cancel(booking=booking, by=student)

    assert booked(mentor, make.student()).status == BookingStatus.CONFIRMED


def test_every_change_is_kept_in_order() -> None:
    booking = booked(grace(), student := amara())
    reschedule(booking=booking, start=START + DAY, by=student, seen=0)
    cancel(booking=booking, by=student)

    acts = Booking.objects.get(pk=booking.pk).revisions.order_by("number")
    assert [(one.act, one.sequence) for one in acts] == [
        ("book", 0),
        ("move", 1),
        ("cancel_by_student", 2),
    ]
