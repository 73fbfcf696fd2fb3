"""The driving path: which package truly gave the date, week by week, in the lanes of the teams."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from django.utils.html import escape

from courses.debriefs.charts.plot import (
    Field,
    box,
    diamond,
    figure,
    in_lines,
    in_two,
    line,
    text,
)

WIDTH, ROW, BAR, LETTER = 1000.0, 60.0, 42.0, 6.1
MOST_LINES = 3
Stretch = dict[str, Any]


def driving(stretches: list[Stretch], launched_at: float | None, words: str) -> str:
    """One gold way through the lanes, and the launch it led to."""
    lanes, field, ends = _sheet(stretches, launched_at)
    parts = [*_lanes(field, lanes), *_way(field, stretches, ends, lanes)]
    for one, until in zip(stretches, ends, strict=True):
        parts += _bar(field, one, until, lanes)
    parts += [*_weeks(field), *_end(field, stretches[-1], launched_at, lanes)]
    return figure("dc--lanes", WIDTH, field.height, words, parts)


def short_names(stretches: list[Stretch], launched_at: float | None) -> list[tuple[str, str]]:
    """The packages whose bar has room for no more than their short name, with the long one."""
    _, field, ends = _sheet(stretches, launched_at)
    short = {
        one["package"]: one["name"]
        for one, until in zip(stretches, ends, strict=True)
        if not _lines(field, one, until)
    }
    return list(short.items())


def _sheet(
    stretches: list[Stretch], launched_at: float | None
) -> tuple[list[str], Field, list[float]]:
    """The lanes, the field they lie in, and the week in which each stretch ends."""
    lanes = list(dict.fromkeys(one["team"] for one in stretches))
    last = launched_at or float(stretches[-1]["to"])
    height = 8 + ROW * len(lanes) + 34
    field = Field(WIDTH, height, 0, last, 0, 1, left=158, right=112, top=8, foot=34)
    return lanes, field, [min(float(one["to"]), last) for one in stretches]


def _middle(lanes: list[str], team: str) -> float:
    return 8 + ROW * (lanes.index(team) + 0.5)


def _lanes(field: Field, lanes: list[str]) -> Iterator[str]:
    for number, team in enumerate(lanes):
        top = 8 + ROW * number
        yield line("dc-grid", 0, top, field.width, top)
        names = in_two(team, 21)
        for at, name in enumerate(names):
            yield text(0, top + ROW / 2 + 5 - 8 * (len(names) - 1) + 16 * at, name, "start", "dc-v")
    yield line("dc-base", 0, 8 + ROW * len(lanes), field.width, 8 + ROW * len(lanes))


def _weeks(field: Field) -> Iterator[str]:
    for week in range(1, int(field.last) + 1, 2):
        name = "Week 1" if week == 1 else str(week)
        yield text(field.x(week - 0.5), field.height - 36 + 18, name, "middle")


def _way(
    field: Field, stretches: list[Stretch], ends: list[float], lanes: list[str]
) -> Iterator[str]:
    """The highlighter goes first, under every bar and between them."""
    for before, after in pairwise(stretches):
        x = field.x(before["to"])
        upper, lower = _middle(lanes, before["team"]), _middle(lanes, after["team"])
        yield f'<path class="dc-halo" d="M{x:.1f} {upper:.1f}V{lower:.1f}"/>'
        yield f'<path class="dc-way" d="M{x:.1f} {upper:.1f}V{lower:.1f}"/>'
    for one, until in zip(stretches, ends, strict=True):
        left, right = field.x(one["from"] - 1), field.x(until)
        y = _middle(lanes, one["team"])
        yield box("dc-hib", left - 3, y - BAR / 2 - 4, right - left + 6, BAR + 8)


def _bar(field: Field, one: Stretch, until: float, lanes: list[str]) -> Iterator[str]:
    left, right = field.x(one["from"] - 1), field.x(until)
    y = _middle(lanes, one["team"])
    yield box("dc-task", left, y - BAR / 2, right - left, BAR)
    lines = _lines(field, one, until) or [one["package"]]
    first = y + 4 - 6.5 * (len(lines) - 1)
    shown = "".join(
        text(left + 6, first + 13 * at, words, "start", "dc-n") for at, words in enumerate(lines)
    )
    yield f"<g><title>{escape(one['name'])}</title>{shown}</g>"


def _lines(field: Field, one: Stretch, until: float) -> list[str]:
    """The name in lines that fit the bar; none when there is no room."""
    room = int((field.x(until) - field.x(one["from"] - 1) - 10) / LETTER)
    lines = in_lines(one["name"], room)
    fits = max(map(len, lines)) <= room and len(lines) <= MOST_LINES
    return lines if fits else []


def _end(field: Field, one: Stretch, launched_at: float | None, lanes: list[str]) -> Iterator[str]:
    if launched_at is None:
        return
    x, y = field.x(launched_at), _middle(lanes, one["team"])
    yield diamond("dc-ship", x + 12, y, 10)
    yield text(x + 28, y + 5, f"Launch {launched_at:.1f}", "start", "dc-v")
