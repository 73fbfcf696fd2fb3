"""Giving enquiries to people: one by one, or in turn so that nobody drowns."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heapify, heapreplace

from django.db import connection, transaction
from django.db.models import Count, Q

from enquiries.models import LIVE, Enquiry, Kind, Queue
from enquiries.operations.working import Happened, assign, record
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked

TURN = 7_301  # the advisory lock of whoever deals out just now
SAME_PLACE = "It is already {where}."


@dataclass(frozen=True)
class Refused:
    """An enquiry something could not be done to, and why."""

    enquiry: Enquiry
    why: str


@dataclass
class Dealt:
    """Who got what, and what was left as it is."""

    given: list[Enquiry] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


@transaction.atomic
def give(*, enquiry: Enquiry, by: User, to: User | None = None, queue: str = "") -> Enquiry:
    """Give an open enquiry to a person or to a queue, and note who did.

    Raises RuleBroken for a closed one, and for one that is there already.
    """
    enquiry = locked(enquiry)
    if not enquiry.is_open:
        raise RuleBroken("This enquiry is closed. Reopen it first.")
    if to and enquiry.owner_id == to.pk:
        raise RuleBroken(SAME_PLACE.format(where=f"with {to.name}"))
    if queue and enquiry.owner_id is None and enquiry.queue == queue:
        raise RuleBroken(SAME_PLACE.format(where=f"in the queue {Queue(queue).label}"))
    given = assign(enquiry=enquiry, to=to, queue=queue)
    where = to.name if to else f"the queue {Queue(queue).label}"
    _note(given, f"Assigned to {where} by {by.name}", by)
    return given


@transaction.atomic
def round_robin(*, enquiries: Sequence[Enquiry], staff: Sequence[User], by: User) -> Dealt:
    """Deal unowned enquiries to whoever has the fewest open ones; one deal at a time.

    Of two with as many open the one who ever had fewer is next, so that turns go round. What
    somebody has taken meanwhile stays with them. Raises RuleBroken without anybody to deal to.
    """
    if not staff:
        raise RuleBroken("Nobody works at the desk just now. Assign it to a person or a queue.")
    _take_the_turn()
    turns, names, dealt = _turns(staff), {user.pk: user for user in staff}, Dealt()
    for enquiry in sorted(enquiries, key=lambda one: one.pk):
        fresh = locked(enquiry)
        why = _why_not(fresh)
        if why:
            dealt.refused.append(Refused(fresh, why))
            continue
        load, ever, pk = turns[0]
        dealt.given.append(give(enquiry=fresh, to=names[pk], by=by))
        heapreplace(turns, (load + 1, ever + 1, pk))
    return dealt


def _turns(staff: Sequence[User]) -> list[tuple[int, int, int]]:
    """How many each has open, how many each ever had, and who it is: a heap."""
    open_ones = Count("enquiries_owned", filter=Q(enquiries_owned__status__in=LIVE))
    loads = User.objects.filter(pk__in=[user.pk for user in staff]).annotate(
        load=open_ones, ever=Count("enquiries_owned")
    )
    turns = list(loads.values_list("load", "ever", "pk"))
    heapify(turns)
    return turns


def _why_not(enquiry: Enquiry) -> str:
    if not enquiry.is_open:
        return "It is closed."
    if enquiry.owner:
        return f"{enquiry.owner.name} has it already."
    return ""


def _take_the_turn() -> None:
    """Hold the deal until the transaction ends: loads counted twice at once would both be old."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])


def _note(enquiry: Enquiry, words: str, by: User) -> None:
    record(enquiry=enquiry, happened=Happened(kind=Kind.NOTE, text=words), by=by)
