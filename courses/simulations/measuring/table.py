"""The table of policies: what each scores, when it launches, and how well neighbours separate."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from courses.simulations.measuring.games import SCORES, Game, average, deviation, games
from courses.simulations.policies import POLICIES
from courses.simulations.policies.playing import Policy
from courses.simulations.scenario import Scenario

LADDER = tuple(POLICIES.values())


@dataclass(frozen=True, slots=True)
class Row:
    """One policy over many deals; `auc` is how often it beats the row above, None for the first."""

    name: str
    games: int
    mean: float
    sd: float
    scores: dict[str, float]
    launch: float
    launched: float
    on_time: float
    auc: float | None


def table(scenario: Scenario, seeds: Iterable[int], ladder: Sequence[Policy] = LADDER) -> list[Row]:
    """Play every policy on the same deals, from the least to the most skilled."""
    deals = list(seeds)
    return rows({policy.name: games(scenario, deals, policy) for policy in ladder})


def rows(found: dict[str, list[Game]]) -> list[Row]:
    """The rows of games that were played, in their order."""
    made: list[Row] = []
    above: list[float] | None = None
    for name, many in found.items():
        totals = [game.total for game in many]
        made.append(
            Row(
                name=name,
                games=len(many),
                mean=average(totals),
                sd=deviation(totals),
                scores={key: average(game.scores[key] for game in many) for key in SCORES},
                launch=average(game.launch for game in many),
                launched=average(float(game.launched) for game in many),
                on_time=average(float(game.on_time) for game in many),
                auc=None if above is None else auc(above, totals),
            )
        )
        above = totals
    return made


def auc(lower: Sequence[float], upper: Sequence[float]) -> float:
    """How often one of the upper beats one of the lower, a tie counting half."""
    won = 0.0
    for high in upper:
        for low in lower:
            won += 1.0 if high > low else 0.5 if high == low else 0.0
    return won / (len(lower) * len(upper))
