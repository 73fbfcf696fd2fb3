"""What we write about mentoring."""

from mentorship.emails.bookings import accepted, booked, declined, unanswered
from mentorship.emails.changes import cancelled, moved
from mentorship.emails.cvs import (
    cv_assigned,
    cv_overdue,
    cv_received,
    cv_returned,
    cv_revised,
)
from mentorship.emails.managing import clocks_disagree
from mentorship.emails.requests import request_received
from mentorship.emails.series import series_booked
from mentorship.emails.sessions import decided, ended, running_late
from mentorship.emails.waiting import slot_offered, wait_ended

__all__ = [
    "accepted",
    "booked",
    "cancelled",
    "clocks_disagree",
    "cv_assigned",
    "cv_overdue",
    "cv_received",
    "cv_returned",
    "cv_revised",
    "decided",
    "declined",
    "ended",
    "moved",
    "request_received",
    "running_late",
    "series_booked",
    "slot_offered",
    "unanswered",
    "wait_ended",
]
