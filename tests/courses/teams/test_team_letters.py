"""Letters a table gives rise to: a vote that is waited for, a run that is over."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from courses import tasks
from courses.models import SimulationRun
from courses.operations import simulating, teaming
from courses.operations.simulating import Planned
from institute.accounts.models import User
from institute.mail.consent import StopReason
from institute.mail.models import OutboundMessage, Status
from institute.mail.operations import deliver
from institute.mail.operations.consenting import stop_writing
from tests import make
from tests.courses.simulating import BUSY, QUIET, a_run, finished
from tests.courses.tables import a_table, joined_by

pytestmark = pytest.mark.django_db


def in_hours(hours: int) -> Any:
    return time_machine.travel(timezone.now() + dt.timedelta(hours=hours), tick=False)


def rows(kind: str) -> list[OutboundMessage]:
    return list(OutboundMessage.objects.filter(kind=f"courses.{kind}").order_by("to_address"))


def addresses(kind: str) -> list[str]:
    return [row.to_address for row in rows(kind)]


@pytest.fixture
def run(student: User) -> SimulationRun:
    return a_run(student)


@pytest.fixture
def others(run: SimulationRun) -> list[User]:
    """Two beside the lead; two of the three must agree."""
    return joined_by(a_table(run), 2)


def planned(run: SimulationRun) -> Planned:
    run.refresh_from_db()
    return Planned(run.week + 1, run.draft_number)


def agree(run: SimulationRun, by: User, decisions: dict[str, Any] = BUSY) -> None:
    teaming.agree(run=run, by=by, planned=planned(run), decisions=decisions)


def test_whose_vote_is_waited_for_gets_one_letter_a_week(
    run: SimulationRun, others: list[User]
) -> None:
    agree(run, others[0])
    with in_hours(11):
        assert tasks.ask_for_votes() == 0
    with in_hours(13):
        assert [tasks.ask_for_votes(), tasks.ask_for_votes()] == [2, 0]
    assert addresses("vote_missing") == sorted([run.user.email, others[1].email])

    with in_hours(60):  # another plan, in the same week
        agree(run, others[0], QUIET)
    with in_hours(90):
        assert tasks.ask_for_votes() == 0
        agree(run, others[1], QUIET)
        simulating.commit_week(run=run, by=run.user, planned=planned(run), decisions=QUIET)
        agree(run, others[0])
    with in_hours(120):
        assert tasks.ask_for_votes() == 2


def test_nobody_is_written_to_where_no_vote_is_waited_for(
    run: SimulationRun, others: list[User]
) -> None:
    by_lead, unplanned = a_run(run.user), a_run(run.user)
    joined_by(a_table(by_lead, "lead"), 1)
    joined_by(a_table(unplanned), 1)
    simulating.save_draft(run=unplanned, planned=Planned(1, 0), decisions=BUSY)
    agree(run, others[0])
    agree(run, others[1])

    with in_hours(100):
        assert tasks.ask_for_votes() == 0
    run.refresh_from_db()
    simulating.put_away(run=run)
    with in_hours(100):
        assert tasks.ask_for_votes() == 0


@pytest.mark.parametrize("what", ["votes", "ended", "left", "majority"])
def test_a_letter_about_a_vote_does_not_leave_once_it_is_untrue(
    run: SimulationRun, others: list[User], what: str
) -> None:
    agree(run, others[0])
    with in_hours(13):
        tasks.ask_for_votes()
    late = next(row for row in rows("vote_missing") if row.to_address == others[1].email)
    if what == "votes":
        agree(run, others[1])
    elif what == "ended":
        simulating.commit_week(run=run, by=run.user, planned=planned(run), decisions=BUSY)
    elif what == "left":
        teaming.leave(run=run, user=others[1])
    else:
        agree(run, run.user)

    with in_hours(14):
        deliver()

    late.refresh_from_db()
    assert late.status == Status.CANCELLED


def test_who_asked_for_no_mail_at_all_gets_none(run: SimulationRun, others: list[User]) -> None:
    stop_writing(others[1].email, StopReason.BOUNCED)
    agree(run, others[0])
    with in_hours(13):
        tasks.ask_for_votes()
        deliver()

    sent = {row.to_address: row.status for row in rows("vote_missing")}
    assert sent[others[1].email] == Status.SUPPRESSED
    assert sent[run.user.email] != Status.SUPPRESSED


def test_the_others_are_told_that_the_run_is_over(run: SimulationRun) -> None:
    mates = joined_by(a_table(run, "lead"), 2)
    finished(run)
    run.refresh_from_db()

    assert run.status == "finished"
    assert addresses("team_run_finished") == sorted(mate.email for mate in mates)
    assert rows("team_run_finished")[0].context["url"].endswith(f"{run.pk}/debrief/")
    finished(a_run(make.student()))
    assert len(rows("team_run_finished")) == 2
