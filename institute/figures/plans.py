"""Plans and the path that sets their date (critical path method, forward and backward pass)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter


class PlanError(ValueError):
    """The plan cannot be scheduled: a task waits for itself, or for one that is not there."""


@dataclass(frozen=True)
class Task:
    """A piece of work, or a milestone when it takes no time.

    `after` names the tasks it waits for. Lengths and `not_before` count in the plan's unit from
    its start. `state` is "" or "done", "late".
    """

    key: str
    label: str
    lane: str
    length: int = 0
    after: tuple[str, ...] = ()
    not_before: int = 0
    state: str = ""
    meta: str = ""

    @property
    def is_milestone(self) -> bool:
        return self.length == 0


@dataclass(frozen=True)
class Plan:
    """Tasks in named lanes. `note` is a remark written beside the path."""

    key: str
    title: str
    lanes: tuple[str, ...]
    tasks: tuple[Task, ...]
    unit: str = "week"
    note: tuple[str, ...] = ()


@dataclass(frozen=True)
class Slot:
    """When a task runs: from `start` to `finish`.

    `float` is how long it may slip before the end moves. `awaited` is the next start of a task
    that waits for it, when that is not at once.
    """

    task: Task
    start: int
    finish: int
    float: int
    awaited: int | None = None

    @property
    def is_critical(self) -> bool:
        """Whether a slip here moves the end."""
        return self.float == 0


@dataclass(frozen=True)
class Schedule:
    """A plan with its dates. `slots` follow the order of the plan's tasks."""

    plan: Plan
    slots: tuple[Slot, ...]
    end: int
    by_key: Mapping[str, Slot] = field(repr=False)

    @property
    def critical(self) -> tuple[Slot, ...]:
        """The tasks that set the end, in the order they run."""
        return tuple(
            sorted((s for s in self.slots if s.is_critical), key=lambda s: (s.start, s.finish))
        )

    def links(self) -> Iterable[tuple[Slot, Slot]]:
        """Every dependency, as (waited for, waiting)."""
        for slot in self.slots:
            for key in slot.task.after:
                yield self.by_key[key], slot

    def is_driving(self, before: Slot, after: Slot) -> bool:
        """Whether the dependency lies on the critical path."""
        return before.is_critical and after.is_critical and before.finish == after.start


def schedule(plan: Plan) -> Schedule:
    """Every task as early as it can be. Raises PlanError when that is impossible."""
    tasks = {task.key: task for task in plan.tasks}
    order = _order(tasks)
    starts = _earliest(tasks, order)
    finishes = {key: starts[key] + tasks[key].length for key in order}
    end = max(finishes.values(), default=0)
    latest = _latest(tasks, order, end)
    awaited = _awaited(tasks, starts, finishes)
    by_key = {
        key: Slot(task, starts[key], finishes[key], latest[key] - finishes[key], awaited.get(key))
        for key, task in tasks.items()
    }
    return Schedule(plan, tuple(by_key[task.key] for task in plan.tasks), end, by_key)


def _order(tasks: Mapping[str, Task]) -> list[str]:
    for task in tasks.values():
        for key in task.after:
            if key not in tasks:
                raise PlanError(f"{task.key} waits for {key}, which is not in the plan.")
    graph = {key: task.after for key, task in tasks.items()}
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise PlanError("These tasks wait for each other: " + ", ".join(error.args[1])) from error


def _earliest(tasks: Mapping[str, Task], order: list[str]) -> dict[str, int]:
    starts: dict[str, int] = {}
    for key in order:
        task = tasks[key]
        ready = (starts[before] + tasks[before].length for before in task.after)
        starts[key] = max(task.not_before, *ready) if task.after else task.not_before
    return starts


def _latest(tasks: Mapping[str, Task], order: list[str], end: int) -> dict[str, int]:
    finishes = dict.fromkeys(tasks, end)
    for key in reversed(order):
        for before in tasks[key].after:
            finishes[before] = min(finishes[before], finishes[key] - tasks[key].length)
    return finishes


def _awaited(
    tasks: Mapping[str, Task], starts: Mapping[str, int], finishes: Mapping[str, int]
) -> dict[str, int]:
    awaited: dict[str, int] = {}
    for key, task in tasks.items():
        for before in task.after:
            if starts[key] > finishes[before]:
                awaited[before] = min(awaited.get(before, starts[key]), starts[key])
    return awaited
