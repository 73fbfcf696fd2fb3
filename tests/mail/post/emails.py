"""Letters that only tests send. Importing this makes their templates known."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import Engine

from institute.accounts.models import User
from institute.mail.letters import Attachment, Letter, MailClass, Topic, letter

TEMPLATES = str(Path(__file__).parent / "templates")
settings.TEMPLATES[0]["DIRS"].append(TEMPLATES)  # for an engine made later
Engine.get_default().dirs.append(TEMPLATES)  # and for the one there is

BECAUSE = "You get this because you took part in a test."
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"


def _to(person: User, **fields: Any) -> Letter:
    context = {"name": person.short_name, "url": "http://testserver/next/"}
    return Letter(to=person.email, person=person, about=person, context=context, **fields)


def _still_called(person: User, sequence: int) -> str | None:
    return None if person.display_name != "Gone" else "The person has gone."


def _invitation(person: User) -> list[Attachment]:
    return [Attachment("séance.ics", CALENDAR, "text/calendar", "REQUEST")]


def _broken(person: User) -> list[Attachment]:
    raise RuntimeError("The file could not be made.")


@letter(MailClass.SECURITY, Topic.ACCOUNT, why=BECAUSE)
def code(person: User, **fields: Any) -> Letter:
    return _to(person, **fields)


@letter(MailClass.TRANSACTIONAL, Topic.ENROLMENT, why=BECAUSE)
def reminder(person: User, **fields: Any) -> Letter:
    return _to(person, **fields)


@letter(MailClass.TRANSACTIONAL, Topic.ENROLMENT, why=BECAUSE, still_true=_still_called)
def checked(person: User, **fields: Any) -> Letter:
    return _to(person, **fields)


@letter(MailClass.TRANSACTIONAL, Topic.ENROLMENT, why=BECAUSE, attach=_invitation)
def invited(person: User, **fields: Any) -> Letter:
    return _to(person, **fields)


@letter(MailClass.TRANSACTIONAL, Topic.ENROLMENT, why=BECAUSE, attach=_broken)
def broken(person: User, **fields: Any) -> Letter:
    return _to(person, **fields)


@letter(MailClass.REPLY, Topic.ENQUIRY, why=BECAUSE)
def answer(person: User, **fields: Any) -> Letter:
    return _to(person, **fields)


@letter(MailClass.COMMERCIAL, Topic.COURSE_NEWS, why=BECAUSE)
def news(person: User, **fields: Any) -> Letter:
    return _to(person, **fields)


@letter(MailClass.COMMERCIAL, Topic.EVENTS, why=BECAUSE)
def evening(person: User, **fields: Any) -> Letter:
    return _to(person, **fields)


@letter(MailClass.TRANSACTIONAL, Topic.ENROLMENT, why=BECAUSE)
def smuggled(person: User, **fields: Any) -> Letter:
    return _to(person, **fields)
