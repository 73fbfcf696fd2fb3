"""Letters about a session that is booked, asked for, accepted or refused."""

import datetime as dt

from django.utils import timezone

from institute.accounts.models import User
from institute.mail.letters import Letter, MailClass, Topic, letter
from mentorship.emails.nearby import three_nearest
from mentorship.emails.reminders import reminders
from mentorship.emails.writing import (
    ASKED,
    MENTORS,
    TAKES_PART,
    StillSo,
    When,
    both,
    request,
    write,
)
from mentorship.models import Booking, BookingStatus
from mentorship.wording import given_back, moment

TWO_DAYS = dt.timedelta(hours=48)


def booked(booking: Booking) -> list[Letter]:
    """Sure at once, or asked for: says which. With the reminders when it is sure.

    The dates of a series stand in one letter of its own.
    """
    if booking.series_id:
        return reminders(booking) if booking.status == BookingStatus.CONFIRMED else []
    if booking.status == BookingStatus.CONFIRMED:
        return [*(session_confirmed(booking, one) for one in both(booking)), *reminders(booking)]
    return [session_requested(booking), session_asked_for(booking)]


def accepted(booking: Booking) -> list[Letter]:
    """The mentor said yes."""
    sure = session_accepted(booking), session_confirmed(booking, booking.mentor.user)
    return [*sure, *reminders(booking)]


def declined(booking: Booking) -> list[Letter]:
    """The mentor said no."""
    return [session_declined(booking)]


def unanswered(booking: Booking) -> list[Letter]:
    """Nobody answered within 48 hours."""
    return [session_unanswered(booking), session_not_answered(booking)]


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=TAKES_PART,
    still_true=StillSo(BookingStatus.CONFIRMED),
    attach=request,
)
def session_confirmed(booking: Booking, reader: User) -> Letter:
    """It takes place; the calendar file is attached."""
    return write(booking, reader, _cutoff(booking, reader), at=When(until=booking.starts_at))


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=ASKED,
    still_true=StillSo(BookingStatus.REQUESTED),
)
def session_requested(booking: Booking) -> Letter:
    """The mentor has been asked, and answers by then."""
    student = booking.student
    return write(booking, student, _answer_by(booking, student), at=When(until=booking.expires_at))


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=MENTORS,
    still_true=StillSo(BookingStatus.REQUESTED),
)
def session_asked_for(booking: Booking) -> Letter:
    """A student asks the mentor, who says yes or no on the session's page."""
    mentor = booking.mentor.user
    return write(booking, mentor, _answer_by(booking, mentor), at=When(until=booking.expires_at))


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=ASKED,
    still_true=StillSo(BookingStatus.CONFIRMED),
    attach=request,
)
def session_accepted(booking: Booking) -> Letter:
    """The mentor said yes; the calendar file is attached."""
    student = booking.student
    return write(booking, student, _cutoff(booking, student), at=When(until=booking.starts_at))


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=ASKED,
    still_true=StillSo(BookingStatus.DECLINED),
)
def session_declined(booking: Booking) -> Letter:
    """The mentor said no; other times are near."""
    return _did_not_come_about(booking, {"reason": booking.cancel_reason})


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=ASKED,
    still_true=StillSo(BookingStatus.EXPIRED),
)
def session_unanswered(booking: Booking) -> Letter:
    """Nobody answered in time; other times are near."""
    return _did_not_come_about(booking)


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=MENTORS,
    still_true=StillSo(BookingStatus.EXPIRED),
)
def session_not_answered(booking: Booking) -> Letter:
    """The mentor hears that the request has run out, and what the student was told."""
    return write(booking, booking.mentor.user, at=_two_days())


def _did_not_come_about(booking: Booking, more: dict[str, object] | None = None) -> Letter:
    known: dict[str, object] = {
        "nearest": three_nearest(booking, booking.student),
        "given_back": given_back(booking),
    }
    return write(booking, booking.student, known | (more or {}), at=_two_days())


def _two_days() -> When:
    """News of a time that may have passed is still worth having."""
    return When(until=timezone.now() + TWO_DAYS)


def _cutoff(booking: Booking, reader: User) -> dict[str, object]:
    """Until when the student changes it freely; nothing once that has passed."""
    if booking.free_until <= timezone.now():
        return {"free_until": ""}
    return {"free_until": moment(booking.free_until, reader)}


def _answer_by(booking: Booking, reader: User) -> dict[str, object]:
    assert booking.expires_at is not None
    return {"answer_by": moment(booking.expires_at, reader)}
