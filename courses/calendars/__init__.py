"""Calendar files: the invitation that travels with a letter, and the classes in a person's feed.

The library behind them is read when the first file is made, not by every web worker.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from courses.models import Enrolment
from institute.accounts.models import User

if TYPE_CHECKING:
    from icalendar import Event


def invitation(enrolment: Enrolment, method: str) -> bytes:
    """See `courses.calendars.invitations.invitation`."""
    from courses.calendars import invitations

    return invitations.invitation(enrolment, method)


def was_in_a_calendar(enrolment: Enrolment) -> bool:
    """See `courses.calendars.invitations.was_in_a_calendar`."""
    from courses.calendars import invitations

    return invitations.was_in_a_calendar(enrolment)


def entries(user: User) -> "Iterator[Event]":
    """See `courses.calendars.feeds.entries`."""
    from courses.calendars import feeds

    return feeds.entries(user)
