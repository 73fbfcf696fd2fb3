"""Leading teams one does not command: spirits, tiredness, agreements, blockers."""

from courses.simulations.engine.arithmetic import added, lin, mean
from courses.simulations.engine.state import State
from courses.simulations.scenario import Scenario

FLIPS = 3


def parts(scenario: Scenario, state: State) -> dict[str, tuple[float, float]]:
    teams = state["team"].values()
    tally = state["tally"]
    flips = added(float(team["flips"]) for team in teams)
    return {
        "morale": (0.25, lin(mean(team["mor"] for team in teams), 0.54, 0.79)),
        "lowest": (0.12, lin(min(team["mor"] for team in teams), 0.45, 0.74)),
        "fatigue": (0.13, lin(mean(team["fat"] for team in teams), 0.40, 0.12)),
        "staying": (0.10, max(0.0, 100.0 - 30.0 * added(float(team["left"]) for team in teams))),
        "mismatch": (0.15, lin(mismatch(state), 0.42, 0.02)),
        "blocked": (0.10, lin(tally["blocked"] / max(1, tally["team_weeks"]), 0.22, 0.0)),
        "answers": (0.15, 100.0 * mean(state["keys"]["people"])),
        "flips": (-2.0, max(0.0, flips - FLIPS)),
    }


def mismatch(state: State) -> float:
    """How far the sides of the interfaces were apart when they met."""
    return mean(iface["hit_x"] if iface["hit"] else iface["x"] for iface in state["iface"].values())
