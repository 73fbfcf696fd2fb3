"""Somebody at a table falls silent: who may go on, when, and what the silent one keeps."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from courses.models import Absence, Ballot, Seat, SimulationRun
from courses.operations import seating, simulating, teaming
from courses.operations.simulating import Planned
from courses.panels.simulated import everything
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.mail.models import OutboundMessage
from tests import make
from tests.courses.simulating import BUSY, a_run
from tests.courses.tables import a_table, joined_by

pytestmark = pytest.mark.django_db


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(run: SimulationRun, act: str = "") -> str:
    return f"/simulations/runs/{run.pk}/{act}"


def silent(run: SimulationRun, *users: User, hours: int = 73) -> None:
    long_ago = timezone.now() - dt.timedelta(hours=hours)
    Seat.objects.filter(run=run, user__in=users).update(heard_at=long_ago)


def letters(kind: str) -> list[str]:
    rows = OutboundMessage.objects.filter(kind=f"courses.{kind}")
    return sorted(rows.values_list("to_address", flat=True))


@pytest.fixture
def run(student: User) -> SimulationRun:
    """Three at a table that votes; the first week is ended, by the second of them."""
    run = a_run(student)
    second, _ = joined_by(a_table(run), 2)
    for user in (student, second):
        run.refresh_from_db()
        planned = Planned(1, run.draft_number)
        if user == student:
            teaming.agree(run=run, by=user, planned=planned, decisions=BUSY)
        else:
            simulating.commit_week(run=run, by=user, planned=planned, decisions=BUSY)
    run.refresh_from_db()
    return run


@pytest.fixture
def second(run: SimulationRun) -> User:
    return run.seats.get(part="align").user


@pytest.fixture
def third(run: SimulationRun) -> User:
    return run.seats.get(part="lead").user


def test_the_lead_frees_the_seat_of_who_was_silent_three_days(
    run: SimulationRun, second: User
) -> None:
    silent(run, second, hours=71)
    as_(run.user).post(address(run, "team/free/"), {"part": "align"})
    assert run.seats.count() == 3
    assert "Free the seat" not in as_(run.user).get(address(run)).content.decode()

    silent(run, second)
    page = as_(run.user).get(address(run)).content.decode()
    assert f"Free the seat of {second.name}" in page
    as_(run.user).post(address(run, "team/free/"), {"part": "align"})

    absence = Absence.objects.get()
    assert (absence.user, absence.by, absence.part) == (second, run.user, "align")
    assert run.seats.count() == 2
    assert letters("seat_freed") == [second.email]
    assert run.turns.get().by == second
    assert as_(second).get(address(run)).status_code == 404
    assert everything(second)["absences"][0]["step"] == "seat"


def test_the_table_goes_on_without_the_vote_of_who_lost_the_seat(
    run: SimulationRun, second: User, third: User
) -> None:
    silent(run, second, third)
    for part in ("align", "lead"):
        seating.seat_out(run=run, by=run.user, part=part)

    planned = Planned(2, run.draft_number)
    simulating.commit_week(run=run, by=run.user, planned=planned, decisions=BUSY)

    run.refresh_from_db()
    assert run.week == 2


def test_only_the_lead_frees_a_seat_and_never_their_own(
    run: SimulationRun, second: User, third: User
) -> None:
    silent(run, run.user, second)

    for by, part in ((third, "align"), (run.user, "exec"), (run.user, "comm")):
        with pytest.raises(RuleBroken):
            seating.seat_out(run=run, by=by, part=part)

    assert not Absence.objects.exists()
    answer = as_(run.user).post(address(run, "team/free/"), {"part": "sixth"}, follow=True)
    assert "Nobody has that part" in answer.content.decode()


def test_looking_at_the_run_or_voting_ends_a_silence(
    run: SimulationRun, second: User, third: User
) -> None:
    silent(run, second, third)
    as_(second).get(address(run))
    planned = Planned(2, run.draft_number)
    teaming.agree(run=run, by=third, planned=planned, decisions=BUSY)

    for part in ("align", "lead"):
        with pytest.raises(RuleBroken, match="less than three days"):
            seating.seat_out(run=run, by=run.user, part=part)


def test_a_page_that_asks_by_itself_is_nobody_looking(run: SimulationRun, second: User) -> None:
    silent(run, second)
    as_(second).get(address(run, "team/now/"))

    seating.seat_out(run=run, by=run.user, part="align")
    assert not run.seats.filter(user=second).exists()


def test_who_lost_the_seat_takes_it_again_while_the_run_is_played(
    run: SimulationRun, second: User
) -> None:
    silent(run, second)
    seating.seat_out(run=run, by=run.user, part="align")
    window = as_(second)
    assert "Your seat was freed" in window.get("/simulations/teams/").content.decode()
    assert "1 table waits" in window.get("/simulations/").content.decode()

    for _ in range(2):
        answer = window.post(address(run, "team/come-back/"))
        assert answer.headers["Location"] == address(run)

    assert run.seats.get(user=second).part == "align"
    assert Absence.objects.get().back_at
    teaming.leave(run=run, user=second)
    with pytest.raises(RuleBroken, match="No seat of yours"):
        seating.come_back(run=run, user=second)
    assert as_(make.student()).post(address(run, "team/come-back/")).status_code == 404


def test_nobody_comes_back_to_a_run_that_is_over_or_to_a_part_that_is_taken(
    run: SimulationRun, second: User
) -> None:
    silent(run, second)
    seating.seat_out(run=run, by=run.user, part="align")
    Seat.objects.create(run=run, user=make.student(), part="align")
    with pytest.raises(RuleBroken, match="has that part now"):
        seating.come_back(run=run, user=second)
    simulating.put_away(run=run)
    with pytest.raises(RuleBroken, match="over"):
        seating.come_back(run=run, user=second)
    assert "Your seat was freed" not in as_(second).get("/simulations/teams/").content.decode()


def test_anybody_seated_takes_the_lead_from_a_lead_silent_for_three_days(
    run: SimulationRun, second: User
) -> None:
    lead = run.user
    with pytest.raises(RuleBroken, match="less than three days"):
        seating.take_lead(run=run, by=second)
    silent(run, lead)
    with pytest.raises(RuleBroken, match="no seat"):
        seating.take_lead(run=run, by=make.student())
    assert "Take the lead" in as_(second).get(address(run)).content.decode()

    for _ in range(2):
        as_(second).post(address(run, "team/take-lead/"))

    run.refresh_from_db()
    assert run.user == second
    assert run.seats.filter(user=lead).exists()
    assert letters("lead_taken") == [lead.email]
    assert Absence.objects.get().step == "lead"


def test_the_database_keeps_the_three_days(run: SimulationRun, second: User) -> None:
    now = timezone.now()
    row = {"run": run, "user": second, "by": run.user, "part": "align", "step": "seat", "at": now}

    with pytest.raises(IntegrityError, match="before_three_days"), transaction.atomic():
        Absence.objects.create(silent_since=now - dt.timedelta(hours=71), **row)
    with pytest.raises(IntegrityError, match="themselves"), transaction.atomic():
        Absence.objects.create(silent_since=now - dt.timedelta(hours=80), **row | {"by": second})


def test_a_freed_seat_takes_its_ballot_along(run: SimulationRun, second: User) -> None:
    planned = Planned(2, run.draft_number)
    teaming.agree(run=run, by=second, planned=planned, decisions=BUSY)
    with time_machine.travel(timezone.now() + dt.timedelta(hours=80), tick=False):
        seating.seat_out(run=run, by=run.user, part="align")

    assert not Ballot.objects.filter(week=2).exists()
