"""Debriefs of finished runs: worked out step by step, guessed at before they are shown, proved.

A worker keeps every step as it is found, under the lock of the row: one that is killed loses the
step it was in, and its successor goes on there. Two at once take turns.
"""

import logging
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from django.db import transaction
from django.utils import timezone

from courses.models import Debrief, SimulationRun
from courses.models.run import DebriefState, RunState
from courses.operations.simulating import Verified, commitment_to, verify
from courses.runs.engines import engine_of, scenario_of
from courses.simulations import debriefing as first_debriefer
from courses.simulations.debriefing import STEPS, Game
from courses.simulations.debriefing.names import CAUSES
from courses.simulations.engine import VERSION
from institute.errors import RuleBroken
from institute.moves import locked

logger = logging.getLogger(__name__)

#: Engine -> what debriefs its runs: the rules a run was played by also explain it.
DEBRIEFERS: dict[str, ModuleType] = {VERSION: first_debriefer}

NOT_FINISHED = "A run is debriefed when it is over."
GONE = "This run was played on engine {version}, which cannot be replayed here."
GUESS_FIRST = "Say first when you think it was lost and what drove the date."
SAID = "You have said what you think. It stands beside what the debrief found."
NO_SUCH_GUESS = "Choose one of the weeks that were played, and one of the causes."
NOT_READY = "The debrief is still being worked out."
TOO_LONG = "Keep it to one thing, in at most 300 characters."
MOST_WORDS = 300


@dataclass(frozen=True)
class Proof:
    """What was sealed at the start of a run, opened: does it hold, and does the replay?"""

    seed: int
    nonce: str
    commitment: str
    sealed: bool
    replayed: Verified

    @property
    def holds(self) -> bool:
        return self.sealed and self.replayed.holds


@transaction.atomic
def open_for(*, run: SimulationRun) -> Debrief:
    """The debrief of a finished run, made when there is none. Raises RuleBroken while it runs."""
    if run.status != RunState.FINISHED:
        raise RuleBroken(NOT_FINISHED)
    debrief, _ = Debrief.objects.get_or_create(run=run, defaults={"steps_all": len(STEPS)})
    return debrief


def work_out(debrief_id: int) -> int:
    """Go on with a debrief where it stands; how many steps this call has found.

    Raises RuleBroken when the engine of the run is gone.
    """
    debrief = Debrief.objects.select_related("run__version__scenario").get(pk=debrief_id)
    if debrief.status == DebriefState.READY:
        return 0
    debriefer, game = _replayed(debrief.run)
    steps = 0
    while _next_step(debrief_id, debriefer, game):
        steps += 1
    return steps


def _replayed(run: SimulationRun) -> tuple[ModuleType, Game]:
    engine_of(run.engine)
    debriefer = DEBRIEFERS.get(run.engine)
    if debriefer is None:
        raise RuleBroken(GONE.format(version=run.engine))
    log = run.turns.order_by("week").values_list("decisions", flat=True)
    return debriefer, debriefer.Game(scenario_of(run.version), run.seed, list(log))


@transaction.atomic
def _next_step(debrief_id: int, debriefer: ModuleType, game: Game) -> bool:
    """Find the next step and keep it; False when there is none."""
    debrief = locked(Debrief(pk=debrief_id))
    missing = [step for step in debriefer.STEPS if step not in debrief.parts]
    if debrief.status == DebriefState.READY or not missing:
        return False
    debrief.move("begin")
    found = debriefer.work(missing[0], game, debrief.parts)
    debrief.parts = {**debrief.parts, missing[0]: found}
    debrief.steps_all = len(debriefer.STEPS)
    debrief.steps_done = debrief.steps_all - len(missing) + 1
    if len(missing) == 1:
        debrief.move("complete")
        debrief.worked_at = timezone.now()
    debrief.save()
    return True


@transaction.atomic
def stop(*, debrief_id: int) -> None:
    """Note that a debrief could not be worked out; what was found so far is kept."""
    debrief = locked(Debrief(pk=debrief_id))
    if debrief.status == DebriefState.WAITING:
        debrief.move("begin")
    if debrief.status == DebriefState.WORKING:
        debrief.move("fail")
        debrief.save(update_fields=["status"])


@transaction.atomic
def ask_again(*, debrief: Debrief) -> Debrief:
    """Let a debrief that stopped go on; asking while it is worked out changes nothing.

    Raises RuleBroken when the engine of the run is gone, for then asking cannot help.
    """
    debrief = locked(debrief)
    if debrief.status == DebriefState.FAILED:
        if why := why_stopped(debrief):
            raise RuleBroken(why)
        debrief.move("begin")
        debrief.save(update_fields=["status"])
    return debrief


def why_stopped(debrief: Debrief) -> str:
    """Why a debrief can never be worked out here; empty when asking again may help."""
    gone = debrief.run.engine not in DEBRIEFERS
    return GONE.format(version=debrief.run.engine) if gone else ""


def is_revealed(debrief: Debrief) -> bool:
    """Whether the debrief may be shown: it is ready, and the learner has guessed."""
    return debrief.status == DebriefState.READY and bool(debrief.guess)


@transaction.atomic
def predict(*, debrief: Debrief, week: int, cause: str) -> Debrief:
    """Keep what the learner thinks, once, before anything is shown; the same again is the same.

    Week 0 says that it was never lost. Raises RuleBroken for another guess or an impossible one.
    """
    debrief = locked(debrief)
    if not 0 <= week <= debrief.run.week or cause not in CAUSES:
        raise RuleBroken(NO_SUCH_GUESS)
    guess = {"week": week, "cause": cause}
    if debrief.guess not in ({}, guess):
        raise RuleBroken(SAID)
    debrief.guess = guess
    debrief.save(update_fields=["guess"])
    return debrief


@transaction.atomic
def resolve(*, debrief: Debrief, words: str) -> Debrief:
    """Keep the one thing the learner will do differently; it may be put better later.

    Raises RuleBroken before the debrief was shown, and for more than one thing's words.
    """
    debrief = locked(debrief)
    _must_be_shown(debrief)
    words = " ".join(words.split())
    if len(words) > MOST_WORDS:
        raise RuleBroken(TOO_LONG)
    debrief.resolve = words
    debrief.save(update_fields=["resolve"])
    return debrief


def proof_of(debrief: Debrief) -> Proof:
    """Open the seal: seed and nonce, and whether they and the replay hold what was promised.

    Raises RuleBroken before the debrief may be shown: the seed explains everything.
    """
    _must_be_shown(debrief)
    run = debrief.run
    sealed = run.commitment == commitment_to(run.seed, run.nonce)
    return Proof(run.seed, run.nonce, run.commitment, sealed, verify(run))


def _must_be_shown(debrief: Debrief) -> None:
    if debrief.status != DebriefState.READY:
        raise RuleBroken(NOT_READY)
    if not debrief.guess:
        raise RuleBroken(GUESS_FIRST)


def answer_to(debrief: Debrief) -> dict[str, Any]:
    """The guess beside what was found, as `courses.simulations.debriefing.answered` has it."""
    _must_be_shown(debrief)
    answered: dict[str, Any] = DEBRIEFERS[debrief.run.engine].answered(debrief.guess, debrief.parts)
    return answered
