"""One act on many enquiries: all that can be is done, the rest is named with the reason."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from enquiries.models import BulkAct, Enquiry, LostReason, NextAction, Queue
from enquiries.operations.assigning import Dealt, Refused, give, round_robin
from enquiries.operations.working import Next, lose, move_enquiry, plan_next
from institute.accounts.models import User
from institute.errors import RuleBroken

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Wish:
    """What is to be done with each of them; `act` says which of the rest counts."""

    act: str
    to: User | None = None
    queue: str = ""
    staff: tuple[User, ...] = ()
    reason: str = ""
    next_: Next | None = None


@transaction.atomic
def carry_out(*, wish: Wish, keys: Sequence[int], by: User, token: uuid.UUID) -> BulkAct:
    """Do it to every enquiry with one of these keys. The same form sent again acts once.

    Raises RuleBroken for an unknown act, for nothing chosen, and for more than MOST_AT_ONCE.
    """
    if not keys:
        raise RuleBroken("Choose at least one enquiry.")
    if len(keys) > MOST_AT_ONCE:
        raise RuleBroken(
            f"At most {MOST_AT_ONCE} at once, and {len(keys)} match.",
            instead="Narrow the filter.",
        )
    fresh = BulkAct(token=token, by=by, words=_words(wish))
    BulkAct.objects.bulk_create([fresh], ignore_conflicts=True)
    kept = BulkAct.objects.select_for_update().get(token=token)
    if kept.finished_at or kept.by_id != by.pk:
        return kept
    chosen = list(Enquiry.objects.filter(pk__in=keys).order_by("pk"))  # everyone locks upwards
    return _finish(kept, _all_of(wish, chosen, by))


def _finish(act: BulkAct, dealt: Dealt) -> BulkAct:
    act.done = len(dealt.given)
    act.refused = [{"enquiry": one.enquiry.pk, "why": one.why} for one in dealt.refused]
    act.finished_at = timezone.now()
    act.save()
    return act


def _all_of(wish: Wish, chosen: Sequence[Enquiry], by: User) -> Dealt:
    if wish.act == "share":
        return round_robin(enquiries=chosen, staff=wish.staff, by=by)
    dealt, act = Dealt(), ACTS[wish.act]
    for enquiry in chosen:
        try:
            with transaction.atomic():
                dealt.given.append(act(wish, enquiry, by))
        except RuleBroken as rule:
            dealt.refused.append(Refused(enquiry, str(rule)))
    return dealt


def _assign(wish: Wish, enquiry: Enquiry, by: User) -> Enquiry:
    return give(enquiry=enquiry, to=wish.to, queue=wish.queue, by=by)


def _lose(wish: Wish, enquiry: Enquiry, by: User) -> Enquiry:
    return lose(enquiry=enquiry, reason=wish.reason, by=by)


def _spam(wish: Wish, enquiry: Enquiry, by: User) -> Enquiry:
    return move_enquiry(enquiry=enquiry, act="mark_spam", by=by)


def _plan(wish: Wish, enquiry: Enquiry, by: User) -> Enquiry:
    if wish.next_ is None:
        raise RuleBroken("Say what happens next, and when.")
    return plan_next(enquiry=enquiry, next_=wish.next_)


ACTS: dict[str, Callable[[Wish, Enquiry, User], Enquiry]] = {
    "assign": _assign,
    "queue": _assign,
    "lose": _lose,
    "spam": _spam,
    "next": _plan,
}


def _words(wish: Wish) -> str:
    """What was done, as the summary says it."""
    says: dict[str, Callable[[Wish], str]] = {
        "assign": lambda wish: f"Assigned to {wish.to.name if wish.to else ''}",
        "queue": lambda wish: f"Put into the queue {Queue(wish.queue).label}",
        "share": lambda _: "Shared out among the desk",
        "lose": lambda wish: f"Marked as lost: {LostReason(wish.reason).label.lower()}",
        "spam": lambda _: "Marked as spam",
        "next": lambda wish: (
            f"Next step: {NextAction(wish.next_.action).label.lower()}" if wish.next_ else ""
        ),
    }
    if wish.act not in says:
        raise RuleBroken("Choose what to do with them.")
    return says[wish.act](wish)
