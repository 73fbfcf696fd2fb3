"""Every email of courses: one typed function each, taking the record."""

import datetime as dt
import uuid

from django.conf import settings
from django.urls import reverse

from courses import calendars, documents
from courses.models import Enrolment, Status, WaitlistEntry, WaitlistStatus
from courses.wording import cohort_facts, money, when
from institute.accounts.models import User
from institute.mail.letters import Attachment, Letter, MailClass, Topic, letter

HOLD_REMINDER = dt.timedelta(hours=24)
HOLDER = "you reserved a place in a course"
ENROLLED = "you are enrolled in a course"
WAITING = "you asked to be on a waiting list"


def _still(*statuses: Status) -> "StillEnrolled":
    return StillEnrolled(statuses)


class StillEnrolled:
    """True while the place has one of the statuses and the letter's sequence is the latest."""

    def __init__(self, statuses: tuple[Status, ...]) -> None:
        self.statuses = statuses

    def __call__(self, enrolment: Enrolment, sequence: int) -> str | None:
        if enrolment.status not in self.statuses:
            return f"The place is {enrolment.status_words} now."
        if enrolment.sequence != sequence:
            return "The dates have changed since; a newer letter says so."
        return None


class StillWaiting:
    """True while the entry has the status."""

    def __init__(self, status: WaitlistStatus) -> None:
        self.status = status

    def __call__(self, entry: WaitlistEntry, sequence: int) -> str | None:
        return None if entry.status == self.status else f"The entry is {entry.status_words} now."


def _invoice(enrolment: Enrolment) -> list[Attachment]:
    invoice = enrolment.invoice
    return [Attachment(f"{invoice.number}.pdf", documents.invoice_pdf(invoice), "application/pdf")]


def _request(enrolment: Enrolment) -> list[Attachment]:
    return [_calendar(enrolment, "REQUEST")]


def _cancel(enrolment: Enrolment) -> list[Attachment]:
    return [_calendar(enrolment, "CANCEL")] if calendars.was_in_a_calendar(enrolment) else []


def _calendar(enrolment: Enrolment, method: str) -> Attachment:
    content = calendars.invitation(enrolment, method)
    return Attachment("course.ics", content, "text/calendar", method)


def _url(name: str, *args: object) -> str:
    return settings.SITE_URL + reverse(name, args=args)


def _to(enrolment: Enrolment, context: dict[str, object], **timing: dt.datetime | None) -> Letter:
    """A letter to the student about their place."""
    student = enrolment.student
    facts = cohort_facts(enrolment.cohort, student.zone)
    own = {"name": student.short_name, "url": _url("courses:enrolment", enrolment.pk)}
    return Letter(
        to=student.email,
        person=student,
        about=enrolment,
        sequence=enrolment.sequence,
        context=facts | own | context,
        send_after=timing.get("send_after"),
        not_after=timing.get("not_after"),
    )


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=HOLDER,
    still_true=_still(Status.RESERVED),
    attach=_invoice,
)
def place_reserved(enrolment: Enrolment) -> Letter:
    """A place is held until it is paid for; the invoice is attached."""
    invoice, zone = enrolment.invoice, enrolment.student.zone
    context: dict[str, object] = {
        "invoice": invoice.number,
        "total": money(invoice.total_cents),
        "net": money(invoice.net_cents),
        "hst": money(invoice.hst_cents),
        "held_until": when(enrolment.hold_expires_at, zone),
    }
    return _to(enrolment, context, not_after=enrolment.hold_expires_at)


@letter(
    MailClass.TRANSACTIONAL, Topic.ENROLMENT, why=HOLDER, still_true=_still(Status.RESERVED)
)
def hold_ending(enrolment: Enrolment) -> Letter:
    """A day before the hold ends."""
    ends = enrolment.hold_expires_at
    assert ends is not None
    invoice = enrolment.invoice
    context: dict[str, object] = {
        "invoice": invoice.number,
        "total": money(invoice.total_cents),
        "held_until": when(ends, enrolment.student.zone),
    }
    return _to(enrolment, context, send_after=ends - HOLD_REMINDER, not_after=ends)


