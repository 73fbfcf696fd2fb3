"""Who may do what in mentorship."""

from mentorship.permissions.cvs import (
    can_close_review,
    can_read_cv,
    can_write_review,
    reviewer_of,
)
from mentorship.permissions.scores import can_judge, can_read_scores

__all__ = [
    "can_close_review",
    "can_judge",
    "can_read_cv",
    "can_read_scores",
    "can_write_review",
    "reviewer_of",
]
