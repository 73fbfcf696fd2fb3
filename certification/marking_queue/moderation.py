"""Marks that differ, side by side, for managers and for whoever settles them. No names."""

from collections.abc import Iterable
from dataclasses import dataclass

from certification.models import (
    Discrepancy,
    Mark,
    MarkingTask,
    Round,
    TaskStatus,
)
from institute.accounts.models import User


@dataclass(frozen=True)
class Line:
    """One criterion as each marker saw it."""

    name: str
    top: int
    levels: list[int | None]

    @property
    def is_apart(self) -> bool:
        given = [one for one in self.levels[:2] if one is not None]
        return len(given) == 2 and abs(given[0] - given[1]) >= 2


@dataclass(frozen=True)
class Case:
    """An answer whose marks differ, or did."""

    discrepancy: Discrepancy
    codes: str
    title: str
    lines: list[Line]
    totals: list[int]
    notes: list[str]
    third: MarkingTask | None

    @property
    def is_settled(self) -> bool:
        return self.discrepancy.resolved_at is not None


def open_cases(user: User) -> list[Case]:
    """Waiting for a third mark, the oldest first."""
    return _cases(Discrepancy.objects.filter(resolved_at=None).order_by("created_at"), user)


def settled_cases(user: User, most: int = 50) -> list[Case]:
    """Settled, the newest first."""
    rows = Discrepancy.objects.exclude(resolved_at=None).order_by("-resolved_at")
    return _cases(rows[:most], user)


def case_of(task: MarkingTask, user: User) -> Case | None:
    """What an adjudicator settles; None for any other task."""
    if task.round != Round.ADJUDICATION or task.attempt_item_id is None:
        return None
    return next(iter(_cases(Discrepancy.objects.filter(attempt_item=task.attempt_item_id), user)))


def _cases(rows: Iterable[Discrepancy], user: User) -> list[Case]:
    found = list(rows)
    answers = [one.attempt_item_id for one in found]
    tasks = MarkingTask.objects.filter(attempt_item__in=answers).exclude(
        status=TaskStatus.CANCELLED
    )
    by_answer: dict[int, dict[int, MarkingTask]] = {}
    for task in tasks.select_related("version"):
        assert task.attempt_item_id
        by_answer.setdefault(task.attempt_item_id, {})[task.round] = task
    visible = Mark.objects.visible_to(user).standing().filter(task__in=tasks)
    marks = {one.task_id: one for one in visible}
    return [_case(one, by_answer[one.attempt_item_id], marks) for one in found]


def _case(found: Discrepancy, tasks: dict[int, MarkingTask], marks: dict[int, Mark]) -> Case:
    given = [marks.get(tasks[number].pk) if number in tasks else None for number in Round.values]
    version = tasks[Round.FIRST].version
    return Case(
        discrepancy=found,
        codes=" and ".join(tasks[number].code for number in (1, 2) if number in tasks),
        title=version.title,
        lines=[
            Line(
                criterion["name"],
                len(criterion["levels"]) - 1,
                [one.levels.get(criterion["key"]) if one else None for one in given],
            )
            for criterion in version.rubric
        ],
        totals=[one.points for one in given if one],
        notes=[one.note for one in given if one and one.note],
        third=tasks.get(Round.ADJUDICATION),
    )
