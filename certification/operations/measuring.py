"""Item analysis as a snapshot that a worker makes, and rulings on faulty questions."""

from dataclasses import asdict
from statistics import median
from time import monotonic
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from certification import health, psychometrics
from certification.models import (
    ExamForm,
    FormItem,
    FormStatus,
    ItemAnalysis,
    ItemRuling,
    ItemStat,
    RulingKind,
)
from certification.operations import log
from certification.operations.scoring import rulings_of
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked

A_BATCH = 5
A_TURN = 60.0  # seconds one worker goes on before it lets others work
NIGHTLY = 50


def ask_analysis(*, form: ExamForm, by: User | None) -> ItemAnalysis:
    """A snapshot of the form's statistics, to be made by a worker; one at a time."""
    if form.status == FormStatus.DRAFT:
        raise RuleBroken("Nobody has sat this form.")
    try:
        with transaction.atomic():
            return ItemAnalysis.objects.create(form=form, asked_by=by, items=form.items.count())
    except IntegrityError:
        return ItemAnalysis.objects.unfinished().get(form=form)


def analyse_on(analysis_id: int) -> bool:
    """Go on with a snapshot where it stands; False while there is more.

    Progress is kept with every batch: a killed worker's successor goes on there, and two workers
    on one snapshot take turns at its lock.
    """
    until = monotonic() + A_TURN
    people: list[health.Sat] | None = None
    while monotonic() < until:
        with transaction.atomic():
            analysis = locked(ItemAnalysis(pk=analysis_id))
            if not analysis.can("start"):
                return True
            people = health.sat(analysis.form) if people is None else people
            if _batch(analysis, people):
                return True
    return False


def stop_analysis(*, analysis_id: int) -> None:
    """Somebody may ask again for a snapshot that could not be made."""
    with transaction.atomic():
        analysis = locked(ItemAnalysis(pk=analysis_id))
        if analysis.can("fail"):
            analysis.move("fail")
            analysis.save(update_fields=["status"])


def _batch(analysis: ItemAnalysis, people: list[health.Sat]) -> bool:
    """Measure the next questions; True when none is left."""
    analysis.move("start")
    items = list(analysis.form.items.select_related("version"))
    counted = counted_of(analysis.form, items)
    for item in items[analysis.done : analysis.done + A_BATCH]:
        facts = measured(item, people, counts=item.pk in counted)
        ItemStat.objects.create(analysis=analysis, form_item=item, **facts)
    analysis.items, analysis.n = len(items), len(people)
    analysis.done = min(analysis.done + A_BATCH, len(items))
    is_over = analysis.done >= len(items)
    if is_over:
        _of_the_whole(analysis, counted, people)
        analysis.move("finish")
        analysis.finished_at = timezone.now()
    analysis.save()
    return is_over


def counted_of(form: ExamForm, items: list[FormItem]) -> list[int]:
    """The questions that are in the total: not on trial, and not ruled out."""
    out = {pk for pk, kind in rulings_of(form).items() if kind == RulingKind.EXCLUDE}
    return [item.pk for item in items if item.scored and item.pk not in out]


def measured(item: FormItem, people: list[health.Sat], *, counts: bool) -> dict[str, Any]:
    """The fields of an ItemStat. Under 30 answers only their number is told."""
    met = [one for one in people if item.pk in one.points]
    chosen = health.chosen_of(item, [one.attempt for one in met])
    empty = sum(one.attempt not in chosen or chosen[one.attempt].is_empty for one in met)
    facts: dict[str, Any] = {"n": len(met), "unanswered": empty}
    if len(met) < psychometrics.LEAST:
        return facts
    points = [one.points[item.pk] for one in met]
    rest = [one.raw - (one.points[item.pk] if counts else 0) for one in met]
    times = [one.seconds for one in chosen.values() if one.seconds]
    return facts | {
        "p": psychometrics.difficulty(points, float(item.points)),
        "r": psychometrics.correlation(points, rest),
        "seconds": round(median(times)) if times else None,
        "choices": _choices(item, met, chosen, rest),
    }


def _choices(
    item: FormItem, met: list[health.Sat], chosen: dict[int, Any], rest: list[float]
) -> list[dict[str, Any]]:
    names = [one["id"] for one in item.version.options.get("choices", [])]
    right = item.version.key.get("right", [])
    if not names or not right:
        return []
    nothing: frozenset[str] = frozenset()
    took = [chosen[one.attempt].choices if one.attempt in chosen else nothing for one in met]
    rates = psychometrics.choice_rates(took, rest, names)
    return [asdict(one) | {"right": one.choice in right} for one in rates]


def _of_the_whole(analysis: ItemAnalysis, counted: list[int], people: list[health.Sat]) -> None:
    """Mean, spread, alpha and error of the totals."""
    rows = [[one.points.get(pk, 0.0) for pk in counted] for one in people]
    if len(rows) < psychometrics.LEAST or not counted:
        return
    found = psychometrics.reliability(rows)
    analysis.mean, analysis.sd = found.mean, found.sd
    analysis.alpha, analysis.sem = found.alpha, found.sem


def ask_nightly() -> list[ItemAnalysis]:
    """A snapshot for every form in use that has been sat since its last one."""
    forms = ExamForm.objects.published().filter(attempts__scores__isnull=False).distinct()
    due = [form for form in forms[:NIGHTLY] if _has_moved(form)]
    return [ask_analysis(form=form, by=None) for form in due]


def _has_moved(form: ExamForm) -> bool:
    last = form.analyses.done().first()
    return last is None or last.n != len(health.sat(form))


@transaction.atomic
def rule(*, form_item: FormItem, kind: RulingKind, why: str, by: User) -> ItemRuling:
    """Rule on a faulty question of a published form; scores change when they are made again."""
    if form_item.form.status == FormStatus.DRAFT:
        raise RuleBroken("Nobody has sat this form: discard it and draw another.")
    if not why.strip():
        raise RuleBroken("Say why: the reason is kept with every score it changes.")
    ruling = ItemRuling.objects.create(
        form_item=form_item, kind=kind, why=why.strip()[:300], ruled_by=by
    )
    facts = {"position": form_item.position, "kind": str(kind), "why": ruling.why}
    log.record(act="form.item_ruled", subject=form_item.form, actor=by, **facts)
    return ruling
