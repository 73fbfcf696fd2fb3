"""What courses bring in sessions, and who waits for a time."""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from courses.models import Course
from institute.accounts.models import User
from mentorship.models import Mentor, Offer, OfferKind, SessionGrant, WaitlistEntry

# Sessions that come with a place; interview preparation is for mocks and CVs alone.
GRANTS = {
    "core-program": (4, []),
    "first-90-days": (2, [OfferKind.MENTORING, OfferKind.COACHING]),
    "interview-preparation": (3, [OfferKind.MOCK, OfferKind.CV_REVIEW]),
}
A_DAY = dt.timedelta(days=1)


def plant_grants() -> None:
    """Sessions with three of the courses; what staff changed since is left alone."""
    for course in Course.objects.filter(slug__in=GRANTS):
        sessions, kinds = GRANTS[course.slug]
        known = {"sessions": sessions, "kinds": [str(kind) for kind in kinds]}
        SessionGrant.objects.get_or_create(course=course, defaults=known)


def plant_waits(mentors: dict[str, Mentor], students: Sequence[User]) -> None:
    """Three students wait for a mentor who is away, one of them with an interview ahead."""
    if WaitlistEntry.objects.filter(is_demo=True).exists():
        return
    today = timezone.now().date()
    away, offer = mentors["grace-nakamura"], Offer.objects.get(slug="mentoring")
    WaitlistEntry.objects.bulk_create(
        WaitlistEntry(
            student=student,
            offer=offer,
            mentor=away,
            earliest=today + 17 * A_DAY,
            latest=today + 22 * A_DAY,
            interview_on=today + 26 * A_DAY if number == 1 else None,
            created_at=timezone.now() - (6 - number) * A_DAY,
            is_demo=True,
        )
        for number, student in enumerate(students[:3])
    )
