"""Decisions in words, and which family each belongs to."""

from collections.abc import Callable
from typing import Any

from courses.simulations.debriefing.names import COLOURS
from courses.simulations.debriefing.saying import date, weeks
from courses.simulations.scenario import Scenario

Card = list[Any]

FAMILY = {
    "mitigate": "risk",
    "riskreview": "risk",
    "spike": "risk",
    "sync": "people",
    "coach": "people",
    "loan": "people",
    "contractor": "people",
    "valuereview": "scope",
    "negscope": "scope",
    "align": "interfaces",
    "integrate": "interfaces",
    "brief": "comms",
    "negdate": "comms",
}
OF_THEME = {"crisis": "risk", "people": "people", "align": "scope", "comms": "comms"}
OVERTIME = ("no overtime", "overtime of 12 %", "overtime of 25 %")
MODES = {"speed": "speed", "balanced": "a balanced pace", "quality": "quality"}

WORDS: dict[str, Callable[..., str]] = {
    "sync": lambda one, team: f"Synced with {one.team[team].name}",
    "coach": lambda one, team: f"Took time for the people of {one.team[team].name}",
    "contractor": lambda one, team: f"Hired a contractor for {one.team[team].name}",
    "align": lambda one, iface: f"Aligned “{one.iface[iface].name}”",
    "integrate": lambda one, iface: f"Joined “{one.iface[iface].name}” early",
    "spike": lambda one, wp: f"Tried the hard part of “{one.wp[wp].name}”",
    "mitigate": lambda one, risk: f"Mitigated “{one.risk[risk].name}”",
    "brief": lambda one, who: f"Briefed {one.stake[who].name}",
    "negscope": lambda one, item, on: f"{'Restored' if on else 'Cut'} “{one.item[item].name}”",
    "negdate": lambda _one, count: f"Asked for {weeks(count)} more",
    "loan": lambda one, giver, taker: (
        f"Lent a person of {one.team[giver].name} to {one.team[taker].name}"
    ),
    "riskreview": lambda _one: "Held a risk review",
    "valuereview": lambda _one: "Reviewed the value of the scope",
}


def card(scenario: Scenario, played: Card) -> str:
    return WORDS[played[0]](scenario, *played[1:])


def answer(scenario: Scenario, name: str, number: int) -> str:
    event = scenario.event[name]
    return f"{event.title}: {event.options[number].label}"


def report(said: dict[str, Any]) -> str:
    """ "Reported amber, week 15.5"."""
    colour = COLOURS[said.get("rag")]
    return f"Reported {colour}, {date(said['fc'])}" if "fc" in said else f"Reported {colour}"


def order(scenario: Scenario, kind: str, team: str, value: Any) -> str:
    """A standing order: what a team does first, how long it works, and how carefully."""
    name = scenario.team[team].name
    if kind == "ot":
        return f"Set {OVERTIME[value]} for {name}"
    if kind == "mode":
        return f"Set {name} to {MODES[value]}"
    return f"Put “{scenario.wp[value[0]].name}” first in {name}"
