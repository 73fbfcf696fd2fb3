"""How much of a score is luck: a random-effects split over players, deals and attempts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from courses.simulations.engine.arithmetic import added
from courses.simulations.measuring.games import average, played
from courses.simulations.policies.population import population
from courses.simulations.scenario import Scenario

PLAYERS, ATTEMPTS = 36, 2
BAND = (70.0, 86.0)
#: player -> deal -> the totals of the attempts.
Totals = list[list[list[float]]]


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of the variance of totals. Luck is what the deal does, to all or to this player."""

    players: int
    low: float
    high: float
    skill: float
    seed: float
    interaction: float
    lapses: float

    @property
    def luck(self) -> float:
        return self.seed + self.interaction

    def reliability(self, games: int) -> float:
        """Of the mean of so many games: the share of it that is skill."""
        return self.skill / (self.skill + (1.0 - self.skill) / games) if self.skill else 0.0


def totals(scenario: Scenario, seeds: Iterable[int], players: int = PLAYERS) -> Totals:
    """Every player of the population on every deal, more than once."""
    deals = list(seeds)
    crowds = [population(players, attempt) for attempt in range(ATTEMPTS)]
    return [
        [[played(scenario, seed, crowd[at]).total for crowd in crowds] for seed in deals]
        for at in range(players)
    ]


def band(found: Totals, limits: tuple[float, float] = BAND) -> Totals:
    """The players whose mean lies in the band of the competent."""
    return [one for one in found if limits[0] <= _mean(one) <= limits[1]]


def shares(found: Totals) -> Shares:
    """Split the variance by the mean squares of a two-way layout with repeats."""
    players, deals, repeats = len(found), len(found[0]), len(found[0][0])
    whole = average(_mean(one) for one in found)
    by_player = [_mean(one) for one in found]
    by_deal = [average(average(one[at]) for one in found) for at in range(deals)]
    within = added(
        (value - average(cell)) ** 2 for one in found for cell in one for value in cell
    ) / (players * deals * (repeats - 1))
    between = added(
        (average(found[p][s]) - by_player[p] - by_deal[s] + whole) ** 2
        for p in range(players)
        for s in range(deals)
    )
    cross = repeats * between / max(1, (players - 1) * (deals - 1))
    of_players = repeats * deals * _square(by_player, whole) / max(1, players - 1)
    of_deals = repeats * players * _square(by_deal, whole) / max(1, deals - 1)
    parts = [
        max(0.0, (of_players - cross) / (repeats * deals)),
        max(0.0, (of_deals - cross) / (repeats * players)),
        max(0.0, (cross - within) / repeats),
        within,
    ]
    total = added(parts) or 1.0
    skill, seed, interaction, lapses = (part / total for part in parts)
    return Shares(players, min(by_player), max(by_player), skill, seed, interaction, lapses)


def _mean(one: Sequence[Sequence[float]]) -> float:
    return average(average(cell) for cell in one)


def _square(means: Sequence[float], whole: float) -> float:
    return added((mean - whole) ** 2 for mean in means)
