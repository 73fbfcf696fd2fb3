"""The shape of a call written down afterwards."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

from enquiries import calling_rules, when
from enquiries.contact_points import read
from enquiries.forms.desk import promises_in, told, zone_of
from enquiries.models import CallDirection, LostReason, NextAction, Outcome, Person, Queue
from enquiries.operations.closing import Closing, FieldMissing, Promised
from enquiries.operations.logging import Logged
from enquiries.outcomes import ENDINGS
from enquiries.worklists.people import colleagues
from institute.accounts.models import User

AGO = [("0", "Just now"), ("15", "15 minutes ago"), ("60", "An hour ago"), ("at", "Earlier")]
# What a thumb chooses, in the words the desk types.
LATER = [
    ("", "As usual"),
    ("1h", "In an hour"),
    ("tomorrow 10am", "Tomorrow, 10:00"),
    ("+2d", "In two days"),
    ("+1w", "In a week"),
    ("other", "Another time"),
]
BY_THEM = (
    *(Outcome.FOLLOW_UP, Outcome.INFO_SENT, Outcome.CALLBACK, Outcome.ENROLLED),
    *(Outcome.NOT_INTERESTED, Outcome.TRANSFERRED, Outcome.RETURNED, Outcome.WRONG_NUMBER),
)
OUTCOMES = [(Outcome.NO_ANSWER.value, "We called, no answer")] + [
    (outcome.value, str(outcome.label)) for outcome in BY_THEM
]


def takers(me: User) -> list[tuple[str, str]]:
    """Who may take it over: a queue, or a colleague."""
    others = [(f"user:{one.pk}", one.name) for one in colleagues() if one.pk != me.pk]
    queues = [(f"queue:{value}", f"Queue: {label}") for value, label in Queue.choices]
    return [("", "Nobody, I keep it"), *queues, *others]


def _words(limit: int) -> forms.CharField:
    return forms.CharField(max_length=limit, required=False)


class LogForm(forms.Form):
    """Everything a phone asks about a call. What is missing the operation says."""

    token = forms.UUIDField()
    person = forms.UUIDField(required=False)
    name = _words(300)
    number = _words(40)
    email = _words(254)
    direction = forms.ChoiceField(
        choices=CallDirection.choices, error_messages={"required": "Say who called whom"}
    )
    ago = forms.ChoiceField(choices=AGO, required=False)
    started = forms.DateTimeField(
        required=False, error_messages={"invalid": "Enter the day and the time"}
    )
    outcome = forms.ChoiceField(
        choices=OUTCOMES, error_messages={"required": "Choose how the call ended"}
    )
    lost_reason = forms.ChoiceField(choices=[("", ""), *LostReason.choices], required=False)
    notes = _words(20_000)
    later = forms.ChoiceField(choices=LATER, required=False)
    when = _words(60)
    owner = _words(30)

    def __init__(self, *args: Any, caller: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": "log_%s"})
        self.caller = caller

    def clean_email(self) -> str:
        """An address, or nothing."""
        typed: str = self.cleaned_data["email"].strip()
        reach = read(typed)
        if typed and (not reach.email or reach.phone):
            raise forms.ValidationError("Enter an email address with an @, like name@example.com")
        return reach.email

    def clean(self) -> dict[str, Any]:
        """Nobody is rung by whoever rings us: no answer is ours."""
        data: dict[str, Any] = self.cleaned_data
        if data.get("outcome") == Outcome.NO_ANSWER and data.get("direction") == CallDirection.IN:
            self.add_error("direction", "If nobody answered, it was we who called")
        return data

    def logged(self) -> Logged:
        """What the operation needs. Raises FieldMissing for a time nobody can read."""
        data: dict[str, Any] = self.cleaned_data
        zone = zone_of(self.caller, data["number"])
        kind, _, key = data["owner"].partition(":")
        closing = Closing(
            outcome=data["outcome"],
            person=self.caller,
            name=data["name"],
            number=data["number"],
            email=data["email"],
            anonymous=not (self.caller or data["number"] or data["email"]),
            notes=told(data["notes"]),
            zone=zone.key,
            when=self._when(zone),
            owner=colleagues().filter(pk=key).first() if kind == "user" and _is_key(key) else None,
            queue=key if kind == "queue" and key in Queue.values else "",
            lost_reason=data["lost_reason"],
            promises=self._promises(zone),
        )
        return Logged(data["token"], data["direction"], self._started(), closing)

    def _started(self) -> dt.datetime:
        ago: str = self.cleaned_data["ago"]
        if ago != "at":
            return timezone.now() - dt.timedelta(minutes=int(ago or 0))
        started: dt.datetime | None = self.cleaned_data["started"]
        if started is None:
            raise FieldMissing("Enter when it was.", field="started")
        return started

    def _when(self, zone: ZoneInfo) -> dt.datetime | None:
        later: str = self.cleaned_data["later"]
        typed: str = self.cleaned_data["when"].strip() if later == "other" else later
        ending = ENDINGS[self.cleaned_data["outcome"]]
        if not ending.stays_open or not (typed or later):
            return None
        found = when.read(typed, now=timezone.now(), zone=zone)
        if found is None:
            raise FieldMissing("Enter a time like “tue 2p”, “+2d” or “30m”.", field="when")
        if ending.action == NextAction.CALL:
            _refuse_unlawful(found, zone)
        return found

    def _promises(self, zone: ZoneInfo) -> tuple[Promised, ...]:
        found = promises_in(self.cleaned_data["notes"], zone)
        if any(one.at is None or not one.text for one in found):
            words = "Begin a promise with its time, like “/p 5pm send syllabus”."
            raise FieldMissing(words, field="notes")
        return tuple(Promised(one.text, one.at) for one in found if one.at)


def _is_key(key: str) -> bool:
    return key.isascii() and key.isdigit() and len(key) < 10


def _refuse_unlawful(at: dt.datetime, zone: ZoneInfo) -> None:
    if not calling_rules.is_calling_time(at, zone):
        lawful = calling_rules.next_calling_time(at, zone).astimezone(zone)
        words = "Nobody may be called at that hour. The next lawful time is"
        raise FieldMissing(f"{words} {lawful:%a %-d %b, %H:%M}.", field="when")
