"""What each family of decisions brought: exact Shapley values over six families, 64 games."""

from collections.abc import Callable
from math import factorial
from typing import Any

from courses.simulations.debriefing.deciding import FAMILY, OF_THEME
from courses.simulations.debriefing.game import Decisions, Game, Launching
from courses.simulations.debriefing.names import FAMILIES
from courses.simulations.debriefing.saying import points, rounded

Json = dict[str, Any]
KEYS = tuple(FAMILIES)
NOTE = (
    "Each family is added to every mix of the others, and its mean effect counted; together with "
    "a game in which nobody decides anything, the six add up to your score."
)


def families(game: Game) -> Json:
    worth = [_total(game, members) for members in range(1 << len(KEYS))]
    shares = {key: _share(worth, at) for at, key in enumerate(KEYS)}
    counts = _counted(game)
    rows = [_row(key, shares[key], counts[key]) for key in KEYS]
    return {
        "empty": rounded(worth[0]),
        "yours": rounded(worth[-1]),
        "rows": sorted(rows, key=lambda one: -one["points"]),
        "note": NOTE,
    }


def _total(game: Game, members: int) -> float:
    """The score with the decisions of these families only."""
    chosen = frozenset(key for at, key in enumerate(KEYS) if members >> at & 1)
    launching = game.launching if "pace" in chosen else Launching()
    return game.otherwise(only(game, chosen), launching=launching).total


def only(game: Game, chosen: frozenset[str]) -> Callable[[int, Decisions], Decisions]:
    """Leave in a week what belongs to the chosen families."""
    themes = {name: OF_THEME[event.theme] for name, event in game.scenario.event.items()}

    def change(_week: int, decisions: Decisions) -> Decisions:
        answers = decisions["respond"].items()
        paced = "pace" in chosen
        return {
            "cards": [card for card in decisions["cards"] if FAMILY[card[0]] in chosen],
            "respond": {name: number for name, number in answers if themes[name] in chosen},
            "report": decisions["report"] if "comms" in chosen else {},
            "prio": decisions["prio"] if paced else {},
            "ot": decisions["ot"] if paced else {},
            "mode": decisions["mode"] if paced else {},
        }

    return change


def _share(worth: list[float], at: int) -> float:
    """The mean of what a family adds to the mixes without it, weighed as Shapley does."""
    count, total = len(KEYS), 0.0
    for members in range(1 << count):
        if not members >> at & 1:
            size = members.bit_count()
            weight = factorial(size) * factorial(count - size - 1) / factorial(count)
            total += weight * (worth[members | 1 << at] - worth[members])
    return total


def _counted(game: Game) -> dict[str, int]:
    counts = dict.fromkeys(KEYS, 0)
    for line in game.final["cardlog"]:
        counts[FAMILY[line["card"][0]]] += 1 if line["done"] else 0
    for event in game.told("answered"):
        counts[OF_THEME[game.scenario.event[event["facts"]["event"]].theme]] += 1
    for decisions in game.log:
        counts["comms"] += 1 if decisions["report"] else 0
        counts["pace"] += len(decisions["prio"]) + len(decisions["ot"]) + len(decisions["mode"])
    return counts


def _row(key: str, gained: float, count: int) -> Json:
    name, about = FAMILIES[key]
    return {
        "key": key,
        "name": name,
        "about": about,
        "decisions": count,
        "points": rounded(gained),
        "text": _text(name, gained, count),
    }


def _text(name: str, gained: float, count: int) -> str:
    if not count:
        return f"{name}: you decided nothing here."
    if abs(gained) < 0.5:
        return f"{name}: what you decided here changed next to nothing."
    verb = "brought" if gained > 0 else "cost"
    return f"{name}: what you decided here {verb} {points(gained)}."
