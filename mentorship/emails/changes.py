"""Letters about a session that moved, went to another mentor, or was called off."""

import datetime as dt

from courses.wording import when
from institute.accounts.models import User
from institute.mail.letters import Letter, MailClass, Topic, letter
from mentorship.emails.bookings import session_asked_for, session_confirmed
from mentorship.emails.reminders import reminders
from mentorship.emails.writing import (
    MENTORS,
    TAKES_PART,
    StillSo,
    When,
    before_of,
    cancel_for_mentor,
    cancel_for_student,
    cancel_for_the_one_before,
    request,
    write,
)
from mentorship.models import (
    AGREED,
    CANCELLED,
    Booking,
    BookingRevision,
    BookingStatus,
    Mentor,
)
from mentorship.wording import after_cancelling, doer, moment, session_facts


def moved(booking: Booking, *, was: dt.datetime, before: Mentor, by: User) -> list[Letter]:
    """Another time, or another mentor; the one before gets the calendar's CANCEL."""
    sure = booking.status == BookingStatus.CONFIRMED
    letters = [session_moved(booking, booking.student, was=was, before=before, by=by)]
    if before.pk == booking.mentor_id:
        letters.append(session_moved(booking, before.user, was=was, before=before, by=by))
    else:
        new = booking.mentor.user
        letters.append(session_confirmed(booking, new) if sure else session_asked_for(booking))
        letters.append(session_handed_on(_last_move(booking), by=by))
    return [*letters, *(reminders(booking) if sure else ())]


def cancelled(booking: Booking, *, by: User, was: str) -> list[Letter]:
    """Called off, with the calendar's CANCEL if it was ever sent."""
    was_sure = was == BookingStatus.CONFIRMED
    return [
        session_cancelled(booking, by=by, was_sure=was_sure),
        session_called_off(booking, by=by, was_sure=was_sure),
    ]


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=TAKES_PART,
    still_true=StillSo(*AGREED),
    attach=request,
)
def session_moved(
    booking: Booking, reader: User, *, was: dt.datetime, before: Mentor, by: User
) -> Letter:
    """From when to when, with whom, and who moved it."""
    waits = booking.expires_at
    known: dict[str, object] = {
        "by": doer(by, booking, reader),
        "was": when(was, reader.zone),
        "mentor_before": before.user.name if before.pk != booking.mentor_id else "",
        "answer_by": moment(waits, reader) if waits else "",
        "reason": _last_move(booking).why,
    }
    return write(booking, reader, known, at=When(until=booking.starts_at))


def _theirs_no_more(revision: BookingRevision, _: int) -> str | None:
    """Asked again before it leaves: the session may have come back to them meanwhile."""
    if revision.booking.mentor_id == before_of(revision).mentor_id:
        return "The session is theirs again; a newer letter says so."
    return None


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=MENTORS,
    still_true=_theirs_no_more,
    attach=cancel_for_the_one_before,
)
def session_handed_on(revision: BookingRevision, *, by: User) -> Letter:
    """The mentor before hears that another one has the session.

    It is about the revision: a later move of the session must not stop it.
    """
    booking, before = revision.booking, before_of(revision)
    mentor, start = before.mentor.user, before.during.lower
    known = session_facts(booking, mentor, at=start)
    return Letter(
        to=mentor.email,
        person=mentor,
        about=revision,
        sequence=revision.sequence,
        context=known | {"by": doer(by, booking, mentor), "reason": revision.why},
        not_after=before.during.upper,
    )


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=TAKES_PART,
    still_true=StillSo(*CANCELLED),
    attach=cancel_for_student,
)
def session_cancelled(booking: Booking, *, by: User, was_sure: bool) -> Letter:
    """Who called it off and why, and what becomes of the session they had to use."""
    known = _called_off(booking, booking.student, by=by, was_sure=was_sure)
    known["credit"] = after_cancelling(booking)
    return write(booking, booking.student, known, at=When(until=booking.ends_at))


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=TAKES_PART,
    still_true=StillSo(*CANCELLED),
    attach=cancel_for_mentor,
)
def session_called_off(booking: Booking, *, by: User, was_sure: bool) -> Letter:
    """The mentor hears who called it off, and why."""
    mentor = booking.mentor.user
    known = _called_off(booking, mentor, by=by, was_sure=was_sure)
    return write(booking, mentor, known, at=When(until=booking.ends_at))


def _called_off(booking: Booking, reader: User, *, by: User, was_sure: bool) -> dict[str, object]:
    return {
        "by": doer(by, booking, reader),
        "reason": booking.cancel_reason,
        "was_sure": was_sure,
    }


def _last_move(booking: Booking) -> BookingRevision:
    moves = booking.revisions.filter(act="move", sequence=booking.sequence)
    return moves.order_by("-number")[0]
