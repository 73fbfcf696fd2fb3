"""A ceiling: somebody who has played this very deal before, and keeps what went better."""

from dataclasses import fields, replace

from courses.simulations.engine.beginning import begin
from courses.simulations.engine.scoring import score
from courses.simulations.policies.chance import Chance
from courses.simulations.policies.habits import TUNED, Habits
from courses.simulations.policies.planner import planner
from courses.simulations.policies.playing import Player, Policy, play_on
from courses.simulations.scenario import Scenario

STEPS, TOUCHED, STRIDE = 30, 0.25, 0.35
#: What a search may change: everything but honesty and judgement, which are sound already.
FREE = tuple(
    field.name
    for field in fields(Habits)
    if field.name not in ("lapses", "skill", "people_skill", "always_green", "worst_first")
)


def clairvoyant(scenario: Scenario, seed: int) -> Player:
    """The best of a local search over habits, each try a whole game on the known seed."""
    return planner("clairvoyant", searched(scenario, seed)).seat(scenario, seed)


def searched(scenario: Scenario, seed: int, steps: int = STEPS) -> Habits:
    """The habits that did best on this deal; never worse than those of the reference."""
    chance = Chance("clairvoyant", scenario.slug, seed)
    best, most = TUNED, _total(scenario, seed, TUNED)
    for step in range(steps):
        tried = _beside(best, chance, step)
        total = _total(scenario, seed, tried)
        if total > most:
            best, most = tried, total
    return best


def _beside(habits: Habits, chance: Chance, step: int) -> Habits:
    """Habits with about a quarter of them moved a little."""
    moved = {}
    for name in FREE:
        if chance("touch", step, name) < TOUCHED:
            by = STRIDE * (2.0 * chance("by", step, name) - 1.0)
            moved[name] = getattr(habits, name) * (1.0 + by) + 0.3 * by
    return replace(habits, **moved)


def _total(scenario: Scenario, seed: int, habits: Habits) -> float:
    state, _ = play_on(scenario, seed, begin(scenario, seed), planner("tuned", habits))
    return score(scenario, state)["total"]


CLAIRVOYANT = Policy("clairvoyant", clairvoyant)
