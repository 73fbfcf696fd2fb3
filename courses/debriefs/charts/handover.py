"""The hand-over curve: your weeks first, then the reference to the end."""

from collections.abc import Iterator
from typing import Any

from courses.debriefs.charts.plot import Field, Point, diamond, dot, figure, text

WIDTH, HEIGHT, LETTER = 760.0, 280.0, 6.9
Handover = dict[str, Any]


def handover(part: Handover, words: str) -> str:
    """What the score would have been, had the reference taken over after each week."""
    points = [(float(one["week"]), float(one["total"])) for one in part["points"]]
    field = Field(WIDTH, HEIGHT, 0, points[-1][0], 0, 100, right=92)
    parts = [*field.levels((0, 20, 40, 60, 80, 100)), *field.weeks()]
    parts += [*_worst(field, points, part["worst"]), field.through("dc-line", points)]
    parts += [dot("dc-dot", field.x(week), field.y(total), 3) for week, total in points]
    worst = part["worst"]
    parts += _ends(field, points, is_free=not worst or worst["from"] > 5)
    return figure("dc--wide", WIDTH, HEIGHT, words, parts)


def _worst(field: Field, points: list[Point], worst: dict[str, Any] | None) -> Iterator[str]:
    """The weeks that cost most stand on the highlighter, their price above the line."""
    if not worst:
        return
    part = [one for one in points if worst["from"] - 1 <= one[0] <= worst["to"]]
    yield field.through("dc-halo", part)
    words = f"{_weeks(worst['from'], worst['to'])}: {worst['lost']:.0f} points lost"
    x = min(field.x(part[0][0]) + 16, field.end - LETTER * len(words))
    yield _above(field, points, x, words)


def _weeks(first: int, last: int) -> str:
    return f"Week {last}" if first == last else f"Weeks {first} to {last}"


def _above(field: Field, points: list[Point], x: float, words: str) -> str:
    """Words over the highest stretch of the line they stand above."""
    ends = x + LETTER * len(words)
    under = [field.y(total) for week, total in points if x - 24 <= field.x(week) <= ends + 24]
    return text(x, max(min(under, default=field.base) - 16, 12), words, "start", "dc-v")


def _ends(field: Field, points: list[Point], *, is_free: bool) -> Iterator[str]:
    (_, start), (week, end) = points[0], points[-1]
    words = f"Reference alone {start:.0f}"
    if is_free:
        yield _above(field, points, field.x(0), words)
    else:
        yield text(field.x(0), field.base - 10, words, "start", "dc-v")
    yield diamond("dc-end", field.x(week), field.y(end))
    yield text(field.x(week) + 14, field.y(end) + 5, f"You {end:.0f}", "start", "dc-v")
