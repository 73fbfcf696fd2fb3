"""Evidence about what was said, what was believed, and who was left in silence."""

from collections.abc import Callable

from courses.simulations.debriefing.evidence.answers import answers
from courses.simulations.debriefing.game import Game, State
from courses.simulations.debriefing.saying import (
    counted,
    date,
    in_weeks,
    listed,
    share,
    weeks,
)
from courses.simulations.engine.arithmetic import mean
from courses.simulations.engine.scoring import comm as scored


def _late(game: Game) -> list[State]:
    return [line for line in game.final["history"] if line["week"] >= scored.FROM_WEEK]


def actual(game: Game) -> str:
    lines = _late(game)
    if not lines:
        return "It ended before week 5, so no forecast could be compared."
    off = mean(abs(line["fc"] - game.ended) for line in lines)
    end = date(game.ended) if game.final["launched_at"] is not None else "no launch at all"
    return f"It came to {end}, so your forecasts from week 5 on were {weeks(off)} off."


def truth(game: Game) -> str:
    lines = _late(game)
    if not lines:
        return "It ended before week 5, so no forecast could be compared."
    off = mean(abs(line["fc"] - line["true"]) for line in lines)
    worst = max(lines, key=lambda line: float(abs(line["fc"] - line["true"])))
    said = f"you said {date(worst['fc'])} in week {worst['week']} when it was "
    return (
        f"{said}{date(worst['true'])}, at the worst, so you were {weeks(off)} from the "
        "truth on average."
    )


def belief(game: Game) -> str:
    off = scored.belief_error(game.scenario, game.final, game.ended)
    if off >= 9:
        return "It ended too soon to tell, so no belief could be compared."
    plan = "People plan on what they believe"
    return f"{plan}, so being {weeks(off)} wrong a month before the end cost them."


def colours(game: Game) -> str:
    lines = game.final["history"]
    wrong = [line["week"] for line in lines if scored.colour(line) < 100]
    if not wrong:
        return "Every report had the colour of the truth, so it could be read at a glance."
    right = len(lines) - len(wrong)
    return (
        f"{right} of {counted(len(lines), 'report')} had the right colour, so the others misled "
        f"{in_weeks(wrong)}."
    )


def false_green(game: Game) -> str:
    slips = [line for line in game.final["history"] if line["true"] - line["commit"] > 0.5]
    if not slips:
        return "The date never slipped, so green was true."
    false = [line["week"] for line in slips if line["rag"] in (None, "G")]
    if not false:
        return f"None of {counted(len(slips), 'slipping week')} was green, so help could come."
    return (
        f"{len(false)} of {counted(len(slips), 'slipping week')} looked green or said "
        f"nothing, so nobody could help {in_weeks(false)}."
    )


def trust(game: Game) -> str:
    stake = game.final["stake"]
    names = sorted(stake, key=lambda name: float(stake[name]["tr"]))
    low, part = names[0], game.scenario.stake
    ended = scored.trust(game.scenario, game.final)
    return (
        f"Trust ended at {ended:.0f} by weight, so the lowest is {part[low].name} with "
        f"{stake[low]['tr']:.0f}, from {part[low].trust:g}."
    )


def cadence(game: Game) -> str:
    kept, tally = scored.cadence(game.final), game.final["tally"]
    silent = [
        game.scenario.stake[who].name
        for who, person in game.final["stake"].items()
        if not person["wk"]
    ]
    never = f"; {listed(silent)} never heard from you" if silent else ""
    early = tally["brief_early"]
    soon = f", {counted(early, 'briefing')} came too soon" if early else ""
    return f"{share(kept)} of the weeks were within what people expect{soon}{never}."


def base(game: Game) -> str:
    return "Everybody starts with three points."


def broken(game: Game) -> str:
    count = [event["week"] for event in game.told("broken_promise")]
    if not count:
        return "No promised week passed unready, so nothing is taken off."
    return f"A promised week passed {in_weeks(count)}, so everybody’s plans broke with it."


def watermelons(game: Game) -> str:
    count = [event["week"] for event in game.told("watermelon")]
    if not count:
        return "No milestone slipped under a green report, so nothing is taken off."
    return f"A milestone slipped {in_weeks(count)} under a report that hid it, so trust went."


EVIDENCE: dict[str, Callable[[Game], str]] = {
    "actual": actual,
    "truth": truth,
    "belief": belief,
    "colours": colours,
    "false_green": false_green,
    "trust": trust,
    "cadence": cadence,
    "answers": answers("comms", "about what to say"),
    "base": base,
    "broken": broken,
    "watermelons": watermelons,
}
