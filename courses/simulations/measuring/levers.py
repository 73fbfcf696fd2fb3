"""Levers: what the reference loses when it gives up one habit, and which score shows it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from courses.simulations.measuring.games import SCORES, Game, average, games
from courses.simulations.policies.habits import TUNED, Habits
from courses.simulations.policies.planner import planner
from courses.simulations.scenario import Scenario

NEVER = 99.0
TELLS = 0.5
#: The ten levers of the game, each put out of use.
LEVERS: dict[str, dict[str, float]] = {
    "no sync": {"sync_every": NEVER},
    "no align, no early joining": {"align_age": NEVER, "integrate_at": NEVER},
    "no briefs": {"brief_late": NEVER},
    "no spikes": {"spikes": 0.0},
    "no mitigation": {"mitigate_worth": NEVER},
    "no risk review": {"risk_reviews": 0.0},
    "no value review": {"value_reviews": 0.0},
    "no cuts": {"cuts": 0.0, "junk": 0.0},
    "answers at random": {"skill": 0.0, "people_skill": 0.0},
    "always green, always the promise": {"always_green": 1.0, "always_promise": 1.0},
}
#: Other habits, each changed: none should make the reference better.
HABITS: dict[str, dict[str, float]] = {
    "own order of work": {"critical_order": 0.0},
    "no loans": {"loans": 0.0},
    "no coaching": {"coach_below": 0.0, "coach_spare": 0.0},
    "no later date": {"date_week": NEVER},
    "trusts estimates": {"inflate": 1.0, "test_stretch": 1.0},
    "pads by 90 %": {"inflate": 1.9},
    "always speed": {"speed": 1.0},
    "always quality": {"quality": 1.0},
    "overtime +12 % all game": {"always_overtime": 1.0},
    "overtime +25 % all game": {"always_overtime": 2.0},
    "contractors": {"contractors": 2.0},
    "cuts the best first": {"worst_first": 1.0},
    "30 % lapses": {"lapses": 0.3},
    "60 % lapses": {"lapses": 0.6},
    "polishes for two weeks": {"polish": 2.0},
    "briefs first, always": {"brief_late": -NEVER, "brief_rank": NEVER},
    "syncs all every week": {"sync_every": 0.0, "sync_rank": NEVER},
}
#: One score each that a single way to behave pulls down.
ALONE: dict[str, dict[str, float]] = {
    "align": {"worst_first": 1.0, "value_reviews": 0.0},
    "lead": {"people_skill": -1.0, "coach_below": 0.0, "coach_spare": 0.0},
    "risk": {"mitigate_worth": NEVER},
    "comm": {"brief_late": NEVER},
    "exec": {"speed": 1.0, "critical_order": 0.0, "loans": 0.0, "contractors": 2.0},
}


def changed(changes: Mapping[str, float], of: Habits = TUNED) -> Habits:
    return replace(of, **changes)


def costs(
    scenario: Scenario, seeds: Iterable[int], habits: Mapping[str, Mapping[str, float]]
) -> dict[str, float]:
    """What each change costs in points of the total, over the same deals."""
    deals = list(seeds)
    whole = average(game.total for game in _played(scenario, deals, {}))
    return {
        name: whole - average(game.total for game in _played(scenario, deals, changes))
        for name, changes in habits.items()
    }


def alone(scenario: Scenario, seeds: Iterable[int]) -> dict[str, dict[str, float]]:
    """Score -> how the way to behave that aims at it moves each of the scores."""
    deals = list(seeds)
    whole = _means(_played(scenario, deals, {}))
    found = {}
    for aim, changes in ALONE.items():
        means = _means(_played(scenario, deals, changes))
        found[aim] = {key: means[key] - whole[key] for key in SCORES}
    return found


def telling(found: Mapping[str, float]) -> int:
    """How many levers cost at least half a point when they are not used."""
    return len([cost for cost in found.values() if cost >= TELLS])


def _played(scenario: Scenario, seeds: list[int], changes: Mapping[str, float]) -> list[Game]:
    return games(scenario, seeds, planner("tuned", changed(changes)))


def _means(found: list[Game]) -> dict[str, float]:
    return {key: average(game.scores[key] for game in found) for key in SCORES}
