"""What a card costs, and the sentence that says why it cannot be played now."""

from collections.abc import Callable
from typing import Any

from courses.simulations.engine.packages import share_shown
from courses.simulations.engine.state import State
from courses.simulations.scenario import Scenario

Card = list[Any]

DEAR = {"integrate": 2, "negdate": 2}
DISTRUSTED = 45.0
MOST_HIRED = 2
TO_HIRE = 4.0
A_THIRD_IN = 0.3


def cost(scenario: Scenario, state: State, card: Card) -> int:
    """The attention a card takes."""
    kind = card[0]
    if kind == "mitigate":
        return scenario.risk[card[1]].mitigation.att
    if kind == "negscope" and card[2] == 0:
        return 2 if state["stake"][scenario.item[card[1]].owner]["tr"] < DISTRUSTED else 1
    return DEAR.get(kind, 1)


def money(scenario: Scenario, card: Card) -> float:
    """The money a card takes at once, in thousands."""
    if card[0] == "mitigate":
        return scenario.risk[card[1]].mitigation.money
    return TO_HIRE if card[0] == "contractor" else 0.0


def refusal(scenario: Scenario, state: State, card: Card) -> str:
    """Why a card cannot be played now; empty when it can."""
    rule = RULES.get(card[0])
    return rule(scenario, state, *card[1:]) if rule else ""


def _align(scenario: Scenario, state: State, name: str) -> str:
    iface = state["iface"][name]
    part = scenario.iface[name]
    both = state["wp"][part.a]["fin"] and state["wp"][part.b]["fin"]
    if iface["hit"] or both:
        return f"{part.name} is past aligning: what was built has met."
    return ""


def _integrate(scenario: Scenario, state: State, name: str) -> str:
    part, iface = scenario.iface[name], state["iface"][name]
    if iface["early"]:
        return f"{part.name} was joined early in week {iface['early']}."
    if iface["hit"]:
        return f"{part.name} has met in the system test already."
    for side in (part.a, part.b):
        if share_shown(state["wp"][side]) < A_THIRD_IN:
            title = scenario.wp[side].name
            return f"{part.name} cannot be joined yet: {title} is not a third of the way."
    return ""


def _spike(scenario: Scenario, state: State, name: str) -> str:
    package, title = state["wp"][name], scenario.wp[name].name
    if package["spiked"]:
        return f"{title} had its spike in week {package['spiked']}."
    if scenario.wp[name].kind == "lead":
        return f"{title} is a wait; there is nothing to try out."
    return f"{title} is finished." if package["fin"] else ""


def _mitigate(scenario: Scenario, state: State, name: str) -> str:
    risk, title = state["risk"][name], scenario.risk[name].name
    if not risk["known"]:
        return "Nobody has named this risk yet."
    if risk["mit_wk"]:
        return f"“{title}” was mitigated in week {risk['mit_wk']}."
    if risk["st"] == "fired":
        return f"“{title}” has happened already."
    if scenario.risk[name].item and not _on(scenario, state, name):
        return f"“{title}” went with the scope it belonged to."
    return ""


def _on(scenario: Scenario, state: State, risk: str) -> bool:
    return bool(state["item"][scenario.risk[risk].item]["on"])


def _negscope(scenario: Scenario, state: State, name: str, on: int) -> str:
    if state["item"][name]["on"] == on:
        title = scenario.item[name].name
        return f"{title} is in the scope already." if on else f"{title} is cut already."
    return ""


def _negdate(scenario: Scenario, state: State, weeks: int) -> str:
    if state["commit"] + weeks > scenario.meta.weeks_max:
        return f"There are only {scenario.meta.weeks_max} weeks."
    return ""


def _loan(scenario: Scenario, state: State, giver: str, taker: str) -> str:
    from_team, to_team = scenario.team[giver], scenario.team[taker]
    if giver == taker:
        return "A person is lent to another team."
    lender = state["team"][giver]
    if state["team"][taker]["away"].get(giver):
        spare = lender["new"] or lender["n"] > 1
    elif giver not in to_team.helpers:
        return f"Nobody in {from_team.name} can do the work of {to_team.name}."
    else:
        spare = lender["n"] > 1
    return "" if spare else f"{from_team.name} has nobody to spare."


def _contractor(scenario: Scenario, state: State, name: str) -> str:
    if state["team"][name]["contr"] >= MOST_HIRED:
        return f"{scenario.team[name].name} has two contractors, and can take in no more."
    return ""


def _riskreview(scenario: Scenario, state: State) -> str:
    return ""


def _valuereview(scenario: Scenario, state: State) -> str:
    unseen = [name for name in state["item"] if state["item"][name]["rev"] is None]
    return "" if unseen else "The value of every item has been reviewed."


RULES: dict[str, Callable[..., str]] = {
    "align": _align,
    "integrate": _integrate,
    "spike": _spike,
    "mitigate": _mitigate,
    "negscope": _negscope,
    "negdate": _negdate,
    "loan": _loan,
    "contractor": _contractor,
    "riskreview": _riskreview,
    "valuereview": _valuereview,
}
