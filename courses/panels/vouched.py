"""What we vouch for: the courses somebody completed."""

from collections.abc import Iterator

from django.urls import reverse

from courses.models import Enrolment, Status
from institute.accounts.models import User
from institute.panels import Evidence


def completed(user: User) -> Iterator[Evidence]:
    """Each completed course, with the page that says what it teaches."""
    places = Enrolment.objects.visible_to(user).with_course().filter(status=Status.COMPLETED)
    for place in places:
        version, last = place.cohort.version, place.cohort.ends_at
        yield Evidence(
            f"courses:place {place.pk}",
            f"{version.title}, completed {last:%B %Y}",
            reverse("courses:course", args=[version.course.slug]),
            last,
        )
