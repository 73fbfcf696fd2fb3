"""A course drawn as a plan: the modules that set its last day, and those that have float."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from courses.models import Module
from institute.figures.plans import Plan, Task

WEEKS = re.compile(r"^(end of )?weeks? (\d+)(?: (?:to|and) (\d+))?", re.IGNORECASE)
LEARN, SIMULATE, MENTOR, CERTIFY = "Learn", "Simulate", "Mentor", "Certify"
LANES = (LEARN, SIMULATE, MENTOR, CERTIFY)
FEWEST_MODULES = 6
# What fills the week a milestone waits for: before a certificate, two people mark.
LAST_WORK = {CERTIFY: "Graded twice"}
NOTE = ("Slip anything on the gold line", "and the date moves.")


@dataclass(frozen=True)
class Step:
    """A module with its weeks: from the end of week `start` to the end of week `end`."""

    module: Module
    start: int
    end: int

    @property
    def key(self) -> str:
        return f"m{self.module.position}"

    @property
    def sets_the_date(self) -> bool:
        return self.module.critical or self.module.milestone

    @property
    def lane(self) -> str:
        title = self.module.title.lower()
        if title.startswith("simulation"):
            return SIMULATE
        if "mentor" in title:
            return MENTOR
        return CERTIFY if "exam" in title or "certif" in title else LEARN

    @property
    def ends_in_a_diamond(self) -> bool:
        """A milestone that takes its week: work first, then the diamond that bears its name."""
        return self.module.milestone and self.end > self.start

    @property
    def label(self) -> str:
        title = self.module.title.removeprefix("Simulation: ")
        return title[:1].upper() + title[1:]


def plan_of(title: str, modules: Sequence[Module]) -> Plan | None:
    """The plan of a course long enough to need one; None where a list says as much."""
    steps = [step for module in modules if (step := _step(module))]
    lanes = tuple(lane for lane in LANES if any(step.lane == lane for step in steps))
    if len(steps) < len(modules) or len(steps) < FEWEST_MODULES or len(lanes) < 2:
        return None
    path = sorted((s for s in steps if s.sets_the_date), key=lambda s: (s.end, s.start))
    sides = [step for step in steps if not step.sets_the_date]
    waits = _waits(path, sides)
    tasks = [_task(step, waits[step.key]) for step in [*path, *sides]]
    return Plan("plan", f"{title}, as a plan", lanes, (*tasks, *_end(path)), note=NOTE)


def _step(module: Module) -> Step | None:
    said = WEEKS.match(module.weeks)
    if said is None:
        return None
    ending, first, last = said.groups()
    end = int(last or first)
    return Step(module, end if ending else int(first) - 1, end)


def _waits(path: Sequence[Step], sides: Iterable[Step]) -> dict[str, tuple[str, ...]]:
    """What each step waits for: the path runs in order; a side step leaves it and comes back."""
    waits: dict[str, tuple[str, ...]] = {step.key: () for step in path[:1]}
    waits |= {after.key: (before.key,) for before, after in pairwise(path)}
    for side in sides:
        before = [step.key for step in path if step.end <= side.start]
        waits[side.key] = tuple(before[-1:])
        joined = _joins(side, path)
        if joined:
            waits[joined.key] = (*waits[joined.key], side.key)
    return waits


def _joins(side: Step, path: Sequence[Step]) -> Step | None:
    """Where a side step is waited for: the next of its own lane, else the next milestone."""
    later = [step for step in path if step.start >= side.end]
    own = (step for step in later if step.lane == side.lane)
    return next(own, None) or next((step for step in later if step.module.milestone), None)


def _task(step: Step, after: tuple[str, ...]) -> Task:
    return Task(
        key=step.key,
        label=LAST_WORK.get(step.lane, step.label) if step.ends_in_a_diamond else step.label,
        lane=step.lane,
        length=step.end - step.start,
        after=after,
        not_before=step.start,
    )


def _end(path: Sequence[Step]) -> Iterable[Task]:
    """The diamond a plan ends in, when its last step is a milestone that takes time."""
    last = path[-1] if path else None
    if last and last.ends_in_a_diamond:
        yield Task("end", last.label, last.lane, after=(last.key,))
