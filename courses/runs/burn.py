"""The burn-up of a run: work reported done against work reported in all, week by week."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import escape

WIDTH, HEIGHT = 384.0, 176.0
LEFT, RIGHT, TOP, BASE = 34.0, 10.0, 14.0, 150.0


@dataclass(frozen=True)
class Point:
    """One week: person-weeks reported done, and reported in all."""

    week: int
    done: float
    total: float


def burn_up(points: list[Point], promised: float, words: str) -> str:
    """The drawing, told by `words` for those who cannot see it; a table stands beside it."""
    most = max((point.total for point in points), default=1.0) * 1.08
    last = max(promised, points[-1].week if points else 1.0) + 0.5
    parts = (
        *_frame(most, last, promised),
        _line("burn-total", [(point.week, point.total) for point in points], most, last),
        _line("burn-done", [(point.week, point.done) for point in points], most, last),
        *_ends(points, most, last),
    )
    return (
        f'<svg class="burn" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" role="img" '
        f'aria-label="{escape(words)}">{"".join(parts)}</svg>'
    )


def round_step(most: float) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50 … that needs four lines above nothing at most."""
    unit = 1
    while True:
        for step in (unit, 2 * unit, 5 * unit):
            if most / step < 5:
                return step
        unit *= 10


def _x(week: float, last: float) -> float:
    return LEFT + week / last * (WIDTH - LEFT - RIGHT)


def _y(work: float, most: float) -> float:
    return BASE - work / most * (BASE - TOP)


def _frame(most: float, last: float, promised: float) -> Iterator[str]:
    step = round_step(most)
    for work in range(0, int(most) + 1, step):
        y = _y(work, most)
        across = f'x1="{LEFT:.0f}" x2="{WIDTH:.0f}" y1="{y:.1f}" y2="{y:.1f}"'
        yield f'<line class="burn-grid" {across}/>'
        yield _text(LEFT - 6, y + 4, str(work), "end")
    x = _x(promised, last)
    yield f'<line class="burn-promise" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP:.0f}" y2="{BASE:.0f}"/>'
    for week in range(0, int(last) + 1, 2):
        yield _text(_x(week, last), BASE + 16, str(week), "middle")


def _line(look: str, points: list[tuple[int, float]], most: float, last: float) -> str:
    if not points:
        return ""
    steps = "L".join(f"{_x(week, last):.1f} {_y(work, most):.1f}" for week, work in points)
    return f'<path class="{look}" d="M{steps}"/>'


def _ends(points: list[Point], most: float, last: float) -> Iterator[str]:
    if points:
        end = points[-1]
        x, y = _x(end.week, last), _y(end.done, most)
        yield f'<circle class="burn-dot" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
