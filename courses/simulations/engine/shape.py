"""What never changes about a scenario, laid out once for the routines that run often."""

from functools import cache

from courses.simulations.scenario import Scenario

HORIZON = 60


class Shape:
    """Packages by number: their team, people at once, dependencies and windows."""

    def __init__(self, scenario: Scenario) -> None:
        names = list(scenario.wp)
        self.names = names
        self.number = {name: at for at, name in enumerate(names)}
        parts = list(scenario.wp.values())
        self.team = [part.team for part in parts]
        self.maxp = [part.maxp for part in parts]
        self.deps = [[(self.number[dep.on], dep.share) for dep in part.deps] for part in parts]
        self.lead = [part.kind == "lead" for part in parts]
        self.windows = [continued(part.windows, scenario.meta.weeks_max) for part in parts]
        self.of_team = {
            team: [name for name in names if scenario.wp[name].team == team]
            for team in scenario.team
        }
        self.own_order = {
            team: own_order(self.of_team[team], part.order) for team, part in scenario.team.items()
        }


def own_order(packages: list[str], wanted: tuple[str, ...]) -> list[str]:
    """The packages in the wanted order, those it leaves out behind them."""
    first = [name for name in wanted if name in packages]
    return first + [name for name in packages if name not in first]


def continued(windows: tuple[int, ...], weeks_max: int) -> frozenset[int]:
    """The windows of a plan: behind the last they go on at its pace, so that no date is never."""
    if not windows:
        return frozenset()
    known = sorted(windows)
    pace = known[-1] - known[-2] if len(known) > 1 else known[-1]
    later = range(known[-1], weeks_max + HORIZON, max(1, pace))
    return frozenset((*known, *later))


@cache
def shape(scenario: Scenario) -> Shape:
    return Shape(scenario)
