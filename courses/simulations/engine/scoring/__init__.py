"""The five responsibilities and the outcome, each from nought to a hundred."""

from collections.abc import Callable

from courses.simulations.engine.arithmetic import clipped
from courses.simulations.engine.scoring import align, comm, execution, lead, outcome, risk
from courses.simulations.engine.state import State, in_order
from courses.simulations.scenario import Scenario

#: part of a score -> (weight, points from 0 to 100)
Parts = dict[str, tuple[float, float]]

FIVE: dict[str, Callable[[Scenario, State], Parts]] = {
    "align": align.parts,
    "lead": lead.parts,
    "risk": risk.parts,
    "comm": comm.parts,
    "exec": execution.parts,
}


def score(scenario: Scenario, state: State, seed: int = 0) -> dict[str, float]:
    """The five scores, the outcome and the total; the seed is not needed, the state holds luck."""
    state = in_order(scenario, state)
    found = {name: weighed(parts(scenario, state)) for name, parts in FIVE.items()}
    if state["launched_at"] is None:
        found["exec"] *= 0.6
    found["outcome"] = weighed(outcome.parts(scenario, state))
    five = 0.0
    for name in FIVE:
        five += found[name]
    found["total"] = 0.6 * five / len(FIVE) + 0.4 * found["outcome"]
    return {name: round(points, 4) for name, points in found.items()}


def breakdown(scenario: Scenario, state: State) -> dict[str, dict[str, list[float]]]:
    """Each score by its parts, as [weight, points], for the evidence of a debrief."""
    state = in_order(scenario, state)
    named = {**FIVE, "outcome": outcome.parts}
    return {
        name: {
            part: [weight, round(points, 2)]
            for part, (weight, points) in of(scenario, state).items()
        }
        for name, of in named.items()
    }


def weighed(parts: Parts) -> float:
    total = 0.0
    for weight, points in parts.values():
        total += weight * points
    return clipped(total, 0.0, 100.0)
