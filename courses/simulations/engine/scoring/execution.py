"""Delivering: the date, the pace of what decides it, rework, flaws and cost."""

from courses.simulations.engine.arithmetic import added, lin
from courses.simulations.engine.scoring.comm import ended
from courses.simulations.engine.state import State
from courses.simulations.scenario import Scenario


def parts(scenario: Scenario, state: State) -> dict[str, tuple[float, float]]:
    meta, tally = scenario.meta, state["tally"]
    target = meta.market_week + 0.5 * state["ext"]
    launched = state["launched_at"] is not None
    usual = max(1e-9, tally["crit_norm"])
    return {
        "date": (0.38, lin(ended(scenario, state), target + 5.0, target - 0.5)),
        "pace": (0.20, lin(tally["crit_done"] / usual, 0.50, 1.08)),
        "rework": (0.12, lin(rework(state), 0.30, 0.08)),
        "flaws": (0.18, lin(flaws(state), 0.06, 0.003)),
        "cost": (0.12, lin(state["spent"] / meta.budget, 1.15, 0.95) if launched else 0.0),
    }


def whole(state: State) -> float:
    return max(1e-9, added(package["tot"] for package in state["wp"].values()))


def rework(state: State) -> float:
    return added(package["rework"] for package in state["wp"].values()) / whole(state)


def flaws(state: State) -> float:
    return added(package["undisc"] for package in state["wp"].values()) / whole(state)
