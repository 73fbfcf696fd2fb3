"""The driving path: which package truly gave the date each week, and what moved it."""

from itertools import groupby
from typing import Any

from courses.simulations.debriefing.chain import chain
from courses.simulations.debriefing.game import Game
from courses.simulations.debriefing.moving import reasons
from courses.simulations.debriefing.saying import between, date, listed, rounded, weeks

Json = dict[str, Any]
FELT = 0.25


def path(game: Game) -> Json:
    lines = [_week(game, week) for week in range(1, len(game.final["history"]) + 1)]
    stretches = _stretches(game, lines)
    links = chain(game)
    return {
        "weeks": lines,
        "stretches": stretches,
        "chain": links,
        "sentences": _story(game, stretches, links),
    }


def _week(game: Game, week: int) -> Json:
    """What decided the date on Monday, and where the true forecast stood on Friday."""
    before, after = game.states[week - 1], game.states[week]
    package = before["crit"]
    part = game.scenario.wp[package] if package else None
    return {
        "week": week,
        "package": package,
        "name": part.name if part else "",
        "team": game.scenario.team[part.team].name if part else "",
        "date": rounded(after["true"]),
        "moved": rounded(after["true"] - before["true"]),
    }


def _stretches(game: Game, lines: list[Json]) -> list[Json]:
    found = []
    for package, same in groupby(lines, key=lambda line: str(line["package"])):
        group = list(same)
        if package:
            found.append(_stretch(game, package, group))
    return found


def _stretch(game: Game, package: str, group: list[Json]) -> Json:
    first, last = group[0]["week"], group[-1]["week"]
    moved = rounded(game.states[last]["true"] - game.states[first - 1]["true"])
    name = group[0]["name"]
    start = f"{between(first, last)}: “{name}” set the date"
    return {
        "package": package,
        "name": name,
        "team": group[0]["team"],
        "from": first,
        "to": last,
        "moved": moved,
        "text": f"{start}, {_moved(game, package, first, last)}.",
    }


def _moved(game: Game, package: str, first: int, last: int) -> str:
    moved = game.states[last]["true"] - game.states[first - 1]["true"]
    if abs(moved) < FELT:
        return "which hardly moved"
    why = reasons(game, package, (first, last), later=moved > 0)
    because = f", because {listed(why)}" if why else ""
    return f"which moved {weeks(moved)} {'later' if moved > 0 else 'earlier'}{because}"


def _story(game: Game, stretches: list[Json], links: list[Json]) -> list[str]:
    first = game.states[0]["true"]
    promised = game.scenario.meta.market_week
    start = f"With the whole scope, and before anything went wrong, the truth was {date(first)}"
    found = [f"{start} on the first Monday; {date(promised)} had been promised."]
    names = [f"“{one['name']}”" for one in links]
    if len(names) > 1:
        found.append(f"What the end hung on, from the first to the last: {listed(names)}.")
    worst = sorted(stretches, key=lambda one: -one["moved"])[:3]
    found += [one["text"] for one in worst if one["moved"] >= FELT]
    return found
