"""What a planner makes of the board: likely totals, a date, and the tail behind each package."""

from collections.abc import Mapping
from typing import Any

from courses.simulations.engine.projecting import Outlook, Projection, project
from courses.simulations.engine.shape import Shape
from courses.simulations.policies.tray import View

BESIDE = 0.5


class Reading:
    """One week's board, read by who expects estimates to grow and tests to find things."""

    def __init__(self, shape: Shape, view: View, inflate: float, stretch: float) -> None:
        self.shape, self.view = shape, view
        self.packages = {one["id"]: one for one in view["packages"]}
        self.total = {
            name: _likely(one, inflate) * (stretch if one["integrates"] else 1.0)
            for name, one in self.packages.items()
        }
        self.known: dict[Any, Projection] = {}
        self.tail = self._tails()

    def left(self, name: str) -> float:
        package = self.packages[name]
        if package["finished"]:
            return 0.0
        return max(0.3, self.total[name] - float(package["done"]))

    def date(self, without: frozenset[str] = frozenset()) -> float:
        """When everything would be done, without the work of these items."""
        return self._projected(without).launch

    def pressure(
        self, without: frozenset[str] = frozenset(), moved: Mapping[str, float] | None = None
    ) -> float:
        """The date, with a little of every other end: windows and chains hide what is gained."""
        found = self._projected(without, moved)
        ends = 0.0
        for end in found.end:
            ends += end
        return found.launch + BESIDE * ends / len(found.end)

    def _projected(
        self, without: frozenset[str], moved: Mapping[str, float] | None = None
    ) -> Projection:
        key = (without, tuple(moved.items()) if moved else ())
        if key not in self.known:
            spared = self._spared(without)
            left = [self._left_without(name, spared) for name in self.shape.names]
            self.known[key] = project(self.shape, self._outlook(left, moved or {}))
        return self.known[key]

    def _spared(self, without: frozenset[str]) -> dict[str, float]:
        spared: dict[str, float] = {}
        for item in self.view["items"]:
            if item["id"] in without:
                for work in item["work"]:
                    share = self.total[work["package"]] / max(
                        0.1, self.packages[work["package"]]["total"]
                    )
                    spared[work["package"]] = spared.get(work["package"], 0) + work["pw"] * share
        return spared

    def _left_without(self, name: str, spared: dict[str, float]) -> float:
        left = self.left(name)
        if not left or name not in spared:
            return left
        undone = 1.0 - min(1.0, self.packages[name]["progress"])
        return float(max(0.05, left - spared[name] * undone))

    def _outlook(self, left: list[float], moved: Mapping[str, float]) -> Outlook:
        teams = self.view["teams"]
        packages = [self.packages[name] for name in self.shape.names]
        return Outlook(
            week=int(self.view["week"]),
            left=left,
            total=[self.total[name] for name in self.shape.names],
            met=[[int(wait["met"]) for wait in one["waits"]] for one in packages],
            started=[int(one["started"]) for one in packages],
            finished=[float(one["finished"]) for one in packages],
            rates={one["id"]: max(0.5, one["heads"] + moved.get(one["id"], 0.0)) for one in teams},
            heads={one["id"]: max(1.0, one["heads"] + moved.get(one["id"], 0.0)) for one in teams},
            order={one["id"]: list(one["priority"]) for one in teams},
        )

    def _tails(self) -> dict[str, float]:
        """The weeks from the start of a package to the end of everything behind it."""
        followers: dict[str, list[tuple[str, float]]] = {name: [] for name in self.packages}
        for name, package in self.packages.items():
            for wait in package["waits"]:
                followers[wait["on"]].append((name, float(wait["share"])))
        tails: dict[str, float] = {}

        def tail(name: str) -> float:
            if name not in tails:
                own = self.left(name) / max(1.0, float(self.packages[name]["maxp"]))
                after = [tail(other) - own * (1 - share) for other, share in followers[name]]
                tails[name] = own + max(after, default=0.0)
            return tails[name]

        for name in self.packages:
            tail(name)
        return tails


def _likely(package: View, inflate: float) -> float:
    """The told total, stretched by as much as nobody can know yet."""
    learned = 1.35 * float(package["progress"]) - 0.1
    known = max(0.85 if package["spiked"] else 0.0, min(1.0, learned))
    return float(package["total"]) * (1.0 + (inflate - 1.0) * (1.0 - known))
