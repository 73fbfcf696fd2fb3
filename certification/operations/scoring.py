"""Scoring attempts: every score is a row of its own, with a hash of all that went in."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery

from certification.models import (
    Attempt,
    AttemptStatus,
    CutScore,
    Discrepancy,
    ExamForm,
    ItemRuling,
    Mark,
    Response,
    RulingKind,
    Score,
    TaskStatus,
)
from certification.operations import log
from certification.scoring import Asked, Result, score_paper
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked

WAITING = (AttemptStatus.SUBMITTED, AttemptStatus.MARKING, AttemptStatus.MODERATION)
SCORED = (AttemptStatus.SCORED, AttemptStatus.DECIDED, AttemptStatus.RELEASED)
A_TURN = 200


@transaction.atomic
def score(*, attempt: Attempt, by: User | None = None, why: str = "") -> Score:
    """Score an attempt whose marks are all in, or score it again.

    With the same inputs the score that stands is returned. An attempt that is decided or released
    keeps its status: what a changed score means is for those who decide. Raises RuleBroken while
    marks are missing, and for an attempt that runs or is void.
    """
    attempt = locked(attempt)
    is_first = attempt.status in WAITING
    if not is_first and attempt.status not in SCORED:
        raise RuleBroken(f"This attempt cannot be scored: it is {attempt.status_words}.")
    result, cut = result_of(attempt)
    if result.missing:
        raise RuleBroken(f"{len(result.missing)} of its answers still wait for marks.")
    standing = attempt.scores.order_by("number").last()
    known = standing if standing and standing.inputs_hash == result.inputs_hash else None
    row = known or _add(attempt, standing, result, cut, by, why)
    if is_first:
        attempt.move("score")
        attempt.version += 1
        attempt.save(update_fields=["status", "version"])
    if is_first or row is not known:
        _note(attempt, row, standing, by)
    return row


def _add(
    attempt: Attempt,
    standing: Score | None,
    result: Result,
    cut: Decimal | None,
    by: User | None,
    why: str,
) -> Score:
    return Score.objects.create(
        attempt=attempt,
        number=standing.number + 1 if standing else 1,
        raw=result.raw,
        maximum=result.maximum,
        scaled=result.scaled,
        cut_raw=cut,
        passed=result.passed,
        domains=result.domains,
        items=result.items,
        algorithm=result.algorithm,
        inputs_hash=result.inputs_hash,
        why=why[:200],
        scored_by=by,
    )


def _note(attempt: Attempt, row: Score, before: Score | None, by: User | None) -> None:
    facts: dict[str, Any] = {
        "number": row.number,
        "raw": str(row.raw),
        "cut": None if row.cut_raw is None else str(row.cut_raw),
        "passed": row.passed,
        "algorithm": row.algorithm,
        "inputs": row.inputs_hash,
    }
    if before and before.pk != row.pk:
        facts |= {"passed_before": before.passed, "why": row.why}
    act = "attempt.scored" if row.number == 1 else "attempt.rescored"
    log.record(act=act, subject=attempt, actor=by, **facts)


def result_of(attempt: Attempt) -> tuple[Result, Decimal | None]:
    """What the rules make of the attempt now, and the cut score that counts; stores nothing."""
    cut = standing_cut(attempt.form)
    raw = cut.raw if cut else None
    return score_paper(paper_of(attempt), cut=raw, form=str(attempt.form.public_id)), raw


def standing_cut(form: ExamForm) -> CutScore | None:
    """The cut score signed last."""
    return form.cut_scores.order_by("-pk").first()


def paper_of(attempt: Attempt) -> list[Asked]:
    """Every question dealt, with answer, marks and ruling: five queries."""
    items = attempt.items.select_related("form_item__version__domain")
    answers = Response.objects.filter(attempt_item__attempt=attempt)
    bodies = dict(answers.values_list("attempt_item_id", "body"))
    marks = marks_of(attempt)
    rulings = rulings_of(attempt.form)
    return [
        Asked(
            id=str(item.form_item_id),
            kind=item.form_item.version.kind,
            key=item.form_item.version.key,
            options=item.form_item.version.options,
            points=item.form_item.points,
            domain=item.form_item.version.domain.slug,
            body=bodies.get(item.pk),
            scored=item.form_item.scored,
            rubric=item.form_item.version.rubric,
            marks=marks.get(item.pk, {}),
            ruling=rulings.get(item.form_item_id, ""),
        )
        for item in items
    ]


def marks_of(attempt: Attempt) -> dict[int, dict[int, dict[str, int]]]:
    """Levels by answer and round, from the last revision of each mark.

    Where two marks differ too far nothing counts until the difference is settled.
    """
    given = Mark.objects.filter(
        task__attempt_item__attempt=attempt, task__status=TaskStatus.SUBMITTED
    )
    unsettled = set(
        Discrepancy.objects.filter(
            attempt_item__attempt=attempt, resolved_at__isnull=True
        ).values_list("attempt_item_id", flat=True)
    )
    found: dict[int, dict[int, dict[str, int]]] = {}
    for mark in given.select_related("task").order_by("task", "revision"):
        answer = mark.task.attempt_item_id
        if answer and answer not in unsettled:
            found.setdefault(answer, {})[mark.task.round] = mark.levels
    return found


def rulings_of(form: ExamForm) -> dict[int, str]:
    """What was ruled last on each question of the form, where it differs from the key."""
    rows = ItemRuling.objects.filter(form_item__form=form).order_by("pk")
    last = {ruling.form_item_id: ruling.kind for ruling in rows}
    return {item: kind for item, kind in last.items() if kind != RulingKind.KEYED}


def score_what_is_ready(*, limit: int = A_TURN) -> int:
    """Score attempts that wait for nothing more; how many. Safe to run at any time."""
    done = 0
    for attempt in _to_score(limit):
        try:
            score(attempt=attempt, why="The cut score was set." if attempt.scores.exists() else "")
        except RuleBroken:
            continue  # marks are still missing
        done += 1
    return done


def _to_score(limit: int) -> Iterable[Attempt]:
    """Handed in and not scored; or scored by another cut score than the one that counts."""
    last = Score.objects.filter(attempt=OuterRef("pk")).order_by("-number")
    cut = CutScore.objects.filter(form=OuterRef("form")).order_by("-pk")
    known = Attempt.objects.alias(
        by_cut=Subquery(last.values("cut_raw")[:1]), cut=Subquery(cut.values("raw")[:1])
    )
    moved = Q(cut__isnull=False) & (Q(by_cut__isnull=True) | ~Q(by_cut=F("cut")))
    due = Q(status__in=WAITING) | (Q(status=AttemptStatus.SCORED) & moved)
    return known.filter(due).select_related("form").order_by("submitted_at")[:limit]


def rescore_form(*, form: ExamForm, by: User | None, why: str) -> list[Score]:
    """Score every scored attempt of a form again; the rows that were added.

    Each attempt is its own transaction, so a killed worker leaves whole scores behind.
    """
    added = []
    for attempt in Attempt.objects.filter(form=form, status__in=SCORED).order_by("pk"):
        before = attempt.scores.count()
        row = score(attempt=attempt, by=by, why=why)
        if row.number > before:
            added.append(row)
    return added
