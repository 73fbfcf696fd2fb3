"""Calendar files: the invitation that travels with a letter, and a person's own feed."""

from courses.calendars.feeds import feed
from courses.calendars.invitations import invitation, was_in_a_calendar

__all__ = ["feed", "invitation", "was_in_a_calendar"]
