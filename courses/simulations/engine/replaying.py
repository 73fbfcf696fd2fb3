"""Playing a log of decisions again: the same scenario, seed and log give the same state."""

from collections.abc import Iterable
from typing import Any

from courses.simulations.engine.beginning import begin
from courses.simulations.engine.luck import Luck
from courses.simulations.engine.state import State, is_over
from courses.simulations.engine.stepping import step
from courses.simulations.scenario import Scenario


def replay(scenario: Scenario, seed: int, log: Iterable[Any]) -> State:
    """The state after every decision of the log, or at the end if that is sooner."""
    state, luck = begin(scenario, seed), Luck(scenario, seed)
    for decisions in log:
        if is_over(state):
            break
        state, _ = step(scenario, state, decisions, luck)
    return state
