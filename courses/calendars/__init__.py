"""Calendar files: the invitation that travels with a letter, and a person's own feed.

The library behind them is read when the first file is made, not by every web worker.
"""

from courses.models import Enrolment
from institute.accounts.models import User


def invitation(enrolment: Enrolment, method: str) -> bytes:
    """See `courses.calendars.invitations.invitation`."""
    from courses.calendars import invitations

    return invitations.invitation(enrolment, method)


def was_in_a_calendar(enrolment: Enrolment) -> bool:
    """See `courses.calendars.invitations.was_in_a_calendar`."""
    from courses.calendars import invitations

    return invitations.was_in_a_calendar(enrolment)


def feed(user: User) -> bytes:
    """See `courses.calendars.feeds.feed`."""
    from courses.calendars import feeds

    return feeds.feed(user)
