"""What a page at a table learns by asking: only news, cheaply, and only its own people."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.models import Absence, Seat, SimulationRun
from courses.operations import seating, simulating, teaming
from courses.operations.simulating import Planned
from institute.accounts.models import User
from tests import make
from tests.courses.simulating import BUSY, QUIET, a_run
from tests.courses.tables import a_table, joined_by
from tests.courses.teams.test_silence import silent

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(student: User) -> SimulationRun:
    return a_run(student)


@pytest.fixture
def others(run: SimulationRun) -> list[User]:
    return joined_by(a_table(run), 2)


class Page:
    """A turn screen in somebody's window that asks by itself."""

    def __init__(self, run: SimulationRun, user: User) -> None:
        self.run, self.client, self.mark = run, Client(), ""
        self.client.force_login(user)
        run.refresh_from_db()
        self.week, self.draft = run.week + 1, run.draft_number

    def asks(self) -> Any:
        seen: dict[str, str | int] = {"week": self.week, "draft": self.draft, "mark": self.mark}
        answer = self.client.get(f"/simulations/runs/{self.run.pk}/team/now/", seen)
        if answer.context and answer.context.get("news"):
            self.mark = answer.context["news"].mark
        return answer


def agree(run: SimulationRun, by: User, decisions: dict[str, Any] = BUSY) -> None:
    run.refresh_from_db()
    planned = Planned(run.week + 1, run.draft_number)
    teaming.agree(run=run, by=by, planned=planned, decisions=decisions)


def test_the_mark_on_the_page_is_the_one_that_is_asked_for(
    run: SimulationRun, others: list[User]
) -> None:
    page = Page(run, others[0])
    shown = page.client.get(f"/simulations/runs/{run.pk}/").content.decode()
    page.asks()

    assert f'id="team-mark" value="{page.mark}"' in shown
    assert page.asks().status_code == 204


def test_a_vote_that_came_in_is_told_once(run: SimulationRun, others: list[User]) -> None:
    simulating.save_draft(run=run, planned=Planned(1, 0), decisions=BUSY)
    page = Page(run, run.user)
    page.asks()
    agree(run, others[0])

    answer = page.asks()
    assert answer.status_code == 200
    assert "1 of 3 agree with this plan" in answer.content.decode()
    assert "newer plan" not in answer.content.decode()
    assert 'name="rag"' not in answer.content.decode()
    assert page.asks().status_code == 204


def test_who_agreed_learns_that_enough_do(run: SimulationRun, others: list[User]) -> None:
    agree(run, others[0])
    page = Page(run, others[0])
    page.asks()
    agree(run, others[1])

    assert "Enough agree" in page.asks().content.decode()


def test_a_newer_plan_is_told_and_the_page_is_left_alone(
    run: SimulationRun, others: list[User]
) -> None:
    page = Page(run, run.user)
    page.asks()
    agree(run, others[0], QUIET)

    answer = page.asks()
    assert "saved a newer plan" in answer.content.decode()
    assert "agree with this plan" not in answer.content.decode()
    page.draft += 1  # the reader's own form has been brought up to date
    assert "saved a newer plan" not in page.asks().content.decode()


def test_the_end_of_the_week_is_told_and_then_nothing_is_asked(
    run: SimulationRun, others: list[User]
) -> None:
    agree(run, others[0])
    page = Page(run, run.user)
    page.asks()
    run.refresh_from_db()
    planned = Planned(1, run.draft_number)
    simulating.commit_week(run=run, by=others[1], planned=planned, decisions=BUSY)

    answer = page.asks()
    assert answer.status_code == 286
    assert f"{others[1].name} ended week 1" in answer.content.decode()
    simulating.put_away(run=run)
    assert "The run is over" in page.asks().content.decode()


def test_whose_seat_was_freed_is_told_and_strangers_find_nothing(
    run: SimulationRun, others: list[User]
) -> None:
    page, stranger = Page(run, others[0]), Page(run, make.student())
    silent(run, others[0])
    seating.seat_out(run=run, by=run.user, part="align")

    answer = page.asks()
    assert answer.status_code == 286
    assert "Your seat at this table was freed" in answer.content.decode()
    assert run.user.name not in answer.content.decode()
    assert stranger.asks().status_code == 404
    Absence.objects.all().delete()
    assert page.asks().status_code == 404
    assert Page(a_run(others[0]), others[0]).asks().status_code == 404


def test_what_a_page_sends_is_never_a_server_error(run: SimulationRun, others: list[User]) -> None:
    page = Page(run, run.user)
    for sent in ({}, {"week": "x"}, {"week": -1}, {"draft": 10**30}, {"mark": "é" * 99}):
        answer = page.client.get(f"/simulations/runs/{run.pk}/team/now/", sent)
        assert answer.status_code == 286


def test_asking_when_nothing_changed_takes_five_queries_and_reads_no_state(
    run: SimulationRun, others: list[User]
) -> None:
    page = Page(run, run.user)
    page.asks()

    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert page.asks().status_code == 204

    assert len(asked) <= 5, [one["sql"] for one in asked]
    assert not [one for one in asked if '"state",' in one["sql"] or "source" in one["sql"]]
    assert not [one for one in asked if one["sql"].startswith("UPDATE")]
    assert Seat.objects.filter(run=run).count() == 3
