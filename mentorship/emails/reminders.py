"""A day before, an hour before, and after it the question whether it helped; once each.

Rows in the outbox that wait for their time.
"""

import datetime as dt

from django.utils import timezone

from institute.accounts.models import User
from institute.mail.letters import Letter, MailClass, Topic, letter
from mentorship.emails.sessions import session_feedback
from mentorship.emails.writing import TAKES_PART, StillSo, When, both, write
from mentorship.models import Booking, BookingStatus

DAY, HOUR = dt.timedelta(hours=24), dt.timedelta(hours=1)
DAY_ENDS, HOUR_ENDS = dt.timedelta(hours=2), dt.timedelta(minutes=5)


def reminders(booking: Booking) -> list[Letter]:
    """Those whose time is still to come: who books later than that needs no reminder."""
    now, start = timezone.now(), booking.starts_at
    letters: list[Letter] = []
    for one in both(booking):
        if start - DAY > now:
            letters.append(session_in_a_day(booking, one))
        if start - HOUR > now:
            letters.append(session_in_an_hour(booking, one))
    return [*letters, session_feedback(booking)]


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=TAKES_PART,
    still_true=StillSo(BookingStatus.CONFIRMED),
)
def session_in_a_day(booking: Booking, reader: User) -> Letter:
    """24 hours before, on both clocks."""
    start = booking.starts_at
    return write(booking, reader, at=When(after=start - DAY, until=start - DAY_ENDS))


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=TAKES_PART,
    still_true=StillSo(BookingStatus.CONFIRMED),
)
def session_in_an_hour(booking: Booking, reader: User) -> Letter:
    """An hour before, with the way in."""
    start = booking.starts_at
    return write(booking, reader, at=When(after=start - HOUR, until=start - HOUR_ENDS))
