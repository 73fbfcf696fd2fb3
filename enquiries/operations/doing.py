"""Ticking off what was to be done: what happened stays, and the next step stands."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from enquiries.models import Direction, Enquiry, Kind, Promise, Status
from enquiries.operations.working import (
    ANSWERS,
    Happened,
    Next,
    keep_promise,
    move_enquiry,
    plan_next,
    record,
)
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked

A_MOMENT = dt.timedelta(minutes=2)
PLANNED_ANEW = "Read what stands now, then send this again."
WAYS: dict[str, str] = {
    Kind.CALL: Direction.OUT,
    Kind.EMAIL: Direction.OUT,
    Kind.MEETING: Direction.OUT,
    Kind.NOTE: Direction.NONE,
}


@transaction.atomic
def done(
    *, enquiry: Enquiry, happened: Happened, next_: Next, by: User, was_due: dt.datetime | None
) -> Enquiry:
    """Keep what was done, and plan what comes next; ticked off twice it happened once.

    `was_due` is the due time the reader saw. Who talks with a new enquiry is in conversation.
    Raises RuleBroken when the enquiry is closed, or when somebody planned anew meanwhile.
    """
    enquiry = locked(enquiry)
    if enquiry.next_action_at != was_due:
        if _said_already(enquiry, happened, by):
            return enquiry
        raise RuleBroken("Somebody planned the next step anew meanwhile.", instead=PLANNED_ANEW)
    enquiry = plan_next(enquiry=enquiry, next_=next_)
    record(enquiry=enquiry, happened=happened, by=by)
    if enquiry.status == Status.NEW and happened.kind in ANSWERS:
        enquiry = move_enquiry(enquiry=enquiry, act="work", by=by)
    return enquiry


def _said_already(enquiry: Enquiry, happened: Happened, by: User) -> bool:
    """Whether this very form went through a moment ago."""
    last = enquiry.interactions.filter(staff=by).last()
    if last is None or timezone.now() - last.at > A_MOMENT:
        return False
    return (last.kind, last.text) == (happened.kind, happened.text)


@transaction.atomic
def promise_kept(*, promise: Promise, happened: Happened, by: User) -> Promise:
    """Close a promise on what was done for it; closed twice it was kept once."""
    locked(promise.enquiry)  # first, as everybody does
    promise = locked(promise)
    if promise.kept_at is None:
        evidence = record(enquiry=promise.enquiry, happened=happened, by=by)
        keep_promise(promise=promise, interaction=evidence)
    return promise
