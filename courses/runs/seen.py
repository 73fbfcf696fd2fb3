"""What a learner knows this week, in rows a page can show; made from the engine's view alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

View = Mapping[str, Any]
NEVER = 99


@dataclass(frozen=True)
class Package:
    """A piece of work as last told; `start` and `finish` are where the plan has it now."""

    id: str
    name: str
    team: str
    start: float
    finish: float
    share: float
    left: float
    age: int
    slack: float
    is_critical: bool
    is_done: bool
    has_started: bool
    waits_for: tuple[tuple[str, float], ...]
    grown: float

    @property
    def look(self) -> str:
        """How far its report has faded."""
        return "fresh" if self.age <= 1 else "old" if self.age <= 3 else "stale"

    @property
    def is_slipping(self) -> bool:
        """Told to be a fifth larger than first estimated, and not done."""
        return self.grown >= 0.2 and not self.is_done

    @property
    def percent(self) -> int:
        return round(self.share * 100)

    @property
    def told(self) -> str:
        return ago(self.age, "told")


@dataclass(frozen=True)
class Person:
    """A stakeholder: what they believe, how far they trust you, since when they heard nothing."""

    id: str
    name: str
    role: str
    quote: str
    trust: float
    change: float
    believes: float
    age: int
    is_due: bool

    @property
    def ticks(self) -> list[bool]:
        return [at < self.tenths for at in range(10)]

    @property
    def tenths(self) -> int:
        return round(self.trust / 10)

    @property
    def moved(self) -> str:
        """How trust moved last week, in words."""
        if abs(self.change) < 0.5:
            return "No change"
        return f"{'Up' if self.change > 0 else 'Down'} {abs(self.change):.0f}"

    @property
    def told(self) -> str:
        return ago(self.age, "briefed")


@dataclass(frozen=True)
class Risk:
    """A risk on the register, by its likelihood and impact from 1 to 3."""

    name: str
    likelihood: int
    impact: int
    state: str
    when: str

    @property
    def cells(self) -> list[tuple[int, int, bool]]:
        """The nine squares of its icon: x, y, and whether it is this one."""
        here = (self.likelihood - 1, 3 - self.impact)
        return [(11 * x, 11 * y, (x, y) == here) for y in range(3) for x in range(3)]

    @property
    def is_open(self) -> bool:
        return self.state in ("open", "mitigated")


def packages(view: View) -> tuple[Package, ...]:
    return tuple(_package(row) for row in view["packages"])


def _package(row: View) -> Package:
    start, finish = row["bar"]
    return Package(
        id=row["id"],
        name=row["name"],
        team=row["team"],
        start=float(start),
        finish=max(float(finish), float(start) + 0.1),
        share=1.0 if row["finished"] else float(row["progress"]),
        left=0.0 if row["finished"] else max(float(row["total"]) - float(row["done"]), 0.0),
        age=int(row["age"]) if row["told"] else NEVER,
        slack=float(row["float"]),
        is_critical=bool(row["critical"]),
        is_done=bool(row["finished"]),
        has_started=bool(row["started"]),
        waits_for=tuple((wait["on"], float(wait["share"])) for wait in row["waits"]),
        grown=float(row["total"]) / max(float(row["estimate"]), 0.1) - 1,
    )


def people(view: View) -> tuple[Person, ...]:
    return tuple(
        Person(
            id=row["id"],
            name=row["name"],
            role=row["role"],
            quote=row["quote"],
            trust=float(row["trust"]),
            change=float(row["change"]),
            believes=float(row["believes"]),
            age=int(row["age"]) if row["briefed"] else NEVER,
            is_due=bool(row["due"]),
        )
        for row in view["stakeholders"]
    )


def risks(view: View) -> tuple[Risk, ...]:
    """What is on the register, what can still happen first."""
    names = {row["id"]: row["name"] for row in view["packages"]}
    rows = [
        Risk(
            name=row["name"],
            likelihood=_likelihood(row),
            impact=third(float(row["severity"]), 4.0, 7.5),
            state=row["state"],
            when=_when(row, names),
        )
        for row in view["risks"]
    ]
    return tuple(sorted(rows, key=lambda one: (not one.is_open, -one.impact * one.likelihood)))


def _likelihood(row: View) -> int:
    low, high = row["likelihood"]
    eased = float(row["mitigation"]["p"]) if row["mitigated"] else 1.0
    return third((float(low) + float(high)) / 2 * eased, 0.2, 0.4)


def _when(row: View, names: Mapping[str, str]) -> str:
    if row["state"] in SAID:
        return SAID[row["state"]].format(week=row["fired"])
    eased = f"Mitigated in week {row['mitigated']}. " if row["mitigated"] else ""
    if row["window"]:
        first, last = row["window"]
        return f"{eased}Weeks {first} to {last}"
    trigger = row["trigger"]
    return f"{eased}When {names[trigger['on']]} is {trigger['share']:.0%} done"


SAID = {
    "fired": "Happened in week {week}",
    "void": "Cannot happen any more",
    "past": "Its time has passed",
}


def third(value: float, low: float, high: float) -> int:
    """1, 2 or 3: below `low`, below `high`, above."""
    return 1 if value < low else 2 if value < high else 3


def ago(weeks: int, verb: str) -> str:
    """ "told 3 weeks ago", or "never told"."""
    if weeks >= NEVER:
        return f"never {verb}"
    if weeks <= 0:
        return f"{verb} last week"
    return f"{verb} {weeks} week{'' if weeks == 1 else 's'} ago"
