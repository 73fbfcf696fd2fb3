"""What a planner says on Friday, and when it launches."""

from courses.simulations.policies.habits import Habits
from courses.simulations.policies.outlook import Reading
from courses.simulations.policies.tray import View


def forecast(view: View, habits: Habits, reading: Reading) -> float:
    """The date by the board as one has learned to read it, to half weeks."""
    date = reading.date()
    date += habits.forecast_pad * max(0.0, min(1.0, (date - view["week"]) / 10.0))
    if habits.always_promise:
        date = view["promise"]["week"] + habits.always_promise - 1.0
    return float(max(view["week"] - 1.0, round(date * 2) / 2))


def colour(view: View, habits: Habits, said: float) -> str:
    """Green only with a margin inside the promise, amber near it, red beyond."""
    slip = said - view["promise"]["week"]
    if habits.always_green or slip <= -habits.green_margin:
        return "G"
    return "A" if slip <= habits.red_gap else "R"


def launch(view: View, habits: Habits) -> str:
    """Go when everything is done; with gaps only some weeks after the promise, if ever."""
    late = view["week"] - 1.0 - view["promise"]["week"]
    if view["launch"]["gate"] == 2:
        return "go" if not habits.polish or _polished(view, habits) else "wait"
    return "gaps" if view["launch"]["gate"] >= 1 and late >= habits.gaps_late else "wait"


def _polished(view: View, habits: Habits) -> bool:
    """Whether everything has been done for so many weeks."""
    last = max(one["finished"] for one in view["packages"])
    return bool(view["week"] - last > habits.polish)
