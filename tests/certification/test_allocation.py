"""Who is given which script."""

import pytest

from certification.models import AnchorScript, MarkingTask, TaskStatus
from certification.operations.allocating import take_next
from certification.operations.handing_over import hand_over
from institute.accounts.models import User
from tests import certifying
from tests.certification.markers import answered, examiner, handed, marked
from tests.conftest import at_the_same_time

pytestmark = pytest.mark.django_db


def papers(number: int) -> list[MarkingTask]:
    """So many papers of one form, handed over."""
    form = certifying.form("essay")
    for _ in range(number):
        hand_over(attempt=answered(paper=form))
    return list(MarkingTask.objects.all())


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_markers_at_once_are_given_different_scripts() -> None:
    """It fails when what is free is asked of a subquery, which a lock does not ask again."""
    version = papers(4)[0].version
    people = [examiner() for _ in range(8)]

    given = at_the_same_time(lambda one: take_next(marker=one, version=version), people)

    assert len({one.pk for one in given}) == 8


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_one_marker_clicking_often_holds_one_script() -> None:
    version, one = papers(3)[0].version, examiner()

    given = at_the_same_time(lambda who: take_next(marker=who, version=version), [one] * 8)

    assert len({task.pk for task in given}) == 1
    assert MarkingTask.objects.filter(marker=one).count() == 1


def test_whoever_marked_an_answer_is_not_given_it_again() -> None:
    first, _ = handed()
    one = examiner()
    marked(first, one)

    assert take_next(marker=one, version=first.version) is None
    assert take_next(marker=examiner(), version=first.version)


def test_every_eighth_script_is_an_anchor_that_reads_like_any_other() -> None:
    tasks = papers(9)
    version, one = tasks[0].version, examiner()
    anchor = AnchorScript.objects.create(
        version=version, text="No.", levels={"path": 1, "tone": 1}, key="a-1"
    )
    met = [_next_marked(one, version, None)]
    for _ in range(9):
        met.append(_next_marked(one, version, met[-1]))

    assert [task.anchor for task in met if task.anchor_id] == [anchor]
    assert met[7].anchor_id
    assert len(met[7].code) == len(met[0].code)
    assert met[7].status == TaskStatus.SUBMITTED
    assert take_next(marker=one, version=version) is None


def _next_marked(one: User, version: object, after: MarkingTask | None) -> MarkingTask:
    task = take_next(marker=one, version=version, after=after)  # type: ignore[arg-type]
    assert task
    return marked(task, one)
