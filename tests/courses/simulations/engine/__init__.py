"""Games for tests of the engine: logs that are drawn, played and told week by week."""

from collections.abc import Iterator
from random import Random
from typing import Any

from courses.simulations.engine import Luck, begin, is_over, possible, step
from courses.simulations.scenario import Scenario, shipped

SLUGS = ("ai-saas-launch", "cloud-migration", "security-keys")
FLAGSHIP = shipped(SLUGS[0])
Decisions = dict[str, Any]
State = dict[str, Any]
Events = list[dict[str, Any]]


def drawn(scenario: Scenario, state: State, dice: Random) -> Decisions:
    """A week of decisions, most of them possible."""
    offers = possible(scenario, state)
    cards = [offer["card"] for offer in dice.sample(offers, k=min(len(offers), dice.randrange(9)))]
    teams = list(scenario.team)
    team = dice.choice(teams)
    packages = [name for name, part in scenario.wp.items() if part.team == team]
    dice.shuffle(packages)
    return {
        "cards": cards,
        "prio": {team: packages} if dice.random() < 0.2 else {},
        "ot": {dice.choice(teams): dice.randrange(3)} if dice.random() < 0.3 else {},
        "mode": {dice.choice(teams): dice.choice(["speed", "balanced", "quality"])},
        "respond": {name: dice.randrange(3) for name in state["pending"] if dice.random() < 0.7},
        "report": {"fc": dice.randrange(20, 45) / 2, "rag": dice.choice(["G", "A", "R"])},
        "launch": dice.choice(["wait", "wait", "gaps", "go"]),
    }


def game(
    scenario: Scenario, seed: int, dice: Random
) -> Iterator[tuple[State, Decisions, State, Events]]:
    """Every week of a drawn game: the state before it, the decisions, the state after, events."""
    state, luck = begin(scenario, seed), Luck(scenario, seed)
    while not is_over(state):
        decisions = drawn(scenario, state, dice)
        after, events = step(scenario, state, decisions, luck)
        yield state, decisions, after, events
        state = after


def games(count: int, first: int = 0) -> Iterator[tuple[Scenario, int, Random]]:
    """Scenarios in turn, each with a seed and dice of its own."""
    scenarios = [shipped(slug) for slug in SLUGS]
    for number in range(first, first + count):
        yield scenarios[number % 3], 77_000 + number, Random(number)
