"""Two records that are one person: joined in either direction, and taken apart again."""

import datetime as dt
from typing import Any, TypedDict

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from enquiries.contact_points import ContactPoints
from enquiries.models import (
    Call,
    ContactPoint,
    Decision,
    DuplicateCandidate,
    Enquiry,
    Interaction,
    MergeRecord,
    Person,
)
from enquiries.operations.people import hold_contact_points
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked

OF_A_PERSON: "dict[str, type[models.Model]]" = {
    "enquiries": Enquiry,
    "interactions": Interaction,
    "calls": Call,
}


class Moved(TypedDict):
    """What a merge moved, by the keys of the rows, and what it overwrote."""

    points: list[int]
    enquiries: list[int]
    interactions: list[int]
    calls: list[int]
    proofs: list[dict[str, Any]]  # kept point, gone point, and when the gone one was verified
    account: int | None
    last_contact: list[str | None]  # of the kept person, before and after
    pairs: list[int]  # with others, nobody having decided yet
    pair: dict[str, Any] | None  # what staff had decided about the two before


@transaction.atomic
def merge(*, keep: Person, gone: Person, by: User) -> MergeRecord:
    """Move everything of one person to another; what is left of them leads there.

    The same merge again is the one already made. Raises RuleBroken when either was merged away
    before, or when both sign in with accounts of their own.
    """
    keep, gone = _both(keep, gone)
    done = MergeRecord.objects.filter(kept=keep, gone=gone, undone_at=None).first()
    if done:
        return done
    _refuse(keep, gone)
    pair = _decide(keep, gone, Decision.SAME, by)
    moved = _move_everything(keep, gone) | {"pair": pair}
    gone.merged_into = keep
    gone.save(update_fields=["merged_into", "account"])
    keep.save(update_fields=["last_contact_at", "account"])
    return MergeRecord.objects.create(kept=keep, gone=gone, moved=moved, by=by)


@transaction.atomic
def undo(*, record: MergeRecord, by: User) -> MergeRecord:
    """Give back exactly what moved; what came to the kept person since then stays there.

    Raises RuleBroken when the kept person was merged away in turn.
    """
    keep, gone = _both(record.kept, record.gone)
    record = locked(record)
    if record.undone_at:
        return record
    if keep.merged_into:
        other = keep.merged_into.name
        raise RuleBroken(f"{keep.name} was merged into {other} since then. Undo that merge first.")
    gone.merged_into = None
    gone.save(update_fields=["merged_into"])
    _move_back(keep, gone, record.moved)
    if record.moved["pair"]:
        _pair(keep, gone).update(**record.moved["pair"])
    record.undone_at, record.undone_by = timezone.now(), by
    record.save(update_fields=["undone_at", "undone_by"])
    return record


@transaction.atomic
def keep_apart(*, one: Person, other: Person, by: User) -> None:
    """Staff say they are two people; the pair is not shown again."""
    one, other = _both(one, other)
    if one.merged_into_id == other.pk or other.merged_into_id == one.pk:
        raise RuleBroken("They are merged already. Undo the merge instead.")
    _decide(one, other, Decision.DIFFERENT, by)


def _both(one: Person, other: Person) -> tuple[Person, Person]:
    """Both people under lock, always in the same order; nobody is recognised by them meanwhile."""
    if one.pk == other.pk:
        raise RuleBroken("Choose two different people.")
    theirs = {"person__in": [one, other]}
    _hold(Call.objects.unfinished().filter(**theirs))  # whoever closes a call holds it first
    hold_contact_points(*_reaches(one, other))
    _hold(Call.objects.filter(**theirs))
    _hold(Enquiry.objects.filter(**theirs))
    keys = {one.pk, other.pk, *_suspected(one, other)}
    people = Person.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    held = {person.pk: person for person in people.order_by("pk")}
    return held[one.pk], held[other.pk]


def _hold(rows: "models.QuerySet[Any]") -> None:
    list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def _reaches(*people: Person) -> list[ContactPoints]:
    points = ContactPoint.objects.filter(person__in=people)
    return [ContactPoints(email=point) for point in points.values_list("normalised", flat=True)]


def _refuse(keep: Person, gone: Person) -> None:
    for person in (keep, gone):
        if person.merged_into:
            raise RuleBroken(f"{person.name} was merged into {person.merged_into.name} already.")
    if keep.account_id and gone.account_id:
        raise RuleBroken(
            "Both sign in with an account of their own, so they stay two.",
            instead="Close one of the accounts first.",
        )


def _move_everything(keep: Person, gone: Person) -> dict[str, Any]:
    last_contact = _later_contact(keep, gone)
    points, proofs = _move_points(keep, gone)
    moved = {name: _move_rows(model, keep, gone) for name, model in OF_A_PERSON.items()}
    return {
        **moved,
        "points": points,
        "proofs": proofs,
        "account": _move_account(keep, gone),
        "pairs": _turn_pairs(_undecided(gone), gone, keep),
        "last_contact": last_contact,
    }


