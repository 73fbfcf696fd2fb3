"""Every email of courses: one typed function each, taking the record."""

from courses.emails.dates import cohort_message, dates_changed, starts_in_a_week, starts_tomorrow
from courses.emails.debriefs import debrief_commented
from courses.emails.lessons import lessons_finished
from courses.emails.line import line_closed, offer_expired, place_offered, waitlisted
from courses.emails.places import (
    HOLD_REMINDER,
    hold_ending,
    hold_released,
    place_cancelled,
    place_confirmed,
    place_deferred,
    place_reserved,
    place_transferred,
)
from courses.emails.teams import (
    lead_taken,
    seat_freed,
    team_invitation,
    team_run_finished,
    vote_missing,
)

__all__ = [
    "HOLD_REMINDER",
    "cohort_message",
    "dates_changed",
    "debrief_commented",
    "hold_ending",
    "hold_released",
    "lead_taken",
    "lessons_finished",
    "line_closed",
    "offer_expired",
    "place_cancelled",
    "place_confirmed",
    "place_deferred",
    "place_offered",
    "place_reserved",
    "place_transferred",
    "seat_freed",
    "starts_in_a_week",
    "starts_tomorrow",
    "team_invitation",
    "team_run_finished",
    "vote_missing",
    "waitlisted",
]
