"""What every calendar file of ours has in common."""

import datetime as dt
from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, vCalAddress

from courses.models import Enrolment, Session


def calendar(method: str) -> Calendar:
    """An empty calendar file (RFC 5545) with its method (RFC 5546)."""
    made = Calendar()
    made.add("prodid", "-//TPM Institute//Courses//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    return made


def event(uid: str, sequence: int, title: str, at: tuple[dt.datetime, dt.datetime]) -> Event:
    """A stretch of time with a name. `uid` never changes; `sequence` rises with each change."""
    made = Event()
    made.add("uid", f"{uid}@{settings.MESSAGE_ID_DOMAIN}")
    made.add("sequence", sequence)
    made.add("dtstamp", dt.datetime.now(dt.UTC))
    made.add("dtstart", at[0])
    made.add("dtend", at[1])
    made.add("summary", title)
    made.add("location", "Online")
    return made


def mailbox(name: str, address: str) -> vCalAddress:
    """A person or the Institute, as calendars write them."""
    made = vCalAddress(f"mailto:{address}")
    made.params["cn"] = name
    return made


def institute() -> vCalAddress:
    """The Institute as organizer: the address letters come from."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return mailbox(name or settings.INSTITUTE_NAME, address)


def page_of(enrolment: Enrolment) -> str:
    """The student's page of the place."""
    return f"{settings.SITE_URL}{reverse('courses:enrolment', args=[enrolment.pk])}"


def about(session: Session | None, enrolment: Enrolment) -> str:
    """Who teaches, where to join, where to ask."""
    rows = [f"Your place: {page_of(enrolment)}", f"Questions: {settings.PHONE}"]
    if session:
        rows.insert(0, f"With {session.instructor.name}.")
        if session.join_url:
            rows.insert(1, f"Join: {session.join_url}")
    return "\n".join(rows)
