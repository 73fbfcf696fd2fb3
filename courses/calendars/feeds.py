"""A person's own calendar feed: what they subscribe to once."""

import datetime as dt

from django.db.models import Prefetch
from icalendar import Event

from courses.calendars import lines
from courses.models import Enrolment, Session, Status
from courses.models.enrolment import HOLDING
from institute.accounts.models import User

REFRESH = dt.timedelta(hours=4)


def feed(user: User) -> bytes:
    """Every class of the places this person holds; a reserved place is tentative."""
    made = lines.calendar("PUBLISH")
    made.add("name", "TPM Institute")
    made.add("x-wr-calname", "TPM Institute")
    made.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    made.add("x-published-ttl", "PT4H")
    for enrolment in _places(user):
        for session in enrolment.cohort.sessions.all():
            made.add_component(_entry(session, enrolment))
    return bytes(made.to_ical())


def _places(user: User) -> list[Enrolment]:
    """The places with their classes, in two queries."""
    held = Session.objects.filter(cancelled=False).select_related("instructor")
    places = Enrolment.objects.visible_to(user).filter(status__in=HOLDING)
    return list(
        places.select_related("cohort__version").prefetch_related(
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
    entry.add("url", lines.page_of(enrolment))
    entry.add("description", lines.about(session, enrolment))
    return entry
