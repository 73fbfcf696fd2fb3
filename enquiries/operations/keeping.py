"""The calls of a provider's file in our own books: each once, whoever wrote it down first."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Q
from django.utils import timezone

from enquiries import hours
from enquiries.contact_points import ContactPoints, shown
from enquiries.models import (
    Call,
    CallDirection,
    CallStatus,
    Direction,
    Enquiry,
    Kind,
    NextAction,
    Outcome,
    Person,
    Queue,
    Source,
)
from enquiries.models.call import CallQuerySet
from enquiries.operations.people import hold_contact_points
from enquiries.operations.returning import match_returns
from enquiries.operations.working import Happened, Next, plan_next, record
from enquiries.provider import Row

SAME_CALL = dt.timedelta(minutes=3)  # the desk's key and the provider's clock, at most this apart
A_BUSINESS_HOUR = dt.timedelta(hours=1)
Conversations = Mapping[str, Sequence[dt.datetime]]


@dataclass(frozen=True)
class Kept:
    """What a batch came to."""

    fresh: int = 0
    known: int = 0
    enquiries: int = 0


def keep_calls(rows: list[Row], later: Conversations) -> Kept:
    """Keep the calls we do not know, and owe a call to whom nobody has answered since.

    `later` are the moments in the whole file at which somebody spoke with a number. The caller
    holds the transaction.
    """
    if not rows:
        return Kept()
    numbers = {row.number for row in rows if row.number}
    at_the_desk = _held(_written(rows).unfinished())  # whoever closes a call holds it first
    hold_contact_points(*(ContactPoints(phone=number) for number in numbers))
    rows_left = _known_to_the_desk(rows, [call.pk for call in at_the_desk])
    owners = _owners(numbers)
    wanted = [_call(row, owners.get(row.number, [])) for row in rows_left]
    # Another worker, or another file, may hold the same call: its keys are unique.
    Call.objects.bulk_create(wanted, ignore_conflicts=True)
    ours = {call.public_id for call in wanted}
    fresh = {
        str(call.import_key): call
        for call in Call.objects.filter(public_id__in=ours).select_related("person")
    }
    match_returns(numbers)
    waiting = _waiting(fresh)
    _hold_enquiries(numbers, owners)
    owed = [row for row in rows_left if key_of(row) in waiting and not _spoke_later(row, later)]
    made = [_owe(fresh[key_of(row)], owners.get(row.number, [])) for row in owed]
    return Kept(len(fresh), len(rows) - len(fresh), sum(made))


def key_of(row: Row) -> str:
    """Number, start and direction, as short as the column is."""
    return sha256(row.key.encode()).hexdigest()


def _known_to_the_desk(rows: list[Row], held: list[int]) -> list[Row]:
    """Put the provider's keys on calls the desk wrote down itself; returns the other rows.

    A call still at the desk is taken only when it is among those held.
    """
    written = _held(_written(rows).filter(Q(status=CallStatus.CLOSED) | Q(pk__in=held)))
    written.sort(key=lambda call: call.started_at, reverse=True)
    left = []
    for row in rows:
        call = next((call for call in written if _is_same(call, row)), None)
        if call and _take_keys(call, row):
            written.remove(call)
        else:
            left.append(row)
    return left


def _written(rows: list[Row]) -> CallQuerySet:
    """What the desk wrote down in the hours of these rows, with their numbers."""
    first, last = min(row.start for row in rows), max(row.start for row in rows)
    around = (first - SAME_CALL, last + SAME_CALL)
    mine = Call.objects.filter(import_key=None, started_at__range=around).exclude(number="")
    return mine.filter(number__in={row.number for row in rows})


def _held(calls: CallQuerySet) -> list[Call]:
    """These calls under lock, from the oldest up."""
    return list(calls.select_for_update(of=("self",)).order_by("pk"))


def _is_same(call: Call, row: Row) -> bool:
    direction = CallDirection.IN if row.incoming else CallDirection.OUT
    is_missed = call.outcome == Outcome.MISSED
    alike = (call.number, call.direction, is_missed) == (row.number, direction, row.is_missed)
    return alike and abs(call.started_at - row.start) <= SAME_CALL


def _take_keys(call: Call, row: Row) -> bool:
    """False when another call has them already."""
    keys = Q(import_key=key_of(row))
    if row.call_id:
        keys |= Q(provider_call_id=row.call_id)
    if Call.objects.filter(keys).exists():
        return False
    mine = Call.objects.filter(pk=call.pk, import_key=None)
    changed = mine.update(import_key=key_of(row), provider_call_id=row.call_id or None)
    return bool(changed)


def _owners(numbers: Iterable[str]) -> dict[str, list[Person]]:
    """Everybody who is reached at each number."""
    found: dict[str, list[Person]] = {}
    mine = Person.objects.standing().filter(
        points__kind="phone", points__normalised__in=list(numbers)
    )
    for person in mine.with_points().distinct():
        for number in person.phones:
            found.setdefault(number, []).append(person)
    return found


def _call(row: Row, owners: list[Person]) -> Call:
    end = row.start + dt.timedelta(seconds=row.seconds)
    return Call(
        status=CallStatus.CLOSED,
        direction=CallDirection.IN if row.incoming else CallDirection.OUT,
        number=row.number,
        person=owners[0] if len(owners) == 1 else None,
        outcome=_outcome(row),
        started_at=row.start,
        ended_at=end,
        closed_at=end,
        seen_at=end,
        provider_call_id=row.call_id or None,
        import_key=key_of(row),
    )


def _outcome(row: Row) -> str:
    if row.answered:
        return Outcome.RETURNED
    return Outcome.MISSED if row.incoming else Outcome.NO_ANSWER


def _waiting(keys: Iterable[str]) -> set[str]:
    """The missed calls among these that can be returned, and that nobody returned."""
    missed = Call.objects.not_returned().exclude(number="").filter(import_key__in=list(keys))
    return {str(key) for key in missed.values_list("import_key", flat=True)}


def _spoke_later(row: Row, later: Conversations) -> bool:
    return any(moment > row.start for moment in later.get(row.number, ()))


def _hold_enquiries(numbers: set[str], owners: Mapping[str, list[Person]]) -> None:
    """Every enquiry a missed call may come to, from the oldest up, as everybody locks them."""
    people = {person.pk for each in owners.values() for person in each}
    theirs = Q(person=None, phone__in=numbers) | Q(person__in=people)
    live = Enquiry.objects.select_for_update(of=("self",)).live().filter(theirs)
    list(live.order_by("pk").values_list("pk"))


def _owe(call: Call, owners: list[Person]) -> bool:
    """Give a missed call its next action; True when that took a new enquiry."""
    due = Next(hours.after(timezone.now(), A_BUSINESS_HOUR), NextAction.CALL)
    open_one = _open_one(call)
    enquiry = open_one or _enquiry(call, owners, due)
    Call.objects.filter(pk=call.pk).update(enquiry=enquiry)
    if open_one and (not open_one.next_action_at or due.at < open_one.next_action_at):
        plan_next(enquiry=open_one, next_=due)
    missed = Happened(Kind.NOTE, Direction.IN, "Missed call.", at=call.started_at, call=call)
    record(enquiry=enquiry, happened=missed, by=None)
    return open_one is None


def _open_one(call: Call) -> Enquiry | None:
    """Their oldest live enquiry, or the one an earlier missed call left; locked."""
    mine = Q(person=None, phone=call.number)
    if call.person:
        mine |= Q(person=call.person)
    live = Enquiry.objects.select_for_update(of=("self",)).live().filter(mine)
    return live.order_by("pk").first()


def _enquiry(call: Call, owners: list[Person], due: Next) -> Enquiry:
    return Enquiry.objects.create(
        person=call.person,
        source=Source.MISSED_CALL,
        queue=Queue.DESK,
        next_action=due.action,
        next_action_at=due.at,
        respond_by=due.at,
        name=_name(call, owners),
        contact=call.number,
        email=call.person.email if call.person else "",
        phone=call.number,
        zone=call.person.zone if call.person else "America/Toronto",
        created_at=call.started_at,
        submission_key=f"missed-{call.public_id}",
        snapshot={"call": str(call.public_id), "people_on_this_number": len(owners)},
    )


def _name(call: Call, owners: list[Person]) -> str:
    if call.person:
        return call.person.name
    return f"Caller on {shown(call.number)}" if not owners else f"One of {len(owners)} people"
