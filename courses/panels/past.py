"""What somebody did with our courses, for the staff who talk with them."""

from collections.abc import Iterator

from django.urls import reverse

from courses import journeys
from courses.models import Attendance, Enrolment, EnrolmentEvent, Funding, Payment, WaitlistEntry
from courses.models.session import Mark
from courses.models.waitlist import LIVE
from institute.accounts.models import User
from institute.panels import HistoryRow, Whose
from institute.templatetags.moments import money, short_day


def history(whose: Whose) -> Iterator[HistoryRow]:
    """Places, what happened to them, money, classes and waiting lists; five queries."""
    if whose.user is None:
        return
    yield from _places(whose.user)
    yield from _events(whose.user)
    yield from _payments(whose.user)
    yield from _classes(whose.user)
    yield from _lines(whose.user)


def _places(user: User) -> Iterator[HistoryRow]:
    for place in Enrolment.objects.visible_to(user).with_course():
        began = "Reserved a place" if place.funding == Funding.PAID else "Enrolled"
        yield HistoryRow(
            place.created_at,
            "course",
            f"{began}: {place.cohort.version.title}, {short_day(place.cohort.starts_at)}",
            url=_page_of(place.pk),
            look=journeys.look(place.status),
            state=place.get_status_display(),
        )


def _events(user: User) -> Iterator[HistoryRow]:
    events = EnrolmentEvent.objects.filter(enrolment__student=user)
    for event in events.select_related("by", "enrolment__cohort__version"):
        words = journeys.DONE.get(event.act, event.act.capitalize())
        yield HistoryRow(
            event.at,
            "course",
            f"{words}: {event.enrolment.cohort.version.title}",
            text=event.reason,
            by=event.by.name if event.by else "",
            url=_page_of(event.enrolment_id),
        )


def _payments(user: User) -> Iterator[HistoryRow]:
    payments = Payment.objects.filter(invoice__enrolment__student=user)
    for payment in payments.select_related("invoice", "recorded_by"):
        what = "Paid" if payment.cents > 0 else "Paid back"
        sum_ = f"{what} {money(abs(payment.cents))} by {payment.get_method_display()}"
        yield HistoryRow(
            payment.recorded_at,
            "payment",
            f"{sum_}, invoice {payment.invoice.number}",
            by=payment.recorded_by.name,
            url=reverse("courses:payment", args=[payment.invoice.enrolment_id]),
        )


def _classes(user: User) -> Iterator[HistoryRow]:
    marks = Attendance.objects.filter(enrolment__student=user)
    for line in marks.select_related("session__cohort__version", "marked_by"):
        session, absent = line.session, line.mark == Mark.ABSENT
        yield HistoryRow(
            session.starts_at,
            "course",
            f"{session}, {session.cohort.version.title}",
            by=line.marked_by.name,
            look="warn" if absent else "done",
            state=line.get_mark_display(),
        )


def _lines(user: User) -> Iterator[HistoryRow]:
    for line in WaitlistEntry.objects.visible_to(user).with_course():
        yield HistoryRow(
            line.joined_at,
            "course",
            f"Joined the waiting list: {line.cohort.version.title}",
            look="now" if line.status in LIVE else "closed",
            state=line.get_status_display(),
        )


def _page_of(place: int) -> str:
    return reverse("courses:place", args=[place])
