"""From submitted to marked to scored."""

import pytest

from certification.models import AttemptStatus, LogEntry, MarkingTask, Round, TaskStatus
from certification.operations import handing_over
from tests.certification import markers

pytestmark = pytest.mark.django_db


def test_each_essay_is_marked_twice_in_two_orders_under_two_codes() -> None:
    attempt = markers.answered("essay", "single", "essay")

    tasks = handing_over.hand_over(attempt=attempt)

    attempt.refresh_from_db()
    assert attempt.status == AttemptStatus.MARKING
    assert [one.round for one in tasks] == [Round.FIRST, Round.SECOND] * 2
    assert len({one.code for one in tasks}) == len({one.shuffle for one in tasks}) == 4
    assert LogEntry.objects.filter(act="attempt.handed_to_markers").count() == 1
    assert handing_over.hand_over(attempt=attempt) == []
    assert MarkingTask.objects.count() == 4


def test_an_essay_left_empty_is_nothing_without_a_marker() -> None:
    attempt = markers.answered("essay", "single", text="  \n ")

    assert handing_over.hand_over(attempt=attempt) == []

    attempt.refresh_from_db()
    assert attempt.status == AttemptStatus.SCORED
    assert attempt.scores.get().raw == 1


def test_the_sweep_takes_up_what_was_missed() -> None:
    attempt, void = markers.answered("single"), markers.handed()
    paper = markers.answer_of(void[0]).attempt
    paper.move("void")
    paper.save()

    handing_over.sweep()

    attempt.refresh_from_db()
    assert attempt.status == AttemptStatus.SCORED
    assert set(MarkingTask.objects.values_list("status", flat=True)) == {TaskStatus.CANCELLED}
    assert handing_over.sweep() == 0
