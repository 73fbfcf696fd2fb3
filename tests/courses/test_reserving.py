"""Reserving, confirming and giving back places."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from courses.models import Cohort, Enrolment, Funding, Invoice, Module, Payment, Status
from courses.operations.changing import (
    complete_place,
    defer_place,
    sponsor_place,
    transfer_place,
)
from courses.operations.enrolling import cancel_place, release_hold, reserve_place
from courses.operations.invoicing import Receipt, record_payment
from courses.tasks import follow_the_calendar, release_overdue_holds
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from institute.mail.models import OutboundMessage
from tests import make

pytestmark = [pytest.mark.smoke, pytest.mark.django_db]


def paid(enrolment: Enrolment, cents: int, token: uuid.UUID | None = None) -> Payment:
    receipt = Receipt("e_transfer", cents, dt.date(2026, 11, 20))
    by = make.staff(Role.DESK)
    return record_payment(
        enrolment=enrolment, receipt=receipt, by=by, form_token=token or uuid.uuid4()
    )


def letters(kind: str) -> list[str]:
    found = OutboundMessage.objects.filter(kind=f"courses.{kind}").order_by("pk")
    return [message.to_address for message in found]


def test_a_paid_course_holds_the_seat_for_72_hours_with_a_frozen_invoice(student: User) -> None:
    cohort = make.cohort(price_cents=69_000)

    enrolment = reserve_place(student=student, cohort=cohort)

    assert enrolment.status == Status.RESERVED
    assert enrolment.hold_expires_at is not None
    left = enrolment.hold_expires_at - timezone.now()
    assert dt.timedelta(hours=71, minutes=59) < left <= dt.timedelta(hours=72)
    invoice = enrolment.invoice
    assert (invoice.net_cents, invoice.hst_cents, invoice.total_cents) == (69_000, 8_970, 77_970)
    assert Cohort.objects.get(pk=cohort.pk).taken == 1
    assert letters("place_reserved") == [student.email]
    assert letters("hold_ending") == [student.email]


def test_a_free_course_confirms_at_once_without_an_invoice(student: User) -> None:
    enrolment = reserve_place(student=student, cohort=make.cohort(price_cents=0))

    assert enrolment.status == Status.CONFIRMED
    assert enrolment.funding == Funding.FREE
    assert not Invoice.objects.exists()
    assert letters("place_confirmed") == [student.email]
    assert letters("place_reserved") == []


def test_a_sponsored_place_confirms_at_once_and_names_the_sponsor(student: User) -> None:
    by = make.staff(Role.MANAGER)

    enrolment = sponsor_place(student=student, cohort=make.cohort(), sponsor="Alumni fund", by=by)

    assert (enrolment.status, enrolment.sponsor) == (Status.CONFIRMED, "Alumni fund")
    assert not Invoice.objects.exists()


def test_reserving_again_returns_the_place_already_held(student: User) -> None:
    cohort = make.cohort()

    first = reserve_place(student=student, cohort=cohort)
    again = reserve_place(student=student, cohort=cohort)

    assert again == first
    assert Cohort.objects.get(pk=cohort.pk).taken == 1


def test_a_form_sent_again_after_cancelling_leads_to_its_first_result(student: User) -> None:
    cohort, token = make.cohort(), uuid.uuid4()
    first = reserve_place(student=student, cohort=cohort, form_token=token)
    cancel_place(enrolment=first, by=student)

    again = reserve_place(student=student, cohort=cohort, form_token=token)

    assert again.pk == first.pk
    assert again.status == Status.CANCELLED
    assert Cohort.objects.get(pk=cohort.pk).taken == 0


def test_full_cohort_refuses_and_points_to_the_waiting_list(student: User) -> None:
    cohort = make.cohort(places=1)
    reserve_place(student=make.student(), cohort=cohort)

    with pytest.raises(RuleBroken) as refused:
        reserve_place(student=student, cohort=cohort)

    assert refused.value.instead == "waitlist"


def test_nobody_walks_past_the_people_who_wait(student: User) -> None:
    cohort = make.cohort(places=1)
    reserve_place(student=make.student(), cohort=cohort)
    make.waiting(cohort)
    Cohort.objects.filter(pk=cohort.pk).update(capacity=2)

    with pytest.raises(RuleBroken):
        reserve_place(student=student, cohort=cohort)


@pytest.mark.parametrize(
    ("opens", "closes", "words"), [(1, 5, "not opened yet"), (-5, -1, "has closed")]
)
def test_enrolment_outside_its_window_is_refused(
    student: User, opens: int, closes: int, words: str
) -> None:
    cohort = make.cohort()
    now = timezone.now()
    cohort.enrol_opens_at = now + dt.timedelta(days=opens)
    cohort.enrol_closes_at = now + dt.timedelta(days=closes)

    with pytest.raises(RuleBroken, match=words):
        reserve_place(student=student, cohort=cohort)


def test_paying_the_invoice_confirms_the_place(student: User) -> None:
    enrolment = reserve_place(student=student, cohort=make.cohort(price_cents=69_000))

    paid(enrolment, 50_000)
    enrolment.refresh_from_db()
    assert enrolment.status == Status.RESERVED
    paid(enrolment, 27_970)

    enrolment.refresh_from_db()
    assert enrolment.status == Status.CONFIRMED
    assert enrolment.hold_expires_at is None
    assert letters("place_confirmed") == [student.email]
    assert letters("starts_in_a_week") == [student.email]


def test_a_payment_form_sent_twice_records_one_payment(student: User) -> None:
    enrolment, token = reserve_place(student=student, cohort=make.cohort()), uuid.uuid4()

    assert paid(enrolment, 10_000, token) == paid(enrolment, 10_000, token)

    assert Payment.objects.count() == 1


def test_money_for_a_released_place_is_refused_with_the_reason(student: User) -> None:
    enrolment = reserve_place(student=student, cohort=make.cohort())
    cancel_place(enrolment=enrolment, by=student)

    with pytest.raises(RuleBroken, match="released"):
        paid(enrolment, 77_970)


def test_a_hold_that_runs_out_gives_the_seat_back(student: User) -> None:
    cohort = make.cohort(places=1)
    enrolment = reserve_place(student=student, cohort=cohort)

    with time_machine.travel(timezone.now() + dt.timedelta(hours=73), tick=False):
        assert release_overdue_holds() == 1
        assert release_overdue_holds() == 0

    enrolment.refresh_from_db()
    assert enrolment.status == Status.CANCELLED
    assert enrolment.invoice.void
    assert Cohort.objects.get(pk=cohort.pk).taken == 0
    assert letters("hold_released") == [student.email]


def test_a_hold_is_never_released_once_it_is_paid(student: User) -> None:
    enrolment = reserve_place(student=student, cohort=make.cohort(price_cents=100))
    paid(enrolment, 113)

    with time_machine.travel(timezone.now() + dt.timedelta(hours=73), tick=False):
        assert release_hold(enrolment=enrolment) is False


def test_cancelling_gives_the_seat_back_once(student: User) -> None:
    cohort = make.cohort()
    enrolment = reserve_place(student=student, cohort=cohort)

    cancel_place(enrolment=enrolment, by=student, reason="A new job")
    cancel_place(enrolment=enrolment, by=student)

    assert Cohort.objects.get(pk=cohort.pk).taken == 0
    assert [event.act for event in enrolment.events.all()] == ["cancel"]
    assert letters("place_cancelled") == [student.email]


def test_a_transfer_moves_the_seat_and_what_was_paid_for(student: User) -> None:
    course = make.course()
    here, there = make.cohort(course), make.cohort(course, starts_in_days=90)
    enrolment = reserve_place(student=student, cohort=here)
    paid(enrolment, enrolment.invoice.total_cents)

    new = transfer_place(enrolment=enrolment, cohort=there, by=make.staff(Role.DESK))

    enrolment.refresh_from_db()
    assert (enrolment.status, new.status) == (Status.TRANSFERRED, Status.CONFIRMED)
    assert enrolment.moved_to == new
    assert [Cohort.objects.get(pk=one.pk).taken for one in (here, there)] == [0, 1]


def test_an_unpaid_place_or_another_course_cannot_be_transferred(student: User) -> None:
    course = make.course()
    enrolment = reserve_place(student=student, cohort=make.cohort(course))
    by = make.staff(Role.DESK)

    with pytest.raises(RuleBroken, match="not paid"):
        transfer_place(enrolment=enrolment, cohort=make.cohort(course, starts_in_days=60), by=by)
    with pytest.raises(RuleBroken, match="one course only"):
        transfer_place(enrolment=enrolment, cohort=make.cohort(), by=by)


def test_a_deferred_place_frees_its_seat_and_can_be_placed_later(student: User) -> None:
    course = make.course()
    here = make.cohort(course, price_cents=0)
    enrolment = reserve_place(student=student, cohort=here)
    by = make.staff(Role.DESK)

    defer_place(enrolment=enrolment, by=by, reason="Parental leave")
    assert Cohort.objects.get(pk=here.pk).taken == 0
    later = make.cohort(course, starts_in_days=120)
    new = transfer_place(enrolment=enrolment, cohort=later, by=by)

    assert new.status == Status.CONFIRMED
    assert Cohort.objects.get(pk=here.pk).taken == 0


def test_a_finished_course_is_completed_once(student: User) -> None:
    enrolment = reserve_place(student=student, cohort=make.cohort(price_cents=0))

    complete_place(enrolment=enrolment)

    with pytest.raises(RuleBroken):
        complete_place(enrolment=enrolment)


def test_cohorts_start_and_complete_as_their_dates_pass() -> None:
    cohort = make.cohort(starts_in_days=1, sessions=2)

    with time_machine.travel(timezone.now() + dt.timedelta(days=2), tick=False):
        follow_the_calendar()
        cohort.refresh_from_db()
        assert cohort.status == "running"
    with time_machine.travel(timezone.now() + dt.timedelta(days=20), tick=False):
        follow_the_calendar()
        cohort.refresh_from_db()
        assert cohort.status == "completed"


@transaction.atomic
def _reserve_and_fail(cohort: Cohort) -> None:
    reserve_place(student=make.student(), cohort=cohort)
    raise RuleBroken("The request fails after the number was taken.")


def test_invoice_numbers_have_no_gaps_and_no_doubles() -> None:
    cohort = make.cohort(places=5)
    for _ in range(3):
        reserve_place(student=make.student(), cohort=cohort)
    with pytest.raises(RuleBroken):
        _reserve_and_fail(cohort)
    reserve_place(student=make.student(), cohort=cohort)

    assert list(Invoice.objects.values_list("serial", flat=True)) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("model", "change"),
    [(Invoice, {"net_cents": 1}), (Payment, {"cents": 1})],
)
def test_the_database_refuses_to_rewrite_money(
    student: User, model: type[Invoice | Payment], change: dict[str, int]
) -> None:
    paid(reserve_place(student=student, cohort=make.cohort()), 100)

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**change)


def test_the_database_refuses_to_rewrite_history(student: User) -> None:
    enrolment = reserve_place(student=student, cohort=make.cohort())
    cancel_place(enrolment=enrolment, by=student)

    with pytest.raises(IntegrityError), transaction.atomic():
        enrolment.events.update(reason="Another reason")


def test_the_database_refuses_more_places_than_there_are() -> None:
    cohort = make.cohort(places=3)

    with pytest.raises(IntegrityError), transaction.atomic():
        Cohort.objects.filter(pk=cohort.pk).update(taken=4)


def test_a_version_in_use_cannot_be_changed() -> None:
    course = make.course(modules=1)
    make.cohort(course)
    module = course.versions.get().modules.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        course.versions.update(title="Another title")
    with pytest.raises(IntegrityError), transaction.atomic():
        Module.objects.filter(pk=module.pk).update(title="Another step")
    with pytest.raises(IntegrityError), transaction.atomic():
        module.lessons.update(minutes=1)