def _move_rows(model: "type[models.Model]", keep: Person, gone: Person) -> list[int]:
    rows = model._base_manager.filter(person=gone)  # noqa: SLF001 - hidden rows included
    moved = sorted(rows.values_list("pk", flat=True))
    rows.update(person=keep)
    return moved


def _move_points(keep: Person, gone: Person) -> tuple[list[int], list[dict[str, Any]]]:
    """Addresses and numbers; one that both had stays where it is, its proof goes along."""
    known = {(point.kind, point.normalised): point for point in keep.points.all()}
    moved, proofs = [], []
    for point in gone.points.all():
        same = known.get((point.kind, point.normalised))
        if same is None:
            moved.append(point.pk)
        elif point.verified_at and not same.verified_at:
            proofs.append(_move_proof(point, same))
    ContactPoint.objects.filter(pk__in=moved).update(person=keep)
    return moved, proofs


def _move_proof(point: ContactPoint, same: ContactPoint) -> dict[str, Any]:
    at = point.verified_at
    assert at
    _prove(point, None)  # first, for only one owner of a point can have proved it
    _prove(same, at)
    return {"gone": point.pk, "kept": same.pk, "at": at.isoformat()}


def _prove(point: ContactPoint, at: dt.datetime | None) -> None:
    ContactPoint.objects.filter(pk=point.pk).update(verified_at=at)


def _move_account(keep: Person, gone: Person) -> int | None:
    account = gone.account_id
    if account is None:
        return None
    Person.objects.filter(pk=gone.pk).update(account=None)  # an account is one person's
    gone.account, keep.account_id = None, account
    return account


def _later_contact(keep: Person, gone: Person) -> list[str | None]:
    was = keep.last_contact_at
    keep.last_contact_at = max(filter(None, (was, gone.last_contact_at)), default=None)
    return [at.isoformat() if at else None for at in (was, keep.last_contact_at)]


def _move_back(keep: Person, gone: Person, moved: Moved) -> None:
    for name, model in OF_A_PERSON.items():
        rows = model._base_manager.filter(pk__in=moved[name], person=keep)  # type: ignore[literal-required]  # noqa: SLF001
        rows.update(person=gone)
    ContactPoint.objects.filter(pk__in=moved["points"], person=keep).update(person=gone)
    for proof in moved["proofs"]:
        _prove_again(proof)
    if moved["account"] and keep.account_id == moved["account"]:
        Person.objects.filter(pk=keep.pk).update(account=None)
        Person.objects.filter(pk=gone.pk).update(account=moved["account"])
    # Merges made before pairs went along have none to give back.
    lent = _undecided(keep).filter(pk__in=moved.get("pairs", []))
    _turn_pairs(lent, keep, gone)
    was, became = (dt.datetime.fromisoformat(at) if at else None for at in moved["last_contact"])
    Person.objects.filter(pk=keep.pk, last_contact_at=became).update(last_contact_at=was)


def _prove_again(proof: dict[str, Any]) -> None:
    at = dt.datetime.fromisoformat(proof["at"])
    lent = ContactPoint.objects.filter(pk=proof["kept"], verified_at=at)
    if lent.update(verified_at=None):
        ContactPoint.objects.filter(pk=proof["gone"]).update(verified_at=at)


def _decide(one: Person, other: Person, decision: str, by: User) -> dict[str, Any] | None:
    """Write down what staff say about the pair; what had been said before, None for no pair."""
    said = {"decision": decision, "decided_by": by, "decided_at": timezone.now()}
    before = _pair(one, other).values("decision", "decided_by_id", "decided_at").first()
    if before:
        _pair(one, other).update(**said)
        at = before["decided_at"]
        return {**before, "decided_at": at and at.isoformat()}
    if decision == Decision.DIFFERENT:
        first, second = sorted((one, other), key=lambda person: person.pk)
        DuplicateCandidate.objects.create(
            first=first, second=second, score=0, why="Compared by staff", **said
        )
    return None


def _pair(one: Person, other: Person) -> "models.QuerySet[DuplicateCandidate]":
    first, second = sorted((one.pk, other.pk))
    return DuplicateCandidate.objects.filter(first=first, second=second)


def _undecided(*people: Person) -> "models.QuerySet[DuplicateCandidate]":
    theirs = Q(first__in=people) | Q(second__in=people)
    return DuplicateCandidate.objects.filter(theirs, decision=Decision.UNDECIDED)


def _suspected(*people: Person) -> set[int]:
    """Everybody who may be one of these people: their pairs move only under their locks."""
    return {key for pair in _undecided(*people).values_list("first", "second") for key in pair}


def _turn_pairs(
    pairs: "models.QuerySet[DuplicateCandidate]", was: Person, becomes: Person
) -> list[int]:
    """Let pairs name another of the two; one that is known there already stays where it is."""
    turned = []
    for pair in pairs.order_by("pk"):
        other = pair.second_id if pair.first_id == was.pk else pair.first_id
        first, second = sorted((becomes.pk, other))
        known = DuplicateCandidate.objects.filter(first=first, second=second)
        if first != second and not known.exists():
            DuplicateCandidate.objects.filter(pk=pair.pk).update(first=first, second=second)
            turned.append(pair.pk)
    return turned
