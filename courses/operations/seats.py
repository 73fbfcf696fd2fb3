"""Seats: one conditional UPDATE takes one, and a CHECK stands behind it."""

from django.db.models import Exists, F, OuterRef

from courses.models import Cohort, WaitlistEntry
from institute import visitor_pages


def take_seat(cohort: Cohort, *, past_the_line: bool = False) -> bool:
    """Take one seat if there is one; the cohort's row stays locked until the transaction ends.

    Nobody walks past the people who wait, except the offer made to the first of them.
    """
    free = Cohort.objects.filter(pk=cohort.pk, taken__lt=F("capacity"))
    if not past_the_line:
        waiting = WaitlistEntry.objects.waiting().filter(cohort=OuterRef("pk"))
        free = free.filter(~Exists(waiting))
    taken = free.update(taken=F("taken") + 1)
    visitor_pages.changed()
    return bool(taken)


def give_back_seat(cohort: Cohort) -> None:
    """Return one seat. The database refuses to go below none."""
    Cohort.objects.filter(pk=cohort.pk).update(taken=F("taken") - 1)
    visitor_pages.changed()
