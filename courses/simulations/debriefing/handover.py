"""The hand-over curve: what the reference would still have made of the game, week after week."""

from itertools import pairwise
from typing import Any

from courses.simulations.debriefing.game import Branch, Game
from courses.simulations.debriefing.saying import between, points, rounded, share
from courses.simulations.engine import causes
from courses.simulations.engine.arithmetic import added
from courses.simulations.policies import REFERENCE, play_on

Json = dict[str, Any]
SMALL = 0.5
LONGEST = 3


def handover(game: Game) -> Json:
    ends = [_handed_over(game, week) for week in range(game.weeks + 1)]
    totals = [rounded(one.total) for one in ends]
    lost = [rounded(before - after) for before, after in pairwise(totals)]
    worst = _worst(lost)
    return {
        "points": [
            {"week": week, "total": totals[week], "ended": rounded(one.ended)}
            for week, one in enumerate(ends)
        ],
        "losses": [
            {"week": week, "lost": loss, "text": _loss(game, week, loss)}
            for week, loss in enumerate(lost, start=1)
        ],
        "lost": rounded(totals[0] - totals[-1]),
        "worst": worst,
        "sentences": _sentences(totals, worst),
    }


def _handed_over(game: Game, week: int) -> Branch:
    """The end of the game when the reference takes over after this week."""
    state, _ = play_on(game.scenario, game.seed, game.states[week], REFERENCE)
    return game.branch(state)


def _worst(lost: list[float]) -> Json | None:
    """The one to three weeks in a row that cost most, no longer than they are worth."""
    gone = added(max(0.0, one) for one in lost)
    found: Json | None = None
    for length in range(1, LONGEST + 1):
        for first in range(len(lost) - length + 1):
            stretch = lost[first : first + length]
            sum_of, edges = added(stretch), min(stretch[0], stretch[-1])
            better = found is None or sum_of > found["lost"] * (1.0 if length == 1 else 1.15)
            if sum_of > SMALL and edges > 0 and better:
                found = {"from": first + 1, "to": first + length, "lost": rounded(sum_of)}
    return found and {**found, "share": rounded(min(1.0, found["lost"] / gone))}


def _loss(game: Game, week: int, loss: float) -> str:
    if abs(loss) < SMALL:
        return f"Week {week} changed next to nothing."
    heard = gravest(game, week)
    told = f" {heard}" if heard else ""
    if loss < 0:
        return f"Week {week} gained {points(loss)} on the reference.{told}"
    return f"Week {week} cost {points(loss)}.{told}"


def gravest(game: Game, week: int) -> str:
    """The gravest thing the engine names for this week."""
    found = causes(game.events[week], most=1)
    return str(found[0]["text"]) if found else ""


def _sentences(totals: list[float], worst: Json | None) -> list[str]:
    lost = totals[0] - totals[-1]
    if lost <= SMALL:
        return ["You did as well as the reference on this deal, or better: nothing was lost."]
    start = f"From the first Monday the reference makes {points(totals[0])} of this deal"
    found = [f"{start}; you made {points(totals[-1])}, so {points(lost)} went somewhere."]
    if worst:
        word = "costs" if worst["from"] == worst["to"] else "cost"
        found.append(
            f"{between(worst['from'], worst['to'])} {word} {points(worst['lost'])} of it, "
            f"{share(worst['share'])} of everything that was lost: what you decided then, or did "
            "not decide, could no longer be made good afterwards."
        )
    return found
