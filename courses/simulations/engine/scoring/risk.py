"""Managing risk, judged by what was hidden and not by what luck made of it."""

from courses.simulations.engine.arithmetic import added, lin, mean
from courses.simulations.engine.state import State
from courses.simulations.scenario import Scenario

UNCERTAIN = 4


def parts(scenario: Scenario, state: State) -> dict[str, tuple[float, float]]:
    tally = state["tally"]
    spent = tally["money_mit"]
    return {
        "exposure": (0.45, lin(removed(scenario, state), 0.0, 0.95)),
        "found": (0.15, 100.0 * found(scenario, state)),
        "spend": (0.10, 100.0 * tally["money_wise"] / spent if spent > 0 else 0.0),
        "spikes": (0.12, 100.0 * spiked(scenario, state)),
        "answers": (0.18, 100.0 * mean(state["keys"]["crisis"])),
    }


def removed(scenario: Scenario, state: State) -> float:
    """The share of the exposure that could be removed and was."""
    could, was = 0.0, 0.0
    for name, part in scenario.risk.items():
        risk = state["risk"][name]
        if risk["st"] == "void":
            continue
        worth = risk["p"] * part.sev * (1.0 - part.mitigation.pm * part.mitigation.im)
        could += worth
        was += worth if risk["mit_wk"] else 0.0
    return was / could if could > 0 else 0.0


def found(scenario: Scenario, state: State) -> float:
    """The share of hidden severity that was known before it could happen."""
    hidden = {name: part.sev for name, part in scenario.risk.items() if not part.known}
    seen = added(sev for name, sev in hidden.items() if known_in_time(state["risk"][name]))
    whole = added(hidden.values())
    return seen / whole if whole > 0 else 1.0


def known_in_time(risk: State) -> bool:
    if not risk["known"]:
        return False
    return bool(risk["st"] != "fired" or risk["known"] < risk["st_wk"])


def spiked(scenario: Scenario, state: State) -> float:
    """The share of the most uncertain packages whose hard part was tried first."""
    width = {
        name: part.core * (part.mult[2] - part.mult[0])
        for name, part in scenario.wp.items()
        if part.kind == "work"
    }
    widest = sorted(width, key=lambda name: (-width[name], name))[:UNCERTAIN]
    return mean(1.0 if state["wp"][name]["spiked"] else 0.0 for name in widest)
