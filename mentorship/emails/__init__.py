"""What we write about mentoring."""

from mentorship.emails.bookings import accepted, booked, cancelled, declined, moved, unanswered
from mentorship.emails.requests import request_received
from mentorship.emails.sessions import ended, running_late

__all__ = [
    "accepted",
    "booked",
    "cancelled",
    "declined",
    "ended",
    "moved",
    "request_received",
    "running_late",
    "unanswered",
]
