"""What we write about mentoring."""

from mentorship.emails.bookings import accepted, booked, cancelled, declined, moved, unanswered
from mentorship.emails.cvs import (
    cv_assigned,
    cv_overdue,
    cv_received,
    cv_returned,
    cv_revised,
)
from mentorship.emails.requests import request_received
from mentorship.emails.sessions import ended, running_late

__all__ = [
    "accepted",
    "booked",
    "cancelled",
    "cv_assigned",
    "cv_overdue",
    "cv_received",
    "cv_returned",
    "cv_revised",
    "declined",
    "ended",
    "moved",
    "request_received",
    "running_late",
    "unanswered",
]
