"""The steps of a debrief, in their order; each needs only the game and the steps before it."""

from collections.abc import Callable
from typing import Any

from courses.simulations.debriefing.decisions import decisions
from courses.simulations.debriefing.families import families
from courses.simulations.debriefing.game import Game
from courses.simulations.debriefing.handover import handover
from courses.simulations.debriefing.honesty import honesty
from courses.simulations.debriefing.path import path
from courses.simulations.debriefing.plan import plan
from courses.simulations.debriefing.reference import reference
from courses.simulations.debriefing.risks import risks
from courses.simulations.debriefing.scores import scores
from courses.simulations.debriefing.slip import slip
from courses.simulations.debriefing.unasked import unasked

Json = dict[str, Any]

WORK: dict[str, Callable[[Game, Json], Json]] = {
    "reference": lambda game, _parts: reference(game),
    "scores": lambda game, _parts: scores(game),
    "handover": lambda game, _parts: handover(game),
    "path": lambda game, _parts: path(game),
    "slip": lambda game, _parts: slip(game),
    "families": lambda game, _parts: families(game),
    "decisions": lambda game, _parts: decisions(game),
    "honesty": lambda game, _parts: honesty(game),
    "risks": lambda game, _parts: risks(game),
    "unasked": lambda game, _parts: unasked(game),
    "plan": lambda _game, parts: plan(parts["scores"]),
}
STEPS = tuple(WORK)


def work(step: str, game: Game, parts: Json) -> Json:
    """The result of one step, given what the steps before it found."""
    return WORK[step](game, parts)
