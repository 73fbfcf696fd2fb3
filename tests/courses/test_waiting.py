"""The waiting list: one freed seat, one timed offer, one person at a time."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from courses.models import Cohort, Status, WaitlistEntry, WaitlistStatus
from courses.operations.enrolling import accept_offer, cancel_place, reserve_place
from courses.operations.waiting import decline_offer, join_waitlist, leave_waitlist
from courses.tasks import offer_freed_seats, release_overdue_holds
from institute.accounts.models import User
from institute.errors import RuleBroken
from tests import make

pytestmark = [pytest.mark.smoke, pytest.mark.django_db]


def line(cohort: Cohort) -> list[str]:
    return [entry.status for entry in cohort.waitlist.order_by("joined_at", "pk")]


def full_cohort(*, places: int = 1) -> Cohort:
    cohort = make.cohort(places=places)
    for _ in range(places):
        reserve_place(student=make.student(), cohort=cohort)
    cohort.refresh_from_db()
    return cohort


def test_a_freed_seat_is_offered_to_whoever_waits_longest() -> None:
    cohort = full_cohort()
    make.waiting(cohort)
    make.waiting(cohort)

    cancel_place(enrolment=cohort.enrolments.get(), by=make.student())

    assert line(cohort) == ["offered", "waiting"]
    cohort.refresh_from_db()
    assert cohort.taken == 1  # the offer holds the seat


def test_an_accepted_offer_becomes_a_place_without_another_seat() -> None:
    cohort = full_cohort()
    entry = make.waiting(cohort)
    cancel_place(enrolment=cohort.enrolments.get(), by=make.student())

    enrolment = accept_offer(entry=entry)
    again = accept_offer(entry=entry)

    assert enrolment == again
    assert enrolment.status == Status.RESERVED
    assert enrolment.invoice.total_cents > 0
    cohort.refresh_from_db()
    assert cohort.taken == 1


def test_a_declined_offer_goes_to_the_next() -> None:
    cohort = full_cohort()
    first = make.waiting(cohort)
    make.waiting(cohort)
    cancel_place(enrolment=cohort.enrolments.get(), by=make.student())

    decline_offer(entry=first)
    decline_offer(entry=first)

    assert line(cohort) == ["declined", "offered"]


def test_an_offer_nobody_answers_goes_to_the_next_after_a_day() -> None:
    cohort = full_cohort()
    first = make.waiting(cohort)
    make.waiting(cohort)
    cancel_place(enrolment=cohort.enrolments.get(), by=make.student())

    with time_machine.travel(timezone.now() + dt.timedelta(hours=25), tick=False):
        release_overdue_holds()
        assert line(cohort) == ["expired", "offered"]
        with pytest.raises(RuleBroken, match="expired"):
            accept_offer(entry=first)


def test_the_last_in_line_lets_the_seat_go_back_to_everyone() -> None:
    cohort = full_cohort()
    entry = make.waiting(cohort)
    cancel_place(enrolment=cohort.enrolments.get(), by=make.student())

    decline_offer(entry=entry)

    cohort.refresh_from_db()
    assert cohort.taken == 0
    assert reserve_place(student=make.student(), cohort=cohort)


def test_joining_again_keeps_the_place_in_line(student: User) -> None:
    cohort = full_cohort()

    first = join_waitlist(student=student, cohort=cohort)

    assert join_waitlist(student=student, cohort=cohort) == first


def test_joining_when_a_seat_is_free_leads_straight_to_an_offer(student: User) -> None:
    entry = join_waitlist(student=student, cohort=make.cohort(places=1))

    assert entry.status == WaitlistStatus.OFFERED


def test_who_has_a_place_cannot_wait_for_one(student: User) -> None:
    cohort = make.cohort()
    reserve_place(student=student, cohort=cohort)

    with pytest.raises(RuleBroken, match="already have a place"):
        join_waitlist(student=student, cohort=cohort)


def test_a_full_waiting_list_says_so(student: User) -> None:
    cohort = full_cohort()
    Cohort.objects.filter(pk=cohort.pk).update(waitlist_limit=1)
    make.waiting(cohort)
    cohort.refresh_from_db()

    with pytest.raises(RuleBroken, match="full too"):
        join_waitlist(student=student, cohort=cohort)


def test_leaving_the_line_keeps_the_others_in_order() -> None:
    cohort = full_cohort()
    first, second = make.waiting(cohort), make.waiting(cohort)

    leave_waitlist(entry=first)
    cancel_place(enrolment=cohort.enrolments.get(), by=make.student())

    second.refresh_from_db()
    assert second.status == WaitlistStatus.OFFERED


def test_the_sweep_offers_seats_that_capacity_added() -> None:
    cohort = full_cohort()
    make.waiting(cohort)
    make.waiting(cohort)
    make.waiting(cohort)
    Cohort.objects.filter(pk=cohort.pk).update(capacity=3)

    assert offer_freed_seats() == 2
    assert offer_freed_seats() == 0

    assert line(cohort) == ["offered", "offered", "waiting"]


def test_taken_is_always_places_held_plus_offers() -> None:
    cohort = full_cohort(places=2)
    make.waiting(cohort)
    cancel_place(enrolment=cohort.enrolments.all()[0], by=make.student())

    cohort.refresh_from_db()
    held = cohort.enrolments.holding_a_place().count()
    offered = WaitlistEntry.objects.filter(status=WaitlistStatus.OFFERED).count()
    assert cohort.taken == held + offered == 2
