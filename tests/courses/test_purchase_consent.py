"""What a payment lets us write, and for how long."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from courses.models import PaymentMethod
from courses.operations.enrolling import Terms, reserve_place
from courses.operations.invoicing import BillTo, Receipt, record_payment
from institute.accounts.models import User
from institute.mail.consent import Basis, Topic
from institute.mail.models import ConsentRecord
from institute.mail.operations import permissions_of
from tests import make

pytestmark = pytest.mark.django_db


def paid(student: User, desk: User, *, cents: int = 10_000, bill_to: str = "") -> None:
    cohort = make.cohort(price_cents=69_000)
    terms = Terms(bill_to=BillTo(name=bill_to))
    place = reserve_place(student=student, cohort=cohort, terms=terms)
    receipt = Receipt(
        method=PaymentMethod.CARD_BY_PHONE,
        cents=cents,
        received_on=timezone.localdate(),
        reference="x",
    )
    record_payment(enrolment=place, receipt=receipt, by=desk, form_token=uuid.uuid4())


def test_who_pays_may_be_written_to_for_two_years(student: User, desk: User) -> None:
    paid(student, desk)

    verdict = permissions_of(student.email)[Topic.COURSE_NEWS]
    assert verdict.basis == Basis.PURCHASE
    assert verdict.expires_on
    assert 728 <= (verdict.expires_on - timezone.localdate()).days <= 730
    record = ConsentRecord.objects.get()
    assert record.method == "payment"
    assert record.evidence["invoice"]
    assert record.obtained_at <= timezone.now() + dt.timedelta(seconds=1)


def test_money_of_an_employer_is_no_consent_of_the_student(student: User, desk: User) -> None:
    paid(student, desk, bill_to="Fabrikam Avionics Ltd.")

    assert not ConsentRecord.objects.exists()


def test_same_form_twice_is_one_ground(student: User, desk: User) -> None:
    cohort = make.cohort(price_cents=69_000)
    place = reserve_place(student=student, cohort=cohort)
    receipt = Receipt(
        method=PaymentMethod.CARD_BY_PHONE,
        cents=5_000,
        received_on=timezone.localdate(),
        reference="x",
    )
    token = uuid.uuid4()
    for _ in range(2):
        record_payment(enrolment=place, receipt=receipt, by=desk, form_token=token)

    assert ConsentRecord.objects.count() == 1
