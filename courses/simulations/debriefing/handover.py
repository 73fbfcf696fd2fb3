"""The hand-over curve: what the reference would still have made of the game, week after week."""

from itertools import pairwise
from typing import Any

from courses.simulations.debriefing.game import Branch, Game
from courses.simulations.debriefing.instead import instead
from courses.simulations.debriefing.saying import between, listed, points, rounded, share
from courses.simulations.engine.arithmetic import added
from courses.simulations.policies import REFERENCE, Log, play_on

Json = dict[str, Any]
SMALL = 0.5
LONGEST = 3
BLOWS = (
    "risk_fired",
    "integration_shock",
    "broken_promise",
    "watermelon",
    "left",
    "date_refused",
    "ignored",
    "bad_news",
    "surprise",
    "silence",
)


def handover(game: Game) -> Json:
    ends = [_handed_over(game, week) for week in range(game.weeks + 1)]
    totals = [rounded(end.total) for end, _ in ends]
    lost = [rounded(before - after) for before, after in pairwise(totals)]
    others = [
        instead(game, week, log[0]) if log else []
        for week, (_, log) in enumerate(ends[:-1], start=1)
    ]
    worst = _worst(lost)
    return {
        "points": [
            {"week": week, "total": totals[week], "ended": rounded(end.ended)}
            for week, (end, _) in enumerate(ends)
        ],
        "losses": [
            {
                "week": week,
                "lost": lost[week - 1],
                "instead": others[week - 1],
                "text": _loss(game, week, lost[week - 1], others[week - 1]),
            }
            for week in range(1, game.weeks + 1)
        ],
        "lost": rounded(totals[0] - totals[-1]),
        "worst": worst,
        "sentences": _sentences(totals, worst),
    }


def _handed_over(game: Game, week: int) -> tuple[Branch, Log]:
    """The end of the game when the reference takes over after this week, and what it decides."""
    state, log = play_on(game.scenario, game.seed, game.states[week], REFERENCE)
    return game.branch(state), log


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


def _loss(game: Game, week: int, loss: float, other: list[str]) -> str:
    if abs(loss) < SMALL:
        return f"Week {week} changed next to nothing."
    if loss < 0:
        return f"Week {week} gained {points(loss)} on what the reference would have made of it."
    place = f"In your place the reference {listed(other)}." if other else ""
    return " ".join([f"Week {week} cost {points(loss)}.", *_blow(game, week), place]).rstrip()


def _blow(game: Game, week: int) -> list[str]:
    """The gravest thing that went wrong in a week, in the engine's words."""
    for kind in BLOWS:
        for event in game.events[week]:
            if event["kind"] == kind:
                return [str(event["text"])]
    return []


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
