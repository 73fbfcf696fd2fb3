"""The learners of a cohort against its lessons, as places and shapes for a drawing."""

from dataclasses import dataclass

from courses.lessons.stuck import Standing

CELL, ROW, LEFT, TOP = 18, 22, 168, 24
LONGEST_NAME = 22


@dataclass(frozen=True)
class Mark:
    """A cell: where it is, and how it is drawn."""

    x: int
    y: int
    look: str
    words: str


@dataclass(frozen=True)
class Name:
    """A learner's name, or the number of a module, beside the grid."""

    x: int
    y: int
    text: str


@dataclass(frozen=True)
class Plot:
    """The drawing, in its own units."""

    width: int
    height: int
    marks: list[Mark]
    learners: list[Name]
    modules: list[Name]


WORDS = {"done": "done", "open": "begun", "stuck": "stuck here", "": "not begun"}


def plot(standing: Standing) -> Plot:
    """One row a learner, one column a lesson; a gap where a module ends."""
    columns, modules, x, before = [], [], LEFT, None
    for lesson in standing.lessons:
        if lesson.module_id != before:
            x += 8 if before is not None else 0
            modules.append(Name(x, TOP - 9, str(lesson.module.position)))
            before = lesson.module_id
        columns.append(x)
        x += CELL
    marks, learners = [], []
    for number, one in enumerate(standing.learners):
        y = TOP + number * ROW
        learners.append(Name(0, y + 13, _short(one.place.student.name)))
        for at, lesson, look in zip(columns, standing.lessons, one.cells, strict=True):
            words = f"{one.place.student.name}, {lesson.title}: {WORDS[look]}"
            marks.append(Mark(at, y, look or "none", words))
    return Plot(x + 2, TOP + len(standing.learners) * ROW + 2, marks, learners, modules)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
