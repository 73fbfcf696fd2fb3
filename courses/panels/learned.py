"""What completed courses add to somebody's development."""

from collections.abc import Iterator
from decimal import Decimal

from courses.models import Enrolment, Status
from institute.accounts.models import User
from institute.learning import Learned


def completed(user: User) -> Iterator[Learned]:
    """Each completed course with the hours it takes, on the day of its last class."""
    places = Enrolment.objects.with_course().filter(student=user, status=Status.COMPLETED)
    for place in places:
        version, last = place.cohort.version, place.cohort.ends_at
        day = last.astimezone(user.zone).date()
        key = f"courses:place {place.pk}"
        yield Learned(key, version.title, day, Decimal(version.hours), "enrolment")
