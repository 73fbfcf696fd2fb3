"""What the desk must know before a call can be closed."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone

from courses.models import Course
from enquiries.calling_rules import is_calling_time, next_calling_time
from enquiries.contact_points import ContactPoints, read_phone
from enquiries.models import Call, NextAction, Outcome, Person, Promise
from enquiries.outcomes import ENDINGS
from institute.accounts.models import User
from institute.errors import RuleBroken

NOBODY_SPOKEN_WITH = (Outcome.NO_ANSWER, Outcome.MISSED)


class FieldMissing(RuleBroken):
    """A call cannot be closed without this field; the desk puts the cursor into it."""

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Promised:
    """What we said we would do, and by when."""

    text: str
    due_at: dt.datetime


@dataclass(frozen=True)
class Closing:
    """What the desk knows at the end of a call. Only the outcome is always needed."""

    outcome: str
    person: Person | None = None
    name: str = ""
    number: str = ""
    extension: str = ""
    email: str = ""
    anonymous: bool = False
    reason: str = ""
    course: Course | None = None
    notes: str = ""
    zone: str = "America/Toronto"
    when: dt.datetime | None = None
    action: str = ""
    owner: User | None = None
    queue: str = ""
    lost_reason: str = ""
    consent: bool | None = None
    syllabus: bool = False  # send it now
    promises: tuple[Promised, ...] = ()
    kept: tuple[Promise, ...] = ()

    @property
    def sends_syllabus(self) -> bool:
        return self.syllabus and self.course is not None and self.outcome == Outcome.INFO_SENT

    @property
    def spoke(self) -> bool:
        return self.outcome not in NOBODY_SPOKEN_WITH


def reach_of(call: Call, closing: Closing) -> ContactPoints:
    """The number and the address given in this call. Raises FieldMissing for one we cannot read."""
    number = read_phone(closing.number) if closing.number else call.number
    if closing.number and not number:
        raise FieldMissing("This number cannot be read. Ask for it once more.", field="number")
    return ContactPoints(closing.email.strip().lower(), number)


def refuse_gaps(call: Call, closing: Closing, reach: ContactPoints) -> None:
    """Raise FieldMissing naming the first thing that is missing."""
    if closing.outcome not in ENDINGS:
        raise FieldMissing("Choose how the call ended.", field="outcome")
    person = closing.person or call.person
    known = bool(reach) or (person is not None and bool(person.points.all()))
    if not known:
        _refuse_a_stranger(closing)
    _refuse_gaps_of_outcome(closing)
    if not (reach.email or (person and person.email)):
        _refuse_without_address(closing)


def _refuse_without_address(closing: Closing) -> None:
    if closing.consent:
        raise FieldMissing("They said yes: enter the address it is for.", field="email")
    if closing.sends_syllabus:
        raise FieldMissing("A syllabus goes by email: enter the address.", field="email")


def _refuse_a_stranger(closing: Closing) -> None:
    """Nobody can be reached: that is fine only where nothing more is owed."""
    owed = ENDINGS[closing.outcome].stays_open and closing.outcome != Outcome.TRANSFERRED
    if owed or closing.promises:
        words = "Enter a number or an email address: we owe this person a next step."
        raise FieldMissing(words, field="number")
    if not closing.anonymous and closing.outcome != Outcome.WRONG_NUMBER:
        words = "Enter a number or an email address, or say that they stay anonymous."
        raise FieldMissing(words, field="number")


def _refuse_gaps_of_outcome(closing: Closing) -> None:
    if closing.outcome == Outcome.NOT_INTERESTED and not closing.lost_reason:
        raise FieldMissing("Say why not, with one key.", field="lost_reason")
    if closing.outcome == Outcome.CALLBACK and closing.when is None:
        raise FieldMissing("Choose a time for the call-back.", field="when")
    if closing.outcome == Outcome.TRANSFERRED and not (closing.owner or closing.queue):
        raise FieldMissing("Choose who takes it.", field="owner")
    if closing.when:
        _refuse_time(closing, closing.when)


def _refuse_time(closing: Closing, when: dt.datetime) -> None:
    """A time lies ahead, and a call to somebody falls into the hours the law leaves for calls."""
    if when <= timezone.now():
        raise FieldMissing("Choose a time that lies ahead.", field="when")
    calls = (closing.action or ENDINGS[closing.outcome].action) == NextAction.CALL
    zone = ZoneInfo(closing.zone)
    if calls and not is_calling_time(when, zone):
        there = next_calling_time(when, zone).astimezone(zone)
        words = f"It would be {when.astimezone(zone):%H:%M} there. The nearest lawful time is"
        raise FieldMissing(f"{words} {there:%a %-d %b, %H:%M} on their clock.", field="when")
