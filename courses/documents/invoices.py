"""The invoice of a place, on one Letter page."""

from email.utils import parseaddr
from pathlib import Path

from django.conf import settings

from courses.models import Cohort, Invoice
from institute.print import compile_pdf
from institute.templatetags.moments import clock, day, short_day, zone_words

SOURCE = Path(__file__).resolve().parent / "invoice.typ"


def invoice_pdf(invoice: Invoice) -> bytes:
    """The invoice as it stands now, with what was paid; the same facts make the same bytes."""
    return compile_pdf(SOURCE, facts_of(invoice))


def facts_of(invoice: Invoice) -> dict[str, object]:
    """Everything the page says, in words."""
    return _place(invoice) | _amounts(invoice) | _institute()


def _place(invoice: Invoice) -> dict[str, object]:
    student, zone = invoice.enrolment.student, settings.INSTITUTE_ZONE
    issued = invoice.issued_at
    return {
        "number": invoice.number,
        "issued": day(issued, zone),
        "issued_ymd": [issued.year, issued.month, issued.day],
        "due": day(invoice.due_at, zone),
        "due_at": f"{clock(invoice.due_at, zone)} {zone_words(zone)}",
        "bill_to": [invoice.bill_to, *_lines(invoice.bill_to_address)],
        "purchase_order": invoice.purchase_order,
        "student": student.name_on_documents,
        "student_email": student.email,
        "description": invoice.description,
        "void": invoice.void,
    } | _dates(invoice.enrolment.cohort)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _dates(cohort: Cohort) -> dict[str, object]:
    """The cohort's dates on its own clock."""
    zone = cohort.zone
    count = cohort.sessions.filter(cancelled=False).count()
    classes = f"{count} live classes" if count != 1 else "1 live class"
    first, last = short_day(cohort.starts_at, zone), short_day(cohort.ends_at, zone)
    span = first if first == last else f"{first} to {last}"
    begins = f"{clock(cohort.starts_at, zone)} {zone_words(zone)}"
    return {
        "first_class": day(cohort.starts_at, zone),
        "dates": f"{span}, {begins}",
        "classes": classes,
    }


def _amounts(invoice: Invoice) -> dict[str, object]:
    paid = invoice.paid_cents
    owed = 0 if invoice.void else invoice.total_cents - paid
    return {
        "net": _amount(invoice.net_cents),
        "hst": _amount(invoice.hst_cents),
        "total": _amount(invoice.total_cents),
        "paid": _amount(paid),
        "owed": _amount(abs(owed)),
        "owed_label": "Credit" if owed < 0 else "Amount owed",
        "settled": owed <= 0 and not invoice.void,
        "currency": invoice.currency,
    }


def _amount(cents: int) -> str:
    """ "$3,450.00": an invoice always shows the cents."""
    sign = "−" if cents < 0 else ""
    return f"{sign}${abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def _institute() -> dict[str, object]:
    return {
        "phone": settings.PHONE,
        "phone_hours": settings.PHONE_HOURS,
        "email": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        "address": settings.MAILING_ADDRESS,
        "hst_registration": settings.HST_REGISTRATION,
    }
