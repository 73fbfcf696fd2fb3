"""Standing orders of a planner: what each team does first, for how long, and how carefully."""

from courses.simulations.policies.habits import Habits
from courses.simulations.policies.outlook import Reading
from courses.simulations.policies.tray import View

MODES = ("speed", "balanced", "quality")
TIRED = 0.35


def priorities(view: View, habits: Habits, reading: Reading) -> dict[str, list[str]]:
    """The longest tail first; what is running keeps its order, for a flip costs time."""
    if habits.critical_order < 0.5:
        return {}
    changed = {}
    for team in view["teams"]:
        wanted = sorted(team["priority"], key=lambda name: -reading.tail[name])
        kept = iter(team["doing"])
        order = [next(kept) if name in team["doing"] else name for name in wanted]
        if order != team["priority"]:
            changed[team["id"]] = order
    return changed


def overtime(view: View, habits: Habits, reading: Reading) -> dict[str, int]:
    """Longer days for the teams on the critical chain, for a few weeks, when the date needs it."""
    date = reading.date()
    gap, left = date - view["promise"]["week"], date - (view["week"] - 1)
    needed = gap > habits.overtime_gap and left <= habits.overtime_weeks + 2.0
    critical = {reading.packages[name]["team"] for name in view["plan"]["critical"]}
    return {
        team["id"]: wanted
        for team in view["teams"]
        if (wanted := _hours(team, needed and team["id"] in critical, habits)) != team["overtime"]
    }


def _hours(team: View, needed: bool, habits: Habits) -> int:
    if habits.always_overtime:
        return round(habits.always_overtime)
    tired = (team["fatigue"] or 0.0) > TIRED
    return round(habits.overtime) if needed and not tired else 0


def modes(view: View, habits: Habits) -> dict[str, str]:
    """Speed or care throughout, if that is the habit."""
    wanted = "speed" if habits.speed >= 0.5 else "quality" if habits.quality >= 0.5 else "balanced"
    return {team["id"]: wanted for team in view["teams"] if team["mode"] != wanted}
