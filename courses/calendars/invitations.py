"""The invitation in a letter (RFC 6047): one calendar entry for the whole course."""

import datetime as dt

from django.db.models import QuerySet
from icalendar import Calendar, Event, vRecur

from courses.calendars import places
from courses.calendars.weekly import Series, Span, series
from courses.calendars.zones import clock_changes
from courses.models import Enrolment, Invoice, Session, Status
from institute.calendars import lines

CANCEL = "CANCEL"


def invitation(enrolment: Enrolment, method: str) -> bytes:
    """The calendar file of a place. `method` is REQUEST, or CANCEL to take it out again.

    The UID is the place's for life, so a later file replaces the one before it.
    """
    classes = list(_classes(enrolment, method))
    spans = [Span(one.starts_at, one.ends_at) for one in classes] or [_whole(enrolment)]
    dates = series(spans, enrolment.cohort.zone)
    made = lines.calendar(method)
    zone = dates.rule.zone
    if zone.key != "UTC":
        made.add_component(clock_changes(zone, spans[0].start.year))
    entry = _entry(enrolment, method, (dates.slots[0], dates.slots[0] + dates.rule.length))
    _repeat(entry, dates)
    entry.add("description", places.about(classes[0] if classes else None, enrolment))
    made.add_component(entry)
    if method != CANCEL:
        _add_moved(made, enrolment, dates)
    return bytes(made.to_ical())


def was_in_a_calendar(enrolment: Enrolment) -> bool:
    """Whether an invitation was ever sent: the place was sure once, or from the beginning."""
    confirmed = enrolment.events.filter(status=Status.CONFIRMED).exists()
    return confirmed or not Invoice.objects.filter(enrolment=enrolment).exists()


def _classes(enrolment: Enrolment, method: str) -> QuerySet[Session]:
    """The classes that take place; what is taken out again may hold others."""
    classes = enrolment.cohort.sessions.select_related("instructor")
    return classes if method == CANCEL else classes.filter(cancelled=False)


def _whole(enrolment: Enrolment) -> Span:
    return Span(enrolment.cohort.starts_at, enrolment.cohort.ends_at)


def _entry(enrolment: Enrolment, method: str, at: tuple[dt.datetime, dt.datetime]) -> Event:
    title = enrolment.cohort.version.title
    entry = lines.event(f"enrolment-{enrolment.public_id}", enrolment.sequence, title, at)
    entry.add("organizer", lines.institute())
    entry.add("attendee", lines.attendee(enrolment.student.name, enrolment.student.email))
    entry.add("url", places.page_of(enrolment))
    entry.add("status", _status(enrolment, method))
    return entry


def _status(enrolment: Enrolment, method: str) -> str:
    if method == CANCEL:
        return "CANCELLED"
    return "TENTATIVE" if enrolment.status == Status.RESERVED else "CONFIRMED"


def _repeat(entry: Event, dates: Series) -> None:
    """The rule; its end is an instant in UTC, as RFC 5545 asks."""
    if len(dates.slots) > 1:
        until = dates.slots[-1].astimezone(dt.UTC)
        entry.add("rrule", vRecur(freq="WEEKLY", byday=dates.by_day, until=until))
    for slot in dates.missing:
        entry.add("exdate", slot)


def _add_moved(made: Calendar, enrolment: Enrolment, dates: Series) -> None:
    zone = dates.rule.zone
    for slot, span in dates.moved:
        at = span.start.astimezone(zone), span.end.astimezone(zone)
        entry = _entry(enrolment, "REQUEST", at)
        entry.add("recurrence-id", slot)
        made.add_component(entry)
