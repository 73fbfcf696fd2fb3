"""Calendar files of sessions: the invitation that travels with a letter, and the person's feed.

The library behind them is read when the first file is made, not by every web worker.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from institute.accounts.models import User
from mentorship.models import Booking, BookingRevision

if TYPE_CHECKING:
    from icalendar import Event


def invitation(booking: Booking, method: str) -> bytes:
    """See `mentorship.calendars.invitations.invitation`."""
    from mentorship.calendars import invitations

    return invitations.invitation(booking, method)


def dates(bookings: Sequence[Booking]) -> bytes:
    """See `mentorship.calendars.invitations.dates`."""
    from mentorship.calendars import invitations

    return invitations.dates(bookings)


def taken_back(revision: BookingRevision, before: BookingRevision) -> bytes:
    """See `mentorship.calendars.invitations.taken_back`."""
    from mentorship.calendars import invitations

    return invitations.taken_back(revision, before)


def entries(user: User) -> "Iterator[Event]":
    """See `mentorship.calendars.feeds.entries`."""
    from mentorship.calendars import feeds

    return feeds.entries(user)
