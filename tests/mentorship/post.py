"""Sessions and the letters they lead to, for the tests of letters."""

import datetime as dt
from email import message_from_bytes
from email.message import Message
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from django.core import mail as outgoing

from institute.accounts.models import User
from institute.mail.models import OutboundMessage
from institute.mail.operations import preview
from institute.mail.operations.rendering import Words
from mentorship.models import Booking, Confirmation, Mentor, OfferKind
from tests import make

NOW = dt.datetime(2026, 11, 22, 14, 12, tzinfo=dt.UTC)  # 9:12 in Toronto
START = dt.datetime(2026, 12, 8, 15, 30, tzinfo=dt.UTC)  # Tue 8 December, 10:30 in Toronto
NASTY = '<b>R&D</b> "Ångström"'


def grace(zone: str = "Europe/London", *, asks: bool = False, **fields: Any) -> Mentor:
    """A mentor, in London unless said otherwise; `asks` when she accepts each session."""
    how = Confirmation.REQUEST if asks else Confirmation.INSTANT
    offer = make.offer(OfferKind.MENTORING, title="Mentoring", confirmation=how)
    mentor = make.mentor(offer, zone=zone, **fields)
    mentor.user.display_name = mentor.user.legal_name = "Grace Oyelaran"
    mentor.user.save()
    return mentor


def amara(zone: str = "America/Toronto", **fields: Any) -> User:
    known = {"display_name": "Amara Osei", "legal_name": "Amara Osei", "time_zone": zone}
    return make.student(**(known | fields))


def all_day(mentor: Mentor) -> Mentor:
    """Free at any hour."""
    mentor.rules.update(starts=dt.time(0), ends=dt.time(0))
    return mentor


def rows(kind: str) -> "list[OutboundMessage]":
    return list(OutboundMessage.objects.filter(kind=f"mentorship.{kind}").order_by("pk"))


def row(kind: str, to: User) -> OutboundMessage:
    """The newest message of the kind to this person."""
    found = [one for one in rows(kind) if one.person_id == to.pk]
    assert found, f"No {kind} was queued for {to}."
    return found[-1]


def words(kind: str, to: User) -> Words:
    """The newest message of the kind as its reader gets it."""
    seen = preview(row(kind, to))
    assert seen.words, seen.why_not
    return seen.words


def kinds_to(person: User) -> list[str]:
    """What was written to this person, oldest first."""
    mine = OutboundMessage.objects.filter(person=person).order_by("pk")
    return [kind.removeprefix("mentorship.") for kind in mine.values_list("kind", flat=True)]


def sent_to(person: User) -> "list[Message]":
    """Every message that left for this person, parsed again from its bytes."""
    mine = [one for one in outgoing.outbox if one.to == [person.email]]
    return [message_from_bytes(one.message().as_bytes()) for one in mine]


def calendar_parts(message: "Message") -> "list[Message]":
    return [part for part in message.walk() if part.get_content_type() == "text/calendar"]


def files_of(messages: "list[Message]") -> list[Any]:
    """The calendar file of each message that has one, as a calendar program reads it."""
    found: list[Any] = []
    for message in messages:
        contents = {part.get_payload(decode=True) for part in calendar_parts(message)}
        assert len(contents) <= 1  # the same file in the alternative and as the attachment
        found += [icalendar.Calendar.from_ical(content) for content in contents]  # type: ignore[arg-type]
    return found


def shown_at(file: Any) -> list[tuple[dt.datetime, dt.datetime]]:
    """The instants at which a calendar program shows what is in the file."""
    year = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2028, 1, 1, tzinfo=dt.UTC)
    return [
        (event["DTSTART"].dt.astimezone(dt.UTC), event["DTEND"].dt.astimezone(dt.UTC))
        for event in recurring_ical_events.of(file).between(*year)
    ]


def reads(at: dt.datetime, zone: str) -> str:
    """What hangs on the wall there: "2027-03-14 11:30"."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def booked(mentor: Mentor, student: User, start: dt.datetime = START, **fields: Any) -> Booking:
    return make.booking(mentor, student, start, **fields)
