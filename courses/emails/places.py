"""A place held, confirmed, given back or moved."""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from courses import documents
from courses.emails.writing import (
    ENROLLED,
    HOLDER,
    Context,
    StillEnrolled,
    cancel,
    classes,
    course_url,
    request,
    to_student,
    url,
)
from courses.models import CohortState, Enrolment, Funding, Invoice, Status
from courses.wording import class_lines, clock_shifts, short_day, when
from institute.mail.letters import Attachment, Letter, MailClass, Topic, letter
from institute.templatetags.moments import clock, money

HOLD_REMINDER = dt.timedelta(hours=24)
WEEK = dt.timedelta(days=7)


def _invoice(enrolment: Enrolment) -> list[Attachment]:
    invoice = enrolment.invoice
    return [Attachment(f"{invoice.number}.pdf", documents.invoice_pdf(invoice), "application/pdf")]


def _bill(enrolment: Enrolment) -> Context:
    """What is owed, by when, and how it can be paid."""
    invoice, zone = enrolment.invoice, enrolment.student.zone
    return {
        "invoice": invoice.number,
        "total": money(invoice.total_cents),
        "net": money(invoice.net_cents),
        "hst": money(invoice.hst_cents),
        "held_until": when(invoice.due_at, zone),
        "held_until_day": short_day(invoice.due_at, zone),
        "held_until_clock": clock(invoice.due_at, zone),
        "pay_to": settings.ETRANSFER_ADDRESS,
    }


def _money_left(enrolment: Enrolment) -> Context:
    """What became of the bill of a place that is given back."""
    invoice = _first_invoice(enrolment)
    paid = invoice.paid_cents if invoice else 0
    void = invoice.number if invoice and invoice.void else ""
    return {"paid": money(paid) if paid > 0 else "", "void": void}


def _first_invoice(enrolment: Enrolment) -> Invoice | None:
    """A place that moved was paid for where it began."""
    first = enrolment
    while before := Enrolment.objects.filter(moved_to=first).first():
        first = before
    return Invoice.objects.filter(enrolment=first).first()


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=HOLDER,
    still_true=StillEnrolled(Status.RESERVED),
    attach=_invoice,
)
def place_reserved(enrolment: Enrolment) -> Letter:
    """A place is held until it is paid for; the invoice is attached."""
    return to_student(enrolment, _bill(enrolment), not_after=enrolment.hold_expires_at)


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=HOLDER,
    still_true=StillEnrolled(Status.RESERVED),
    attach=_invoice,
)
def hold_ending(enrolment: Enrolment) -> Letter:
    """A day before the hold ends."""
    ends = enrolment.invoice.due_at
    return to_student(enrolment, _bill(enrolment), send_after=ends - HOLD_REMINDER, not_after=ends)


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=HOLDER,
    still_true=StillEnrolled(Status.CANCELLED),
)
def hold_released(enrolment: Enrolment) -> Letter:
    """The hold ran out and the seat is free again."""
    context: Context = {"course_url": course_url(enrolment.cohort)}
    return to_student(enrolment, _bill(enrolment) | _money_left(enrolment) | context)


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=ENROLLED,
    still_true=StillEnrolled(Status.CONFIRMED, Status.COMPLETED),
    attach=request,
)
def place_confirmed(enrolment: Enrolment) -> Letter:
    """The place is sure; the calendar file is attached."""
    zone, dates = enrolment.student.zone, list(classes(enrolment))
    context: Context = {
        "funding": enrolment.funding,
        "sponsor": enrolment.sponsor,
        "moved": enrolment.funding == Funding.PAID and not _has_invoice(enrolment),
        "week_ahead": enrolment.cohort.starts_at - WEEK > timezone.now(),
        "classes": class_lines(dates, zone),
        "clock_shifts": clock_shifts(dates, zone, enrolment.cohort.zone),
    }
    return to_student(enrolment, context)


def _has_invoice(enrolment: Enrolment) -> bool:
    """False for a place that moved here: what was paid stays on the invoice of the first one."""
    return Invoice.objects.filter(enrolment=enrolment).exists()


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=ENROLLED,
    still_true=StillEnrolled(Status.CANCELLED),
    attach=cancel,
)
def place_cancelled(enrolment: Enrolment, *, calendar: bool) -> Letter:
    """The place is given back; a calendar file that was sent is cancelled."""
    last = enrolment.events.last()
    context: Context = {
        "reason": last.reason if last else "",
        "calendar": calendar,
        "by_us": enrolment.cohort.status == CohortState.CANCELLED,
        "course_url": course_url(enrolment.cohort),
    }
    return to_student(enrolment, context | _money_left(enrolment))


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=ENROLLED,
    still_true=StillEnrolled(Status.DEFERRED),
    attach=cancel,
)
def place_deferred(enrolment: Enrolment) -> Letter:
    """The seat is given back and what was paid waits for a later cohort."""
    context: Context = {"course_url": course_url(enrolment.cohort)}
    return to_student(enrolment, context | _money_left(enrolment))


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=ENROLLED,
    still_true=StillEnrolled(Status.TRANSFERRED),
    attach=cancel,
)
def place_transferred(enrolment: Enrolment) -> Letter:
    """The old dates come off the calendar; the new place has a letter of its own."""
    new = enrolment.moved_to
    assert new is not None
    zone = enrolment.student.zone
    context: Context = {
        "url": url("courses:enrolment", new.pk),
        "new_starts": when(new.cohort.starts_at, zone),
        "new_day": short_day(new.cohort.starts_at, zone),
    }
    return to_student(enrolment, context)
