"""Carrying an enquiry forward: a change of status leaves a trace, what is open a next step.

Everybody locks in one order, so that nobody waits in a circle: a colleague's row, the call at the
desk, contact points, other calls, enquiries from the oldest up, their promises and call-backs, a
calendar, people, their accounts, a cohort.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from enquiries.models import (
    OPEN,
    Call,
    CallbackStatus,
    Direction,
    Enquiry,
    Interaction,
    Kind,
    LostReason,
    NextAction,
    Promise,
    Queue,
    StatusChange,
)
from enquiries.operations.people import note_contact
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.mail.models import OutboundMessage
from institute.mail.models import Status as MailStatus
from institute.moves import locked

# A message that came back kept nothing.
ARRIVED = (MailStatus.SENT, MailStatus.DELIVERED, MailStatus.COMPLAINED)
ANSWERS = (Kind.CALL, Kind.EMAIL, Kind.MEETING)


@dataclass(frozen=True)
class Next:
    """What happens next, and when."""

    at: dt.datetime
    action: str = NextAction.CALL


@dataclass(frozen=True)
class Happened:
    """Something that was said or done."""

    kind: str
    direction: str = Direction.NONE
    text: str = ""
    at: dt.datetime | None = None
    call: Call | None = None
    message: OutboundMessage | None = None


@transaction.atomic
def move_enquiry(
    *, enquiry: Enquiry, act: str, by: User | None, why: str = "", next_: Next | None = None
) -> Enquiry:
    """Do one named act; keep a trace of it. What is closed has nothing left to do.

    Raises RuleBroken when the act does not start from the present status, or when an enquiry
    would be open without a next action.
    """
    return _carry_out(locked(enquiry), act, by, why, next_)


def _carry_out(
    held: Enquiry, act: str, by: User | None, why: str, next_: Next | None = None
) -> Enquiry:
    """Move a row that is held, plan what follows, save, and keep the trace."""
    was = held.status
    held.move(act)
    _plan(held, next_)
    held.save()
    StatusChange.objects.create(enquiry=held, act=act, was=was, became=held.status, by=by, why=why)
    return held


def _plan(enquiry: Enquiry, next_: Next | None) -> None:
    if enquiry.status not in OPEN:
        enquiry.next_action_at, enquiry.next_action = None, ""
        _call_off(enquiry)
        return
    if next_:
        enquiry.next_action_at, enquiry.next_action = next_.at, next_.action
    if enquiry.next_action_at is None or not enquiry.next_action:
        raise RuleBroken("Say what happens next, and when.")
    if enquiry.owner_id is None and not enquiry.queue:
        enquiry.queue = Queue.DESK


def _call_off(enquiry: Enquiry) -> None:
    """Nobody calls about what is closed; the time is somebody else's again."""
    booked = enquiry.callbacks.filter(status=CallbackStatus.BOOKED)
    reason = f"The enquiry is {enquiry.status_words}."
    booked.update(status=CallbackStatus.CANCELLED, reason=reason)


@transaction.atomic
def plan_next(*, enquiry: Enquiry, next_: Next) -> Enquiry:
    """Set what happens next. Raises RuleBroken when the enquiry is closed."""
    enquiry = locked(enquiry)
    if not enquiry.is_open:
        raise RuleBroken("This enquiry is closed. Reopen it first.")
    _plan(enquiry, next_)
    enquiry.save(update_fields=["next_action", "next_action_at", "queue"])
    return enquiry


@transaction.atomic
def lose(*, enquiry: Enquiry, reason: str, by: User | None, why: str = "") -> Enquiry:
    """Close it with the reason. Raises RuleBroken without one of the known reasons."""
    if reason not in LostReason.values:
        raise RuleBroken("Say why: choose one of the reasons.")
    enquiry = locked(enquiry)
    enquiry.lost_reason = reason
    return _carry_out(enquiry, "lose", by, why)


