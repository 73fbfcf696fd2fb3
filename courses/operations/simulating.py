"""Playing a simulation: starting a run, saving the week's plan, committing it, proving it.

Whoever plays holds the run's row. What a run was is its log: scenario, engine, seed, decisions.
"""

import hashlib
import logging
import secrets
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from courses import events
from courses.models import (
    Debrief,
    Enrolment,
    Scenario,
    ScenarioVersion,
    SimulationRun,
    SimulationTurn,
)
from courses.models.run import RunMode, RunState
from courses.operations import team_letters
from courses.runs import chain, rhythm
from courses.runs.engines import Decisions, engine_of, scenario_of, state_of, view_of
from courses.simulations.debriefing import STEPS
from courses.simulations.engine import VERSION
from courses.teams import rights
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.events import announce_on_commit
from institute.moves import locked

logger = logging.getLogger(__name__)

NOT_PLAYED = "This scenario cannot be played at the moment."
BURNT = "You have seen everything that was hidden in this deal. Play another one."
OVER = "This run is over. Its weeks stand as they were played."
ELSEWHERE = "Week {week} is committed already, from another window. This is what came of it."
CHANGED = (
    "The record of this run no longer matches the weeks that were played, so it cannot go on. "
    "It was changed outside the simulation; call the Institute, and start another run meanwhile."
)
OLDER = "Another window saved this week’s plan after yours. This is the newer plan."


class Stale(RuleBroken):
    """The form was older than what stands: another window was first."""


@dataclass(frozen=True)
class Planned:
    """Which week a form plans, and the number of the draft it showed."""

    week: int
    draft: int


@dataclass(frozen=True)
class Verified:
    """Whether replaying the log leads to what is stored; `week` is the first that does not."""

    holds: bool
    week: int = 0


def commitment_to(seed: int, nonce: str) -> str:
    """What is published at the start, so that nobody can change the seed afterwards."""
    return hashlib.sha256(f"{nonce}:{seed}".encode()).hexdigest()


@transaction.atomic
def start(
    *,
    user: User,
    scenario: Scenario,
    enrolment: Enrolment | None = None,
    mode: str = RunMode.PRACTICE,
    seed: int | None = None,
) -> SimulationRun:
    """Deal a run with luck this learner has not met; a run not yet touched is given back.

    `seed` is for a class that plays the same deal. Raises RuleBroken when the scenario is closed,
    or when this learner was shown what that deal holds.
    """
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)  # two clicks, one run
    version = scenario.current
    if version is None or not Scenario.objects.published().contains(scenario):
        raise RuleBroken(NOT_PLAYED)
    if seed is None and mode == RunMode.PRACTICE:
        waiting = SimulationRun.objects.untouched(user, version).first()
        if waiting:
            return waiting
    if seed is not None:
        _must_not_be_burnt(user, version, seed)
    dealt = _unmet_seed(user, version) if seed is None else seed
    return _dealt(user, version, enrolment, mode, dealt)


@transaction.atomic
def try_out(*, user: User, version: ScenarioVersion) -> SimulationRun:
    """Deal a practice run on a version that may not be published: for whoever writes scenarios."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)  # two clicks, one run
    waiting = SimulationRun.objects.untouched(user, version).first()
    return waiting or _dealt(user, version, None, RunMode.PRACTICE, _unmet_seed(user, version))


def _dealt(
    user: User, version: ScenarioVersion, enrolment: Enrolment | None, mode: str, seed: int
) -> SimulationRun:
    nonce = secrets.token_hex(32)
    engine = engine_of(VERSION)
    state = engine.begin(scenario_of(version), seed)
    return SimulationRun.objects.create(
        user=user,
        version=version,
        enrolment=enrolment,
        mode=mode,
        engine=VERSION,
        seed=seed,
        nonce=nonce,
        commitment=commitment_to(seed, nonce),
        guided=SimulationRun.objects.of(user).well_begun().exists(),
        state=state,
        state_digest=engine.digest(state),
    )


def _unmet_seed(user: User, version: ScenarioVersion) -> int:
    """A certified deal the learner has not met, nor their class; else one nobody has measured."""
    certified = list(version.seeds.certified().values_list("seed", flat=True))
    dealt = SimulationRun.objects.of_scenario(version.scenario_id)
    met = set(dealt.of(user).values_list("seed", flat=True))
    met |= set(dealt.of_classes_with(user).values_list("seed", flat=True))
    fresh = [seed for seed in certified if seed not in met]
    return secrets.choice(fresh) if fresh else secrets.randbelow(2**31)


def _must_not_be_burnt(user: User, version: ScenarioVersion, seed: int) -> None:
    played = SimulationRun.objects.of(user).of_scenario(version.scenario_id)
    if played.on_luck(seed).burnt().exists():
        raise RuleBroken(BURNT)


@transaction.atomic
def save_draft(*, run: SimulationRun, planned: Planned, decisions: Decisions) -> SimulationRun:
    """Keep the plan of the week; the same plan again changes nothing.

    Raises Stale when another window saved or committed since, RuleBroken when the run is over.
    """
    run = locked(run)
    draft = _clean(run, decisions) | {"rhythm": rhythm.clean(decisions.get("rhythm"))}
    if run.draft_number == planned.draft + 1 and run.draft == draft and _plans(run, planned):
        return run  # the same form, sent twice
    _must_be_current(run, planned)
    if run.draft == draft:
        return run
    run.draft = draft
    run.draft_number += 1
    run.save(update_fields=["draft", "draft_number"])
    return run


@transaction.atomic
def commit_week(
    *, run: SimulationRun, by: User, planned: Planned, decisions: Decisions
) -> SimulationTurn:
    """Play the week, once. The same form again is answered with the turn it led to.

    Raises Stale when another window was first, NotAgreed when a team has not agreed, RuleBroken
    when the run is over.
    """
    run = locked(run)
    clean = _clean(run, decisions)
    sent_before = run.turns.filter(week=planned.week).first()
    if sent_before and _same(sent_before.decisions, clean):
        return sent_before
    _must_be_current(run, planned)
    rights.may_commit(run, by, clean)
    if not chain.holds(run):
        logger.error("Run %s was changed outside the simulation", run.pk)
        raise RuleBroken(CHANGED)
    turn = _play(run, by, clean)
    _plan_ahead(run, rhythm.clean(decisions.get("rhythm")))
    return turn


def _plan_ahead(run: SimulationRun, kept: rhythm.Rhythm) -> None:
    """Begin the plan of the coming week with what the learner's rhythm asks for."""
    if kept and run.status == RunState.PLAYING:
        run.draft = {"cards": rhythm.due(kept, view_of(run)), "rhythm": kept}
        run.save(update_fields=["draft"])


