"""Letters around a session itself: somebody is late, how it ended."""

import datetime as dt
from dataclasses import replace

from django.utils import timezone

from institute.accounts.models import User
from institute.mail.letters import Letter, MailClass, Topic, letter
from mentorship.attendance import Ending
from mentorship.emails.nearby import three_nearest
from mentorship.emails.writing import TAKES_PART, StillSo, When, both, write
from mentorship.models import Booking, BookingStatus, Party, SessionFeedback
from mentorship.wording import given_back, used_up

AFTER = dt.timedelta(hours=1)
TWO_WEEKS = dt.timedelta(days=14)
ROOM = 100  # for the minutes, below the session's own sequence
MISSED = (BookingStatus.NO_SHOW_STUDENT, BookingStatus.NO_SHOW_MENTOR)


def running_late(booking: Booking, *, party: Party, minutes: int) -> list[Letter]:
    """To the other side, at once."""
    student, mentor = both(booking)
    reader = mentor if party == Party.STUDENT else student
    return [session_starts_late(booking, reader, minutes=minutes)]


def ended(booking: Booking, *, outcome: Ending) -> list[Letter]:
    """Asks for feedback, gives a session back, or says that staff look into it."""
    if outcome == Ending.COMPLETE:
        return [session_feedback(booking)]
    if outcome == Ending.DISPUTE:
        return [session_looked_into(booking, one) for one in both(booking)]
    return [session_missed(booking, one, outcome=outcome) for one in both(booking)]


def _still_late(booking: Booking, sequence: int) -> str | None:
    return StillSo(BookingStatus.CONFIRMED)(booking, sequence // ROOM)


@letter(MailClass.TRANSACTIONAL, Topic.ENROLMENT, why=TAKES_PART, still_true=_still_late)
def session_starts_late(booking: Booking, reader: User, *, minutes: int) -> Letter:
    """The other one comes some minutes later; each number of minutes is a letter of its own."""
    written = write(booking, reader, {"minutes_late": minutes}, at=When(until=booking.ends_at))
    return replace(written, sequence=booking.sequence * ROOM + minutes)


def _still_to_ask(booking: Booking, sequence: int) -> str | None:
    if SessionFeedback.objects.filter(booking=booking).exists():
        return "They have said how it was."
    return StillSo(BookingStatus.COMPLETED)(booking, sequence)


@letter(MailClass.TRANSACTIONAL, Topic.ENROLMENT, why=TAKES_PART, still_true=_still_to_ask)
def session_feedback(booking: Booking) -> Letter:
    """An hour after: did it help?"""
    asked = max(timezone.now(), booking.ends_at + AFTER)
    return write(booking, booking.student, at=When(after=asked, until=asked + TWO_WEEKS))


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=TAKES_PART,
    still_true=StillSo(*MISSED),
)
def session_missed(booking: Booking, reader: User, *, outcome: Ending) -> Letter:
    """Somebody did not come: what becomes of the session, and how to say that it was not so."""
    by_mentor = outcome == Ending.MISS_MENTOR
    missed: dict[str, object] = {"by_mentor": by_mentor, "credit": "", "nearest": []}
    if reader.pk == booking.student_id and by_mentor:
        missed |= {"credit": given_back(booking), "nearest": three_nearest(booking, reader)}
    elif reader.pk == booking.student_id:
        missed["credit"] = used_up(booking, "it was kept for you and you did not come")
    return write(booking, reader, missed, at=_two_weeks())


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=TAKES_PART,
    still_true=StillSo(BookingStatus.DISPUTED),
)
def session_looked_into(booking: Booking, reader: User) -> Letter:
    """The two do not agree on who came: a person at the Institute decides."""
    return write(booking, reader, at=_two_weeks())


def _two_weeks() -> When:
    return When(until=timezone.now() + TWO_WEEKS)
