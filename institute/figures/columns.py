"""A column for each week, or whatever runs along: a solid part, and a hollow part on top of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape

WIDTH, TOP, BASE, FOOT = 600.0, 26.0, 140.0, 162.0
ROOM_FOR_A_LABEL = 62.0
ROOM_FOR_A_VALUE = 26.0
BAR, WIDEST = 0.68, 44.0


@dataclass(frozen=True)
class Column:
    """One column; `value` is what stands above it, empty for nothing."""

    label: str
    solid: float
    hollow: float = 0.0
    value: str = ""

    @property
    def height(self) -> float:
        return self.solid + self.hollow


def columns(bars: Sequence[Column], words: str, *, target: float = 0.0, goal: str = "") -> str:
    """The drawing, told by `words` for those who cannot see it; a table stands beside it.

    `target` draws a line at that height, named by `goal`.
    """
    most = max(target * 1.15, *(bar.height for bar in bars), 0.0) or 1.0
    parts = (*_bars(bars, most), *_target(target, goal, most))
    return (
        f'<svg class="columns" viewBox="0 0 {WIDTH:.0f} {FOOT + 6:.0f}" role="img" '
        f'aria-label="{escape(words)}">{"".join(parts)}'
        f'<line class="fun-base" x1="0" x2="{WIDTH:.0f}" y1="{BASE:.0f}" y2="{BASE:.0f}"/></svg>'
    )


def _bars(bars: Sequence[Column], most: float) -> Iterator[str]:
    room = WIDTH / max(len(bars), 1)
    every = -int(-ROOM_FOR_A_LABEL // room)
    for number, bar in enumerate(bars):
        left = room * number
        yield from _bar(bar, left, min(room * BAR, WIDEST), (BASE - TOP) / most)
        if bar.value and room >= ROOM_FOR_A_VALUE:
            top = BASE - bar.height * (BASE - TOP) / most
            yield _text("col-val", left, top - 6, bar.value)
        if number % every == 0:
            yield _text("col-lab", left, FOOT, bar.label)


def _bar(bar: Column, left: float, wide: float, scale: float) -> Iterator[str]:
    solid, hollow = bar.solid * scale, bar.hollow * scale
    if solid:
        yield _rect("col-solid", left, BASE - solid, wide, solid)
    if hollow:
        yield _rect("col-hollow", left + 1, BASE - solid - hollow, wide - 2, hollow)


def _target(target: float, goal: str, most: float) -> Iterator[str]:
    if target:
        y = BASE - target * (BASE - TOP) / most
        yield f'<line class="col-goal" x1="0" x2="{WIDTH:.0f}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield (
            f'<text class="col-lab" x="{WIDTH:.0f}" y="{y - 5:.1f}" text-anchor="end">'
            f"{escape(goal)}</text>"
        )


def _rect(look: str, x: float, y: float, wide: float, high: float) -> str:
    return f'<rect class="{look}" x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}"/>'


def _text(look: str, x: float, y: float, words: str) -> str:
    return f'<text class="{look}" x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'
