"""A level over time, from 1 to 4: a small drawing for each thing that is judged."""

from collections.abc import Iterator, Sequence

from django.utils.html import escape

WIDTH, HEIGHT = 300.0, 118.0
LEFT, RIGHT, TOP, BASE = 18.0, 12.0, 12.0, 92.0
HIGHEST = 4
ROOM_FOR_A_LABEL = 46.0
DOT = 5.0


def track(points: Sequence[tuple[str, int]], words: str, *, stands_out: bool = False) -> str:
    """The drawing, told by `words` for those who cannot see it; a table stands beside it.

    `points` are a label and a level, the first one first. What stands out gets the gold stroke.
    """
    parts = (*_ladder(), *_line(points, stands_out), *_dots(points))
    return (
        f'<svg class="track" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" role="img" '
        f'aria-label="{escape(words)}">{"".join(parts)}</svg>'
    )


def _ladder() -> Iterator[str]:
    """A hairline for each level, numbered."""
    for level in range(1, HIGHEST + 1):
        y = _y(level)
        yield f'<line class="track-grid" x1="{LEFT}" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text class="track-lab" x="0" y="{y + 4:.1f}">{level}</text>'


def _line(points: Sequence[tuple[str, int]], stands_out: bool) -> Iterator[str]:
    if len(points) < 2:
        return
    places = " ".join(f"{_x(n, points):.1f},{_y(level):.1f}" for n, (_, level) in enumerate(points))
    if stands_out:
        yield f'<polyline class="track-halo" points="{places}"/>'
    yield f'<polyline class="track-line" points="{places}"/>'


def _dots(points: Sequence[tuple[str, int]]) -> Iterator[str]:
    """A node for each session, the last one full; labels where there is room."""
    every = max(1, -int(-len(points) * ROOM_FOR_A_LABEL // (WIDTH - LEFT - RIGHT)))
    for number, (label, level) in enumerate(points):
        x, is_last = _x(number, points), number == len(points) - 1
        look = "track-dot track-dot--last" if is_last else "track-dot"
        yield f'<circle class="{look}" cx="{x:.1f}" cy="{_y(level):.1f}" r="{DOT:.0f}"/>'
        if (len(points) - 1 - number) % every == 0:
            anchor = "start" if number == 0 and len(points) > 1 else "end" if is_last else "middle"
            edge = x + DOT if anchor == "end" else x - DOT if anchor == "start" else x
            yield (
                f'<text class="track-lab" x="{edge:.1f}" y="{HEIGHT - 6:.0f}" '
                f'text-anchor="{anchor}">{escape(label)}</text>'
            )


def _x(number: int, points: Sequence[tuple[str, int]]) -> float:
    """Sessions stand evenly apart; a single one stands at the end, where the latest is."""
    first, last = LEFT + DOT + 4, WIDTH - RIGHT - DOT
    if len(points) < 2:
        return last
    return first + (last - first) * number / (len(points) - 1)


def _y(level: int) -> float:
    return BASE - (BASE - TOP) * (level - 1) / (HIGHEST - 1)
