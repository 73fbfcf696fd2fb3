"""What the programme was worth in the end, whoever deserves the credit."""

from courses.simulations.engine.arithmetic import added, clipped, lin, mean
from courses.simulations.engine.packages import left
from courses.simulations.engine.scoring.comm import trust
from courses.simulations.engine.scoring.execution import flaws, whole
from courses.simulations.engine.state import State
from courses.simulations.scenario import Scenario

DEFERRED = 0.15


def parts(scenario: Scenario, state: State) -> dict[str, tuple[float, float]]:
    trusted = lin(trust(scenario, state), 30.0, 72.0)
    left_us = added(float(team["left"]) for team in state["team"].values())
    mood = mean(team["mor"] for team in state["team"].values())
    spirits = max(0.0, lin(mood, 0.40, 0.70) - 12.0 * left_us)
    if state["launched_at"] is None:
        ready = 1.0 - unfinished(state)
        return {
            "trust": (0.18, trusted),
            "morale": (0.06, spirits),
            "readiness": (0.12, lin(ready, 0.5, 1.0)),
        }
    return {
        "value": (0.55, lin(value_share(scenario, state), 0.10, 0.95)),
        "cost": (0.15, lin(state["spent"] / scenario.meta.budget, 1.20, 0.98)),
        "trust": (0.18, trusted),
        "morale": (0.12, spirits),
    }


def unfinished(state: State) -> float:
    return added(left(package) for package in state["wp"].values()) / whole(state)


def value_share(scenario: Scenario, state: State) -> float:
    """The value that reaches users, as a share of what the whole scope promised."""
    core = scenario.meta.core_value
    value, promised = core, core
    for item in state["item"].values():
        value += item["tv"] if item["on"] else DEFERRED * item["tv"]
        promised += item["tv"]
    late = timeliness(scenario, state)
    return value * late * quality(state) * adoption(scenario, state) / promised


def timeliness(scenario: Scenario, state: State) -> float:
    """The first week missed costs one price, weeks told of in time another, surprises a third."""
    rule, late = scenario.late, max(0.0, state["launched_at"] - scenario.meta.market_week)
    first = min(1.0, late)
    noticed = clipped(float(state["notice"]), 0.0, late - first)
    lost = rule.miss * first + rule.noticed * noticed
    lost += rule.surprise * (late - first - noticed)
    return clipped(1.0 - lost, 0.0, 1.0)


def quality(state: State) -> float:
    density = flaws(state) + 0.6 * unfinished(state)
    return clipped(1.0 - 5.0 * max(0.0, density - 0.012), 0.3, 1.0)


def adoption(scenario: Scenario, state: State) -> float:
    return clipped(0.82 + 0.18 * (trust(scenario, state) - 28.0) / 34.0, 0.6, 1.0)
