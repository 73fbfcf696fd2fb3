"""The classes in a person's own calendar feed."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Prefetch
from icalendar import Event

from courses.calendars import places
from courses.models import Enrolment, Session, Status
from courses.models.enrolment import HOLDING
from institute.accounts.models import User
from institute.calendars import lines


def entries(user: User) -> Iterator[Event]:
    """Every class of the places this person holds; a reserved place is tentative."""
    for enrolment in _places(user):
        for session in enrolment.cohort.sessions.all():
            yield _entry(session, enrolment)


def _places(user: User) -> list[Enrolment]:
    """The places with their classes, in two queries."""
    held = Session.objects.filter(cancelled=False).select_related("instructor")
    mine = Enrolment.objects.visible_to(user).filter(status__in=HOLDING)
    return list(
        mine.select_related("cohort__version").prefetch_related(
            Prefetch("cohort__sessions", queryset=held)
        )
    )


def _entry(session: Session, enrolment: Enrolment) -> Event:
    """One class, in UTC: the reader's calendar shows it on the reader's clock."""
    course = enrolment.cohort.version.title
    name = "" if session.title == course else f": {session.title}"
    title = f"{course}, class {session.number}{name}"
    at = session.starts_at.astimezone(dt.UTC), session.ends_at.astimezone(dt.UTC)
    entry = lines.event(f"session-{session.pk}", enrolment.cohort.sequence, title, at)
    reserved = enrolment.status == Status.RESERVED
    entry.add("status", "TENTATIVE" if reserved else "CONFIRMED")
    entry.add("url", places.page_of(enrolment))
    entry.add("description", places.about(session, enrolment))
    return entry
