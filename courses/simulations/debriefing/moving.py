"""Why the true date moved while a package decided it."""

from collections.abc import Iterator
from typing import Any

from courses.simulations.debriefing.game import Game
from courses.simulations.debriefing.saying import in_weeks
from courses.simulations.effects import Effect

Json = dict[str, Any]
Span = tuple[int, int]
SHORT = 1.12
GREW = 0.8
MOST = 3


def reasons(game: Game, package: str, span: Span, *, later: bool) -> list[str]:
    """The few causes that fit the direction, each as the tail of "because"."""
    found = _against(game, package, span) if later else _for(game, span)
    return [*found][:MOST]


def _against(game: Game, package: str, span: Span) -> Iterator[str]:
    yield from _risks(game, package, span)
    yield from _shocks(game, package, span)
    yield from _blocked(game, package, span)
    yield from _people(game, package, span)
    yield from _size(game, package, span)
    yield from _flaws(game, package, span)


def _happened(game: Game, kind: str, span: Span) -> list[Json]:
    return [event for event in game.told(kind) if span[0] <= event["week"] <= span[1]]


def _risks(game: Game, package: str, span: Span) -> Iterator[str]:
    team = game.scenario.wp[package].team
    for event in _happened(game, "risk_fired", span):
        part = game.scenario.risk[event["facts"]["risk"]]
        if any(_touches(effect, package, team) for effect in part.fx):
            yield f"“{part.name}” came true in week {event['week']}"


def _touches(effect: Effect, package: str, team: str) -> bool:
    places = {package, team, "*"}
    return any(part.whom in places for part in effect.parts())


def _shocks(game: Game, package: str, span: Span) -> Iterator[str]:
    for event in _happened(game, "integration_shock", span):
        part = game.scenario.iface[event["facts"]["interface"]]
        if package in (part.a, part.b) or game.scenario.wp[package].integrates:
            yield f"“{part.name}” broke in the test in week {event['week']}"


def _blocked(game: Game, package: str, span: Span) -> Iterator[str]:
    team = game.scenario.wp[package].team
    stood = [
        week
        for week in range(span[0], span[1] + 1)
        if game.states[week - 1]["team"][team]["blk"] and not _synced(game, team, week)
    ]
    if stood:
        name = game.scenario.team[team].name
        yield f"{name} waited for a decision at half its pace {in_weeks(stood)}"


def _synced(game: Game, team: str, week: int) -> bool:
    return bool(game.states[week]["team"][team]["sync_wk"] == week)


def _people(game: Game, package: str, span: Span) -> Iterator[str]:
    team = game.scenario.wp[package].team
    for event in _happened(game, "left", span):
        if event["facts"]["team"] == team:
            yield f"somebody left {game.scenario.team[team].name} in week {event['week']}"


def _size(game: Game, package: str, span: Span) -> Iterator[str]:
    """Work that was there from the start and nobody had counted, or that came on top."""
    before = game.states[span[0] - 1]["wp"][package]
    after = game.states[span[1]]["wp"][package]
    grew = after["tot"] - before["tot"]
    if grew >= GREW:
        yield f"it grew by {grew:.1f} person-weeks"
    elif before["tot"] / max(0.1, before["est"]) >= SHORT:
        total, estimate = f"{before['tot']:.1f}", f"{before['est']:.1f}"
        yield f"it takes {total} person-weeks where {estimate} had been estimated"


def _flaws(game: Game, package: str, span: Span) -> Iterator[str]:
    for event in _happened(game, "reopened", span):
        if event["facts"]["package"] == package:
            yield f"it had to be opened again in week {event['week']}"


def _for(game: Game, span: Span) -> Iterator[str]:
    """What bought time."""
    for event in _happened(game, "cut", span):
        name = game.scenario.item[event["facts"]["item"]].name
        yield f"“{name}” was cut in week {event['week']}"
    for event in _happened(game, "unblocked", span):
        name = game.scenario.team[event["facts"]["team"]].name
        yield f"you asked {name} what it was waiting for in week {event['week']}"
    for event in _happened(game, "lent", span):
        name = game.scenario.team[event["facts"]["team"]].name
        yield f"{name} got a person more in week {event['week']}"
    for event in _happened(game, "spiked", span):
        name = game.scenario.wp[event["facts"]["package"]].name
        yield f"the hard part of “{name}” was tried in week {event['week']}"
