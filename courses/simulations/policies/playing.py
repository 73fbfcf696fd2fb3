"""Letting a policy play: from the first Monday, after a log, or on from any state."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from courses.simulations.engine.beginning import begin
from courses.simulations.engine.luck import Luck
from courses.simulations.engine.state import State, is_over
from courses.simulations.engine.stepping import step
from courses.simulations.engine.view import observe
from courses.simulations.policies.tray import Decisions, View
from courses.simulations.scenario import Scenario

#: Somebody in the middle of one game: a view in, the decisions of the week out.
Player = Callable[[View], Decisions]
Log = list[Decisions]


@dataclass(frozen=True, slots=True)
class Policy:
    """A way to play, by its name; `seat(scenario, seed)` gives a player who remembers nothing."""

    name: str
    seat: Callable[[Scenario, int], Player]


def play(scenario: Scenario, seed: int, policy: Policy, *, log: Iterable[Decisions] = ()) -> Log:
    """The log of a whole game: first the decisions that are given, then the policy's."""
    state, luck, done = begin(scenario, seed), Luck(scenario, seed), list[Decisions]()
    for decisions in log:
        if is_over(state):
            break
        state, _ = step(scenario, state, decisions, luck)
        done.append(decisions)
    return done + play_on(scenario, seed, state, policy)[1]


def play_on(scenario: Scenario, seed: int, state: State, policy: Policy) -> tuple[State, Log]:
    """The end of a game that a policy takes over in this state, and what it decided."""
    luck, player, log = Luck(scenario, seed), policy.seat(scenario, seed), list[Decisions]()
    while not is_over(state):
        decisions = player(observe(scenario, state))
        state, _ = step(scenario, state, decisions, luck)
        log.append(decisions)
    return state, log
