"""Seats: one conditional UPDATE takes one, and a CHECK stands behind it."""

from typing import TypeVar

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from courses.models import Cohort, CohortState, Enrolment, WaitlistEntry, WaitlistStatus
from institute import visitor_pages
from institute.accounts.models import User
from institute.moves import locked

R = TypeVar("R", Enrolment, WaitlistEntry)


def locked_with_cohort(record: R) -> R:
    """A place or an entry under lock, and before it its cohort.

    Whatever moves a seat locks in this order, so no two acts wait for each other.
    """
    cohort = locked(record.cohort)
    record = locked(record)
    record.cohort = cohort
    return record


def take_seat(cohort: Cohort, *, student: User | None = None) -> bool:
    """Take one seat if there is one; the cohort's row stays locked until the transaction ends.

    Nobody walks past the people who wait, or takes a second seat beside the one offered to them;
    only the offer itself is for no student.
    """
    free = Cohort.objects.filter(pk=cohort.pk, status=CohortState.OPEN, taken__lt=F("capacity"))
    if student:
        first = Q(status=WaitlistStatus.WAITING)
        offered = Q(status=WaitlistStatus.OFFERED, student=student)
        before = WaitlistEntry.objects.filter(first | offered, cohort=OuterRef("pk"))
        free = free.filter(~Exists(before))
    taken = free.update(taken=F("taken") + 1)
    if taken:
        visitor_pages.changed()
    return bool(taken)


def give_back_seat(cohort: Cohort) -> None:
    """Return one seat. The database refuses to go below none."""
    Cohort.objects.filter(pk=cohort.pk).update(taken=F("taken") - 1)
    visitor_pages.changed()


def why_closed(cohort: Cohort) -> str:
    """Why a cohort takes no enrolments, in a sentence."""
    if cohort.status == CohortState.CANCELLED:
        return "This cohort was cancelled."
    if cohort.status in {CohortState.RUNNING, CohortState.COMPLETED}:
        return "This cohort has already started."
    if cohort.enrol_opens_at > timezone.now():
        return "Enrolment for this cohort has not opened yet."
    return "Enrolment for this cohort has closed."
