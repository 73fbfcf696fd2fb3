"""A field to draw in: weeks along the bottom, a measure up the side."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape

Point = tuple[float, float]
MOST_WEEKS_NAMED = 12


@dataclass(frozen=True)
class Field:
    """The frame of a chart in pixels, and the stretch of values it holds."""

    width: float
    height: float
    first: float
    last: float
    low: float
    high: float
    left: float = 44.0
    right: float = 16.0
    top: float = 16.0
    foot: float = 30.0

    @property
    def base(self) -> float:
        return self.height - self.foot

    @property
    def end(self) -> float:
        return self.width - self.right

    def x(self, value: float) -> float:
        share = (value - self.first) / max(self.last - self.first, 0.01)
        return self.left + share * (self.end - self.left)

    def y(self, value: float) -> float:
        share = (value - self.low) / max(self.high - self.low, 0.01)
        return self.base - min(max(share, 0.0), 1.0) * (self.base - self.top)

    def levels(self, values: Iterable[float]) -> Iterator[str]:
        """Hairlines across, numbered at the side."""
        for value in values:
            y = self.y(value)
            yield line("dc-grid", self.left, y, self.end, y)
            yield text(self.left - 8, y + 4, f"{value:g}", "end")

    def weeks(self) -> Iterator[str]:
        """Whole weeks along the bottom, as many as there is room for."""
        first, last = int(self.first), int(self.last)
        step = 1 if last - first <= MOST_WEEKS_NAMED else 2
        yield line("dc-base", self.left, self.base, self.end, self.base)
        yield text(0, self.base + 18, "Week")
        for week in range(first, last + 1, step):
            yield text(self.x(week), self.base + 18, str(week), "middle")

    def through(self, look: str, points: Sequence[Point]) -> str:
        """A line through values."""
        if len(points) < 2:
            return ""
        places = "L".join(f"{self.x(week):.1f} {self.y(value):.1f}" for week, value in points)
        return f'<path class="{look}" d="M{places}"/>'


def figure(look: str, width: float, height: float, words: str, parts: Iterable[str]) -> str:
    """The drawing, told by `words` for those who cannot see it; a table stands beside it."""
    return (
        f'<svg class="dc {look}" viewBox="0 0 {width:.0f} {height:.0f}" role="img" '
        f'aria-label="{escape(words)}">{"".join(parts)}</svg>'
    )


def line(look: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="{look}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def box(look: str, left: float, top: float, wide: float, high: float) -> str:
    place = f'x="{left:.1f}" y="{top:.1f}" width="{max(wide, 1):.1f}" height="{high:.1f}"'
    return f'<rect class="{look}" {place} rx="2"/>'


def dot(look: str, x: float, y: float, r: float = 4.5) -> str:
    return f'<circle class="{look}" cx="{x:.1f}" cy="{y:.1f}" r="{r:g}"/>'


def diamond(look: str, x: float, y: float, r: float = 7.0) -> str:
    return f'<path class="{look}" d="M{x:.1f} {y - r:.1f}l{r} {r}-{r} {r}-{r}-{r}z"/>'


def text(x: float, y: float, words: str, anchor: str = "start", look: str = "") -> str:
    styled = f' class="{look}"' if look else ""
    return f'<text{styled} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def apart(places: Sequence[float], room: float) -> list[float]:
    """The same places, moved down where they stand closer together than `room`."""
    order = sorted(range(len(places)), key=lambda number: places[number])
    moved, lowest = list(places), float("-inf")
    for number in order:
        moved[number] = max(places[number], lowest)
        lowest = moved[number] + room
    return moved


def in_two(label: str, room: int) -> list[str]:
    """A label in one line, or in two cut at the space nearest its middle."""
    if len(label) <= room or " " not in label:
        return [label]
    spaces = [at for at, letter in enumerate(label) if letter == " "]
    cut = min(spaces, key=lambda at: abs(at - len(label) / 2))
    return [label[:cut], label[cut + 1 :]]


def in_lines(label: str, room: int) -> list[str]:
    """A label broken at its spaces into lines of at most `room` letters, where they allow it."""
    lines = [""]
    for word in label.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def signed(value: float, places: int = 1) -> str:
    """ "+3.2", with a true minus, "0" for what rounds to nothing."""
    shown = f"{value:+.{places}f}"
    return "0" if not float(shown) else shown.replace("-", "\u2212")
