"""People: tiredness, spirits, leaving, growing into a team, and what silently stops one."""

from courses.simulations.engine.arithmetic import clipped, mean, over
from courses.simulations.engine.capacity import GROWN
from courses.simulations.engine.state import State
from courses.simulations.engine.week import Week

TIRED = (-0.10, 0.06, 0.14)
BLOCKED_FOR = 4
APART = 3
SMALL = 4


def people(week: Week) -> None:
    """What the week did to every team."""
    slip = clipped((week.state["true"] - week.state["commit"]) / 6.0, 0.0, 1.0)
    for name, team in week.state["team"].items():
        _wear(team)
        _spirits(week, team, slip)
        _grow(week, name, team)
        _blocker(week, name, team)
        _leave(week, name, team)
        team["thrash"] = max(0.0, team["thrash"] - 0.5)


def _wear(team: State) -> None:
    team["fat"] = clipped(team["fat"] + TIRED[team["ot"]], 0.10, 1.0)
    debt = {"speed": 0.025, "quality": -0.015}.get(team["mode"], 0.0)
    debt += 0.01 if team["ot"] == 2 else 0.0
    team["debt"] = clipped(team["debt"] + debt, 0.0, 1.0)


def _spirits(week: Week, team: State, slip: float) -> None:
    target = 0.73 - 0.12 * slip - 0.25 * over(team["fat"], 0.1)
    target -= 0.05 * min(3.0, team["thrash"])
    target -= 0.05 if team["mode"] == "speed" else 0.0
    target -= 0.06 if week.number - team["sync_wk"] > 4 else 0.0
    target -= 0.05 if team["ot"] == 2 else 0.0
    team["mor"] = clipped(team["mor"] + 0.22 * (target - team["mor"]), 0.0, 1.0)


def _grow(week: Week, name: str, team: State) -> None:
    """Newcomers get a week older; after three they are members like everybody."""
    if not team["new"]:
        return
    ages = [age + 1 for age in team["new"]]
    settled = len([age for age in ages if age >= GROWN])
    team["new"] = [age for age in ages if age < GROWN]
    team["n"] += settled
    if settled:
        title = week.scenario.team[name].name
        week.say("settled", f"The newcomers in {title} now work like everybody.", team=name)


def _blocker(week: Week, name: str, team: State) -> None:
    """A silent blocker halves a team for four weeks, or until somebody asks."""
    tally = week.state["tally"]
    tally["team_weeks"] += 1
    tally["blocked"] += 1 if team["blk"] else 0
    team["blk"] = max(0, team["blk"] - 1)
    if week.number in team["blkw"]:
        team["blk"] = BLOCKED_FOR
        title = week.scenario.team[name].name
        text = f"{title} waits for a decision nobody has asked for, at half its pace."
        week.say("blocked", text, public=False, team=name)


def _leave(week: Week, name: str, team: State) -> None:
    most = 1 if week.scenario.team[name].n <= SMALL else 2
    tired = team["mor"] < 0.45 and team["n"] > 1 and team["left"] < most
    if not tired or (team["left_wk"] and week.number - team["left_wk"] < APART):
        return
    if week.luck("leave", name, week.number) < 0.6 * (0.45 - team["mor"]):
        team["n"] -= 1
        team["left"] += 1
        team["left_wk"] = week.number
        title = week.scenario.team[name].name
        week.say("left", f"Somebody left {title} because spirits there were low.", team=name)


def spirits(state: State) -> float:
    return mean(team["mor"] for team in state["team"].values())
