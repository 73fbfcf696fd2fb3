"""Scores as rows: the first, those that follow, and what each says about how it came about."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from certification.models import (
    Attempt,
    AttemptStatus,
    Discrepancy,
    LogEntry,
    Mark,
    MarkingTask,
    Response,
    RulingKind,
    Score,
    TaskStatus,
)
from certification.operations import measuring, scoring
from institute.errors import RuleBroken
from tests import certifying, make
from tests.certification.panels import cut_at, handed_in
from tests.conftest import at_the_same_time

pytestmark = pytest.mark.django_db


def answered(*kinds: str, right: bool = True) -> Attempt:
    """Handed in, every question answered by its key, or all of them wrong."""
    attempt = certifying.attempt(certifying.form(*(kinds or ("single", "multiple", "numeric"))))
    for one in attempt.items.select_related("form_item__version"):
        kind = one.form_item.version.kind
        body = certifying.RIGHT[kind] if right or kind == "essay" else {"choice": "a"}
        Response.objects.create(attempt_item=one, seq=1, body=body, saved_at=timezone.now())
    return handed_in(attempt)


def marks(attempt: Attempt, *levels: int) -> None:
    """A submitted mark for each round, with the same level for both criteria."""
    essay = attempt.items.get(form_item__version__kind="essay")
    for number, level in enumerate(levels, start=1):
        marker = make.staff()
        task = MarkingTask.objects.create(
            attempt_item=essay,
            version=essay.form_item.version,
            code=attempt.code,
            round=number,
            marker=marker,
            status=TaskStatus.SUBMITTED,
        )
        Mark.objects.create(
            task=task, revision=1, levels={"path": level, "tone": level}, marked_by=marker
        )


def test_an_attempt_is_scored_once_its_answers_are_in() -> None:
    attempt = answered()

    row = scoring.score(attempt=attempt)

    attempt.refresh_from_db()
    assert (attempt.status, attempt.version) == (AttemptStatus.SCORED, 1)
    assert [row.number, row.raw, row.maximum] == [1, Decimal(3), Decimal(3)]
    assert (row.scaled, row.passed, row.cut_raw) == (800, None, None)
    assert set(row.items.values()) == {"1.00"}
    assert row.domains == {"risk": {"raw": "3.00", "max": "3.00"}}
    entry = LogEntry.objects.latest("number")
    assert (entry.act, entry.facts["inputs"]) == ("attempt.scored", row.inputs_hash)


def test_scoring_again_with_the_same_inputs_is_the_same_row() -> None:
    attempt = answered()
    first = scoring.score(attempt=attempt)
    entries = LogEntry.objects.count()

    assert scoring.score(attempt=attempt) == first
    assert LogEntry.objects.count() == entries


def test_essays_wait_for_two_marks_and_for_a_difference_to_be_settled() -> None:
    attempt = answered("single", "essay")
    with pytest.raises(RuleBroken, match="1 of its answers still wait"):
        scoring.score(attempt=attempt)
    marks(attempt, 3, 1)
    open_difference = Discrepancy.objects.create(
        attempt_item=attempt.items.get(form_item__version__kind="essay"), rule="2 points apart"
    )
    with pytest.raises(RuleBroken, match="still wait for marks"):
        scoring.score(attempt=attempt)

    open_difference.resolved_at = timezone.now()
    open_difference.save()

    assert scoring.score(attempt=attempt).raw == Decimal("5.00")


def test_a_running_attempt_is_not_scored() -> None:
    with pytest.raises(RuleBroken, match="it is running"):
        scoring.score(attempt=certifying.attempt())


def test_a_cut_score_adds_a_row_and_leaves_the_first_as_it_was() -> None:
    attempt = answered()
    first = scoring.score(attempt=attempt)
    cut = cut_at(attempt.form, 50)

    assert scoring.score_what_is_ready() == 1
    assert scoring.score_what_is_ready() == 0

    second = attempt.scores.get(number=2)
    assert (second.passed, second.cut_raw, second.why) == (True, cut.raw, "The cut score was set.")
    assert Score.objects.get(pk=first.pk).passed is None


def test_a_ruling_changes_scores_when_the_form_is_scored_again() -> None:
    attempt = answered(right=False)
    first = scoring.score(attempt=attempt)
    item = attempt.form.items.get(position=1)
    by = make.staff()
    measuring.rule(form_item=item, kind=RulingKind.CREDIT, why="Two choices are right.", by=by)

    [row] = scoring.rescore_form(form=attempt.form, by=by, why="Question 1: credit for all.")

    assert (row.number, row.raw, row.why) == (2, first.raw + 1, "Question 1: credit for all.")
    assert scoring.rescore_form(form=attempt.form, by=by, why="Again.") == []
    measuring.rule(form_item=item, kind=RulingKind.EXCLUDE, why="It is ambiguous.", by=by)
    [row] = scoring.rescore_form(form=attempt.form, by=by, why="Question 1 is out.")
    assert row.maximum == first.maximum - 1


def test_a_score_is_never_rewritten() -> None:
    row = scoring.score(attempt=answered())

    with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
        Score.objects.filter(pk=row.pk).update(raw=99)


@pytest.mark.django_db(transaction=True)
def test_two_workers_score_an_attempt_once() -> None:
    attempt = answered()

    rows = at_the_same_time(lambda one: scoring.score(attempt=one).pk, [attempt, attempt])

    assert len(set(rows)) == 1
    assert attempt.scores.count() == 1
