"""Aligning people on what is worth doing: what was kept, how it was chosen, and how early."""

from courses.simulations.engine.arithmetic import added, clipped, lin, mean
from courses.simulations.engine.state import State
from courses.simulations.scenario import Scenario

SAME_EFFORT = 1.5


def parts(scenario: Scenario, state: State) -> dict[str, tuple[float, float]]:
    return {
        "pick": (0.22, pick(scenario, state)),
        "kept": (0.22, kept(scenario, state)),
        "discovery": (0.20, discovery(scenario, state)),
        "earliness": (0.14, earliness(scenario, state)),
        "answers": (0.22, 100.0 * mean(state["keys"]["align"])),
    }


def effort(scenario: Scenario, name: str) -> float:
    return added(pw for _, pw in scenario.item[name].work)


def believed(scenario: Scenario, state: State, name: str) -> float:
    """What could be known of a value: the truth where it was reviewed, else half and half."""
    item, part = state["item"][name], scenario.item[name]
    if item["rev"] is not None:
        return float(item["tv"])
    return float(0.5 * item["tv"] + 0.5 * part.value * part.mult[1])


def pick(scenario: Scenario, state: State) -> float:
    """Where the kept scope lies between the worst and the best choice of the same effort."""
    names = list(scenario.item)
    on = [name for name in names if state["item"][name]["on"]]
    if len(on) == len(names):
        return 50.0
    if not on:
        return 40.0
    worth = [believed(scenario, state, name) for name in names]
    cost = [effort(scenario, name) for name in names]
    own = added(cost[at] for at, name in enumerate(names) if name in on)
    value = added(worth[at] for at, name in enumerate(names) if name in on)
    rivals = [both[0] for both in _subsets(worth, cost) if abs(both[1] - own) <= SAME_EFFORT]
    worst, best = min([value, *rivals]), max([value, *rivals])
    return 100.0 * (value - worst) / (best - worst) if best - worst > 1e-6 else 50.0


def _subsets(worth: list[float], cost: list[float]) -> list[tuple[float, float]]:
    """Value and effort of every subset."""
    found = [(0.0, 0.0)]
    for value, pw in zip(worth, cost, strict=True):
        found += [(one[0] + value, one[1] + pw) for one in found]
    return found


def kept(scenario: Scenario, state: State) -> float:
    whole = added(item["tv"] for item in state["item"].values())
    still = added(item["tv"] for item in state["item"].values() if item["on"])
    points = lin(still / whole, 0.05, 0.75) if whole > 0 else 0.0
    return points * (0.6 if weeks_late(scenario, state) > 3 else 1.0)


def weeks_late(scenario: Scenario, state: State) -> float:
    at = state["launched_at"]
    reached = scenario.meta.weeks_max + 2.0 if at is None else at
    return float(reached - scenario.meta.market_week)


def discovery(scenario: Scenario, state: State) -> float:
    stated = added(part.value for part in scenario.item.values())
    seen = added(
        part.value for name, part in scenario.item.items() if state["item"][name]["rev"] is not None
    )
    return lin(seen / stated, 0.0, 0.8) if stated else 0.0


def earliness(scenario: Scenario, state: State) -> float:
    """Cuts cost least before anybody has worked on what is cut."""
    cuts = [name for name, item in state["item"].items() if item["cut_wk"] and not item["on"]]
    if not cuts:
        return 30.0
    gone = added(state["item"][name]["waste"] for name in cuts)
    share = gone / max(1.0, added(effort(scenario, name) for name in cuts))
    week = mean(float(state["item"][name]["cut_wk"]) for name in cuts)
    return clipped(100.0 - 250.0 * share - 6.0 * max(0.0, week - 4.0), 0.0, 100.0)
