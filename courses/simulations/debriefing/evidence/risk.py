"""Evidence about risks, judged by what was hidden and not by luck."""

from collections.abc import Callable

from courses.simulations.debriefing.evidence.answers import answers
from courses.simulations.debriefing.game import Game
from courses.simulations.debriefing.risks import WORTH_IT, worth
from courses.simulations.debriefing.saying import in_weeks, listed, share
from courses.simulations.engine.scoring.risk import known_in_time, removed


def exposure(game: Game) -> str:
    part = share(removed(game.scenario, game.final))
    open_ones = [
        f"“{one.name}”"
        for name, one in game.scenario.risk.items()
        if not game.final["risk"][name]["mit_wk"]
        and game.final["risk"][name]["st"] != "void"
        and worth(one, game.final["risk"][name]) >= WORTH_IT
    ]
    if not open_ones:
        return f"Every risk worth its price was answered, so {part} of it is gone."
    return f"{listed(open_ones, 4)} stayed open, so {part} of the exposure was removed."


def found(game: Game) -> str:
    hidden = {name: one for name, one in game.scenario.risk.items() if not one.known}
    if not hidden:
        return "No risk was hidden, so there was nothing to find."
    seen = [name for name in hidden if known_in_time(game.final["risk"][name])]
    weeks = in_weeks(game.final["risk"][name]["known"] for name in seen)
    if not seen:
        return f"Nobody asked enough, so none of {len(hidden)} hidden risks was named."
    return f"You asked, so {len(seen)} of {len(hidden)} hidden risks were named, {weeks}."


def spend(game: Game) -> str:
    tally = game.final["tally"]
    if not tally["money_mit"]:
        return "Nothing was spent on mitigation, so nothing was spent well."
    wise = share(tally["money_wise"] / tally["money_mit"])
    weeks = in_weeks(event["week"] for event in game.told("mitigated"))
    return f"You mitigated {weeks}, so {wise} of that money met a risk worth it."


def spikes(game: Game) -> str:
    tried = [
        f"“{game.scenario.wp[event['facts']['package']].name}” in week {event['week']}"
        for event in game.told("spiked")
    ]
    if not tried:
        return "No hard part was tried first, so the widest estimates stayed guesses."
    return f"You tried the hard part of {listed(tried, 5)}, so their size was known."


EVIDENCE: dict[str, Callable[[Game], str]] = {
    "exposure": exposure,
    "found": found,
    "spend": spend,
    "spikes": spikes,
    "answers": answers("crisis", "in a crisis"),
}
