"""Invoices and the money that answers them."""

import datetime as dt
import uuid
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from courses.models import Enrolment, Invoice, Payment, Status
from courses.money import hst_on
from courses.operations.confirming import confirm_place
from courses.operations.seats import locked_with_cohort
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.mail.consent import Basis
from institute.mail.operations import record_consent


@dataclass(frozen=True)
class BillTo:
    """Whom the invoice is addressed to, when not the student."""

    name: str = ""
    address: str = ""
    purchase_order: str = ""


def issue_invoice(enrolment: Enrolment, *, due_at: dt.datetime, bill_to: BillTo) -> Invoice:
    """Freeze the price of a place under the next number of the year. Call inside a transaction."""
    cohort = enrolment.cohort
    year = timezone.localdate(timezone=ZoneInfo(settings.INSTITUTE_ZONE)).year
    return Invoice.objects.create(
        enrolment=enrolment,
        year=year,
        serial=_next_serial(year),
        due_at=due_at,
        bill_to=bill_to.name or enrolment.student.name_on_documents,
        bill_to_address=bill_to.address,
        purchase_order=bill_to.purchase_order,
        description=f"{cohort.version.title}, starting {cohort.local_start:%-d %B %Y}",
        net_cents=cohort.price_cents,
        hst_cents=hst_on(cohort.price_cents),
    )


def _next_serial(year: int) -> int:
    """The next number; the counter's row lock lets no two invoices share one and leaves no gap."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO courses_invoicecounter (year, last) VALUES (%s, 1)"
            " ON CONFLICT (year) DO UPDATE SET last = courses_invoicecounter.last + 1"
            " RETURNING last",
            [year],
        )
        row = cursor.fetchone()
    return int(row[0])


@dataclass(frozen=True)
class Receipt:
    """Money as the desk writes it down. `cents` is negative for a refund."""

    method: str
    cents: int
    received_on: dt.date
    reference: str = ""


@transaction.atomic
def record_payment(
    *, enrolment: Enrolment, receipt: Receipt, by: User, form_token: uuid.UUID
) -> Payment:
    """Write down a payment; the place is confirmed once the invoice is covered.

    Sending the same form again returns the payment already recorded. A payment that comes after
    the hold ran out is refused with the reason, so that the desk can find another seat first.
    """
    enrolment = locked_with_cohort(enrolment)
    known = Payment.objects.filter(form_token=form_token).first()
    if known:
        return known
    invoice = Invoice.objects.filter(enrolment=enrolment).first()
    if invoice is None:
        raise RuleBroken("There is no invoice for this place: it is free or sponsored.")
    if enrolment.status == Status.CANCELLED and receipt.cents > 0:
        raise RuleBroken(
            "This place was released. Reserve a place again before recording the payment.",
            instead="Open the cohort to see whether a seat is free.",
        )
    if receipt.cents < 0 and invoice.paid_cents + receipt.cents < 0:
        raise RuleBroken("That is more than came in.", instead="Check the amount that went back.")
    payment = Payment.objects.create(
        invoice=invoice,
        method=receipt.method,
        cents=receipt.cents,
        reference=receipt.reference,
        received_on=receipt.received_on,
        recorded_by=by,
        form_token=form_token,
    )
    _keep_ground(payment)
    if enrolment.can("confirm") and invoice.paid_cents >= invoice.total_cents:
        confirm_place(enrolment=enrolment, by=by)
    return payment


def _keep_ground(payment: Payment) -> None:
    """Who buys from us may hear from us for two years; an employer's money is no one's consent."""
    invoice, student = payment.invoice, payment.invoice.enrolment.student
    if payment.cents <= 0 or invoice.bill_to != student.name_on_documents:
        return
    noon = dt.datetime.combine(payment.received_on, dt.time(12), ZoneInfo(settings.INSTITUTE_ZONE))
    record_consent(
        student.email,
        Basis.PURCHASE,
        method="payment",
        obtained_at=min(noon, timezone.now()),
        invoice=invoice.number,
    )
