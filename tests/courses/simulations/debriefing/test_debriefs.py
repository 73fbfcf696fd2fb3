"""Debriefs in the database: worked out once, guessed at first, proved afterwards."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from courses import tasks
from courses.models import Debrief, SimulationRun
from courses.operations import debriefing, simulating
from courses.operations.simulating import Planned, commitment_to
from courses.runs.counting import counts
from courses.simulations.debriefing import STEPS
from courses.simulations.policies import play, policy
from courses.simulations.scenario import shipped
from institute.accounts.models import User
from institute.errors import RuleBroken
from tests import make
from tests.courses.simulating import FLAGSHIP, a_run, a_scenario, played

pytestmark = pytest.mark.django_db
SEED = 1_000


def a_finished_run(user: User, name: str = "novice") -> SimulationRun:
    """A run played to its end through the same door as everybody’s."""
    run = a_run(user, seed=SEED)
    for week, decisions in enumerate(play(shipped(FLAGSHIP), SEED, policy(name)), start=1):
        planned = Planned(week, run.draft_number)
        simulating.commit_week(run=run, by=user, planned=planned, decisions=decisions)
        run.refresh_from_db()
    return run


def a_debrief(user: User, **more: Any) -> Debrief:
    """A debrief with every step found, kept small, of a run that ended."""
    run = played(a_run(user, seed=SEED), 1)
    SimulationRun.objects.filter(pk=run.pk).update(
        status="finished", total=50, score={"total": 50}, finished_at=timezone.now()
    )
    run.refresh_from_db()
    return Debrief.objects.create(run=run, status="ready", steps_all=1, steps_done=1, **more)


def test_a_finished_run_is_debriefed_by_the_first_worker(student: User) -> None:
    run = a_finished_run(student)
    assert run.debrief.status == "waiting"
    assert run.debrief.steps_all == len(STEPS)

    tasks.debrief_run(str(run.pk))
    tasks.debrief_run(str(run.pk))  # told twice

    debrief = Debrief.objects.get(run=run)
    assert (debrief.status, debrief.steps_done) == ("ready", len(STEPS))
    assert set(debrief.parts) == set(STEPS)
    assert debrief.parts["families"]["yours"] == pytest.approx(float(run.total or 0), abs=0.01)
    assert debrief.worked_at


def test_a_run_in_play_has_no_debrief(student: User) -> None:
    with pytest.raises(RuleBroken, match="when it is over"):
        debriefing.open_for(run=a_run(student))


def test_a_killed_worker_loses_one_step_and_the_sweep_goes_on(student: User) -> None:
    debrief = a_finished_run(student).debrief
    debriefer, game = debriefing._replayed(debrief.run)
    for _ in range(4):
        debriefing._next_step(debrief.pk, debriefer, game)
    before = Debrief.objects.get(pk=debrief.pk)
    assert (before.status, before.steps_done) == ("working", 4)

    assert tasks.go_on_debriefing() == 1

    after = Debrief.objects.get(pk=debrief.pk)
    assert after.status == "ready"
    assert {step: after.parts[step] for step in before.parts} == before.parts
    assert tasks.go_on_debriefing() == 0


def test_the_sweep_opens_debriefs_nobody_opened(student: User) -> None:
    a_finished_run(student).debrief.delete()

    tasks.go_on_debriefing()

    assert Debrief.objects.get().status == "ready"


def test_a_run_on_an_engine_that_is_gone_says_so(student: User) -> None:
    run = a_run(student)
    old = SimulationRun.objects.create(
        user=student,
        version=run.version,
        engine="0",
        seed=1,
        nonce="n",
        commitment=commitment_to(1, "n"),
        status="finished",
        total=50,
        score={"total": 50},
        finished_at=timezone.now(),
    )

    tasks.debrief_run(str(old.pk))

    debrief = Debrief.objects.get(run=old)
    assert debrief.status == "failed"
    assert "engine 0" in debriefing.why_stopped(debrief)
    assert tasks.go_on_debriefing() == 0  # not tried for ever
    with pytest.raises(RuleBroken, match="engine 0"):
        debriefing.ask_again(debrief=debrief)


def test_a_debrief_that_stopped_can_be_asked_for_again(student: User) -> None:
    debrief = a_finished_run(student).debrief
    debriefing.stop(debrief_id=debrief.pk)
    assert tasks.go_on_debriefing() == 0

    debriefing.ask_again(debrief=debrief)
    tasks.go_on_debriefing()

    assert Debrief.objects.get().status == "ready"


def test_nothing_is_revealed_before_the_guess(student: User) -> None:
    debrief = a_debrief(student)
    assert not debriefing.is_revealed(debrief)
    for reveal in (
        debriefing.proof_of,
        debriefing.answer_to,
        lambda debrief: debriefing.resolve(debrief=debrief, words="Ask earlier."),
    ):
        with pytest.raises(RuleBroken, match="first"):
            reveal(debrief)

    debrief = debriefing.predict(debrief=debrief, week=1, cause="risks")

    assert debriefing.is_revealed(debrief)


def test_a_guess_is_made_once(student: User) -> None:
    debrief = debriefing.predict(debrief=a_debrief(student), week=1, cause="risks")

    assert debriefing.predict(debrief=debrief, week=1, cause="risks").guess["week"] == 1  # again
    with pytest.raises(RuleBroken, match="You have said"):
        debriefing.predict(debrief=debrief, week=0, cause="none")
    with pytest.raises(IntegrityError, match="A guess is made once"), transaction.atomic():
        Debrief.objects.update(guess={"week": 0, "cause": "none"})


@pytest.mark.parametrize(("week", "cause"), [(-1, "risks"), (2, "risks"), (1, "weather")])
def test_a_guess_names_a_week_of_the_game_and_a_cause(student: User, week: int, cause: str) -> None:
    with pytest.raises(RuleBroken, match="Choose one"):
        debriefing.predict(debrief=a_debrief(student), week=week, cause=cause)


def test_the_seal_opens_on_seed_and_nonce_and_a_forged_one_does_not_hold(student: User) -> None:
    run = a_finished_run(student, "do_nothing")
    tasks.debrief_run(str(run.pk))
    debrief = debriefing.predict(debrief=Debrief.objects.get(), week=3, cause="risks")

    proof = debriefing.proof_of(debrief)

    assert (proof.seed, proof.commitment) == (SEED, commitment_to(SEED, run.nonce))
    assert proof.holds
    debrief.run.seed = SEED + 1  # what the database does not let happen
    assert not debriefing.proof_of(debrief).holds
    assert debriefing.answer_to(debrief)["week"]["said"] == 3


def test_a_deal_that_was_shown_is_burnt_for_that_learner_alone(student: User) -> None:
    debrief = a_debrief(student)
    again = simulating.start(user=student, scenario=a_scenario(), mode="class", seed=SEED)
    debriefing.predict(debrief=debrief, week=1, cause="none")

    with pytest.raises(RuleBroken, match="seen everything"):
        simulating.start(user=student, scenario=a_scenario(), mode="class", seed=SEED)

    other = make.student()
    assert simulating.start(user=other, scenario=a_scenario(), mode="class", seed=SEED)
    assert counts(debrief.run)
    again.status, again.finished_at = "finished", timezone.now() + timedelta(hours=1)
    assert not counts(again)  # begun before, and still not the first on its deal


def test_luck_that_was_met_is_never_dealt_again_even_when_all_is_known(student: User) -> None:
    scenario = a_scenario(seeds=1)
    first = played(simulating.start(user=student, scenario=scenario), 1)

    assert simulating.start(user=student, scenario=scenario).seed != first.seed


def test_one_thing_is_resolved_in_one_line(student: User) -> None:
    debrief = a_debrief(student, guess={"week": 1, "cause": "none"})

    kept = debriefing.resolve(debrief=debrief, words="  Brief everybody\n within three weeks. ")

    assert kept.resolve == "Brief everybody within three weeks."
    with pytest.raises(RuleBroken, match="one thing"):
        debriefing.resolve(debrief=debrief, words="x" * 301)


@pytest.mark.parametrize(
    "change", [{"parts": {}}, {"parts": {"plan": {"rows": [1]}}}, {"steps_done": 0}]
)
def test_what_a_step_found_stays(student: User, change: dict[str, Any]) -> None:
    a_debrief(student, parts={"plan": {"rows": []}})

    with pytest.raises(IntegrityError, match="found stays"), transaction.atomic():
        Debrief.objects.update(**change)
