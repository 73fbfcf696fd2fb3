"""What a person should look at after a sitting. Nothing follows from it by itself.

Rules, each with its own signal: five or more questions answered in under five seconds each; six or
more wrong answers turned into right ones; answers from more than one address; errors alike beyond
chance (certification.likeness).
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone

from certification import likeness, scoring
from certification.models import (
    Attempt,
    AttemptItem,
    ExamForm,
    ItemKind,
    ResponseEvent,
    Signal,
    SignalKind,
)
from certification.operations.log import record
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked

QUICK, QUICK_MANY = 5, 5  # seconds, questions
TURNED_MANY = 6
Facts = dict[str, Any]


def look_at(attempt: Attempt) -> list[Signal]:
    """Raise the signals of one sitting that is over. Looking twice raises none twice."""
    items = list(_objective(attempt))
    found: list[tuple[str, Attempt | None, Facts | None]] = [
        (SignalKind.TIME, None, _quick(items)),
        (SignalKind.CHANGES, None, _turned(items)),
        (SignalKind.ADDRESS, None, _moved(attempt)),
    ]
    found += [(SignalKind.SIMILARITY, other, facts) for other, facts in _alike(attempt)]
    return [_raise(attempt, kind, other, facts) for kind, other, facts in found if facts]


def look_at_new() -> int:
    """Every sitting that ended and was not looked at yet; how many."""
    done = 0
    for attempt in Attempt.objects.to_look_at()[:50]:
        with transaction.atomic():
            look_at(attempt)
            Attempt.objects.filter(pk=attempt.pk).update(looked_for_signals_at=timezone.now())
        done += 1
    return done


@transaction.atomic
def settle(*, signal: Signal, outcome: str, by: User) -> Signal:
    """Somebody looked and says what they found. The first word stands."""
    signal = locked(signal)
    if signal.looked_at:
        raise RuleBroken("A colleague has looked at this already.")
    if signal.reported_by_id == by.pk:
        raise RuleBroken("You reported it yourself. A colleague says what they find.")
    signal.looked_at, signal.looked_at_by = timezone.now(), by
    signal.outcome = outcome.strip()[:300]
    signal.save()
    record(
        act="signal.looked_at",
        subject=signal,
        actor=by,
        attempt=str(signal.attempt.public_id),
        kind=signal.kind,
        outcome=signal.outcome,
    )
    return signal


def _objective(attempt: Attempt) -> Iterable[AttemptItem]:
    rows = attempt.items.exclude(form_item__version__kind=ItemKind.ESSAY)
    return rows.select_related("form_item__version", "response").prefetch_related("events")


def _right(item: AttemptItem, body: object) -> bool:
    version = item.form_item.version
    share = scoring.share(version.kind, options=version.options, key=version.key, body=body)
    return bool(share is not None and share == 1)


def _quick(items: Iterable[AttemptItem]) -> Facts | None:
    """Answered faster than it can be read."""
    quick = [
        one.position
        for one in items
        if hasattr(one, "response") and one.response.body and 0 < one.response.seconds < QUICK
    ]
    return {"questions": quick, "under": QUICK} if len(quick) >= QUICK_MANY else None


def _turned(items: Iterable[AttemptItem]) -> Facts | None:
    """Which way answers were changed: from the first to the last of each question."""
    ways = {"wrong to right": 0, "right to wrong": 0, "wrong to wrong": 0}
    for one in items:
        bodies = [event.body for event in one.events.all() if event.body]
        if len(bodies) < 2 or bodies[0] == bodies[-1]:
            continue
        before, after = _right(one, bodies[0]), _right(one, bodies[-1])
        way = "wrong to right" if after else "right to wrong" if before else "wrong to wrong"
        ways[way] += 1
    return ways if ways["wrong to right"] >= TURNED_MANY else None


def _moved(attempt: Attempt) -> Facts | None:
    """From how many addresses, and after how many answers it first changed."""
    events = ResponseEvent.objects.filter(attempt_item__attempt=attempt).order_by("saved_at", "pk")
    places = [one for one in events.values_list("address", flat=True) if one]
    different = dict.fromkeys(places)
    if len(different) < 2:
        return None
    first = next(number for number, one in enumerate(places) if one != places[0])
    return {"addresses": len(different), "after": first}


def _alike(attempt: Attempt) -> Iterator[tuple[Attempt, Facts]]:
    for pair in likeness.alike(errors(attempt.form), among=[attempt.pk]):
        other = pair.other if pair.one == attempt.pk else pair.one
        facts = {
            "both wrong": pair.joint,
            "same error": pair.same,
            "by chance": round(pair.joint * pair.chance, 1),
            "probability": f"{pair.probability:.1e}",
        }
        yield Attempt.objects.get(pk=other), facts


def errors(form: ExamForm) -> dict[int, dict[str, str]]:
    """The wrong answers of everybody who sat a form, by attempt and question."""
    sat = Attempt.objects.handed_in().filter(form=form)
    found: dict[int, dict[str, str]] = {pk: {} for pk in sat.values_list("pk", flat=True)}
    rows = AttemptItem.objects.filter(attempt__in=sat, response__isnull=False)
    rows = rows.exclude(form_item__version__kind=ItemKind.ESSAY).exclude(response__body={})
    for one in rows.select_related("form_item__version", "response").iterator(chunk_size=500):
        if not _right(one, one.response.body):
            given = json.dumps(one.response.body, sort_keys=True)
            found[one.attempt_id][str(one.form_item_id)] = given
    return found


def _raise(attempt: Attempt, kind: str, other: Attempt | None, facts: Facts) -> Signal:
    """Pairs are one signal, on whoever handed in later."""
    made, _ = Signal.objects.get_or_create(
        attempt=attempt, kind=kind, other=other, defaults={"facts": facts}
    )
    return made
