"""Games played to be measured: what each scored, and when it launched."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from courses.simulations.engine.arithmetic import added
from courses.simulations.engine.beginning import begin
from courses.simulations.engine.scoring import score
from courses.simulations.policies.playing import Policy, play_on
from courses.simulations.scenario import Scenario

SCORES = ("outcome", "align", "lead", "risk", "comm", "exec")


@dataclass(frozen=True, slots=True)
class Game:
    """One game to its end; `launch` counts two weeks past the last where nothing launched."""

    scores: dict[str, float]
    launch: float
    launched: bool
    on_time: bool

    @property
    def total(self) -> float:
        return self.scores["total"]


def played(scenario: Scenario, seed: int, policy: Policy) -> Game:
    """One game of a policy from its first Monday."""
    state, _ = play_on(scenario, seed, begin(scenario, seed), policy)
    at = state["launched_at"]
    return Game(
        scores=score(scenario, state),
        launch=scenario.meta.weeks_max + 2.0 if at is None else float(at),
        launched=at is not None,
        on_time=at is not None and at <= scenario.meta.market_week,
    )


def games(scenario: Scenario, seeds: Iterable[int], policy: Policy) -> list[Game]:
    return [played(scenario, seed, policy) for seed in seeds]


def average(numbers: Iterable[float]) -> float:
    values = list(numbers)
    return added(values) / len(values) if values else 0.0


def deviation(numbers: Iterable[float]) -> float:
    """The standard deviation over the games that were played."""
    values = list(numbers)
    middle = average(values)
    return math.sqrt(average((value - middle) ** 2 for value in values))
