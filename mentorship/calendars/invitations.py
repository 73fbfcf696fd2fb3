"""The invitation in a letter (RFC 6047): one entry, with the student and the mentor in it."""

from collections.abc import Sequence

from icalendar import Event

from institute.accounts.models import User
from institute.calendars import lines
from mentorship.calendars.sessions import entry
from mentorship.models import Booking, BookingRevision

CANCEL = "CANCEL"


def invitation(booking: Booking, method: str) -> bytes:
    """The session's file. `method` is REQUEST, or CANCEL to take it out again.

    Student and mentor get the same entry; a later one replaces the one before it.
    """
    made = entry(booking, booking.sequence, (booking.starts_at, booking.ends_at))
    return _file(made, method, [booking.student, booking.mentor.user])


def dates(bookings: Sequence[Booking]) -> bytes:
    """Many sessions in one file, for the reader to add. An invitation holds one UID, this many."""
    whole = lines.calendar("PUBLISH")
    for booking in bookings:
        made = entry(booking, booking.sequence, (booking.starts_at, booking.ends_at))
        made.add("organizer", lines.institute())
        made.add("status", "CONFIRMED")
        whole.add_component(made)
    return bytes(whole.to_ical())


def taken_back(revision: BookingRevision, before: BookingRevision) -> bytes:
    """Takes the session off the calendar of the mentor who had it before another one took over.

    It speaks of the time they knew, with the sequence of the change.
    """
    known = before.during.lower, before.during.upper
    made = entry(revision.booking, revision.sequence, known)
    return _file(made, CANCEL, [before.mentor.user])


def _file(made: Event, method: str, people: list[User]) -> bytes:
    made.add("organizer", lines.institute())
    for person in people:
        made.add("attendee", lines.attendee(person.name, person.email))
    made.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    whole = lines.calendar(method)
    whole.add_component(made)
    return bytes(whole.to_ical())
