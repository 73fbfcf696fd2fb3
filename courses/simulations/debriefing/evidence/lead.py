"""Evidence about teams: spirits, tiredness, leavers, agreements, blockers, priorities."""

from collections.abc import Callable

from courses.simulations.debriefing.evidence.answers import answers
from courses.simulations.debriefing.game import Game
from courses.simulations.debriefing.saying import counted, in_weeks, listed, share, weeks
from courses.simulations.engine.arithmetic import added, mean
from courses.simulations.engine.scoring.lead import FLIPS
from courses.simulations.engine.scoring.lead import mismatch as mean_mismatch


def _synced(game: Game) -> int:
    return len(list(game.told("synced")))


def morale(game: Game) -> str:
    spirits = mean(team["mor"] for team in game.final["team"].values())
    talks = counted(_synced(game), "sync")
    coached = counted(len(list(game.told("coached"))), "talk")
    start = f"There were {talks} and {coached} about people in {weeks(game.weeks)}"
    return f"{start}, so spirits ended at {share(spirits)} on average, from 70 %."


def lowest(game: Game) -> str:
    teams = game.final["team"]
    name = min(teams, key=lambda one: float(teams[one]["mor"]))
    coached = [event["week"] for event in game.told("coached") if event["facts"]["team"] == name]
    took = f"you took time for them {in_weeks(coached)}" if coached else "nobody took time for them"
    title = game.scenario.team[name].name
    return f"{took}, so {title} ended lowest, at {share(teams[name]['mor'])}."


def fatigue(game: Game) -> str:
    tired = mean(team["fat"] for team in game.final["team"].values())
    long = added(
        1.0
        for state in game.states[1:]
        for team in state["team"].values()
        if team["ot"] and not state["launched_at"]
    )
    if not long:
        return f"Nobody worked overtime, so tiredness ended at {share(tired)}."
    worked = counted(int(long), "team-week")
    return f"{worked} were worked overtime, so tiredness ended at {share(tired)}."


def staying(game: Game) -> str:
    gone = [
        f"{game.scenario.team[event['facts']['team']].name} in week {event['week']}"
        for event in game.told("left")
    ]
    left = int(added(float(team["left"]) for team in game.final["team"].values()))
    if not left:
        return "Spirits never fell far enough, so nobody left."
    where = f", from {listed(gone)}" if gone else ""
    people = "1 person" if left == 1 else f"{left} people"
    return f"Spirits fell, or a risk about people came true, so {people} left{where}."


def mismatch(game: Game) -> str:
    aligned = len(list(game.told("aligned")))
    joined = len(list(game.told("integrated")))
    apart = mean_mismatch(game.final)
    did = f"{counted(aligned, 'time')} two sides were aligned and {joined} joined early"
    return f"{did}, so they were {share(apart)} apart on average when they met."


def blocked(game: Game) -> str:
    tally = game.final["tally"]
    if not tally["blocked"]:
        return "You asked in time, so no team stood at half pace."
    stood = f"{tally['blocked']} of {tally['team_weeks']} team-weeks"
    freed = counted(len(list(game.told("unblocked"))), "time")
    return f"A sync freed a waiting team {freed}, so {stood} went by at half pace."


def flips(game: Game) -> str:
    count = int(added(float(team["flips"]) for team in game.final["team"].values()))
    if count <= FLIPS:
        changed = counted(count, "team") + " pulled off running work"
        return f"There were {changed}, so nothing is taken off."
    return f"Running work was re-ordered {count} times, so people lost time over it."


EVIDENCE: dict[str, Callable[[Game], str]] = {
    "morale": morale,
    "lowest": lowest,
    "fatigue": fatigue,
    "staying": staying,
    "mismatch": mismatch,
    "blocked": blocked,
    "answers": answers("people", "about people"),
    "flips": flips,
}
