"""Several people at one table at the same moment: real threads, one truth."""

from typing import Any

import pytest

from courses.models import Ballot, Seat
from courses.operations import simulating, teaming
from courses.operations.simulating import Planned, Stale
from courses.teams.rights import NotAgreed
from institute.accounts.models import User
from institute.errors import RuleBroken
from tests import make
from tests.conftest import at_the_same_time
from tests.courses.simulating import BUSY, QUIET, a_run
from tests.courses.tables import a_table, joined_by

pytestmark = pytest.mark.django_db(transaction=True)


def test_eight_people_race_for_four_parts_and_four_sit(db: None) -> None:
    table = a_table(a_run(make.student()))
    people = [make.student() for _ in range(8)]
    wanted = list(zip(people, ["align", "lead", "risk", "comm"] * 2, strict=True))

    def sit(who: tuple[User, str]) -> Any:
        return teaming.take_part(table=table, user=who[0], part=who[1]).part

    outcomes = at_the_same_time(sit, wanted)

    refused = [outcome for outcome in outcomes if isinstance(outcome, RuleBroken)]
    assert (len(refused), Seat.objects.count()) == (4, 5), outcomes


def test_nobody_slips_in_while_the_first_week_is_ended(db: None) -> None:
    for _ in range(4):
        _end_while_somebody_sits_down()


def _end_while_somebody_sits_down() -> None:
    run, guest = a_run(make.student()), make.student()
    table = a_table(run, "lead")

    def act(what: str) -> Any:
        if what == "end":
            return simulating.commit_week(
                run=run, by=run.user, planned=Planned(1, 0), decisions=BUSY
            )
        return teaming.take_part(table=table, user=guest, part="risk")

    ended, sat = at_the_same_time(act, ["end", "sit"])

    assert ended.week == 1
    assert isinstance(sat, RuleBroken) or sat.joined_at <= ended.at, (sat, ended)


def test_a_plan_that_is_changed_while_somebody_agrees_is_not_ended(db: None) -> None:
    run = a_run(make.student())
    second, third = joined_by(a_table(run), 2)
    teaming.agree(run=run, by=second, planned=Planned(1, 0), decisions=BUSY)

    def act(what: str) -> Any:
        if what == "change":
            return simulating.save_draft(run=run, planned=Planned(1, 1), decisions=QUIET)
        return simulating.commit_week(run=run, by=third, planned=Planned(1, 1), decisions=BUSY)

    changed, ended = at_the_same_time(act, ["change", "end"])

    assert isinstance(changed, Stale) != isinstance(ended, Stale), (changed, ended)


def test_two_who_agree_at_once_are_both_counted(db: None) -> None:
    run = a_run(make.student())
    people = joined_by(a_table(run), 4)
    simulating.save_draft(run=run, planned=Planned(1, 0), decisions=BUSY)

    def agree(user: User) -> Any:
        return teaming.agree(run=run, by=user, planned=Planned(1, 1), decisions=BUSY).pk

    outcomes = at_the_same_time(agree, people[:2] * 2)

    run.refresh_from_db()
    assert Ballot.objects.on_the_plan(run).count() == 2, outcomes
    with pytest.raises(NotAgreed):
        simulating.commit_week(run=run, by=people[0], planned=Planned(1, 1), decisions=BUSY)
