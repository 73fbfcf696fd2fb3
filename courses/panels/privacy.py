"""What courses hold about a person, for the person."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from courses.models import Attendance, Enrolment, Payment, WaitlistEntry
from institute.accounts.models import User
from institute.panels import TimelineRow


def everything(user: User) -> dict[str, Any]:
    """Places, invoices, payments, places in line, attendance: as they are stored."""
    places = Enrolment.objects.visible_to(user).with_course().with_money()
    lines = WaitlistEntry.objects.visible_to(user).with_course()
    return {
        "places": [_place(place) for place in places],
        "payments": list(
            Payment.objects.filter(invoice__enrolment__student=user).values(
                "invoice__year", "invoice__serial", "method", "cents", "received_on", "reference"
            )
        ),
        "waiting_lists": [
            {"course": str(line.cohort), "status": line.status, "joined": line.joined_at}
            for line in lines
        ],
        "attendance": list(
            Attendance.objects.filter(enrolment__student=user).values(
                "session__title", "mark", "marked_at"
            )
        ),
    }


def _place(place: Enrolment) -> dict[str, Any]:
    invoice = getattr(place, "invoice", None)
    return {
        "course": str(place.cohort),
        "status": place.status,
        "funding": place.funding,
        "sponsor": place.sponsor,
        "reserved": place.created_at,
        "invoice": invoice and {"number": invoice.number, "billed_to": invoice.bill_to},
        "paid_cents": place.paid,
    }


def timeline(user: User) -> Iterable[TimelineRow]:
    """Each place that was taken, and each course that begins."""
    for place in Enrolment.objects.visible_to(user).with_course():
        url = reverse("courses:enrolment", args=[place.pk])
        title = place.cohort.version.title
        yield TimelineRow(place.created_at, f"Took a place in {title}", url, "enrolment")
        if place.holds_a_place:
            yield TimelineRow(place.cohort.starts_at, f"{title} starts", url, "start")
