"""Letters about sessions: to the student and to the mentor, each on their own clock."""

import datetime as dt

from institute.accounts.models import User
from institute.mail.letters import Letter
from mentorship.models import Booking, Mentor


def booked(booking: Booking) -> list[Letter]:
    """Sure at once, or asked for: says which. With the reminders when it is sure."""
    return []


def accepted(booking: Booking) -> list[Letter]:
    """The mentor said yes."""
    return []


def declined(booking: Booking) -> list[Letter]:
    """The mentor said no."""
    return []


def unanswered(booking: Booking) -> list[Letter]:
    """Nobody answered within 48 hours."""
    return []


def moved(booking: Booking, *, was: dt.datetime, before: Mentor, by: User) -> list[Letter]:
    """Another time, or another mentor; the one before gets the calendar's CANCEL."""
    return []


def cancelled(booking: Booking, *, by: User, was: str) -> list[Letter]:
    """Called off, with the calendar's CANCEL if it was ever sure."""
    return []
