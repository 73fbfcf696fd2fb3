"""The sessions in a person's own calendar feed, as student and as mentor."""

from collections.abc import Iterator

from django.db.models import Q
from icalendar import Event

from institute.accounts.models import User
from mentorship.calendars.sessions import entry
from mentorship.models import Booking, BookingStatus

# What is asked for, what is sure, and what took place; a hold is on nobody's calendar.
SHOWN = (
    BookingStatus.REQUESTED,
    BookingStatus.CONFIRMED,
    BookingStatus.COMPLETED,
    BookingStatus.DISPUTED,
)


def entries(user: User) -> Iterator[Event]:
    """Each session this person takes part in; one that waits for the mentor is tentative."""
    mine = Booking.objects.filter(Q(student=user) | Q(mentor__user=user), status__in=SHOWN)
    for booking in mine.with_people():
        made = entry(booking, booking.sequence, (booking.starts_at, booking.ends_at))
        asked = booking.status == BookingStatus.REQUESTED
        made.add("status", "TENTATIVE" if asked else "CONFIRMED")
        yield made
