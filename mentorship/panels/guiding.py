"""Mentors for a competency, for pages that say what to do next."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.http import urlencode

from institute.learning import Guide
from mentorship.models import Mentor

FEW = 2


def able_in(competency: str) -> Iterator[Guide]:
    """A few who take new people, and the page with everybody who can help."""
    able = Mentor.objects.public().with_person().able_in(competency).filter(accepting=True)
    for one in able[:FEW]:
        yield Guide(one.user.name, reverse("mentorship:mentor", args=[one.slug]), one.headline)
    page = reverse("mentorship:mentors")
    yield Guide("All mentors for this", f"{page}?{urlencode({'competency': competency})}")
