"""The shape of the desk's form: everything may be empty until the operation says otherwise."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from courses.models import Course
from enquiries import calling_rules, when
from enquiries.contact_points import read, read_phone
from enquiries.models import Call, NextAction, Outcome, Person, Promise, Queue, Reason
from enquiries.operations.closing import Closing, FieldMissing, Promised
from enquiries.outcomes import ENDINGS
from enquiries.worklists.people import colleagues
from institute.accounts.models import User

PROMISE, SLOTS = "/p", "/s"
YES, NO = "y", "n"
BY = [(NextAction.CALL, "Phone"), (NextAction.WRITE, "Email"), (NextAction.SEND, "Information")]


@dataclass(frozen=True)
class Read:
    """A promise as it was typed; `at` is None while its time cannot be read."""

    text: str
    at: dt.datetime | None


def promises_in(notes: str, zone: ZoneInfo) -> list[Read]:
    """Every line "/p 5pm send syllabus", its time on the caller's clock."""
    now = timezone.now()
    lines = [line.strip() for line in notes.splitlines()]
    typed = [line[len(PROMISE) :].strip() for line in lines if line.startswith(f"{PROMISE} ")]
    found = [when.leading(words, now=now, zone=zone) for words in typed if words]
    return [Read(text, at) for at, text in found]


def told(notes: str) -> str:
    """The notes without the lines that were commands."""
    lines = notes.splitlines()
    kept = [line for line in lines if not line.strip().startswith((PROMISE, SLOTS))]
    return "\n".join(kept).strip()


def zone_of(person: Person | None, number: str) -> ZoneInfo:
    """The clock on the caller's wall: as we know them, else by the area code."""
    if person:
        return ZoneInfo(person.zone)
    e164 = read_phone(number) if number else ""
    return ZoneInfo(calling_rules.zone_of(e164) if e164 else calling_rules.HOME)


def owners(me: User) -> list[tuple[str, str]]:
    """Who may take it: me first, my colleagues, then the queues."""
    others = [(f"user:{one.pk}", one.name) for one in colleagues() if one.pk != me.pk]
    queues = [(f"queue:{value}", f"Queue: {label}") for value, label in Queue.choices]
    return [("", f"{me.name} (you)"), *others, *queues]


def _words(limit: int) -> forms.CharField:
    return forms.CharField(max_length=limit, required=False)


class DeskForm(forms.Form):
    """Everything the desk may type in a call."""

    lookup = _words(200)
    person = forms.UUIDField(required=False)
    name = _words(300)
    number = _words(40)
    extension = _words(12)
    email = _words(254)
    anonymous = forms.BooleanField(required=False)
    reason = forms.ChoiceField(choices=[("", ""), *Reason.choices], required=False)
    course = _words(80)
    notes = _words(20_000)
    consent = forms.ChoiceField(choices=[("", ""), (YES, "Yes"), (NO, "No")], required=False)
    outcome = forms.ChoiceField(choices=[("", ""), *Outcome.choices], required=False)
    lost_reason = _words(16)
    when = _words(60)
    action = forms.ChoiceField(choices=[("", ""), *NextAction.choices], required=False)
    owner = _words(30)
    syllabus = forms.BooleanField(required=False)
    kept = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": "d_%s"})
        self.call = call
        self.open_promises = promises_of(call)
        field = self.fields["kept"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(promise.pk, str(promise)) for promise in self.open_promises]

    @property
    def caller(self) -> Person | None:
        """The person chosen, or whom they were merged into."""
        key = self.cleaned_data.get("person") or UUID(int=0)
        found = Person.objects.select_related("merged_into").filter(public_id=key).first()
        return (found.merged_into or found) if found else None

    def clean_email(self) -> str:
        """An address, or nothing."""
        typed: str = self.cleaned_data["email"].strip()
        reach = read(typed)
        if typed and (not reach.email or reach.phone):
            raise forms.ValidationError("This address cannot be read. Read it back once more.")
        return reach.email

    def clean_owner(self) -> str:
        """One of ours, by key."""
        owner: str = self.cleaned_data["owner"]
        kind, _, key = owner.partition(":")
        if kind == "user":
            return owner if key.isascii() and key.isdigit() else ""
        return owner if kind == "queue" and key in Queue.values else ""

    def closing(self) -> Closing:
        """What the operation needs. Raises FieldMissing for a time nobody can read."""
        data: dict[str, Any] = self.cleaned_data
        zone = zone_of(self.caller, data["number"] or self.call.number)
        kind, _, key = data["owner"].partition(":")
        return Closing(
            outcome=data["outcome"],
            person=self.caller,
            name=data["name"],
            number=data["number"] or self._number_looked_up(),
            extension=data["extension"],
            email=data["email"],
            anonymous=data["anonymous"],
            reason=data["reason"],
            course=Course.objects.published().filter(slug=data["course"]).first(),
            notes=told(data["notes"]),
            zone=zone.key,
            when=self._when(zone),
            action=self._action(),
            owner=colleagues().filter(pk=key).first() if kind == "user" else None,
            queue=key if kind == "queue" else "",
            lost_reason=data["lost_reason"],
            consent={YES: True, NO: False}.get(data["consent"]),
            syllabus=data["syllabus"],
            promises=self._promises(zone),
            kept=tuple(one for one in self.open_promises if one.pk in data["kept"]),
        )

    def _number_looked_up(self) -> str:
        """The known number whose end the desk heard."""
        heard = "".join(filter(str.isdigit, self.cleaned_data["lookup"]))
        phones = self.caller.phones if self.caller and len(heard) >= 3 else []
        return next((phone for phone in phones if phone.endswith(heard)), "")

    def _action(self) -> str:
        """The way chosen, where the outcome leaves a choice."""
        follow_up = self.cleaned_data["outcome"] == Outcome.FOLLOW_UP
        return self.cleaned_data["action"] if follow_up else ""

    def _when(self, zone: ZoneInfo) -> dt.datetime | None:
        typed = self.cleaned_data["when"].strip()
        ending = ENDINGS.get(self.cleaned_data["outcome"])
        if not typed or not (ending and ending.stays_open):
            return None
        found = when.read(typed, now=timezone.now(), zone=zone)
        if found is None:
            raise FieldMissing("Type a time like “tue 2p”, “+2d” or “30m”.", field="when")
        return found

    def _promises(self, zone: ZoneInfo) -> tuple[Promised, ...]:
        found = promises_in(self.cleaned_data["notes"], zone)
        if any(one.at is None or not one.text for one in found):
            words = "Begin a promise with its time, like “/p 5pm send syllabus”."
            raise FieldMissing(words, field="notes")
        return tuple(Promised(one.text, one.at) for one in found if one.at)


def promises_of(call: Call) -> "QuerySet[Promise] | list[Promise]":
    """What we owe this person and may have done in this call."""
    if call.person_id is None:
        return []
    owed = Promise.objects.open().filter(enquiry__person=call.person_id)
    return owed.soonest_first()
