"""Evidence about what it was worth in the end."""

from collections.abc import Callable

from courses.simulations.debriefing.evidence import comm, execution, lead
from courses.simulations.debriefing.game import Game
from courses.simulations.debriefing.saying import share
from courses.simulations.engine.scoring import outcome as scored


def value(game: Game) -> str:
    scenario, state = game.scenario, game.final
    reached = share(scored.value_share(scenario, state))
    factors = {
        "the date": scored.timeliness(scenario, state),
        "what was missing or broken": scored.quality(state),
        "the trust of those who should use it": scored.adoption(scenario, state),
    }
    worst = min(factors, key=lambda name: factors[name])
    if factors[worst] > 0.97:
        return f"Nothing took much away, so {reached} of the promised value reached users."
    took = share(1 - factors[worst])
    return f"{worst} took {took} away, so {reached} of the promised value reached users."


def readiness(game: Game) -> str:
    part = share(1 - scored.unfinished(game.final))
    return f"It did not launch, so all there is to show is work that is {part} done."


EVIDENCE: dict[str, Callable[[Game], str]] = {
    "value": value,
    "cost": execution.cost,
    "trust": comm.trust,
    "morale": lead.morale,
    "readiness": readiness,
}
