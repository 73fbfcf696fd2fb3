"""Reserving places and giving them back."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from courses import emails, events
from courses.models import (
    Cohort,
    Enrolment,
    Funding,
    Invoice,
    Status,
    WaitlistEntry,
    WaitlistStatus,
)
from courses.operations.confirming import write_confirmation
from courses.operations.history import move
from courses.operations.invoicing import BillTo, issue_invoice
from courses.operations.seats import locked_with_cohort, take_seat, why_closed
from courses.operations.waiting import free_seat, let_go
from institute import mail
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.events import announce_on_commit

HOLD = dt.timedelta(hours=72)
FULL = "This cohort is full. Join the waiting list and we will write when a place frees up."


@dataclass(frozen=True)
class Terms:
    """How a place is paid for; a sponsor's name makes it sponsored."""

    bill_to: BillTo = field(default_factory=BillTo)
    sponsor: str = ""

    def funding_of(self, cohort: Cohort) -> Funding:
        """Free when the cohort is, sponsored when somebody vouches, otherwise paid."""
        if cohort.is_free:
            return Funding.FREE
        return Funding.SPONSORED if self.sponsor else Funding.PAID


def reserve_place(
    *,
    student: User,
    cohort: Cohort,
    form_token: uuid.UUID | None = None,
    terms: Terms | None = None,
) -> Enrolment:
    """Hold a place until it is paid for; a free or sponsored place is confirmed at once.

    Reserving again, or sending the same form again, returns the place already held. Raises
    RuleBroken when the cohort takes no enrolments or has no seat left.
    """
    if not cohort.takes_enrolments:
        raise RuleBroken(why_closed(cohort), instead="See the other dates of this course.")
    try:
        enrolment = _take_place(student, cohort, form_token, terms or Terms())
    except IntegrityError:
        enrolment = place_held(student=student, cohort=cohort, form_token=form_token)
        if enrolment is None:
            raise
    if enrolment is None:
        raise _no_seat(cohort)
    return enrolment


def _no_seat(cohort: Cohort) -> RuleBroken:
    """Full, or closed while the form was open."""
    cohort.refresh_from_db(fields=["status"])
    if cohort.takes_enrolments:
        return RuleBroken(FULL, instead="waitlist")
    return RuleBroken(why_closed(cohort), instead="See the other dates of this course.")


def has_a_claim(*, student: User, cohort: Cohort) -> bool:
    """Whether a full cohort still has something for this student: a place or an offer."""
    offered = Q(waitlist__student=student, waitlist__status=WaitlistStatus.OFFERED)
    mine = Cohort.objects.filter(Q(enrolments__student=student) | offered, pk=cohort.pk)
    return mine.exists()


def place_held(
    *, student: User, cohort: Cohort, form_token: uuid.UUID | None = None
) -> Enrolment | None:
    """The place this student holds in the cohort, or what this very form led to."""
    mine = Enrolment.objects.with_course().filter(student=student, cohort=cohort)
    if form_token:
        sent = mine.filter(form_token=form_token).first()
        if sent:
            return sent
    return mine.holding_a_place().first()


@transaction.atomic
def _take_place(
    student: User, cohort: Cohort, form_token: uuid.UUID | None, terms: Terms
) -> Enrolment | None:
    """Take a seat and write the place; None when there is no seat. Both stand or fall together."""
    if take_seat(cohort, student=student):
        return write_place(student, cohort, terms, form_token=form_token)
    held = place_held(student=student, cohort=cohort, form_token=form_token)
    offer = cohort.waitlist.filter(student=student, status=WaitlistStatus.OFFERED).first()
    return held or (accept_offer(entry=offer, terms=terms) if offer else None)


def write_place(
    student: User, cohort: Cohort, terms: Terms, *, form_token: uuid.UUID | None = None
) -> Enrolment:
    """The place for a seat that is already counted, with its invoice and letters."""
    funding = terms.funding_of(cohort)
    paid = funding == Funding.PAID
    expires = _hold_of(cohort) if paid else None
    enrolment = Enrolment.objects.create(
        student=student,
        cohort=cohort,
        status=Status.RESERVED if paid else Status.CONFIRMED,
        funding=funding,
        sponsor=terms.sponsor,
        hold_expires_at=expires,
        form_token=form_token,
        is_demo=student.is_demo,
    )
    if expires is None:
        write_confirmation(enrolment)
        return enrolment
    issue_invoice(enrolment, due_at=expires, bill_to=terms.bill_to)
    letters = [emails.place_reserved(enrolment)]
    if expires - emails.HOLD_REMINDER > timezone.now():
        letters.append(emails.hold_ending(enrolment))
    mail.queue_all(letters)
    return enrolment


def _hold_of(cohort: Cohort) -> dt.datetime:
    """Until when an unpaid place is kept: not past the start, or the end of what has started."""
    now = timezone.now()
    return min(now + HOLD, cohort.starts_at if cohort.starts_at > now else cohort.ends_at)


@transaction.atomic
def cancel_place(*, enrolment: Enrolment, by: User, reason: str = "") -> Enrolment:
    """Give a place back; the seat goes to the next person in line. Cancelling twice is once."""
    enrolment = locked_with_cohort(enrolment)
    if enrolment.status == Status.CANCELLED:
        return enrolment
    was_confirmed = enrolment.status == Status.CONFIRMED
    enrolment.sequence += 1
    move(enrolment, "cancel", by=by, reason=reason)
    _free(enrolment)
    mail.queue(emails.place_cancelled(enrolment, calendar=was_confirmed))
    announce_on_commit(events.place_cancelled, enrolment_id=enrolment.pk)
    return enrolment


@transaction.atomic
def release_hold(*, enrolment: Enrolment) -> bool:
    """Let go of a reserved place whose time ran out; False when it was paid or kept meanwhile."""
    enrolment = locked_with_cohort(enrolment)
    overdue = enrolment.hold_expires_at is not None and enrolment.hold_expires_at <= timezone.now()
    if not enrolment.can("release") or not overdue:
        return False
    enrolment.sequence += 1
    move(enrolment, "release", reason="The hold ran out before the payment arrived.")
    _free(enrolment)
    mail.queue(emails.hold_released(enrolment))
    return True


def _free(enrolment: Enrolment) -> None:
    """Return the seat, void what is unpaid, and offer the seat to the next in line."""
    unpaid = Invoice.objects.filter(enrolment=enrolment, payments__isnull=True)
    unpaid.update(void=True)
    free_seat(enrolment.cohort)


@transaction.atomic
def accept_offer(*, entry: WaitlistEntry, terms: Terms | None = None) -> Enrolment:
    """Turn an offered seat into a place. Accepting twice returns the same place."""
    entry = locked_with_cohort(entry)
    if entry.enrolment:
        return entry.enrolment
    held = place_held(student=entry.student, cohort=entry.cohort)
    if held:  # a place of another making: one person needs one seat
        let_go(entry, "decline")
        return held
    if entry.offer_expires_at is not None and entry.offer_expires_at <= timezone.now():
        raise RuleBroken("This offer has expired.", instead="Join the waiting list again.")
    entry.move("accept")
    entry.enrolment = write_place(entry.student, entry.cohort, terms or Terms())
    entry.save(update_fields=["status", "enrolment"])
    return entry.enrolment
