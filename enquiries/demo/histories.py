"""What was said and promised: calls, letters, notes, and the evidence that a promise was kept."""

import datetime as dt
from collections.abc import Iterable

from enquiries.demo.clock import due
from enquiries.demo.questions import Told
from enquiries.demo.reading import Record
from enquiries.models import (
    Call,
    CallDirection,
    CallStatus,
    Direction,
    Enquiry,
    Interaction,
    Kind,
    Outcome,
    Promise,
    Reason,
    Source,
    Status,
    Topic,
)
from enquiries.operations.returning import match_returns
from institute.accounts.models import User

NOBODY_THERE = ("Voicemail", "No answer", "Left a voicemail")
OUTCOMES: dict[str, str] = {
    Status.CONVERTED: Outcome.ENROLLED,
    Status.CALLBACK: Outcome.CALLBACK,
    Status.LOST: Outcome.NOT_INTERESTED,
}
REASONS: dict[str, str] = {
    Topic.COURSE: Reason.COURSE,
    Topic.CERTIFICATION: Reason.CERTIFICATION,
    Topic.MENTORSHIP: Reason.MENTORSHIP,
    Topic.INTERVIEW: Reason.MENTORSHIP,
    Topic.STUDENT: Reason.STUDENT,
}


def plant_calls(all_told: Iterable[Told], desk: User) -> None:
    """Everything that happened, with a call behind each conversation by telephone."""
    calls: list[Call] = []
    happened: list[Interaction] = []
    for told in all_told:
        if told.enquiry.source == Source.MISSED_CALL:
            calls.append(_missed(told.enquiry))
            happened.append(_of_missed(told.enquiry, calls[-1]))
        for number, one in enumerate(told.row.get("happened", ())):
            held = _interaction(told, number, one, desk)
            if one["kind"] == Kind.CALL and told.enquiry.phone:
                held.call = _call(told, held, is_last=number == len(told.moments) - 1)
                calls.append(held.call)
            happened.append(held)
    Call.objects.bulk_create(calls)
    Interaction.objects.bulk_create(happened)
    match_returns()


def _interaction(told: Told, number: int, one: Record, desk: User) -> Interaction:
    return Interaction(
        enquiry=told.enquiry,
        person=told.enquiry.person,
        kind=one["kind"],
        direction=one["direction"],
        text=one["text"],
        at=told.moments[number],
        staff=told.enquiry.owner or desk,
        is_demo=True,
    )


def _call(told: Told, held: Interaction, *, is_last: bool) -> Call:
    tried = held.text.startswith(NOBODY_THERE)
    talked = OUTCOMES.get(told.enquiry.status, Outcome.FOLLOW_UP) if is_last else Outcome.FOLLOW_UP
    minutes = 1 if tried else 3 + len(held.text) // 25
    ended = held.at + dt.timedelta(minutes=minutes)
    return Call(
        staff=held.staff,
        status=CallStatus.CLOSED,
        direction=CallDirection.OUT if held.direction == Direction.OUT else CallDirection.IN,
        number=told.enquiry.phone,
        person=told.enquiry.person,
        enquiry=told.enquiry,
        reason=REASONS.get(told.enquiry.topic, Reason.OTHER),
        notes=held.text,
        outcome=Outcome.NO_ANSWER if tried else talked,
        started_at=held.at,
        ended_at=ended,
        closed_at=ended + dt.timedelta(minutes=1),
        seen_at=ended,
        is_demo=True,
    )


def _missed(enquiry: Enquiry) -> Call:
    at = enquiry.created_at
    return Call(
        status=CallStatus.CLOSED,
        number=enquiry.phone,
        person=enquiry.person,
        enquiry=enquiry,
        outcome=Outcome.MISSED,
        started_at=at,
        ended_at=at,
        closed_at=at,
        seen_at=at,
        is_demo=True,
    )


def _of_missed(enquiry: Enquiry, call: Call) -> Interaction:
    return Interaction(
        enquiry=enquiry,
        person=enquiry.person,
        kind=Kind.CALL,
        direction=Direction.IN,
        text="They rang and nobody answered.",
        at=enquiry.created_at,
        call=call,
        is_demo=True,
    )


def plant_promises(all_told: Iterable[Told], desk: User) -> None:
    """What we said we would do; what was kept names its evidence."""
    made = [_promise(told, one, desk) for told in all_told for one in told.row.get("promised", ())]
    Promise.objects.bulk_create(made)


def _promise(told: Told, one: Record, desk: User) -> Promise:
    enquiry = told.enquiry
    made_at = max([enquiry.created_at, *_until(told, one["after"])])
    promise = Promise(
        enquiry=enquiry,
        text=one["text"],
        made_by=enquiry.owner or desk,
        made_at=made_at,
        due_at=due(one["due"]) if "due" in one else made_at + dt.timedelta(days=one["within"]),
        is_demo=True,
    )
    if "kept_by" in one:
        said = told.row["happened"][one["kept_by"]]["text"]
        promise.kept_by_interaction = Interaction.objects.get(enquiry=enquiry, text=said)
        promise.kept_at = promise.kept_by_interaction.at
    return promise


def _until(told: Told, after: float) -> list[dt.datetime]:
    """The moments that had come by then."""
    happened = zip(told.row.get("happened", ()), told.moments, strict=True)
    return [at for one, at in happened if one["after"] <= after]
