"""What was answered to the events of one theme, and what was left lying."""

from collections.abc import Callable

from courses.simulations.debriefing.game import Game
from courses.simulations.debriefing.saying import counted, listed


def answers(theme: str, about: str) -> Callable[[Game], str]:
    """Evidence for the answers to events of a theme."""

    def says(game: Game) -> str:
        sound, weak, ignored = _sorted(game, theme)
        if not sound + weak + ignored:
            return f"Nothing came up {about}, so nothing could be answered."
        parts = []
        if sound:
            parts.append(f"you answered {listed(sound)} soundly")
        if weak:
            parts.append(f"{listed(weak)} less so")
        if ignored:
            parts.append(f"{listed(ignored)} found nobody")
        keys = game.final["keys"][theme]
        end = "all of it earned full marks" if _full(keys) else _points(keys)
        return f"{listed(parts)}, so {end}."

    return says


def _full(keys: list[float]) -> bool:
    return all(key >= 1 for key in keys)


def _points(keys: list[float]) -> str:
    best = len([key for key in keys if key >= 1])
    return f"{best} of {counted(len(keys), 'answer')} earned full marks"


def _sorted(game: Game, theme: str) -> tuple[list[str], list[str], list[str]]:
    sound: list[str] = []
    weak: list[str] = []
    ignored: list[str] = []
    for event in (*game.told("answered"), *game.told("ignored")):
        part = game.scenario.event[event["facts"]["event"]]
        if part.theme != theme:
            continue
        name = f"“{part.title}” in week {event['week']}"
        good = part.options[event["facts"]["option"]].key >= 0.9
        place = ignored if event["kind"] == "ignored" else sound if good else weak
        place.append(name)
    return sound, weak, ignored
