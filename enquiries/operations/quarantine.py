"""Deciding about suspects: a person lets each in or sets it aside, and may think again."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from enquiries import hours
from enquiries.models import Enquiry, NextAction, Source, Status, StatusChange
from enquiries.operations import working
from enquiries.operations.asking import take_in
from enquiries.operations.working import Next, move_enquiry
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked

DECIDED = {
    "release": "let in",
    "mark_spam": "marked as spam",
    "check_again": "put back",
}


@transaction.atomic
def release(*, enquiry: Enquiry, by: User) -> Enquiry:
    """Let it in: from here on it is like any other question, answered within the day.

    Raises RuleBroken when somebody has decided already, and says who.
    """
    enquiry = _waiting(enquiry)
    now = timezone.now()
    due = max(enquiry.respond_by or now, now)
    action = NextAction.CALL if enquiry.phone else NextAction.WRITE
    enquiry = move_enquiry(enquiry=enquiry, act="release", by=by, next_=Next(due, action))
    take_in(enquiry)
    return enquiry


@transaction.atomic
def mark_spam(*, enquiry: Enquiry, by: User) -> Enquiry:
    """Set it aside; it is kept, and may be put back. Raises RuleBroken like `release`."""
    return move_enquiry(enquiry=_waiting(enquiry), act="mark_spam", by=by)


@transaction.atomic
def put_back(*, enquiry: Enquiry, by: User) -> Enquiry:
    """Undo "spam": it waits for a decision again, one business day at most."""
    due = hours.after(timezone.now(), hours.A_BUSINESS_DAY)
    review = Next(due, NextAction.REVIEW)
    return move_enquiry(enquiry=enquiry, act="check_again", by=by, next_=review)


@transaction.atomic
def reopen(*, enquiry: Enquiry, by: User, next_: Next) -> Enquiry:
    """Work on a closed enquiry again; a question set aside unread is let in on the way."""
    enquiry = working.reopen(enquiry=enquiry, by=by, next_=next_)
    if enquiry.source == Source.WEB:
        take_in(enquiry)
    return enquiry


@dataclass(frozen=True)
class Decided:
    """What became of several: those done, and a sentence for each that was not."""

    done: tuple[Enquiry, ...]
    not_done: tuple[str, ...]


ACTS = {"release": release, "mark_spam": mark_spam, "check_again": put_back}


def decide(*, act: str, ids: Iterable[UUID], by: User) -> Decided:
    """Do one act to each, in the order of their rows: two people at once never wait in a circle."""
    done, not_done = [], []
    for enquiry in _in_order(ids):
        try:
            done.append(ACTS[act](enquiry=enquiry, by=by))
        except RuleBroken as rule:
            not_done.append(str(rule))
    return Decided(tuple(done), tuple(not_done))


def _in_order(ids: Iterable[UUID]) -> QuerySet[Enquiry]:
    return Enquiry.objects.filter(public_id__in=list(ids)).order_by("pk")


def _waiting(enquiry: Enquiry) -> Enquiry:
    """The enquiry, locked and undecided. Raises RuleBroken with the name of who decided."""
    enquiry = locked(enquiry)
    if enquiry.status == Status.QUARANTINED:
        return enquiry
    last = StatusChange.objects.filter(enquiry=enquiry, act__in=DECIDED).select_related("by").last()
    if last is None or last.by is None:
        raise RuleBroken(f"{enquiry.ref} no longer waits here: it is {enquiry.status_words}.")
    raise RuleBroken(f"{enquiry.ref} was already {DECIDED[last.act]} by {last.by.display_name}.")
