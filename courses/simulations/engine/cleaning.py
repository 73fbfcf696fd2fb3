"""Decisions as they came in, made harmless: what is not understood is dropped, never an error."""

import math
from typing import Any

from courses.simulations.engine.shape import own_order, shape
from courses.simulations.scenario import Scenario

MOST_CARDS = 16
LATEST = 40.0
MODES = ("speed", "balanced", "quality")
LAUNCHES = ("wait", "gaps", "go")
#: Card -> the kinds of its words, in order.
CARDS: dict[str, tuple[str, ...]] = {
    "sync": ("team",),
    "coach": ("team",),
    "contractor": ("team",),
    "align": ("iface",),
    "integrate": ("iface",),
    "spike": ("wp",),
    "mitigate": ("risk",),
    "brief": ("stake",),
    "negscope": ("item", "01"),
    "negdate": ("123",),
    "loan": ("team", "team"),
    "riskreview": (),
    "valuereview": (),
}
NUMBERS = {"01": (0, 1), "123": (1, 2, 3)}

Decisions = dict[str, Any]


def clean(scenario: Scenario, decisions: object) -> Decisions:
    """The decisions of one week with every key there and nothing the engine does not know."""
    raw = decisions if isinstance(decisions, dict) else {}
    return {
        "cards": _cards(scenario, raw.get("cards")),
        "prio": _orders(scenario, raw.get("prio")),
        "respond": _answers(scenario, raw.get("respond")),
        "ot": _settings(scenario, raw.get("ot"), (0, 1, 2)),
        "mode": _settings(scenario, raw.get("mode"), MODES),
        "report": _report(raw.get("report")),
        "launch": _one_of(raw.get("launch"), LAUNCHES, "wait"),
    }


def _one_of(value: object, choices: tuple[Any, ...], otherwise: Any) -> Any:
    for choice in choices:
        if type(value) is type(choice) and value == choice:
            return choice
    return otherwise


def _cards(scenario: Scenario, raw: object) -> list[list[Any]]:
    if not isinstance(raw, list | tuple):
        return []
    return [card for one in raw[:MOST_CARDS] if (card := _card(scenario, one))]


def _card(scenario: Scenario, raw: object) -> list[Any]:
    if not isinstance(raw, list | tuple) or not raw or not isinstance(raw[0], str):
        return []
    kinds = CARDS.get(raw[0])
    if kinds is None or len(raw) != len(kinds) + 1:
        return []
    for kind, word in zip(kinds, raw[1:], strict=True):
        if not _is_word(scenario, kind, word):
            return []
    return list(raw)


def _is_word(scenario: Scenario, kind: str, word: object) -> bool:
    if kind in NUMBERS:
        return type(word) is int and word in NUMBERS[kind]
    return isinstance(word, str) and word in getattr(scenario, kind)


def _orders(scenario: Scenario, raw: object) -> dict[str, list[str]]:
    if not isinstance(raw, dict):
        return {}
    packages = shape(scenario).of_team
    return {
        team: own_order(names, tuple(_names(raw[team])))
        for team, names in packages.items()
        if isinstance(raw.get(team), list | tuple)
    }


def _names(raw: list[object]) -> list[str]:
    named = [one for one in raw[:60] if isinstance(one, str)]
    return list(dict.fromkeys(named))


def _answers(scenario: Scenario, raw: object) -> dict[str, int]:
    if not isinstance(raw, dict):
        return {}
    return {
        name: raw[name]
        for name, event in scenario.event.items()
        if type(raw.get(name)) is int and 0 <= raw[name] < len(event.options)
    }


def _settings(scenario: Scenario, raw: object, choices: tuple[Any, ...]) -> dict[str, Any]:
    if not isinstance(raw, dict):
        return {}
    found = {team: _one_of(raw.get(team), choices, None) for team in scenario.team}
    return {team: value for team, value in found.items() if value is not None}


def _report(raw: object) -> dict[str, Any]:
    """The forecast to half weeks and the colour; either may be missing."""
    if not isinstance(raw, dict):
        return {}
    report: dict[str, Any] = {}
    fc = raw.get("fc")
    if isinstance(fc, int | float) and not isinstance(fc, bool) and 0 < fc < 1_000_000:
        report["fc"] = max(0.5, math.floor(min(float(fc), LATEST) * 2 + 0.5) / 2)
    rag = _one_of(raw.get("rag"), ("G", "A", "R"), None)
    if rag:
        report["rag"] = rag
    return report
