"""Booking a session: at once, or asked for and accepted."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from institute import mail
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import again_after_deadlock, locked
from mentorship import emails
from mentorship.models import (
    Booking,
    BookingStatus,
    Confirmation,
    Mentor,
    MentorshipRequest,
    Offer,
    RequestStatus,
    Series,
    Via,
)
from mentorship.operations import crediting
from mentorship.operations.history import note
from mentorship.operations.holding import end_overdue, may_go_on, place, refuse_gone
from mentorship.operations.locking import lock_diaries
from mentorship.operations.requests import close_request
from mentorship.operations.waiting import offer_freed

TO_ANSWER = dt.timedelta(hours=48)
OPEN_REQUESTS = 2  # nobody keeps more hours than these from others by asking


@dataclass(frozen=True)
class Wish:
    """What is booked: with whom, which help, when, and what for.

    `key` is the form's own: the same key again is the same booking.
    """

    mentor: Mentor
    offer: Offer
    start: dt.datetime
    key: str
    goals: str = ""
    via: Via = Via.WEB
    request: MentorshipRequest | None = None
    series: Series | None = None


def book(*, student: User, wish: Wish, by: User | None = None) -> Booking:
    """Book the time, or ask for it where the mentor accepts each session.

    `by` is the person who books, when it is not the student. Sending the form again returns the
    first booking. Raises TimeTaken with the three nearest times, NothingLeft, RuleBroken.
    """
    form = Booking(student=student, idempotency_key=wish.key, series=wish.series)
    refuse_gone(form, wish.mentor, wish.offer, wish.start)
    return _book(student, wish, by)


@again_after_deadlock
@transaction.atomic
def _book(student: User, wish: Wish, by: User | None) -> Booking:
    lock_diaries(mentors=[wish.mentor.pk], students=[student.pk])
    end_overdue(mentor=wish.mentor, student=student)
    known = Booking.objects.filter(idempotency_key=wish.key).select_for_update().first()
    if known and (known.student_id != student.pk or not may_go_on(known)):
        return _first_result(known, student)
    _refuse_answered(wish.request)
    booking = known or Booking(
        student=student, idempotency_key=wish.key, is_demo=student.is_demo, created_via=wish.via
    )
    booking.goals = wish.goals.strip()
    booking.request, booking.series = wish.request, wish.series
    _sure_or_asked(booking, wish)
    place(booking, mentor=wish.mentor, offer=wish.offer, start=wish.start)
    booking.entitlement = crediting.reserve(student=student, use=use_of(booking))
    booking.save(update_fields=["entitlement"])
    note(booking, "book" if booking.status == BookingStatus.CONFIRMED else "ask", by=by or student)
    if wish.request:
        close_request(request=wish.request, by=by or wish.mentor.user)
    mail.queue_all(emails.booked(booking))
    return booking


def _refuse_answered(request: MentorshipRequest | None) -> None:
    """Two colleagues who answer one request would book the student twice."""
    if request and locked(request).status == RequestStatus.CLOSED:
        raise RuleBroken("A colleague has answered this request already.")


def use_of(booking: Booking) -> crediting.Use:
    """How the ledger names this booking."""
    return crediting.Use(f"booking {booking.pk}", booking.offer.kind, booking.offer.credits)


@transaction.atomic
def accept(*, booking: Booking, by: User) -> Booking:
    """The mentor says yes. Accepting twice is once."""
    booking = _still_theirs(booking)
    if booking.status == BookingStatus.CONFIRMED:
        return booking
    _refuse_too_late(booking)
    booking.move("accept")
    booking.expires_at = None
    booking.save(update_fields=["status", "expires_at"])
    note(booking, "accept", by=by)
    mail.queue_all(emails.accepted(booking))
    return booking


@transaction.atomic
def decline(*, booking: Booking, by: User, why: str = "") -> Booking:
    """The mentor says no; the session goes back to the student. Declining twice is once."""
    booking = _still_theirs(booking)
    if booking.status == BookingStatus.DECLINED:
        return booking
    booking.move("decline")
    booking.cancel_reason = why.strip()[:300]
    end(booking, "decline", by=by, why=booking.cancel_reason)
    mail.queue_all(emails.declined(booking))
    offer_freed(mentor=booking.mentor)
    return booking


def end(booking: Booking, act: str, *, by: User | None, why: str = "") -> None:
    """Save what takes place no more; what was set aside for it goes back."""
    booking.expires_at = None
    booking.save(update_fields=["status", "expires_at", "cancel_reason", "is_late"])
    crediting.release(use=use_of(booking), why=why or act, by=by)
    note(booking, act, by=by, why=why)
    mail.cancel_about(booking, reason=f"The session is {booking.status_words}.")


def with_diaries(booking: Booking) -> Booking:
    """The booking under its lock, after both diaries."""
    lock_diaries(mentors=[booking.mentor_id], students=[booking.student_id])
    return locked(booking)


def _still_theirs(seen: Booking) -> Booking:
    """The booking under its lock. Raises RuleBroken when another mentor has it by now."""
    booking = with_diaries(seen)
    if booking.mentor_id != seen.mentor_id:
        raise RuleBroken("This session has gone to another mentor meanwhile.")
    return booking


def _first_result(known: Booking, student: User) -> Booking:
    if known.student_id != student.pk:
        raise RuleBroken("This form was sent by somebody else. Open the page again.")
    return known


def _sure_or_asked(booking: Booking, wish: Wish) -> None:
    """The status the booking takes. Staff agree with the mentor beforehand; a series asks once."""
    if wish.offer.confirmation == Confirmation.INSTANT or wish.via in (Via.STAFF, Via.OFFER):
        booking.status, booking.expires_at = BookingStatus.CONFIRMED, None
        return
    asked = Booking.objects.of_student(booking.student).filter(status=BookingStatus.REQUESTED)
    if asked.count() >= OPEN_REQUESTS and wish.via != Via.SERIES:
        raise RuleBroken(
            f"You have {OPEN_REQUESTS} requests that wait for an answer.",
            instead="Take one of them back, or choose a session that is sure at once.",
        )
    booking.status = BookingStatus.REQUESTED
    booking.expires_at = min(timezone.now() + TO_ANSWER, wish.start)


def _refuse_too_late(booking: Booking) -> None:
    if booking.starts_at <= timezone.now():
        raise RuleBroken("That time has passed. Offer the student another one.")
