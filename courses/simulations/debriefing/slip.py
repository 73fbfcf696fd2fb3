"""What drove the slip: the same decisions with one hazard switched off at a time."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from courses.simulations.debriefing.game import Branch, Game, State, played
from courses.simulations.debriefing.names import CAUSES
from courses.simulations.debriefing.saying import date, points, rounded, weeks
from courses.simulations.scenario import Scenario

Json = dict[str, Any]
SMALL = 0.05
NOTE = (
    "Each line switches off one hazard and leaves the rest. The lines do not add up: two causes "
    "can hide behind each other, and a week saved on one chain is lost again on the next."
)


def slip(game: Game) -> Json:
    found = [_without(game, cause) for cause in HAZARDS]
    found.sort(key=lambda one: (-one["weeks"], -one["points"]))
    late = reached(game.final) - game.scenario.meta.market_week
    worst = found[0]
    return {
        "ended": rounded(reached(game.final)),
        "launched": game.final["launched_at"] is not None,
        "promised": float(game.scenario.meta.market_week),
        "late": rounded(late),
        "total": rounded(game.score["total"]),
        "causes": found,
        "biggest": worst["key"] if worst["weeks"] > SMALL and late > SMALL else "none",
        "note": NOTE,
    }


def _without(game: Game, cause: str) -> Json:
    end = HAZARDS[cause](game)
    saved = reached(game.final) - reached(end.state)
    gained = end.total - game.score["total"]
    return {
        "key": cause,
        "name": CAUSES[cause],
        "ended": rounded(reached(end.state)),
        "weeks": rounded(saved),
        "total": rounded(end.total),
        "points": rounded(gained),
        "text": _text(cause, game, end),
    }


def _text(cause: str, game: Game, end: Branch) -> str:
    gained = end.total - game.score["total"]
    worth = f"{points(gained)} {'more' if gained >= 0 else 'less'}"
    return f"{OFF[cause]}, {_when(game, end)} ({worth})."


def reached(state: State) -> float:
    """When it launched; when it did not, when it would have been done as things stood."""
    at = state["launched_at"]
    return float(at if at is not None else max(state["true"], state["week"] - 1.0))


def _when(game: Game, end: Branch) -> str:
    at, saved = reached(end.state), reached(game.final) - reached(end.state)
    if abs(saved) <= SMALL:
        return "the date would have been the same"
    moved = f"{weeks(saved)} {'earlier' if saved > 0 else 'later'}"
    if end.state["launched_at"] is None:
        return f"it still would not have launched; done in {date(at)} at best, {moved}"
    if game.final["launched_at"] is None:
        return f"it would have launched in {date(at)} instead of never"
    return f"the launch would have been in {date(at)}, {moved}"


OFF = {
    "estimates": "Had every estimate been right",
    "events": "Without any of the events",
    "flaws": "Had nobody made a mistake in the work",
    "interfaces": "Had all teams understood each other from the start",
    "risks": "Had no risk come true",
    "blockers": "Had no team ever waited for a decision",
}


def _again(game: Game, change: Callable[[State], State]) -> Branch:
    return played(game, change(game.states[0]), game.log, game.launching)


def _in(game: Game, scenario: Scenario) -> Branch:
    """The same log in a scenario that differs; luck goes by its name and stays the same."""
    other = Game(scenario, game.seed, [])
    return played(other, other.states[0], game.log, game.launching)


def no_estimates(game: Game) -> Branch:
    return _again(game, lambda state: {**state, "wp": _each(state["wp"], _as_estimated)})


def no_events(game: Game) -> Branch:
    return _again(game, lambda state: {**state, "deck": [], "pending": []})


def no_flaws(game: Game) -> Branch:
    return _in(game, without_flaws(game.scenario))


def no_interfaces(game: Game) -> Branch:
    return _in(game, without_drift(game.scenario))


def no_risks(game: Game) -> Branch:
    return _again(game, lambda state: {**state, "risk": _each(state["risk"], _never)})


def no_blockers(game: Game) -> Branch:
    return _again(game, lambda state: {**state, "team": _each(state["team"], _unblocked)})


def _each(parts: State, change: Callable[[State], State]) -> State:
    return {name: change(part) for name, part in parts.items()}


def _as_estimated(package: State) -> State:
    return {**package, "mu": 1.0, "tot": package["est"]}


def _never(risk: State) -> State:
    return {**risk, "u": 2.0}


def _unblocked(team: State) -> State:
    return {**team, "blkw": []}


@lru_cache(maxsize=8)
def without_flaws(scenario: Scenario) -> Scenario:
    parts = {name: replace(part, err=0.0) for name, part in scenario.wp.items()}
    return replace(scenario, wp=parts)


@lru_cache(maxsize=8)
def without_drift(scenario: Scenario) -> Scenario:
    parts = {name: replace(part, growth=0.0, pw=0.0) for name, part in scenario.iface.items()}
    return replace(scenario, iface=parts)


HAZARDS: dict[str, Callable[[Game], Branch]] = {
    "estimates": no_estimates,
    "events": no_events,
    "flaws": no_flaws,
    "interfaces": no_interfaces,
    "risks": no_risks,
    "blockers": no_blockers,
}
