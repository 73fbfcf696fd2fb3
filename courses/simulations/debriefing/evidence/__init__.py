"""What lies behind each part of a score: the figures and weeks, as "… , so …"."""

from collections.abc import Callable, Mapping

from courses.simulations.debriefing.evidence import align, comm, execution, lead, outcome, risk
from courses.simulations.debriefing.game import Game

Says = Callable[[Game], str]

EVIDENCE: dict[str, Mapping[str, Says]] = {
    "align": align.EVIDENCE,
    "lead": lead.EVIDENCE,
    "risk": risk.EVIDENCE,
    "comm": comm.EVIDENCE,
    "exec": execution.EVIDENCE,
    "outcome": outcome.EVIDENCE,
}


def evidence(game: Game, score: str, part: str) -> str:
    text = EVIDENCE[score][part](game)
    return text[0].upper() + text[1:]
