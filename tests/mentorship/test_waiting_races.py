"""Each freed time is held for one student, whoever looks at the same moment."""

import datetime as dt

import pytest
from django.utils import timezone

from institute.errors import RuleBroken
from institute.mail.models import OutboundMessage
from mentorship import tasks
from mentorship.models import Booking, BookingStatus, Mentor, OfferStatus, SlotOffer, WaitStatus
from mentorship.operations import changing, expiring, offering
from mentorship.operations.holding import TimeTaken
from tests import make
from tests.conftest import at_the_same_time
from tests.mentorship.waiting_cases import an_hour_of, busy_mentor, waits

pytestmark = pytest.mark.django_db(transaction=True)


def who_wait(mentor: Mentor, number: int) -> None:
    for _ in range(number):
        student = make.student()
        make.sessions(student)
        waits(student, mentor)


def an_open_offer(mentor: Mentor) -> SlotOffer:
    booked = an_hour_of(mentor)
    changing.cancel(booking=booked, by=booked.student)
    assert tasks.offer_times(mentor.pk) == 1
    return SlotOffer.objects.open().get()


def broken(outcomes: list[object]) -> list[object]:
    return [one for one in outcomes if isinstance(one, Exception)]


def test_many_sweeps_at_once_hold_a_freed_time_once() -> None:
    mentor = busy_mentor()
    who_wait(mentor, 6)
    booked = an_hour_of(mentor)
    changing.cancel(booking=booked, by=booked.student)

    outcomes = at_the_same_time(lambda _: tasks.offer_times(), range(8))

    assert not broken(outcomes)
    assert sum(outcomes) == 1
    assert SlotOffer.objects.count() == 1
    assert OutboundMessage.objects.filter(kind="mentorship.slot_offered").count() == 1


def test_ten_cancelled_hours_are_offered_once_each() -> None:
    mentor = busy_mentor(max_per_week=40, max_per_day=10)
    who_wait(mentor, 12)
    hours = [an_hour_of(mentor, days=3 + n // 4, hour=9 + 2 * (n % 4)) for n in range(10)]

    def cancel(booking: Booking) -> int:
        changing.cancel(booking=booking, by=booking.student)
        return int(tasks.offer_times(mentor.pk))

    outcomes = at_the_same_time(cancel, hours, at_once=10)
    tasks.offer_times()

    assert not broken(outcomes)
    held = Booking.objects.filter(status=BookingStatus.HELD)
    starts = sorted(held.values_list("during__startswith", flat=True))
    assert starts == sorted(booking.starts_at for booking in hours)
    assert SlotOffer.objects.open().values("entry__student").distinct().count() == 10


def test_an_offer_taken_while_it_runs_out_is_either_taken_or_passed_on() -> None:
    for number in range(6):
        mentor = busy_mentor()
        who_wait(mentor, 1)
        offered = an_open_offer(mentor)
        ends = timezone.now() + dt.timedelta(milliseconds=40)
        SlotOffer.objects.filter(pk=offered.pk).update(expires_at=ends)
        Booking.objects.filter(pk=offered.booking_id).update(expires_at=ends)

        def act(turn: int, offered: SlotOffer = offered, number: int = number) -> str:
            try:
                if (turn + number) % 2:
                    offering.take(offered=offered)
                    return "taken"
                return "ended" if expiring.expire(booking=offered.booking) else ""
            except RuleBroken:
                return "too late"

        outcomes = [one for _ in range(4) for one in at_the_same_time(act, range(6))]

        assert not broken(outcomes)
        assert len({"taken", "ended"} & set(outcomes)) == 1
        offered.refresh_from_db()
        taken = "taken" in outcomes
        assert (offered.booking.status == BookingStatus.CONFIRMED) == taken
        assert (offered.status == OfferStatus.TAKEN) == taken
        left = offered.entry.student.entitlements.get().left
        assert left == (5 if taken else 6)


def test_one_offer_taken_many_times_is_one_session() -> None:
    mentor = busy_mentor()
    who_wait(mentor, 1)
    offered = an_open_offer(mentor)

    outcomes = at_the_same_time(lambda _: offering.take(offered=offered).pk, range(12))

    assert set(outcomes) == {offered.booking_id}
    assert offered.entry.student.entitlements.get().left == 5
    assert offered.booking.revisions.count() == 1


def test_taking_and_declining_at_once_leaves_one_truth() -> None:
    mentor = busy_mentor()
    who_wait(mentor, 1)
    offered = an_open_offer(mentor)

    def act(number: int) -> None:
        try:
            if number % 2:
                offering.take(offered=offered)
            else:
                offering.decline(offered=offered)
        except RuleBroken:
            pass

    outcomes = at_the_same_time(act, range(12))

    assert not broken(outcomes)
    offered.refresh_from_db()
    taken = offered.status == OfferStatus.TAKEN
    assert offered.booking.status == (BookingStatus.CONFIRMED if taken else BookingStatus.EXPIRED)
    assert offered.entry.status == (WaitStatus.BOOKED if taken else WaitStatus.WAITING)


def test_a_freed_time_is_booked_or_offered_never_both() -> None:
    mentor = busy_mentor()
    who_wait(mentor, 3)
    booked = an_hour_of(mentor)
    changing.cancel(booking=booked, by=booked.student)
    others = [make.student() for _ in range(4)]

    def act(number: int) -> str:
        if number % 2:
            return "offered" if tasks.offer_times() else ""
        try:
            make.booking(mentor, others[number // 2], booked.starts_at)
        except TimeTaken:
            return ""
        return "booked"

    outcomes = at_the_same_time(act, range(8))

    assert not broken(outcomes)
    assert sorted(one for one in outcomes if one) in (["booked"], ["offered"])
    assert Booking.objects.live().count() == 1


def test_one_student_in_two_lines_is_not_offered_two_times_at_once() -> None:
    mentors = [busy_mentor() for _ in range(4)]
    student = make.student()
    make.sessions(student)
    for mentor in mentors:
        waits(student, mentor)
        booked = an_hour_of(mentor)
        changing.cancel(booking=booked, by=booked.student)

    outcomes = at_the_same_time(lambda mentor: tasks.offer_times(mentor.pk), mentors)

    assert not broken(outcomes)
    assert sum(outcomes) == 1
