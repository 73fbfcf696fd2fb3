"""What a student has with us, read once for all panels of a page."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone

from courses.models import Enrolment, Session, Status, WaitlistEntry
from institute.accounts.models import User


@dataclass(frozen=True)
class Mine:
    """Places that stand, classes from Monday of this week on, places in line."""

    places: list[Enrolment]
    classes: list[Session]
    lines: list[WaitlistEntry]

    @property
    def is_empty(self) -> bool:
        return not self.places and not self.lines

    @property
    def ahead(self) -> list[Session]:
        """The classes that are not over."""
        now = timezone.now()
        return [one for one in self.classes if one.ends_at > now]


def mine(request: HttpRequest) -> Mine:
    """The reader's own records: three queries for the first panel that asks."""
    kept = vars(request)
    if "my_courses" not in kept:
        assert isinstance(request.user, User)
        kept["my_courses"] = _read(request.user)
    found: Mine = kept["my_courses"]
    return found


def _read(user: User) -> Mine:
    places = list(Enrolment.objects.visible_to(user).holding_a_place().with_course().with_money())
    sure = [place.cohort_id for place in places if place.status == Status.CONFIRMED]
    classes = Session.objects.of_cohorts(sure).since(monday()).with_course() if sure else []
    lines = WaitlistEntry.objects.visible_to(user).live().with_course()
    return Mine(places, list(classes), list(lines))


def monday() -> dt.datetime:
    """The beginning of this week on the reader's clock."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return today - dt.timedelta(days=today.weekday())
