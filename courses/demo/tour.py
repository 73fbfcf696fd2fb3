"""What the student of the tour meets: a running course, an unpaid place, an offered seat."""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from courses.demo.dates import Planted
from courses.demo.going_on import OWN_TIME, TAUGHT
from courses.demo.people import STUDENT_OF_THE_TOUR, accounts
from courses.demo.places import pay
from courses.models import Cohort, CohortState, Status, WaitlistEntry
from courses.operations import enrolling, waiting
from institute.accounts.models import User

RESERVED, OFFERED = "interview-preparation", "risk-and-escalation"


def _student() -> User:
    return User.objects.get(email=STUDENT_OF_THE_TOUR)


def take_running_place(planted: Sequence[Planted]) -> None:
    """A paid place in the core program that is under way. Call before enrolment closes."""
    begun = min(_of(planted, TAUGHT), key=lambda cohort: cohort.starts_at, default=None)
    if begun:
        place = enrolling.reserve_place(student=_student(), cohort=begun)
        pay(place, accounts()["owen-macleod"])


def take_own_time(planted: Sequence[Planted]) -> None:
    """A free place in the newest start of a course taken in one's own time that has begun."""
    monday = timezone.now() + dt.timedelta(days=1)
    begun = [one for one in _of(planted, OWN_TIME) if one.starts_at <= monday]
    if begun:
        newest = max(begun, key=lambda cohort: cohort.starts_at)
        enrolling.reserve_place(student=_student(), cohort=newest)


def stand_first_in_line(planted: Sequence[Planted]) -> None:
    """The first place in line for a cohort that is full. Call when the others stand there."""
    for cohort in _of(planted, OFFERED):
        if WaitlistEntry.objects.waiting().filter(cohort=cohort).exists():
            entry = waiting.join_waitlist(student=_student(), cohort=cohort)
            entry.joined_at -= dt.timedelta(days=2)
            entry.save(update_fields=["joined_at"])


def reserve_and_be_offered(planted: Sequence[Planted]) -> None:
    """An unpaid place with its invoice, and a seat freed by somebody else; both write letters."""
    upcoming = [c for c in _of(planted, RESERVED) if c.status == CohortState.OPEN and not c.is_full]
    if upcoming:
        last = max(upcoming[:2], key=lambda cohort: cohort.starts_at)
        enrolling.reserve_place(student=_student(), cohort=last)
    for cohort in _of(planted, OFFERED):
        first = WaitlistEntry.objects.waiting().filter(cohort=cohort).first()
        if first and first.student.email == STUDENT_OF_THE_TOUR:
            leaving = cohort.enrolments.filter(status=Status.CONFIRMED).latest("pk")
            enrolling.cancel_place(
                enrolment=leaving, by=leaving.student, reason="A new job starts that week."
            )


def _of(planted: Sequence[Planted], slug: str) -> list[Cohort]:
    keys = [one.cohort.pk for one in planted if one.slug == slug]
    return list(Cohort.objects.filter(pk__in=keys).with_course())
