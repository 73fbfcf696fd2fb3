"""The chain that led to the launch: backwards from the last package, what each waited for."""

from typing import Any

from courses.simulations.debriefing.game import Game
from courses.simulations.debriefing.saying import date, rounded
from courses.simulations.engine.packages import share_done

Json = dict[str, Any]


def chain(game: Game) -> list[Json]:
    """The links in time; each waited for the one before it."""
    name = _last(game)
    links: list[Json] = []
    seen: set[str] = set()
    freed = 0
    while name and name not in seen:
        seen.add(name)
        before, why = _held_by(game, name)
        links.append(_link(game, name, why, freed))
        freed, name = int(game.final["wp"][name]["start"]), before
    return links[::-1]


def _last(game: Game) -> str:
    """The package that ended last; when some never did, the one that gave the date."""
    packages = game.final["wp"]
    if any(not one["fin"] for one in packages.values()) and game.final["crit"]:
        return str(game.final["crit"])
    ends: dict[str, float] = {name: float(package["fin"]) for name, package in packages.items()}
    return max((end, name) for name, end in ends.items())[1]


def _link(game: Game, name: str, why: str, freed: int) -> Json:
    """One package; `freed` is the week in which the next could begin, 0 for the last."""
    part, package = game.scenario.wp[name], game.final["wp"][name]
    end = float(freed - 1) if freed else package["fin"]
    return {
        "package": name,
        "name": part.name,
        "team": game.scenario.team[part.team].name,
        "start": rounded(float(max(0, package["start"] - 1))),
        "end": rounded(end) if end else None,
        "estimate": rounded(package["est"]),
        "true": rounded(package["tot"]),
        "text": _text(game, name, why, freed),
    }


def _text(game: Game, name: str, why: str, freed: int) -> str:
    package, title = game.final["wp"][name], game.scenario.wp[name].name
    if not package["start"]:
        return f"“{title}” never started{why}."
    size = f"{package['tot']:.1f} person-weeks in the end, estimated as {package['est']:.1f}"
    return f"“{title}” began in week {package['start']}{why}, and {_end(package, freed)}: {size}."


def _end(package: Json, freed: int) -> str:
    if freed:
        return f"let the next begin in week {freed}"
    return f"was done in {date(package['fin'])}" if package["fin"] else "was never finished"


def _held_by(game: Game, name: str) -> tuple[str, str]:
    """What a package waited for: a dependency, or other work of its own team."""
    start = game.final["wp"][name]["start"] or game.weeks + 1
    if start <= 1:
        return "", ""
    on, met = _latest_dependency(game, name)
    if on and met >= start - 1:
        return on, f", when “{game.scenario.wp[on].name}” had got far enough"
    other = _busy_with(game, name, start)
    if other:
        return other, f", when its team was free of “{game.scenario.wp[other].name}”"
    return (on, f", after “{game.scenario.wp[on].name}”") if on else ("", "")


def _latest_dependency(game: Game, name: str) -> tuple[str, int]:
    """The dependency that was met last, and the week in which it was."""
    found = ("", 0)
    for dep in game.scenario.wp[name].deps:
        week = _reached(game, dep.on, dep.share)
        if week > found[1]:
            found = (dep.on, week)
    return found


def _reached(game: Game, name: str, share: float) -> int:
    for week, state in enumerate(game.states):
        if share_done(state["wp"][name]) >= share - 1e-9:
            return week
    return game.weeks + 1


def _busy_with(game: Game, name: str, start: int) -> str:
    """The other package of the team that was still worked on just before this one began."""
    team = game.scenario.wp[name].team
    for other, part in game.scenario.wp.items():
        package = game.final["wp"][other]
        same = part.team == team and other != name and 0 < package["start"] < start
        if same and (not package["fin"] or package["fin"] >= start - 2):
            return other
    return ""
