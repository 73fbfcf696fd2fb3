"""What the tests of the staff pages share: addresses, filled forms, places that are paid."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from courses.models import Cohort, Enrolment, Session
from courses.operations.invoicing import Receipt, record_payment
from institute.accounts.models import User


def today() -> dt.date:
    """The day on the desk's wall: in the evening it is behind the clock of the tests."""
    return timezone.localdate(timezone=ZoneInfo("America/Toronto"))


def roster_url(cohort: Cohort) -> str:
    return reverse("courses:cohort_roster", args=[cohort.pk])


def payment_url(place: Enrolment) -> str:
    return reverse("courses:payment", args=[place.pk])


def place_url(place: Enrolment) -> str:
    return reverse("courses:place", args=[place.pk])


def payment(**changes: str) -> dict[str, str]:
    form = {
        "form_token": str(uuid.uuid4()),
        "direction": "received",
        "method": "e_transfer",
        "amount": "779.70",
        "received_on": f"{today():%Y-%m-%d}",
        "reference": "CA1x9",
    }
    return form | changes


def paid(place: Enrolment, by: User) -> Enrolment:
    receipt = Receipt("cheque", place.invoice.total_cents, today())
    record_payment(enrolment=place, receipt=receipt, by=by, form_token=uuid.uuid4())
    place.refresh_from_db()
    return place


def under_way(cohort: Cohort) -> Session:
    """The cohort's first class, moved to an hour ago."""
    first = cohort.sessions.get(number=1)
    length = first.ends_at - first.starts_at
    first.during = (timezone.now() - dt.timedelta(minutes=30), timezone.now() + length)
    first.save()
    first.refresh_from_db()
    return first
