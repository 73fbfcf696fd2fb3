"""Evidence about scope: what was kept, what was known of it, and when it was cut."""

from collections.abc import Callable

from courses.simulations.debriefing.evidence.answers import answers
from courses.simulations.debriefing.game import Game
from courses.simulations.debriefing.saying import in_weeks, listed, share
from courses.simulations.engine.arithmetic import added
from courses.simulations.engine.scoring.align import effort
from courses.simulations.engine.scoring.align import pick as pick_points


def cut(game: Game) -> list[str]:
    """The items that ended outside the scope, in the order they left."""
    items = game.final["item"]
    gone = [name for name in game.scenario.item if not items[name]["on"]]
    return sorted(gone, key=lambda name: items[name]["cut_wk"])


def pick(game: Game) -> str:
    gone = cut(game)
    if not gone:
        return "Nothing was cut, no choice was made: half marks."
    if len(gone) == len(game.scenario.item):
        return "Everything optional was cut, so nobody had to choose."
    kept = [name for name in game.scenario.item if name not in gone]
    worth, left = _density(game, kept), _density(game, gone)
    end = "so the better part stayed" if worth >= left else "so the better part went"
    middle = "" if pick_points(game.scenario, game.final) > 5 else ", the worst choice there was"
    return (
        f"What you kept is truly worth {worth:.1f} a person-week and what you cut "
        f"{left:.1f}, {end}{middle}."
    )


def _density(game: Game, names: list[str]) -> float:
    value = added(game.final["item"][name]["tv"] for name in names)
    return value / max(0.1, added(effort(game.scenario, name) for name in names))


def kept(game: Game) -> str:
    items = game.final["item"]
    whole = added(item["tv"] for item in items.values())
    still = added(item["tv"] for item in items.values() if item["on"])
    gone = [f"“{game.scenario.item[name].name}”" for name in cut(game)]
    did = f"{listed(gone)} went" if gone else "Nothing was cut"
    part = share(still / whole) if whole else share(0)
    return f"{did}, so {part} of the true value of the optional scope was kept."


def discovery(game: Game) -> str:
    seen = list(game.told("reviewed_values"))
    count = len(game.scenario.item)
    if not seen:
        return "No value was ever reviewed, so every choice of scope rested on hope."
    weeks = in_weeks(event["week"] for event in seen)
    known = len({event["facts"]["item"] for event in seen})
    end = "choices rested on facts" if known > count / 2 else "many choices rested on hope"
    return f"{known} of {count} items were reviewed, {weeks}, so {end}."


def earliness(game: Game) -> str:
    gone = cut(game)
    if not gone:
        return "Nothing was cut, so nothing could be cut early."
    items = game.final["item"]
    wasted = added(items[name]["waste"] for name in gone)
    weeks = in_weeks(items[name]["cut_wk"] for name in gone)
    end = f"{wasted:.1f} person-weeks had gone into it" if wasted >= 0.1 else "no work was lost"
    return f"You cut {weeks}, so {end}."


EVIDENCE: dict[str, Callable[[Game], str]] = {
    "pick": pick,
    "kept": kept,
    "discovery": discovery,
    "earliness": earliness,
    "answers": answers("align", "about goals and scope"),
}
