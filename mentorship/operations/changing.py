"""Moving and cancelling sessions: the same row, with a sequence that rises."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from institute import mail
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from institute.moves import again_after_deadlock, locked
from mentorship import emails
from mentorship.models import Booking, BookingRevision, BookingStatus, Mentor
from mentorship.operations import crediting
from mentorship.operations.booking import end, use_of, with_diaries
from mentorship.operations.history import note
from mentorship.operations.holding import end_overdue, place
from mentorship.operations.locking import lock_diaries
from mentorship.operations.waiting import offer_freed

A_QUARTER = dt.timedelta(days=91)
LATE_MOVES = 1
STAFF = (Role.DESK, Role.MANAGER, Role.ADMIN)


@again_after_deadlock
@transaction.atomic
def reschedule(
    *,
    booking: Booking,
    start: dt.datetime,
    by: User,
    seen: int,
    mentor: Mentor | None = None,
    why: str = "",
) -> Booking:
    """Move the session to another time, or to another mentor: the same row, one sequence on.

    `seen` is the sequence its reader saw; the same move sent twice is once. Only the Institute
    moves it to another mentor. Raises TimeTaken, RuleBroken when somebody else has moved it
    meanwhile, or it is too late.
    """
    to = mentor or booking.mentor
    lock_diaries(mentors=[booking.mentor_id, to.pk], students=[booking.student_id])
    end_overdue(mentor=to, student=booking.student)
    booking = locked(booking)
    start = start.astimezone(dt.UTC)
    if booking.sequence == seen + 1 and booking.starts_at == start and booking.mentor_id == to.pk:
        return booking
    _refuse_stale(booking, seen)
    is_late = _refuse_second_late_move(booking, by)
    _refuse_no_change(booking, to, start, by)
    was, before = booking.starts_at, booking.mentor
    booking.sequence += 1
    if booking.expires_at:
        booking.expires_at = min(booking.expires_at, start)
    place(booking, mentor=to, offer=booking.offer, start=start)
    booking.attendances.all().delete()  # who stood at the door, or was late, was so for that hour
    note(booking, "move", by=by, why=why, is_late=is_late)
    mail.cancel_about(booking, before_sequence=booking.sequence, reason="The session has moved.")
    mail.queue_all(emails.moved(booking, was=was, before=before, by=by))
    offer_freed(mentor=before)
    return booking


@again_after_deadlock
@transaction.atomic
def cancel(*, booking: Booking, by: User, why: str = "") -> Booking:
    """Call the session off. Cancelling twice is once.

    Within the free time, or by the mentor or the Institute, the session goes back to the student;
    a late cancellation by the student counts as used.
    """
    booking = with_diaries(booking)
    if booking.is_cancelled:
        return booking
    _refuse_begun(booking)
    act = act_of(booking, by)
    booking.is_late = is_late(booking, by)
    was = booking.status
    booking.move(act)
    booking.sequence += 1
    booking.cancel_reason = why.strip()[:300]
    booking.save(update_fields=["sequence"])
    if booking.is_late:
        # Used before it is ended, so that ending gives nothing back.
        _use_up(booking, act, by)
    else:
        end(booking, act, by=by, why=booking.cancel_reason)
    mail.queue_all(emails.cancelled(booking, by=by, was=was))
    offer_freed(mentor=booking.mentor)
    return booking


def act_of(booking: Booking, by: User) -> str:
    """Which of the three cancels: the student, the mentor, or the Institute."""
    if by.pk == booking.student_id:
        return "cancel_by_student"
    return "cancel_by_mentor" if by.pk == booking.mentor.user_id else "cancel_by_staff"


def is_late(booking: Booking, by: User) -> bool:
    """Whether the student is past the free time. Who was moved by somebody else is never late."""
    if by.pk != booking.student_id or booking.status == BookingStatus.REQUESTED:
        return False
    if timezone.now() <= booking.free_until:
        return False
    last = booking.revisions.filter(act="move").order_by("-number").first()
    return last is None or last.by_id == booking.student_id


def has_late_move(student: User) -> bool:
    """Whether the student's late move of this quarter is still to be used."""
    since = timezone.now() - A_QUARTER
    late = BookingRevision.objects.filter(act="move", is_late=True, at__gte=since)
    return late.filter(booking__student=student).count() < LATE_MOVES


def _use_up(booking: Booking, act: str, by: User) -> None:
    booking.save(update_fields=["status", "cancel_reason", "is_late"])
    crediting.consume(use=use_of(booking), why="Cancelled after the free time.")
    note(booking, act, by=by, why=booking.cancel_reason, is_late=True)
    mail.cancel_about(booking, reason=f"The session is {booking.status_words}.")


def _refuse_stale(booking: Booking, seen: int) -> None:
    if booking.status not in (BookingStatus.CONFIRMED, BookingStatus.REQUESTED):
        raise RuleBroken(f"This session is {booking.status_words}.", instead="Book another one.")
    if booking.sequence != seen:
        raise RuleBroken("This session has been moved meanwhile.", instead="Look at it again.")
    _refuse_begun(booking)


def _refuse_no_change(booking: Booking, to: Mentor, start: dt.datetime, by: User) -> None:
    if to.pk != booking.mentor_id and not by.has_role(*STAFF):
        raise RuleBroken(
            "Only the Institute moves a session to another mentor.",
            instead="Cancel it, and book the other mentor.",
        )
    if to.pk == booking.mentor_id and start == booking.starts_at:
        raise RuleBroken("It is at that time already.", instead="Choose another one.")


def _refuse_begun(booking: Booking) -> None:
    if booking.starts_at <= timezone.now() and booking.status in (
        BookingStatus.CONFIRMED,
        BookingStatus.REQUESTED,
    ):
        raise RuleBroken("This session has begun.", instead="Say below who was there, or call us.")


def _refuse_second_late_move(booking: Booking, by: User) -> bool:
    """Whether this move is late; the student has one late move a quarter."""
    if not is_late(booking, by) or by.has_role(*STAFF):
        return False
    if not has_late_move(booking.student):
        raise RuleBroken(
            "It is too late to move this session, and you have used this quarter's late move.",
            instead="Cancel it and it counts as used, or call us.",
        )
    return True
