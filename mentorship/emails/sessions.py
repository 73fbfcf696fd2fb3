"""Letters around a session itself: somebody is late, how it ended."""

import datetime as dt
from dataclasses import replace

from django.utils import timezone

from institute.accounts.models import User
from institute.mail.letters import Letter, MailClass, Topic, letter
from mentorship.attendance import Ending
from mentorship.emails.nearby import three_nearest
from mentorship.emails.writing import TAKES_PART, StillSo, When, both, write
from mentorship.models import MISSED, Booking, BookingStatus, Party, SessionFeedback
from mentorship.wording import Facts, given_back, page, used_up

AFTER = dt.timedelta(hours=1)
TWO_WEEKS = dt.timedelta(days=14)
ROOM = 100  # for the minutes, below the session's own sequence


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


def decided(booking: Booking, *, outcome: Ending, why: str) -> list[Letter]:
    """A person looked into it: how it ended, and why, in the same words to both."""
    return [session_decided(booking, one, outcome=outcome, why=why) for one in both(booking)]


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
    return StillSo(BookingStatus.CONFIRMED, BookingStatus.COMPLETED)(booking, sequence)


@letter(MailClass.TRANSACTIONAL, Topic.ENROLMENT, why=TAKES_PART, still_true=_still_to_ask)
def session_feedback(booking: Booking) -> Letter:
    """An hour after: did it help? Queued when it is booked, so that it comes whoever forgets."""
    asked = max(timezone.now(), booking.ends_at + AFTER)
    form: Facts = {"url": f"{page(booking)}#session-feedback"}
    return write(booking, booking.student, form, at=When(after=asked, until=asked + TWO_WEEKS))


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=TAKES_PART,
    still_true=StillSo(*MISSED),
)
def session_missed(booking: Booking, reader: User, *, outcome: Ending) -> Letter:
    """Somebody did not come: what becomes of the session, and how to say that it was not so."""
    return write(booking, reader, _after(booking, reader, outcome), at=_two_weeks())


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=TAKES_PART,
    still_true=StillSo(BookingStatus.COMPLETED, *MISSED),
)
def session_decided(booking: Booking, reader: User, *, outcome: Ending, why: str) -> Letter:
    """What a person at the Institute decided about a session the two remember differently."""
    known = {"met": outcome == Ending.COMPLETE, "reason": why}
    return write(booking, reader, known | _after(booking, reader, outcome), at=_two_weeks())


def _after(booking: Booking, reader: User, outcome: Ending) -> Facts:
    """Who missed it, and for the student what became of their session and what comes next."""
    by_mentor = outcome == Ending.MISS_MENTOR
    known: Facts = {"by_mentor": by_mentor, "credit": "", "nearest": []}
    if reader.pk != booking.student_id:
        return known
    if by_mentor:
        return known | {
            "credit": given_back(booking),
            "nearest": three_nearest(booking, reader),
        }
    missed = outcome == Ending.MISS_STUDENT
    why = "it was kept for you and you did not come" if missed else "you met"
    return known | {"credit": used_up(booking, why)}


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
