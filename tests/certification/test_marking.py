"""Giving marks: revisions, what freezes them, and two people at once."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from certification.models import (
    AttemptStatus,
    Discrepancy,
    Mark,
    MarkingTask,
    Round,
    TaskStatus,
)
from certification.operations import allocating
from certification.operations.allocating import Taken, hand_back, take_up
from certification.operations.marking import Stale, mark
from institute.errors import RuleBroken
from tests.certification import markers
from tests.certification.markers import examiner, given, handed, marked
from tests.conftest import at_the_same_time

pytestmark = pytest.mark.django_db


def test_two_marks_that_agree_are_scored_by_their_mean() -> None:
    first, second = handed()
    marked(first, path=2, tone=3)
    marked(second, path=3, tone=3)

    attempt = markers.answer_of(first).attempt
    attempt.refresh_from_db()
    assert attempt.status == AttemptStatus.SCORED
    assert attempt.scores.get().raw == 5.5


def test_marks_that_differ_call_a_third_whose_word_is_final() -> None:
    first, second = handed()
    one, other = examiner(), examiner()
    marked(first, one, path=0, tone=1)
    marked(second, other, path=3, tone=1)

    third = MarkingTask.objects.get(round=Round.ADJUDICATION)
    attempt = markers.answer_of(first).attempt
    attempt.refresh_from_db()
    assert attempt.status == AttemptStatus.MODERATION
    assert "points apart" in Discrepancy.objects.get().rule
    for marker in (one, other):
        with pytest.raises(Taken):
            take_up(task=third, marker=marker)
    marked(third, path=2, tone=2)

    attempt.refresh_from_db()
    assert attempt.status == AttemptStatus.SCORED
    assert attempt.scores.get().raw == 4
    assert Discrepancy.objects.get().resolved_at


def test_a_marker_may_ask_for_a_third() -> None:
    first, second = handed()
    marked(first, asks_moderation=True)
    marked(second)

    assert Discrepancy.objects.get().rule == "A marker asks for it."


def test_a_mark_may_change_until_the_other_marker_begins() -> None:
    first, second = handed()
    one = examiner()
    marked(first, one)
    changed = mark(task=first, marker=one, given=given(path=3, read=1))
    assert (changed.revision, changed.task.marks.count()) == (2, 2)
    take_up(task=second, marker=examiner())

    with pytest.raises(RuleBroken, match="other marker has begun"):
        mark(task=first, marker=one, given=given(read=2))


def test_a_revision_that_was_not_read_is_never_written_over() -> None:
    first, _ = handed()
    one = examiner()
    marked(first, one, path=3)

    with pytest.raises(Stale) as refused:
        mark(task=first, marker=one, given=given(path=0))

    assert refused.value.kept.levels["path"] == 3
    assert Mark.objects.count() == 1


def test_a_mark_is_never_rewritten() -> None:
    marked(handed()[0])
    with pytest.raises(IntegrityError, match="kept"), transaction.atomic():
        Mark.objects.update(note="Better")


def test_levels_outside_the_rubric_are_refused() -> None:
    first, _ = handed()
    one = examiner()
    take_up(task=first, marker=one)
    for wrong in (given(path=4), given(path=-1)):
        with pytest.raises(RuleBroken, match="every criterion"):
            mark(task=first, marker=one, given=wrong)


def test_a_lease_that_ran_out_goes_to_a_colleague_and_stays_there() -> None:
    first, _ = handed()
    slow, quick = examiner(), examiner()
    take_up(task=first, marker=slow)
    with pytest.raises(Taken):
        take_up(task=first, marker=quick)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=31), tick=False):
        take_up(task=first, marker=quick)
        with pytest.raises(Taken):
            mark(task=first, marker=slow, given=given())
        assert not allocating.renew(task=first, marker=slow)


def test_a_script_handed_back_is_anybodys() -> None:
    first, _ = handed()
    one = examiner()
    hand_back(task=take_up(task=first, marker=one), marker=one)
    first.refresh_from_db()
    assert (first.status, first.marker) == (TaskStatus.WAITING, None)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_examiners_at_one_script_give_one_mark() -> None:
    first, _ = handed()
    people = [examiner() for _ in range(6)]

    def both(marker: object) -> str:
        task = take_up(task=first, marker=marker)  # type: ignore[arg-type]
        mark(task=task, marker=marker, given=given())  # type: ignore[arg-type]
        return "marked"

    outcomes = at_the_same_time(both, people)

    assert outcomes.count("marked") == 1
    assert sum(isinstance(one, Taken) for one in outcomes) == 5
    assert Mark.objects.filter(task=first).count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_examiners_who_take_one_script_up_at_once_hold_it_once() -> None:
    """Nobody marks in between: only the lease itself keeps the second one out."""
    first, _ = handed()

    outcomes = at_the_same_time(
        lambda marker: take_up(task=first, marker=marker), [examiner() for _ in range(6)]
    )

    assert sum(isinstance(one, MarkingTask) for one in outcomes) == 1
    assert sum(isinstance(one, Taken) for one in outcomes) == 5


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_one_examiner_in_two_tabs_gives_one_revision() -> None:
    first, _ = handed()
    one = examiner()
    take_up(task=first, marker=one)

    outcomes = at_the_same_time(
        lambda path: mark(task=first, marker=one, given=given(path=path)), [0, 1, 2, 3]
    )

    assert sum(isinstance(outcome, Stale) for outcome in outcomes) == 3
    assert first.marks.get().revision == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_both_marks_at_once_see_each_other() -> None:
    pairs = [handed() for _ in range(4)]
    for first, second in pairs:
        take_up(task=first, marker=examiner())
        take_up(task=second, marker=examiner())

    def give(task: MarkingTask) -> str:
        task.refresh_from_db()
        assert task.marker
        mark(task=task, marker=task.marker, given=given(path=3 * (task.round - 1)))
        return "marked"

    outcomes = at_the_same_time(give, [task for pair in pairs for task in pair])

    assert outcomes == ["marked"] * 8
    assert Discrepancy.objects.count() == 4
