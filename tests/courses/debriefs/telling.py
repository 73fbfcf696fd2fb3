"""Debriefs for tests: one game, worked out once, and given to whoever finished that game."""

from functools import cache
from typing import Any

from courses.models import Debrief, SimulationRun
from courses.operations import debriefing
from courses.simulations.debriefing import STEPS, Game, work
from courses.simulations.scenario import FOLDER, read
from institute.accounts.models import User
from tests.courses.simulating import FLAGSHIP, QUIET, a_run, finished

SEED = 1_000


@cache
def parts_of(seed: int = SEED) -> dict[str, Any]:
    """Every part of the debrief of a game in which little is decided."""
    scenario = read((FOLDER / f"{FLAGSHIP}.toml").read_text(encoding="utf-8"))
    game = Game(scenario, seed, [QUIET] * 40)
    parts: dict[str, Any] = {}
    for step in STEPS:
        parts[step] = work(step, game, parts)
    return parts


def ended(user: User, seed: int = SEED) -> SimulationRun:
    """A finished run whose debrief nobody has worked out or opened."""
    return finished(a_run(user, seed=seed))


def ready(user: User, seed: int = SEED) -> Debrief:
    """A debrief that is worked out and not opened yet."""
    debrief = debriefing.open_for(run=ended(user, seed))
    Debrief.objects.filter(pk=debrief.pk).update(
        status="ready", parts=parts_of(seed), steps_done=len(STEPS), steps_all=len(STEPS)
    )
    debrief.refresh_from_db()
    return debrief


def read_by(user: User, seed: int = SEED) -> Debrief:
    """A debrief whose learner has guessed and read it."""
    return debriefing.predict(debrief=ready(user, seed), week=3, cause="risks")
