"""The lines of a calendar file, written once for every app."""

import datetime as dt
from email.utils import parseaddr

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress


def calendar(method: str) -> Calendar:
    """An empty calendar file (RFC 5545) with its method (RFC 5546)."""
    made = Calendar()
    made.add("prodid", "-//TPM Institute//Calendar//EN")
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


def attendee(name: str, address: str) -> vCalAddress:
    """Somebody who takes part. They agreed with us, so their calendar need not ask them."""
    made = mailbox(name, address)
    made.params |= {"role": "REQ-PARTICIPANT", "partstat": "ACCEPTED", "rsvp": "FALSE"}
    return made
