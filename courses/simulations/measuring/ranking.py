"""Whether a scenario tells skill from luck: small plays, bit by bit, and the laws they must keep.

found = {task: measure(scenario, task, deals) for task in TASKS}      # plain JSON
ranking(found)                                                        # the verdict
"""

from dataclasses import dataclass
from typing import Any

from courses.simulations.measuring import LEVERS as LEVER_DEALS
from courses.simulations.measuring import TABLES
from courses.simulations.measuring.games import SCORES, Game, average, games
from courses.simulations.measuring.levers import LEVERS, changed, telling
from courses.simulations.measuring.table import auc
from courses.simulations.measuring.tricks import CHECKLIST, TRICKS, player
from courses.simulations.policies import NAMES, policy
from courses.simulations.policies.planner import planner
from courses.simulations.scenario import Scenario

DEALS = 40
Found = dict[str, dict[str, Any]]
WHOLE = "lever none"
TASKS = (
    *(f"policy {name}" for name in NAMES),
    *(f"trick {trick.name}" for trick in TRICKS),
    WHOLE,
    *(f"lever {name}" for name in LEVERS),
)
NOTHING_BELOW, COMPETENT, ON_TIME, TELLING = 25.0, (60.0, 80.0), (0.1, 0.9), 8


@dataclass(frozen=True, slots=True)
class Law:
    """Something a scenario must do, and what was measured."""

    name: str
    holds: bool
    told: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """The policies in their order, the best tricks, the levers, and the laws."""

    rows: list[dict[str, Any]]
    tricks: dict[str, float]
    levers: dict[str, float]
    laws: list[Law]

    @property
    def is_good(self) -> bool:
        return all(law.holds for law in self.laws)


def measure(scenario: Scenario, task: str, deals: int = DEALS) -> dict[str, Any]:
    """One task of a report, as JSON; tricks and levers take fewer deals than policies."""
    kind, _, name = task.partition(" ")
    if kind == "policy":
        return _row(games(scenario, range(TABLES, TABLES + deals), policy(name)))
    if kind == "trick":
        trick = next(one for one in TRICKS if one.name == name)
        few = range(TABLES, TABLES + max(1, deals // 4))
        return {"mean": average(game.total for game in games(scenario, few, player(trick)))}
    some = range(LEVER_DEALS, LEVER_DEALS + max(1, deals * 3 // 5))
    habits = changed(LEVERS.get(name, {}))
    return {"mean": average(game.total for game in games(scenario, some, planner("tuned", habits)))}


def _row(found: list[Game]) -> dict[str, Any]:
    return {
        "totals": [round(game.total, 2) for game in found],
        "scores": {key: round(average(one.scores[key] for one in found), 1) for key in SCORES},
        "launch": round(average(game.launch for game in found), 2),
        "launched": round(average(float(game.launched) for game in found), 3),
        "on_time": round(average(float(game.on_time) for game in found), 3),
    }


def ranking(found: Found) -> Ranking:
    """The verdict on what was measured."""
    rows: list[dict[str, Any]] = []
    above: list[float] | None = None
    for name in NAMES:
        row = found[f"policy {name}"]
        totals = row["totals"]
        beats = None if above is None else round(auc(above, totals), 3)
        told = {"name": name, "label": _label(name), "auc": beats}
        rows.append({**told, "mean": round(average(totals), 1), **row})
        above = totals
    tricks = {trick.name: round(found[f"trick {trick.name}"]["mean"], 1) for trick in TRICKS}
    whole = found[WHOLE]["mean"]
    levers = {name: round(whole - found[f"lever {name}"]["mean"], 1) for name in LEVERS}
    return Ranking(
        rows, tricks, levers, list(_laws({one["name"]: one for one in rows}, tricks, levers))
    )


def _label(name: str) -> str:
    return name.replace("over_", "over-").replace("_valid", " cards").replace("_", " ").capitalize()


def _laws(rows: Found, tricks: dict[str, float], levers: dict[str, float]) -> list[Law]:
    mean = {name: row["mean"] for name, row in rows.items()}
    ladder = ("do_nothing", "random_valid", "over_communicator", "novice", "competent", "tuned")
    steps = [mean[name] for name in ladder]
    best = max((score, name) for name, score in tricks.items() if name != CHECKLIST)
    tells = telling(levers)
    on_time = rows["tuned"]["on_time"]
    return [
        Law(
            "Skill shows",
            steps == sorted(steps) and mean["pusher"] < mean["random_valid"],
            " < ".join(f"{_label(name).lower()} {mean[name]:.1f}" for name in ladder),
        ),
        Law(
            f"Doing nothing scores below {NOTHING_BELOW:g}",
            mean["do_nothing"] < NOTHING_BELOW,
            f"{mean['do_nothing']:.1f}",
        ),
        Law(
            f"A competent player scores {COMPETENT[0]:g} to {COMPETENT[1]:g}",
            COMPETENT[0] <= mean["competent"] <= COMPETENT[1],
            f"{mean['competent']:.1f}",
        ),
        Law(
            "The reference is on time often, and not always",
            ON_TIME[0] <= on_time <= ON_TIME[1],
            f"in {on_time * 100:.0f} % of the deals",
        ),
        Law(
            "No single trick beats a novice",
            best[0] < mean["novice"],
            f"{best[1]} {best[0]:.1f}",
        ),
        Law(
            f"At least {TELLING} of {len(levers)} levers cost half a point when unused",
            tells >= TELLING,
            f"{tells} do",
        ),
    ]
