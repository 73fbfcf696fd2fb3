"""Forecasts, beliefs and the truth, week by week, with the moments that cost trust."""

from itertools import groupby
from typing import Any

from courses.simulations.debriefing.game import Game
from courses.simulations.debriefing.names import MARKS
from courses.simulations.debriefing.saying import counted, date, in_weeks, listed, rounded, weeks
from courses.simulations.engine.arithmetic import mean
from courses.simulations.engine.scoring.comm import right_colour
from courses.simulations.parts import Stakeholder

Json = dict[str, Any]


def honesty(game: Game) -> Json:
    history = game.final["history"]
    tally = game.final["tally"]
    return {
        "weeks": [_week(line) for line in history],
        "people": [_person(game, part) for part in game.scenario.stake.values()],
        "actual": None if game.final["launched_at"] is None else rounded(game.ended),
        "ended": rounded(game.ended),
        "marks": _marks(game),
        "false_greens": tally["false_green"],
        "slipping": tally["slipping"],
        "sentences": _sentences(game, history),
    }


def _week(line: Json) -> Json:
    return {
        "week": line["week"],
        "forecast": rounded(line["fc"]),
        "rag": line["rag"],
        "right_rag": right_colour(line),
        "true": rounded(line["true"]),
        "plan": rounded(line["plan"]),
        "promise": rounded(line["commit"]),
        "believed": {who: rounded(bel) for who, bel in line["bel"].items()},
        "trust": {who: rounded(trust) for who, trust in line["tr"].items()},
    }


def _marks(game: Game) -> list[Json]:
    """Each kind of mark once a week, however many people it touched."""
    found = [event for happened in game.events for event in happened if event["kind"] in MARKS]
    found.sort(key=lambda one: (one["week"], list(MARKS).index(one["kind"])))
    grouped = groupby(found, key=lambda one: (one["week"], one["kind"]))
    return [
        {"week": week, "kind": kind, "name": MARKS[kind], "text": _text(game, list(same))}
        for (week, kind), same in grouped
    ]


def _text(game: Game, same: list[Json]) -> str:
    """One sentence, with everybody in it whom it is about."""
    found = [one["facts"]["stakeholder"] for one in same if "stakeholder" in one["facts"]]
    whose = list(dict.fromkeys(found))
    text = str(same[0]["text"])
    if len(whose) < 2:
        return text
    first = game.scenario.stake[whose[0]].name
    names = listed([game.scenario.stake[who].name for who in whose])
    return names + text.removeprefix(first).replace(" was ", " were ", 1)


def _person(game: Game, part: Stakeholder) -> Json:
    person = game.final["stake"][part.id]
    briefed = [event["week"] for event in game.told("briefed") if _about(event, part)]
    errors = [abs(line["bel"][part.id] - line["true"]) for line in game.final["history"]]
    silent = _silent(game.weeks, part.cadence, briefed)
    error = mean(errors)
    return {
        "id": part.id,
        "name": part.name,
        "role": part.role,
        "weight": part.weight,
        "start": part.trust,
        "trust": rounded(person["tr"]),
        "briefings": len(briefed),
        "silent": silent,
        "error": rounded(error),
        "text": _about_person(part, person["tr"], briefed, silent, error),
    }


def _about(event: Json, part: Stakeholder) -> bool:
    return bool(event["facts"]["stakeholder"] == part.id)


def _silent(ended: int, cadence: int, briefed: list[int]) -> int:
    """The weeks in which somebody had heard nothing for longer than they expect."""
    return len(
        [
            week
            for week in range(1, ended + 1)
            if week - max([one for one in briefed if one <= week], default=0) > cadence
        ]
    )


def _about_person(
    part: Stakeholder, trust: float, briefed: list[int], silent: int, error: float
) -> str:
    change = trust - part.trust
    way = "rose" if change > 0 else "fell"
    moved = f"{way} by {abs(change):.0f} to" if abs(change) >= 1 else "stayed at"
    told = f"briefed {in_weeks(briefed)}" if briefed else "never briefed"
    quiet = f", in silence for {weeks(silent)}" if silent else ""
    return (
        f"{part.name} was {told}{quiet}, and was wrong about the date by {weeks(error)} on "
        f"average; trust {moved} {trust:.0f}."
    )


def _sentences(game: Game, history: list[Json]) -> list[str]:
    if not history:
        return ["There was no report."]
    found = [_first_known(history)]
    errors = mean(abs(line["fc"] - line["true"]) for line in history)
    found.append(f"What you forecast was {weeks(errors)} away from the truth on average.")
    greens = [line["week"] for line in history if _false_green(line)]
    if greens:
        times = counted(len(greens), "report")
        found.append(
            f"{times.capitalize()} {in_weeks(greens)} said green, or nothing, while the programme "
            "was slipping: nobody can help with what they do not see."
        )
    broken = game.final["tally"]["breaks"]
    if broken:
        found.append("The promised week passed without a launch, and everybody had planned on it.")
    return found


def _false_green(line: Json) -> bool:
    return bool(line["rag"] in (None, "G") and line["true"] - line["commit"] > 0.5)


def _first_known(history: list[Json]) -> str:
    """When the slip was true, and when it was first said."""
    true = next((one for one in history if one["true"] - one["commit"] > 0.5), None)
    if true is None:
        return "The promise held all the way: the true forecast never left it by much."
    at = f"The slip was real from week {true['week']} on, when the truth was {date(true['true'])}"
    said = next((one for one in history if one["fc"] - one["commit"] > 0.5), None)
    if said is None:
        return f"{at}; no forecast of yours ever said so."
    if said["week"] <= true["week"]:
        return f"{at}; you said so as soon as it could be known."
    late = weeks(said["week"] - true["week"])
    return f"{at}; your forecast first said so in week {said['week']}, {late} later."
