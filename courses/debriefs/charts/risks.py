"""Every risk of the deal over the weeks: when it could come, when it was known, what was done."""

from collections.abc import Iterator
from typing import Any

from courses.debriefs.charts.plot import Field, box, diamond, dot, figure, in_two, line, text

WIDTH, ROW = 1000.0, 48.0
Risk = dict[str, Any]


def timeline(rows: list[Risk], weeks: int, words: str) -> str:
    """A row for each risk; its verdict stands at the end."""
    tall = 16 + ROW * len(rows) + 30
    field = Field(WIDTH, tall, 0, max(weeks, 1), 0, 1, left=238, right=222, top=8, foot=30)
    parts = [part for at, row in enumerate(rows) for part in _row(field, row, 8 + ROW * at)]
    parts += [line("dc-base", 0, field.base - 6, WIDTH, field.base - 6), *_weeks(field)]
    return figure("dc--lanes", WIDTH, tall, words, parts)


def _weeks(field: Field) -> Iterator[str]:
    for week in range(1, int(field.last) + 1, 2):
        name = "Week 1" if week == 1 else str(week)
        yield text(field.x(week - 0.5), field.base + 14, name, "middle")


def _row(field: Field, risk: Risk, top: float) -> Iterator[str]:
    y = top + ROW / 2
    yield line("dc-grid", 0, top, field.width, top)
    yield from _words(0, y, risk["name"], 33)
    yield from _words(field.end + 18, y, risk["verdict_name"], 28, "dc-t")
    yield from _window(field, risk, y)
    yield from _known(field, risk, y)
    yield from _came(field, risk, y)


def _words(x: float, y: float, words: str, room: int, look: str = "dc-v") -> Iterator[str]:
    lines = in_two(words, room)
    for number, one in enumerate(lines):
        yield text(x, y + 4.5 - 7.5 * (len(lines) - 1) + 15 * number, one, "start", look)


def _window(field: Field, risk: Risk, y: float) -> Iterator[str]:
    if risk["window"]:
        first, last = risk["window"]
        left, right = field.x(first - 1), field.x(min(last, field.last))
        if right > left:
            yield box("dc-window", left, y - 9, right - left, 18)


def _known(field: Field, risk: Risk, y: float) -> Iterator[str]:
    """From the week it was known a line runs; from the answer on it is solid."""
    if not risk["known"]:
        return
    known, end = field.x(risk["known"] - 0.5), field.x((risk["week"] or field.last) - 0.5)
    if end > known:
        yield line("dc-thin dc-dash", known, y, end, y)
    if risk["mitigated"]:
        answered = field.x(risk["mitigated"] - 0.5)
        yield line("dc-line", answered, y, max(end, answered), y)
    yield dot("dc-known", known, y, 6)
    if risk["mitigated"]:
        yield box("dc-answer", answered - 5, y - 5, 10, 10)


def _came(field: Field, risk: Risk, y: float) -> Iterator[str]:
    if risk["week"] and risk["state"] in ("fired", "past"):
        look = "dc-fired" if risk["state"] == "fired" else "dc-past"
        yield diamond(look, field.x(risk["week"] - 0.5), y, 8)
