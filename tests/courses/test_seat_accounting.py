"""Seats add up after any sequence of acts: taken is the places held and the seats on offer."""

import datetime as dt
import uuid
from collections.abc import Callable
from contextlib import suppress

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from courses import tasks
from courses.models import Cohort, CohortState, Enrolment, Status, WaitlistEntry, WaitlistStatus
from courses.models.enrolment import HOLDING
from courses.operations import changing, cohorts, enrolling, invoicing, waiting
from courses.operations.confirming import confirm_place
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from tests import make
from tests.courses.post import NOW

one_of_three, one_of_two = st.integers(0, 2), st.integers(0, 1)


class Seats(RuleBasedStateMachine):
    """Three people, two dates of one course, and everything that can happen to a seat."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(NOW, tick=False)
        self.traveller = self.clock.start()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        course = make.course()
        self.desk = make.staff(Role.DESK)
        self.people = [make.student() for _ in range(3)]
        self.dates = [
            make.cohort(course, places=1, starts_in_days=6, price_cents=10_000),
            make.cohort(course, places=1, starts_in_days=9, price_cents=0),
        ]

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)
        self.clock.stop()

    def cohort(self, number: int) -> Cohort:
        return Cohort.objects.get(pk=self.dates[number].pk)

    def places(self, who: int) -> list[Enrolment]:
        return list(Enrolment.objects.filter(student=self.people[who]).order_by("pk"))

    def entries(self, who: int) -> list[WaitlistEntry]:
        return list(WaitlistEntry.objects.filter(student=self.people[who]).order_by("pk"))

    @rule(who=one_of_three, date=one_of_two)
    def reserve(self, who: int, date: int) -> None:
        attempt(enrolling.reserve_place, student=self.people[who], cohort=self.cohort(date))

    @rule(who=one_of_three, date=one_of_two)
    def sponsor(self, who: int, date: int) -> None:
        student, cohort, by = self.people[who], self.cohort(date), self.desk
        attempt(changing.sponsor_place, student=student, cohort=cohort, by=by, sponsor="A fund")

    @rule(who=one_of_three, date=one_of_two)
    def join(self, who: int, date: int) -> None:
        attempt(waiting.join_waitlist, student=self.people[who], cohort=self.cohort(date))

    @rule(who=one_of_three)
    def accept(self, who: int) -> None:
        for entry in self.entries(who):
            attempt(enrolling.accept_offer, entry=entry)

    @rule(who=one_of_three)
    def decline(self, who: int) -> None:
        for entry in self.entries(who):
            attempt(waiting.decline_offer, entry=entry)

    @rule(who=one_of_three)
    def leave(self, who: int) -> None:
        for entry in self.entries(who):
            attempt(waiting.leave_waitlist, entry=entry)

    @rule(who=one_of_three)
    def cancel(self, who: int) -> None:
        for place in self.places(who):
            attempt(enrolling.cancel_place, enrolment=place, by=self.desk)

    @rule(who=one_of_three)
    def pay(self, who: int) -> None:
        receipt = invoicing.Receipt("cheque", 11_300, timezone.localdate())
        for place in self.places(who):
            given = {"enrolment": place, "by": self.desk, "form_token": uuid.uuid4()}
            attempt(invoicing.record_payment, **given, receipt=receipt)

    @rule(who=one_of_three)
    def defer(self, who: int) -> None:
        for place in self.places(who):
            attempt(changing.defer_place, enrolment=place, by=self.desk)

    @rule(who=one_of_three, date=one_of_two)
    def transfer(self, who: int, date: int) -> None:
        for place in self.places(who):
            given = {"enrolment": place, "cohort": self.cohort(date), "by": self.desk}
            attempt(changing.transfer_place, **given)

    @rule(who=one_of_three)
    def complete(self, who: int) -> None:
        for place in self.places(who):
            attempt(changing.complete_place, enrolment=place)

    @rule(date=one_of_two)
    def add_a_seat(self, date: int) -> None:
        Cohort.objects.filter(pk=self.dates[date].pk, capacity__lt=4).update(
            capacity=self.cohort(date).capacity + 1
        )

    @rule(hours=st.integers(1, 80))
    def wait(self, hours: int) -> None:
        self.traveller.shift(dt.timedelta(hours=hours))

    @rule()
    def sweep(self) -> None:
        tasks.release_overdue_holds()
        tasks.offer_freed_seats()
        tasks.follow_the_calendar()

    @precondition(lambda self: self.cohort(0).status == CohortState.OPEN)
    @rule()
    def call_the_first_date_off(self) -> None:
        cohorts.cancel_cohort(cohort=self.dates[0], by=self.desk, reason="The teacher is ill.")

    @invariant()
    def every_seat_is_accounted_for(self) -> None:
        for cohort in Cohort.objects.all():
            held = cohort.enrolments.filter(status__in=HOLDING).count()
            offered = cohort.waitlist.filter(status=WaitlistStatus.OFFERED).count()
            assert cohort.taken == held + offered, f"{cohort}: {held} held, {offered} offered"
            assert cohort.taken <= cohort.capacity

    @invariant()
    def nobody_has_two_seats_of_one_cohort(self) -> None:
        for cohort in Cohort.objects.all():
            held = cohort.enrolments.filter(status__in=HOLDING).values_list("student", flat=True)
            line = cohort.waitlist.live().values_list("student", flat=True)
            everybody = [*held, *line]
            assert len(everybody) == len(set(everybody))

    @invariant()
    def a_cancelled_cohort_holds_nobody(self) -> None:
        for cohort in Cohort.objects.filter(status=CohortState.CANCELLED):
            assert not cohort.waitlist.live().exists()
            assert not cohort.enrolments.filter(
                status__in=[Status.RESERVED, Status.CONFIRMED]
            ).exists()

    @invariant()
    def offers_are_made_in_the_order_of_the_line(self) -> None:
        for cohort in Cohort.objects.all():
            first = cohort.waitlist.waiting().first()
            offered = cohort.waitlist.filter(status=WaitlistStatus.OFFERED)
            if first:
                assert not offered.filter(joined_at__gt=first.joined_at).exists()


def attempt(act: Callable[..., object], **given: object) -> None:
    """A rule may say no; anything else that goes wrong is ours."""
    with suppress(RuleBroken):
        act(**given)


@pytest.mark.django_db
def test_seats_add_up_whatever_happens() -> None:
    examples = settings(
        max_examples=25,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Seats, settings=examples)


@pytest.fixture
def offered() -> WaitlistEntry:
    """An offer that holds the only seat of a free cohort."""
    cohort = make.cohort(places=1, price_cents=0)
    held = enrolling.reserve_place(student=make.student(), cohort=cohort)
    entry = make.waiting(cohort)
    enrolling.cancel_place(enrolment=held, by=held.student)
    entry.refresh_from_db()
    assert entry.status == WaitlistStatus.OFFERED
    return entry


@pytest.mark.django_db
def test_reserving_with_an_offer_in_hand_takes_the_offer(offered: WaitlistEntry) -> None:
    Cohort.objects.update(capacity=3)

    place = enrolling.reserve_place(
        student=offered.student, cohort=Cohort.objects.get(pk=offered.cohort_id)
    )

    offered.refresh_from_db()
    assert (offered.status, offered.enrolment) == (WaitlistStatus.ACCEPTED, place)
    assert Cohort.objects.get(pk=offered.cohort_id).taken == 1


@pytest.mark.django_db
def test_a_place_does_not_move_to_where_the_person_has_one() -> None:
    course, student, desk = make.course(), make.student(), make.staff(Role.DESK)
    here, there = (make.cohort(course, price_cents=0, starts_in_days=days) for days in (9, 20))
    place = enrolling.reserve_place(student=student, cohort=here)
    enrolling.reserve_place(student=student, cohort=there)

    with pytest.raises(RuleBroken, match="a place in that cohort already"):
        changing.transfer_place(enrolment=place, cohort=there, by=desk)


@pytest.mark.django_db
def test_the_line_takes_nobody_once_enrolment_has_closed() -> None:
    cohort = make.cohort(places=3)
    Cohort.objects.update(
        enrol_opens_at=timezone.now() - dt.timedelta(days=9),
        enrol_closes_at=timezone.now() - dt.timedelta(days=1),
    )

    with pytest.raises(RuleBroken, match="has closed"):
        waiting.join_waitlist(student=make.student(), cohort=cohort)


@pytest.mark.django_db
def test_a_form_that_was_open_while_the_cohort_was_cancelled_says_so() -> None:
    as_the_form_saw_it = make.cohort(places=3)
    cohorts.cancel_cohort(cohort=as_the_form_saw_it, by=make.student(), reason="No teacher.")

    with pytest.raises(RuleBroken, match="was cancelled"):
        enrolling.reserve_place(student=make.student(), cohort=as_the_form_saw_it)


@pytest.mark.django_db
def test_a_place_reserved_after_the_first_class_is_held_for_three_days() -> None:
    cohort = make.cohort(starts_in_days=-0.1)

    place = enrolling.reserve_place(student=make.student(), cohort=cohort)

    assert place.hold_expires_at is not None
    assert place.hold_expires_at - timezone.now() > dt.timedelta(hours=71)


@pytest.mark.django_db
def test_a_sponsor_does_not_take_over_a_place_that_is_paid() -> None:
    cohort, student = make.cohort(), make.student()
    place = enrolling.reserve_place(student=student, cohort=cohort)
    confirm_place(enrolment=place)

    with pytest.raises(RuleBroken, match="already holds a place"):
        changing.sponsor_place(student=student, cohort=cohort, sponsor="A fund", by=student)


@pytest.mark.django_db
def test_no_more_goes_back_than_came_in() -> None:
    desk, place = (
        make.staff(Role.DESK),
        enrolling.reserve_place(student=make.student(), cohort=make.cohort()),
    )
    for cents in (5_000, -3_000):
        _move_money(place, cents, desk)

    with pytest.raises(RuleBroken, match="more than came in"):
        _move_money(place, -2_001, desk)


def _move_money(place: Enrolment, cents: int, by: User) -> None:
    receipt = invoicing.Receipt("cheque", cents, timezone.localdate())
    invoicing.record_payment(enrolment=place, receipt=receipt, by=by, form_token=uuid.uuid4())
