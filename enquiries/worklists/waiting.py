"""How much waits, for the numbers in the staff rail.

The pages of the pipeline count; while somebody works there they ask again every few seconds.
Every other page reads the last number and costs the database nothing; an old one is not shown.
"""

from django.core.cache import cache

from enquiries.models import Call, Enquiry

CALLS, OPEN_ONES = "waiting:calls", "waiting:enquiries"
TEN_MINUTES = 600


def count_again() -> None:
    """Count what waits now; two queries."""
    numbers = {
        CALLS: Call.objects.not_returned().count(),
        OPEN_ONES: Enquiry.objects.live().count(),
    }
    cache.set_many(numbers, TEN_MINUTES)


def calls_to_return() -> int:
    """Missed calls nobody has returned; 0 when nobody has counted lately."""
    return int(cache.get(CALLS) or 0)


def open_enquiries() -> int:
    """Enquiries somebody owes a next step; 0 when nobody has counted lately."""
    return int(cache.get(OPEN_ONES) or 0)
