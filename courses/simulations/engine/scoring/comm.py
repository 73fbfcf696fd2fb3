"""Keeping stakeholders informed: true forecasts, true colours, and nobody left in silence."""

from courses.simulations.engine.arithmetic import added, lin, mean
from courses.simulations.engine.state import State
from courses.simulations.scenario import Scenario

FROM_WEEK = 5
ON_TIME, AT_RISK = 0.25, 1.5


def parts(scenario: Scenario, state: State) -> dict[str, tuple[float, float]]:
    tally = state["tally"]
    actual = ended(scenario, state)
    lines = [line for line in state["history"] if line["week"] >= FROM_WEEK]
    slipping = tally["slipping"]
    return {
        "actual": (0.10, lin(mean((abs(line["fc"] - actual) for line in lines), 9.0), 2.6, 0.4)),
        "truth": (0.10, lin(mean((abs(one["fc"] - one["true"]) for one in lines), 9.0), 2.8, 0.6)),
        "belief": (0.14, lin(belief_error(scenario, state, actual), 2.4, 0.4)),
        "colours": (0.10, lin(mean(colour(line) for line in state["history"]), 45.0, 92.0)),
        "false_green": (
            0.12,
            lin(tally["false_green"] / slipping, 1.0, 0.1) if slipping else 100.0,
        ),
        "trust": (0.15, lin(trust(scenario, state), 35.0, 68.0)),
        "cadence": (0.17, 100.0 * cadence(state)),
        "answers": (0.12, 100.0 * mean(state["keys"]["comms"])),
        "base": (1.0, 3.0),
        "broken": (-0.9, float(tally["breaks"])),
        "watermelons": (-0.5, float(tally["melons"])),
    }


def ended(scenario: Scenario, state: State) -> float:
    at = state["launched_at"]
    return float(at) if at is not None else scenario.meta.weeks_max + 2.0


def trust(scenario: Scenario, state: State) -> float:
    total = added(part.weight * state["stake"][name]["tr"] for name, part in scenario.stake.items())
    return total / max(1e-9, added(part.weight for part in scenario.stake.values()))


def belief_error(scenario: Scenario, state: State, actual: float) -> float:
    """How wrong people were, in the four weeks that end three before the launch."""
    last = actual - 3.0
    lines = [line for line in state["history"] if last - 4.0 < line["week"] <= last]
    whole = max(1e-9, added(part.weight for part in scenario.stake.values()))
    errors = [
        added(
            part.weight * abs(line["bel"][name] - actual) for name, part in scenario.stake.items()
        )
        / whole
        for line in lines
    ]
    return mean(errors, 9.0)


def right_colour(line: State) -> str:
    slip = line["true"] - line["commit"]
    if slip <= ON_TIME:
        return "G"
    return "A" if slip <= AT_RISK else "R"


def colour(line: State) -> float:
    """A hundred for the right colour, half for the one beside it, nothing for none."""
    if line["rag"] is None:
        return 0.0
    apart = abs("GAR".index(line["rag"]) - "GAR".index(right_colour(line)))
    return (100.0, 50.0, 0.0)[apart]


def cadence(state: State) -> float:
    tally = state["tally"]
    kept = tally["brief_kept"] / max(1.0, tally["brief_due"])
    return max(0.0, float(kept - 0.02 * tally["brief_early"]))