@transaction.atomic
def reopen(*, enquiry: Enquiry, by: User, next_: Next, why: str = "") -> Enquiry:
    """Work on a closed enquiry again; its history stays."""
    enquiry = locked(enquiry)
    enquiry.lost_reason, enquiry.duplicate_of = "", None
    return _carry_out(enquiry, "reopen", by, why, next_)


@transaction.atomic
def join(*, enquiry: Enquiry, to: Enquiry, by: User | None, why: str = "") -> Enquiry:
    """Attach an enquiry to another of the same person; both stay, one is worked on."""
    # Both rows, or two that are joined to each other at once would leave nobody with a next step.
    rows = Enquiry.objects.select_for_update(of=("self",)).filter(pk__in=[enquiry.pk, to.pk])
    held = {row.pk: row for row in rows.order_by("pk")}
    enquiry, to = held[enquiry.pk], held[to.pk]
    if to.pk == enquiry.pk or not to.is_open:
        raise RuleBroken("Join it to another enquiry that is open.")
    enquiry.duplicate_of = to
    return _carry_out(enquiry, "join", by, why)


@transaction.atomic
def record(*, enquiry: Enquiry, happened: Happened, by: User | None) -> Interaction:
    """Keep what was said or done. The first answer of ours stops the clock of the enquiry."""
    at = happened.at or timezone.now()
    kept = Interaction.objects.create(
        enquiry=enquiry,
        person=enquiry.person,
        kind=happened.kind,
        direction=happened.direction,
        text=happened.text,
        at=at,
        staff=by,
        call=happened.call,
        message=happened.message,
        is_demo=enquiry.is_demo,
    )
    if happened.kind in ANSWERS:
        note_contact(enquiry.person)
        # A letter of theirs that somebody here writes down still waits for ours.
        if by is not None and (happened.kind, happened.direction) != (Kind.EMAIL, Direction.IN):
            _answered(enquiry, at)
    return kept


def _answered(enquiry: Enquiry, at: dt.datetime) -> None:
    waiting = Enquiry.objects.filter(pk=enquiry.pk, first_responded_at=None)
    if waiting.update(first_responded_at=at):
        enquiry.first_responded_at = at


@transaction.atomic
def promise(
    *, enquiry: Enquiry, text: str, due_at: dt.datetime, by: User, call: Call | None = None
) -> Promise:
    """Keep what we said we would do, and by when. Raises RuleBroken for no words or the past."""
    if not text.strip():
        raise RuleBroken("Say what you promise.")
    if due_at <= timezone.now():
        raise RuleBroken("Promise something that lies ahead.")
    return Promise.objects.create(
        enquiry=enquiry,
        text=text.strip(),
        due_at=due_at,
        made_by=by,
        call=call,
        is_demo=enquiry.is_demo,
    )


@transaction.atomic
def keep_promise(
    *,
    promise: Promise,
    interaction: Interaction | None = None,
    message: OutboundMessage | None = None,
) -> bool:
    """Close a promise on evidence; False while the message that keeps it has not arrived."""
    promise = locked(promise)
    if promise.kept_at:
        return True
    if interaction is None and (message is None or message.status not in ARRIVED):
        promise.awaits_message = message or promise.awaits_message
        promise.save(update_fields=["awaits_message"])
        return False
    promise.kept_by_interaction, promise.kept_by_message = interaction, message
    done_at = interaction.at if interaction else message.sent_at if message else None
    promise.kept_at = done_at or timezone.now()
    promise.save(update_fields=["kept_at", "kept_by_interaction", "kept_by_message"])
    return True


@transaction.atomic
def assign(*, enquiry: Enquiry, to: User | None, queue: str = "") -> Enquiry:
    """Give an enquiry to a person, or to a queue. Raises RuleBroken for neither."""
    if to is None and queue not in Queue.values:
        raise RuleBroken("Choose a person or a queue.")
    enquiry = locked(enquiry)
    enquiry.owner, enquiry.queue = to, queue if to is None else ""
    enquiry.save(update_fields=["owner", "queue"])
    return enquiry
