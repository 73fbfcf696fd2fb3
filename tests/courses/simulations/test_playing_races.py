"""Two windows at once: real threads, one truth."""

from typing import Any

import pytest

from courses.models import SimulationRun
from courses.operations import simulating
from courses.operations.simulating import Planned, Stale
from institute.accounts.models import User
from tests import make
from tests.conftest import at_the_same_time
from tests.courses.simulating import BUSY, QUIET, a_run, a_scenario

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def learner(db: None) -> User:
    return make.student()


def test_a_week_committed_eight_times_at_once_is_played_once(learner: User) -> None:
    run = a_run(learner)

    def commit(_: int) -> Any:
        return simulating.commit_week(run=run, by=learner, planned=Planned(1, 0), decisions=BUSY).pk

    outcomes = at_the_same_time(commit, range(8))

    run.refresh_from_db()
    assert len(set(outcomes)) == 1, outcomes
    assert (run.week, run.turns.count()) == (1, 1)
    assert simulating.verify(run).holds


def test_two_windows_with_two_plans_leave_one_week(learner: User) -> None:
    run = a_run(learner)

    def commit(decisions: dict[str, Any]) -> Any:
        return simulating.commit_week(
            run=run, by=learner, planned=Planned(1, 0), decisions=decisions
        )

    outcomes = at_the_same_time(commit, [BUSY, QUIET] * 2)

    run.refresh_from_db()
    assert sum(isinstance(outcome, Stale) for outcome in outcomes) == 2, outcomes
    assert run.turns.count() == 1


def test_of_two_drafts_at_once_one_is_told(learner: User) -> None:
    run = a_run(learner)

    def save(decisions: dict[str, Any]) -> Any:
        return simulating.save_draft(run=run, planned=Planned(1, 0), decisions=decisions)

    outcomes = at_the_same_time(save, [BUSY, QUIET])

    run.refresh_from_db()
    assert sum(isinstance(outcome, Stale) for outcome in outcomes) == 1, outcomes
    assert run.draft_number == 1


def test_starting_from_many_windows_is_one_run(learner: User) -> None:
    scenario = a_scenario()

    outcomes = at_the_same_time(
        lambda _: simulating.start(user=learner, scenario=scenario).pk, range(6)
    )

    assert len(set(outcomes)) == 1, outcomes
    assert SimulationRun.objects.count() == 1
