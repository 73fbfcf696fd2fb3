"""The true forecast, which only the debrief shows, and the board's, made of what was reported."""

from typing import Any

from courses.simulations.engine.capacity import heads, hits, steady_rate
from courses.simulations.engine.packages import left
from courses.simulations.engine.projecting import Outlook, Projection, project
from courses.simulations.engine.shape import Shape, shape
from courses.simulations.engine.state import State
from courses.simulations.scenario import Scenario

FEWEST_LEFT = 0.05


def true_projection(scenario: Scenario, state: State) -> Projection:
    """With the current rates, temporary hits while they last, and half the hidden flaws."""
    totals, rest = [], []
    for package in state["wp"].values():
        hidden = 0.5 * package["undisc"]
        totals.append(package["tot"] + hidden)
        rest.append(left(package) + hidden)
    rates = {
        name: max(0.05, steady_rate(team, scenario.team[name].n))
        for name, team in state["team"].items()
    }
    temporary = {name: hits(team) for name, team in state["team"].items()}
    return project(shape(scenario), _outlook(state, rest, totals, rates, temporary))


def board_projection(scenario: Scenario, state: State) -> Projection:
    """With what teams have told and one person-week a week from everybody on the team."""
    totals, rest = [], []
    for package in state["wp"].values():
        totals.append(package["tot"] if package["fin"] else package["rep"])
        rest.append(0.0 if package["fin"] else told_left(package))
    rates = {name: nominal(team) for name, team in state["team"].items()}
    return project(shape(scenario), _outlook(state, rest, totals, rates, {}))


def told_left(package: State) -> float:
    """What seems to be left: never less than a twentieth of what was told, until it is done."""
    return float(max(package["rep"] - package["done"], FEWEST_LEFT * package["rep"]))


def nominal(team: State) -> float:
    """What the board counts on: everybody at their usual pace, newcomers at half of it."""
    from_overtime = 1.0 + (0.0, 0.12, 0.25)[team["ot"]]
    return float(max(0.05, (team["n"] + 0.5 * len(team["new"])) * from_overtime))


def _outlook(
    state: State,
    rest: list[float],
    totals: list[float],
    rates: dict[str, float],
    temporary: dict[str, list[float]],
) -> Outlook:
    packages = state["wp"].values()
    return Outlook(
        week=state["week"],
        left=rest,
        total=totals,
        met=[package["met"] for package in packages],
        started=[package["start"] for package in packages],
        finished=[package["fin"] for package in packages],
        rates=rates,
        heads={name: max(1.0, heads(team)) for name, team in state["team"].items()},
        order={name: team["prio"] for name, team in state["team"].items()},
        hits=temporary,
    )


def critical_now(scenario: Scenario, state: State, chain: list[str]) -> str:
    """The first package of the chain that is not finished: the one that gives the date today."""
    for name in chain:
        if not state["wp"][name]["fin"]:
            return name
    return ""


def spans(scenario: Scenario, projection: Projection) -> dict[str, Any]:
    """Start and end of each package."""
    layout: Shape = shape(scenario)
    return {
        name: (projection.start[at], projection.end[at]) for at, name in enumerate(layout.names)
    }
