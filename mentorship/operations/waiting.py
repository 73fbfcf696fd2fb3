"""The waiting list: a freed time is held for one student, then for the next."""

from mentorship.models import Mentor


def offer_freed(*, mentor: Mentor) -> None:
    """Time of this mentor has become free: hold it for whoever is first in line."""