def _play(run: SimulationRun, by: User, decisions: Decisions) -> SimulationTurn:
    engine, scenario = engine_of(run.engine), scenario_of(run.version)
    state, happened = engine.step(scenario, state_of(run), decisions, run.seed)
    turn = SimulationTurn(
        run=run,
        week=run.week + 1,
        decisions=decisions,
        events=happened,
        previous=run.state_digest,
        state_digest=engine.digest(state),
        by=by,
    )
    turn.save(force_insert=True)
    run.week, run.state, run.state_digest = turn.week, state, turn.state_digest
    run.draft, run.draft_number = {}, run.draft_number + 1
    if engine.is_over(state):
        _finish(run, by)
    run.save()
    return turn


def _finish(run: SimulationRun, by: User) -> None:
    score = engine_of(run.engine).score(scenario_of(run.version), state_of(run), run.seed)
    run.move("finish")
    run.score = score
    run.total = Decimal(str(round(score["total"], 2)))
    run.finished_at = timezone.now()
    Debrief.objects.create(run=run, steps_all=len(STEPS))
    team_letters.tell_it_is_over(run, by)
    announce_on_commit(events.run_finished, run_id=str(run.pk))


@transaction.atomic
def put_away(*, run: SimulationRun) -> SimulationRun:
    """Leave a run unfinished for good; it counts nowhere."""
    run = locked(run)
    if run.status != RunState.ABANDONED:
        run.move("put_away")
        run.save(update_fields=["status"])
    return run


@transaction.atomic
def end_guide(*, run: SimulationRun) -> None:
    """The learner has seen enough of the guide."""
    run = locked(run)
    run.guided = True
    run.save(update_fields=["guided"])


def verify(run: SimulationRun) -> Verified:
    """Play the stored log again and compare every digest and the score."""
    engine, scenario = engine_of(run.engine), scenario_of(run.version)
    if run.commitment != commitment_to(run.seed, run.nonce):
        return Verified(False)
    state = engine.begin(scenario, run.seed)
    digest = engine.digest(state)
    for number, turn in enumerate(run.turns.order_by("week"), start=1):
        state, _ = engine.step(scenario, state, turn.decisions, run.seed)
        if (turn.week, turn.previous) != (number, digest):
            return Verified(False, number)
        digest = engine.digest(state)
        if turn.state_digest != digest:
            return Verified(False, number)
    return Verified(digest == run.state_digest and _score_holds(run), run.week)


def _score_holds(run: SimulationRun) -> bool:
    if run.score is None:
        return True
    scored = engine_of(run.engine).score(scenario_of(run.version), state_of(run), run.seed)
    return bool(scored == run.score)


def _clean(run: SimulationRun, decisions: Decisions) -> Decisions:
    cleaned: Decisions = engine_of(run.engine).clean(scenario_of(run.version), decisions)
    return cleaned


def _same(one: Decisions, other: Decisions) -> bool:
    """Whether two forms decide the same, in whatever order they name their cards."""

    def plain(decisions: Decisions) -> Decisions:
        return decisions | {"cards": sorted(map(str, decisions.get("cards", [])))}

    return plain(one) == plain(other)


def _plans(run: SimulationRun, planned: Planned) -> bool:
    return run.status == RunState.PLAYING and planned.week == run.week + 1


def _must_be_current(run: SimulationRun, planned: Planned) -> None:
    if run.status != RunState.PLAYING:
        raise RuleBroken(OVER)
    if planned.week != run.week + 1:
        raise Stale(ELSEWHERE.format(week=planned.week))
    if planned.draft != run.draft_number:
        raise Stale(OLDER)