@letter(
    MailClass.TRANSACTIONAL, Topic.ENROLMENT, why=HOLDER, still_true=_still(Status.CANCELLED)
)
def hold_released(enrolment: Enrolment) -> Letter:
    """The hold ran out and the seat went to somebody else."""
    retry = _url("courses:course", enrolment.cohort.version.course.slug)
    return _to(enrolment, {"course_url": retry})


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=ENROLLED,
    still_true=_still(Status.CONFIRMED, Status.COMPLETED),
    attach=_request,
)
def place_confirmed(enrolment: Enrolment) -> Letter:
    """The place is sure; the calendar file is attached."""
    return _to(enrolment, {"funding": enrolment.funding, "sponsor": enrolment.sponsor})


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=ENROLLED,
    still_true=_still(Status.CONFIRMED),
    attach=_request,
)
def dates_changed(enrolment: Enrolment) -> Letter:
    """A class moved; the calendar file carries a higher sequence."""
    return _to(enrolment, {}, not_after=enrolment.cohort.ends_at)


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=ENROLLED,
    still_true=_still(Status.CANCELLED),
    attach=_cancel,
)
def place_cancelled(enrolment: Enrolment, *, calendar: bool) -> Letter:
    """The place is given back; a calendar file that was sent is cancelled."""
    last = enrolment.events.last()
    return _to(enrolment, {"reason": last.reason if last else "", "calendar": calendar})


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=ENROLLED,
    still_true=_still(Status.DEFERRED),
    attach=_cancel,
)
def place_deferred(enrolment: Enrolment) -> Letter:
    """The seat is given back and what was paid waits for a later cohort."""
    return _to(enrolment, {})


@letter(
    MailClass.TRANSACTIONAL, Topic.ENROLMENT, why=ENROLLED, still_true=_still(Status.CONFIRMED)
)
def starts_in_a_week(enrolment: Enrolment) -> Letter:
    """Seven days before the first class."""
    return _before_the_start(enrolment, days=7)


@letter(
    MailClass.TRANSACTIONAL, Topic.ENROLMENT, why=ENROLLED, still_true=_still(Status.CONFIRMED)
)
def starts_tomorrow(enrolment: Enrolment) -> Letter:
    """A day before the first class."""
    return _before_the_start(enrolment, days=1)


def _before_the_start(enrolment: Enrolment, *, days: int) -> Letter:
    starts = enrolment.cohort.starts_at
    first = enrolment.cohort.sessions.filter(cancelled=False).first()
    context: dict[str, object] = {"first_class": first.title if first else ""}
    return _to(
        enrolment,
        context,
        send_after=starts - dt.timedelta(days=days),
        not_after=starts - dt.timedelta(hours=2),
    )


def _in_line(entry: WaitlistEntry, context: dict[str, object]) -> Letter:
    student, cohort = entry.student, entry.cohort
    own = {"name": student.short_name, "url": _url("courses:waitlist", entry.pk)}
    return Letter(
        to=student.email,
        person=student,
        about=entry,
        context=cohort_facts(cohort, student.zone) | own | context,
        not_after=cohort.starts_at,
    )


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=WAITING,
    still_true=StillWaiting(WaitlistStatus.WAITING),
)
def waitlisted(entry: WaitlistEntry) -> Letter:
    """The person stands in line."""
    return _in_line(entry, {"position": _position(entry)})


def _position(entry: WaitlistEntry) -> int:
    return entry.cohort.waitlist.waiting().filter(joined_at__lte=entry.joined_at).count()


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=WAITING,
    still_true=StillWaiting(WaitlistStatus.OFFERED),
)
def place_offered(entry: WaitlistEntry) -> Letter:
    """A seat freed: it is this person's until the offer ends."""
    return _in_line(entry, {"until": when(entry.offer_expires_at, entry.student.zone)})


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=WAITING,
    still_true=StillWaiting(WaitlistStatus.EXPIRED),
)
def offer_expired(entry: WaitlistEntry) -> Letter:
    """Nobody answered the offer; it went to the next in line."""
    return _in_line(entry, {})


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=ENROLLED,
    still_true=_still(Status.RESERVED, Status.CONFIRMED),
)
def cohort_message(
    enrolment: Enrolment, *, subject: str, text: str, by: User, token: uuid.UUID
) -> Letter:
    """What the staff write to everyone in a cohort."""
    context: dict[str, object] = {
        "subject": subject,
        "text": text,
        "by": by.name,
        "token": str(token),
    }
    return _to(enrolment, context)

