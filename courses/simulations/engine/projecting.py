"""When everything would be done if the weeks to come went like this one, and what decides it."""

from dataclasses import dataclass, field
from typing import Any

from courses.simulations.engine.shape import HORIZON, Shape

CLOSED = 0.2
THIRD = 0.90


@dataclass(slots=True)
class Outlook:
    """What is left to do, as somebody sees it: the truth, or what has been reported."""

    week: int
    left: list[float]
    total: list[float]
    met: list[list[int]]
    started: list[int]
    finished: list[float]
    rates: dict[str, float]
    heads: dict[str, float]
    order: dict[str, list[str]]
    hits: dict[str, list[float]] = field(default_factory=dict)


@dataclass(slots=True)
class Projection:
    """Start, end and what each package waited for; `launch` is when the last one ends."""

    launch: float
    start: list[float]
    end: list[float]
    waited: list[int]
    chain: list[str] = field(default_factory=list)


def project(shape: Shape, outlook: Outlook) -> Projection:
    """Play the coming weeks with these rates until nothing is left."""
    run = _Run(shape, outlook)
    week = outlook.week
    while run.open and week < outlook.week + HORIZON:
        run.play(week)
        week += 1
    for at in run.open:
        run.end[at] = float(outlook.week + HORIZON)
    launch = max(run.end)
    found = Projection(launch, run.start, run.end, run.waited)
    found.chain = _chain(shape, outlook, found)
    return found


class _Run:
    """The books of one projection."""

    def __init__(self, shape: Shape, outlook: Outlook) -> None:
        self.shape, self.outlook = shape, outlook
        self.left = list(outlook.left)
        count = len(self.left)
        self.end = [outlook.finished[at] if self.left[at] <= 0 else 0.0 for at in range(count)]
        self.start = [float(outlook.started[at] - 1) for at in range(count)]
        self.waited = [-1] * count
        self.met = [list(one) for one in outlook.met]
        self.open = {at: True for at in range(count) if self.left[at] > 0}
        number = shape.number
        self.order = [
            (team, [number[name] for name in names]) for team, names in outlook.order.items()
        ]

    def play(self, week: int) -> None:
        may = {at for at in self.open if self._may_start(at, week)}
        for team, order in self.order:
            ready = [at for at in order if at in may]
            if ready:
                self._work(week, team, ready)

    def _work(self, week: int, team: str, order: list[int]) -> None:
        outlook, shape = self.outlook, self.shape
        rate = outlook.rates[team]
        hits = outlook.hits.get(team)
        if hits and week - outlook.week < len(hits):
            rate *= hits[week - outlook.week]
        each = rate / outlook.heads[team]
        free, taken = rate, 0
        for at in order:
            if shape.lead[at]:
                self._advance(at, week, 1.0, 1.0)
                continue
            speed = min(free, shape.maxp[at] * each)
            if speed <= 1e-9:
                continue
            taken += 1
            if taken > 2:
                speed *= THIRD
            free -= self._advance(at, week, speed, speed)

    def _may_start(self, at: int, week: int) -> bool:
        windows = self.shape.windows[at]
        if windows and week not in windows:
            return False
        met = self.met[at]
        for place, (on, share) in enumerate(self.shape.deps[at]):
            if not met[place]:
                total = self.outlook.total[on]
                if on in self.open and self.left[on] > (1.0 - share) * total + 1e-9:
                    self.waited[at] = on
                    return False
                met[place] = 1
        return True

    def _advance(self, at: int, week: int, speed: float, most: float) -> float:
        left = self.left[at]
        if self.start[at] < 0:
            self.start[at] = float(week - 1)
        take = min(most, left)
        self.left[at] = left - take
        if self.left[at] <= 1e-9:
            self.end[at] = week - 1 + take / speed
            del self.open[at]
        return take


def _chain(shape: Shape, outlook: Outlook, found: Projection) -> list[str]:
    """The packages that give the date, from now to the end: the last, what it waited for, …"""
    at = max(range(len(found.end)), key=lambda one: found.end[one])
    chain = [at]
    while not outlook.started[at] and len(chain) < len(found.end):
        before = _held_by(shape, outlook, found, at)
        if before < 0 or before in chain:
            break
        chain.append(before)
        at = before
    return [shape.names[one] for one in reversed(chain)]


def _held_by(shape: Shape, outlook: Outlook, found: Projection, at: int) -> int:
    """What kept a package from starting: work of its own team, or what it waited for."""
    before, start = found.waited[at], found.start[at]
    needed = found.end[before] if before >= 0 else 0.0
    for other in range(len(found.end)):
        same = shape.team[other] == shape.team[at] and other != at
        busy = same and outlook.left[other] > 0 and needed < found.end[other] <= start + 1.0
        if busy and found.start[other] < start and (before < 0 or needed < start - 1.0):
            before, needed = other, found.end[other]
    return before


def as_json(found: Projection, names: list[str]) -> dict[str, Any]:
    """The projection by package, for views and debriefs."""
    return {
        name: [round(found.start[at], 3), round(found.end[at], 3)] for at, name in enumerate(names)
    }
