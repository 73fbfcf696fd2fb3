"""What we write about mentoring."""

from mentorship.emails.bookings import accepted, booked, cancelled, declined, moved, unanswered
from mentorship.emails.requests import request_received

__all__ = [
    "accepted",
    "booked",
    "cancelled",
    "declined",
    "moved",
    "request_received",
    "unanswered",
]
