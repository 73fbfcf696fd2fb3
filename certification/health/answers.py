"""Which attempts count for statistics, and what was answered in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count

from certification.models import (
    AttemptItem,
    AttemptStatus,
    ExamForm,
    FormItem,
    ItemKind,
    Response,
    Score,
)

COUNTS = (AttemptStatus.SCORED, AttemptStatus.DECIDED, AttemptStatus.RELEASED)


@dataclass(frozen=True)
class Sat:
    """A person's first scored attempt at a form: raw total, and points by form item."""

    attempt: int
    candidate: int
    factor: Decimal
    raw: float
    points: dict[int, float]


def sat(form: ExamForm) -> list[Sat]:
    """First attempts only: who sits a form again has seen its questions. One query."""
    scores = Score.objects.filter(attempt__form=form, attempt__status__in=COUNTS)
    latest = scores.order_by("attempt_id", "-number").distinct("attempt_id")
    rows = sorted(latest.select_related("attempt"), key=lambda score: score.attempt.started_at)
    first: dict[int, Sat] = {}
    for score in rows:
        first.setdefault(score.attempt.candidate_id, _sat(score))
    return list(first.values())


def _sat(score: Score) -> Sat:
    return Sat(
        attempt=score.attempt_id,
        candidate=score.attempt.candidate_id,
        factor=score.attempt.factor,
        raw=float(score.raw),
        points={int(item): float(points) for item, points in score.items.items()},
    )


@dataclass(frozen=True)
class Chosen:
    """What one person answered to one question; an empty set is no answer."""

    choices: frozenset[str]
    seconds: int
    is_empty: bool


def chosen_of(item: FormItem, attempts: Iterable[int]) -> dict[int, Chosen]:
    """By attempt; who never saved anything is not in it. One query."""
    answers = Response.objects.filter(
        attempt_item__form_item=item, attempt_item__attempt__in=list(attempts)
    )
    rows = answers.values_list("attempt_item__attempt", "body", "seconds")
    return {attempt: _chosen(item, body, seconds) for attempt, body, seconds in rows}


def _chosen(item: FormItem, body: object, seconds: int) -> Chosen:
    given = body if isinstance(body, dict) else {}
    found: list[object] = []
    if item.version.kind == ItemKind.SINGLE:
        found = [given.get("choice")]
    elif item.version.kind == ItemKind.MULTIPLE:
        several = given.get("choices")
        found = several if isinstance(several, list) else []
    choices = frozenset(one for one in found if isinstance(one, str))
    return Chosen(choices, seconds, not any(given.values()))


def exposure_counts() -> dict[int, int]:
    """In how many attempts each item was met, in any version; what nobody met is left out."""
    dealt = AttemptItem.objects.order_by().values_list("form_item__version__item")
    return dict(dealt.annotate(met=Count("pk")))
