"""Who may do what in mentorship."""

from mentorship.permissions.cvs import (
    can_hand_back,
    can_read_cv,
    can_write_review,
    reviewer_of,
)
from mentorship.permissions.scores import can_judge, can_read_scores

__all__ = [
    "can_hand_back",
    "can_judge",
    "can_read_cv",
    "can_read_scores",
    "can_write_review",
    "reviewer_of",
]
