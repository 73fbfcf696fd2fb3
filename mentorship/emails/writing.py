"""What the letters about sessions share: to whom, still true or not, with which files."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from institute.accounts.models import User
from institute.mail.letters import Attachment, Letter
from institute.mail.models import OutboundMessage
from mentorship import calendars
from mentorship.models import Booking, BookingRevision, BookingStatus
from mentorship.wording import Facts, session_facts

TAKES_PART = "You get this because you take part in a session booked with TPM Institute."
ASKED = "You get this because you asked a mentor of TPM Institute for a session."
MENTORS = "You get this because you are a mentor at TPM Institute."
# The letters that put a session on a calendar.
INVITING = (
    "mentorship.session_confirmed",
    "mentorship.session_accepted",
    "mentorship.session_moved",
)


class StillSo:
    """True while the session has one of the statuses and nobody has moved it since."""

    def __init__(self, *statuses: BookingStatus) -> None:
        self.statuses = statuses

    def __call__(self, booking: Booking, sequence: int) -> str | None:
        if booking.status not in self.statuses:
            return f"The session is {booking.status_words} now."
        if booking.sequence != sequence:
            return "The session has moved since; a newer letter says so."
        return None


@dataclass(frozen=True)
class When:
    """Between which moments a letter leaves; without a first one it leaves at once."""

    after: dt.datetime | None = None
    until: dt.datetime | None = None

    @property
    def read_at(self) -> dt.datetime:
        """About when its reader reads it."""
        return self.after or timezone.now()


def write(booking: Booking, reader: User, more: Facts | None = None, *, at: When) -> Letter:
    """A letter about a session to one of its two people, on their clock."""
    facts = session_facts(booking, reader, now=at.read_at)
    return Letter(
        to=reader.email,
        person=reader,
        about=booking,
        sequence=booking.sequence,
        context=facts | (more or {}),
        send_after=at.after,
        not_after=at.until,
    )


def both(booking: Booking) -> tuple[User, User]:
    """The student and the mentor."""
    return booking.student, booking.mentor.user


def request(booking: Booking) -> list[Attachment]:
    """The calendar file that puts a sure session on the calendar, or moves it there."""
    if booking.status != BookingStatus.CONFIRMED:
        return []
    return [_file(calendars.invitation(booking, "REQUEST"), "REQUEST")]


def cancel_for_student(booking: Booking) -> list[Attachment]:
    """The file that takes the session off the student's calendar, if it was ever on it."""
    return _cancel(booking, booking.student)


def cancel_for_mentor(booking: Booking) -> list[Attachment]:
    """The file that takes the session off the mentor's calendar, if it was ever on it."""
    return _cancel(booking, booking.mentor.user)


def cancel_for_the_one_before(revision: BookingRevision) -> list[Attachment]:
    """The file that takes it off the calendar of the mentor it was taken from."""
    before = before_of(revision)
    if not was_invited(revision.booking, before.mentor.user):
        return []
    return [_file(calendars.taken_back(revision, before), "CANCEL")]


def before_of(revision: BookingRevision) -> BookingRevision:
    """How the booking stood before an act."""
    earlier = revision.booking.revisions.filter(number__lt=revision.number)
    return earlier.select_related("mentor__user").order_by("-number")[0]


def was_invited(booking: Booking, person: User) -> bool:
    """Whether a mail server has, or may have, an invitation for this person."""
    letters = OutboundMessage.objects.about(booking).filter(kind__in=INVITING)
    if booking.series:
        letters |= OutboundMessage.objects.about(booking.series)
    handed = Q(handed_at__isnull=False) | Q(doubts__gt=0)
    return letters.filter(handed, person=person).exists()


def _cancel(booking: Booking, person: User) -> list[Attachment]:
    if not was_invited(booking, person):
        return []
    return [_file(calendars.invitation(booking, "CANCEL"), "CANCEL")]


def _file(content: bytes, method: str) -> Attachment:
    return Attachment("session.ics", content, "text/calendar", method)
