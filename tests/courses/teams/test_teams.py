"""Teams: who sits, who may end a week, what a vote is about."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from courses import tasks
from courses.models import Ballot, Debrief, Seat, SimulationRun, Table
from courses.operations import debriefing, simulating, teaming
from courses.operations.simulating import Planned, Stale
from courses.panels.simulated import everything
from courses.teams.rights import NotAgreed
from institute.accounts.models import User
from institute.errors import RuleBroken
from tests import make
from tests.courses.simulating import BUSY, QUIET, a_run, finished, played
from tests.courses.tables import a_table, joined_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(student: User) -> SimulationRun:
    return a_run(student)


def planned(run: SimulationRun) -> Planned:
    run.refresh_from_db()
    return Planned(run.week + 1, run.draft_number)


def commit(run: SimulationRun, by: User, decisions: dict[str, Any] = BUSY) -> None:
    simulating.commit_week(run=run, by=by, planned=planned(run), decisions=decisions)
    run.refresh_from_db()


def agree(run: SimulationRun, by: User, decisions: dict[str, Any] = BUSY) -> None:
    teaming.agree(run=run, by=by, planned=planned(run), decisions=decisions)
    run.refresh_from_db()


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(run: SimulationRun, act: str = "") -> str:
    return f"/simulations/runs/{run.pk}/{act}"


def form(run: SimulationRun, **more: Any) -> dict[str, Any]:
    run.refresh_from_db()
    return {"week": run.week + 1, "draft": run.draft_number, "rag": "A", "fc": "15"} | more


def test_a_link_leads_to_a_seat_and_a_seat_to_the_run(run: SimulationRun) -> None:
    as_(run.user).post(address(run, "team/"), {"decides": "vote", "part": "exec"})
    link = f"/simulations/teams/{Table.objects.get().invite_token}/"
    guest = as_(make.student())
    assert run.user.name in guest.get(link).content.decode()
    assert guest.get(address(run)).status_code == 404

    assert guest.post(link, {"part": "nothing"}).status_code == 422
    assert guest.post(link, {"part": "exec"}).status_code == 422
    assert guest.post(link, {"part": "risk"}).headers["Location"] == address(run)

    assert guest.get(address(run)).status_code == 200
    assert guest.get(link).status_code == 302
    assert link in as_(run.user).get(address(run)).content.decode()


def test_a_table_has_one_person_to_a_part_and_five_parts(run: SimulationRun) -> None:
    table = a_table(run)
    joined_by(table, 4)

    page = as_(make.student()).get(f"/simulations/teams/{table.invite_token}/")
    assert "Every part is taken" in page.content.decode()
    for part in ("exec", "risk"):
        with pytest.raises(RuleBroken, match="took that part"):
            teaming.take_part(table=table, user=make.student(), part=part)
    for part in ("risk", "sixth"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Seat.objects.create(run=run, user=make.student(), part=part)


def test_nobody_joins_once_a_week_is_ended_or_the_invitation_closed(run: SimulationRun) -> None:
    table = a_table(run, "lead")
    other = a_table(a_run(run.user))
    commit(run, run.user)
    teaming.close_invitation(run=other.run, by=run.user)

    with pytest.raises(RuleBroken, match="ended its first week"):
        teaming.take_part(table=table, user=make.student(), part="risk")
    with pytest.raises(RuleBroken, match="closed"):
        teaming.take_part(table=other, user=make.student(), part="risk")
    assert as_(make.student()).get(f"/simulations/teams/{other.invite_token}/").status_code == 404


def test_a_deal_somebody_was_debriefed_on_is_no_game_for_them(run: SimulationRun) -> None:
    knows = make.student()
    finished(a_run(knows))
    tasks.go_on_debriefing()
    debriefing.predict(debrief=Debrief.objects.get(), week=1, cause="risks")

    with pytest.raises(RuleBroken, match="know this deal"):
        teaming.take_part(table=a_table(run), user=knows, part="risk")


def test_only_a_practice_run_of_ones_own_becomes_a_teams(run: SimulationRun) -> None:
    begun = played(a_run(run.user), 1)
    SimulationRun.objects.filter(pk=run.pk).update(mode="class")

    for one in (run, begun):
        one.refresh_from_db()
        with pytest.raises(RuleBroken, match="practice run"):
            a_table(one)


def test_where_the_lead_decides_the_others_only_plan(run: SimulationRun) -> None:
    mate = joined_by(a_table(run, "lead"), 1)[0]

    page = as_(mate).get(address(run)).content.decode()
    assert "The lead ends the week" in page
    assert "End week 1" not in page
    answer = as_(mate).post(address(run, "commit/"), form(run, rag="R"), follow=True)
    assert "Your plan is kept" in answer.content.decode()
    run.refresh_from_db()
    assert (run.week, run.draft["report"]["rag"]) == (0, "R")
    with pytest.raises(RuleBroken, match="nothing to agree"):
        agree(run, mate)

    commit(run, run.user)
    assert run.turns.get().by == run.user


def test_a_week_ends_when_more_than_half_agree(run: SimulationRun) -> None:
    second, third = joined_by(a_table(run), 2)
    agree(run, second)
    with pytest.raises(NotAgreed):
        commit(run, run.user, QUIET)

    commit(run, third)

    assert (run.week, run.turns.get().by) == (1, third)
    assert simulating.verify(run).holds


def test_a_later_plan_needs_everybody_again(run: SimulationRun) -> None:
    second, third = joined_by(a_table(run), 2)
    agree(run, second)
    agree(run, third)
    simulating.save_draft(run=run, planned=planned(run), decisions=QUIET)
    run.refresh_from_db()

    assert not Ballot.objects.on_the_plan(run).exists()
    with pytest.raises(NotAgreed):
        commit(run, run.user, QUIET)
    with pytest.raises(Stale):
        teaming.agree(run=run, by=second, planned=Planned(1, 1), decisions=BUSY)


def test_ending_the_week_without_a_majority_is_agreeing_with_it(run: SimulationRun) -> None:
    second = joined_by(a_table(run), 2)[0]

    answer = as_(second).post(address(run, "commit/"), form(run), follow=True)
    page = answer.content.decode()
    assert "You agree with this plan" in page
    assert "1 of 3 agree with this plan" in page
    page = as_(run.user).post(address(run, "commit/"), form(run), follow=True).content.decode()
    run.refresh_from_db()

    assert run.week == 1
    assert "0 of 3 agree with this plan" in page


def test_after_two_days_the_lead_ends_the_week_alone(run: SimulationRun) -> None:
    second = joined_by(a_table(run), 2)[0]
    soon = time_machine.travel(timezone.now() + dt.timedelta(hours=47), tick=False)
    with soon, pytest.raises(NotAgreed):
        commit(run, run.user)
    with time_machine.travel(timezone.now() + dt.timedelta(hours=49), tick=False):
        with pytest.raises(NotAgreed):
            commit(run, second)
        commit(run, run.user)

    assert run.week == 1


def test_the_lead_leaves_only_after_handing_over(run: SimulationRun) -> None:
    lead, second = run.user, joined_by(a_table(run), 1)[0]
    agree(run, second)
    assert "Hand the lead" in as_(lead).get(address(run)).content.decode()

    for act in ("leave", "hand-over"):
        as_(lead).post(address(run, f"team/{act}/"), {"part": "comm"})
    run.refresh_from_db()
    assert run.user == lead
    as_(second).post(address(run, "put-away/"))
    as_(second).post(address(run, "team/hand-over/"), {"part": "exec"})
    as_(lead).post(address(run, "team/hand-over/"), {"part": "align"})
    as_(lead).post(address(run, "team/leave/"))

    run.refresh_from_db()
    assert (run.user, run.status) == (second, "playing")
    assert as_(lead).get(address(run)).status_code == 404
    assert list(run.seats.values_list("user", flat=True)) == [second.pk]


def test_who_left_takes_their_vote_along(run: SimulationRun) -> None:
    second, third = joined_by(a_table(run), 2)
    agree(run, second)
    teaming.leave(run=run, user=second)

    assert not Ballot.objects.exists()
    with pytest.raises(RuleBroken, match="no seat"):
        commit(run, second)
    agree(run, third)
    commit(run, run.user)
    assert run.week == 1


def test_the_privacy_file_holds_seats_and_ballots(run: SimulationRun) -> None:
    second = joined_by(a_table(run), 1)[0]
    agree(run, second)

    held = everything(second)
    assert [seat["part"] for seat in held["seats"]] == ["align"]
    assert [ballot["week"] for ballot in held["ballots"]] == [1]
    second.delete()
    assert not Ballot.objects.exists()
