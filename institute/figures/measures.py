"""Figures of examinations: how scores spread, how questions do, what a panel said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape

WIDTH = 600.0
TOP, BASE, FOOT = 24.0, 150.0, 172.0
TICKS = 5


def spread(bins: Sequence[int], most: float, cut: float | None, words: str) -> str:
    """How many stand where, from 0 to `most`: solid from the cut on, hollow below it."""
    parts = [*_bars(bins, most, cut), *_scale(most), *_cut(cut, most)]
    return _frame(f"0 0 {WIDTH:.0f} {FOOT + 6:.0f}", words, parts)


def _bars(bins: Sequence[int], most: float, cut: float | None) -> Iterator[str]:
    room, tallest = WIDTH / max(len(bins), 1), max([1, *bins])
    for number, count in enumerate(bins):
        if not count:
            continue
        high = count * (BASE - TOP) / tallest
        passes = cut is None or number * most / len(bins) >= cut
        look = "col-solid" if passes else "col-hollow"
        x = room * number + 3
        yield (
            f'<rect class="{look}" x="{x:.1f}" y="{BASE - high:.1f}" width="{room - 6:.1f}" '
            f'height="{high:.1f}"/>'
        )
        yield _text("col-val", x + (room - 6) / 2, BASE - high - 5, str(count), "middle")


def _scale(most: float) -> Iterator[str]:
    yield f'<line class="fun-base" x1="0" x2="{WIDTH:.0f}" y1="{BASE:.0f}" y2="{BASE:.0f}"/>'
    for number in range(TICKS + 1):
        share = number / TICKS
        anchor = "start" if not number else "end" if number == TICKS else "middle"
        yield _text("col-lab", WIDTH * share, FOOT, f"{most * share:g}", anchor)


def _cut(cut: float | None, most: float) -> Iterator[str]:
    if cut is None or not most:
        return
    x = WIDTH * min(max(cut / most, 0.0), 1.0)
    anchor, at = ("end", x - 8) if x > WIDTH / 2 else ("start", x + 8)
    yield f'<line class="fig-halo" x1="{x:.1f}" x2="{x:.1f}" y1="6" y2="{BASE:.0f}"/>'
    yield f'<line class="fig-cut" x1="{x:.1f}" x2="{x:.1f}" y1="6" y2="{BASE:.0f}"/>'
    yield _text("col-lab", at, 16, f"Cut {cut:g}", anchor)


@dataclass(frozen=True)
class Dot:
    """A question: difficulty, discrimination, its number, and whether it is in trouble or new."""

    p: float
    r: float
    label: str
    look: str = ""  # "", "bad" or "new"


LOW_R, HIGH_R = -0.2, 0.8
FIELD = 440.0  # it stands in the narrower half of a page


def field(dots: Sequence[Dot], words: str) -> str:
    """Questions by difficulty and discrimination; the tinted part is where they should stand."""
    left, right = _x(0.30), _x(0.95)
    parts = [
        _good(left, right),
        *_grid(),
        *(part for dot in dots for part in _dot(dot)),
    ]
    return _frame(f"0 0 {FIELD:.0f} 244", words, parts, " columns--half")


def _good(left: float, right: float) -> str:
    top, high = _y(HIGH_R), _y(0.2) - _y(HIGH_R)
    return (
        f'<rect class="fig-good" x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" '
        f'height="{high:.1f}"/>'
    )


def _x(p: float) -> float:
    return 40 + (FIELD - 60) * min(max(p, 0.0), 1.0)


def _y(r: float) -> float:
    return 14 + 180 * (HIGH_R - min(max(r, LOW_R), HIGH_R)) / (HIGH_R - LOW_R)


def _grid() -> Iterator[str]:
    for r in (-0.2, 0.0, 0.2, 0.4, 0.6, 0.8):
        y = _y(r)
        yield f'<line class="track-grid" x1="40" x2="{FIELD - 20:.0f}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield _text("col-lab", 32, y + 4, f"{r:.1f}".replace("-", "\u2212"), "end")
    for p in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        yield _text("col-lab", _x(p), 214, f"{p:.1f}", "middle")
    yield _text("col-lab", FIELD - 20, 238, "p, from hard to easy", "end")


def _dot(dot: Dot) -> Iterator[str]:
    x, y = _x(dot.p), _y(dot.r)
    if dot.look == "bad":
        yield f'<path class="fig-bad" d="M{x:.1f} {y - 7:.1f}l7 12h-14z"/>'
        yield _text("col-val", x + 10, y + 5, dot.label, "start")
    elif dot.look == "new":
        yield f'<circle class="track-dot" cx="{x:.1f}" cy="{y:.1f}" r="5"/>'
    else:
        yield f'<circle class="fig-dot" cx="{x:.1f}" cy="{y:.1f}" r="4.5"/>'


@dataclass(frozen=True)
class Voice:
    """A panellist's cut score in round 1 and, when there is one, in round 2."""

    name: str
    first: float | None
    second: float | None = None


ROW, NAME, EDGE = 28.0, 150.0, 16.0
LONGEST = 20


@dataclass(frozen=True)
class _Axis:
    """Raw points along the plot of a panel."""

    low: float
    high: float

    def at(self, value: float) -> float:
        return NAME + (WIDTH - NAME - EDGE) * (value - self.low) / (self.high - self.low)


def panel(voices: Sequence[Voice], mean: float | None, se: float, most: float, words: str) -> str:
    """Each panellist's two cut scores on one scale, with the panel's mean and its error."""
    axis, tall = _Axis(*_window(voices, most)), EDGE + ROW * len(voices)
    parts = [*_mean(mean, se, axis, tall)]
    for number, voice in enumerate(voices):
        parts += _voice(voice, axis, EDGE + ROW * number + 6)
    parts += [_line("fun-base", NAME, WIDTH - EDGE, tall)]
    middle = (axis.low + axis.high) / 2
    parts += [
        _text("col-lab", axis.at(value), tall + 18, f"{value:g}", "middle")
        for value in (axis.low, middle, axis.high)
    ]
    return _frame(f"0 0 {WIDTH:.0f} {tall + 26:.0f}", words, parts)


def _mean(mean: float | None, se: float, axis: _Axis, tall: float) -> Iterator[str]:
    if mean is None:
        return
    x, left = axis.at(mean), axis.at(mean - se)
    wide = max(axis.at(mean + se) - left, 2)
    yield (
        f'<rect class="fig-halo-box" x="{left:.1f}" y="6" width="{wide:.1f}" '
        f'height="{tall - 6:.1f}"/>'
    )
    yield f'<line class="fig-cut" x1="{x:.1f}" x2="{x:.1f}" y1="6" y2="{tall:.1f}"/>'


def _voice(voice: Voice, axis: _Axis, y: float) -> Iterator[str]:
    """A hollow node for what was said first, a full one for what counts."""
    name = voice.name if len(voice.name) <= LONGEST else f"{voice.name[: LONGEST - 1]}…"
    yield _text("col-lab", 0, y + 4, name, "start")
    marks = [axis.at(one) for one in (voice.first, voice.second) if one is not None]
    if len(marks) == 2:
        yield _line("track-line", marks[0], marks[1], y)
    for place, x in enumerate(marks, start=1):
        last = " track-dot--last" if place == len(marks) else ""
        yield f'<circle class="track-dot{last}" cx="{x:.1f}" cy="{y:.1f}" r="5"/>'


def _line(look: str, start: float, end: float, y: float) -> str:
    return f'<line class="{look}" x1="{start:.1f}" x2="{end:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'


def _window(voices: Sequence[Voice], most: float) -> tuple[float, float]:
    """Whole points a little beyond the lowest and the highest voice."""
    said = [one for voice in voices for one in (voice.first, voice.second) if one is not None]
    if not said:
        return 0.0, max(most, 1.0)
    low, high = int(min(said)) - 1, int(max(said)) + 2
    return float(max(low, 0)), float(min(max(high, low + 2), max(most, low + 2)))


@dataclass(frozen=True)
class Trace:
    """The share of the weak, the middle and the strong third who took a choice."""

    label: str
    shares: tuple[float, float, float]
    is_right: bool = False


START, STEP, END_LABEL = 44.0, 112.0, 276.0
ROOM_FOR_A_LETTER = 13.0
ENDS = (("weak", START, "start"), ("middle", START + STEP, "middle"), ("strong", 268.0, "end"))


def traces(choices: Sequence[Trace], words: str) -> str:
    """A line for each choice from the weakest third to the strongest; the key should rise."""
    parts = [_text("track-lab", x, 128, name, anchor) for name, x, anchor in ENDS]
    for share in (0.0, 0.5, 1.0):
        y = _height(share)
        parts.append(_line("track-grid", START, START + 2 * STEP, y))
        parts.append(_text("track-lab", START - 8, y + 4, f"{share:.0%}", "end"))
    for choice in sorted(choices, key=lambda one: one.is_right):
        parts += _trace(choice)
    parts += _letters(choices)
    return (
        f'<svg class="track" viewBox="0 0 300 134" role="img" aria-label="{escape(words)}">'
        f"{''.join(parts)}</svg>"
    )


def _trace(choice: Trace) -> Iterator[str]:
    heights = [_height(share) for share in choice.shares]
    points = " ".join(f"{START + STEP * n:.0f},{y:.1f}" for n, y in enumerate(heights))
    if choice.is_right:
        yield f'<polyline class="track-halo" points="{points}"/>'
    look = "track-line" if choice.is_right else "fig-thin"
    yield f'<polyline class="{look}" points="{points}"/>'


def _letters(choices: Sequence[Trace]) -> Iterator[str]:
    """The letters at the ends of the lines, moved apart where lines end together."""
    lowest = 0.0
    ends = sorted((_height(choice.shares[-1]), choice.label) for choice in choices)
    room = ROOM_FOR_A_LETTER
    for left, (end, label) in zip(range(len(ends) - 1, -1, -1), ends, strict=True):
        y = min(max(end, lowest), _height(0.0) - room * left + room / 2)
        lowest = y + room
        yield _text("track-lab", END_LABEL, y + 4, label, "start")


def _height(share: float) -> float:
    return 12 + 96 * (1 - share)


def _frame(box: str, words: str, parts: Sequence[str], more: str = "") -> str:
    return (
        f'<svg class="columns{more}" viewBox="{box}" role="img" aria-label="{escape(words)}">'
        f"{''.join(parts)}</svg>"
    )


def _text(look: str, x: float, y: float, words: str, anchor: str) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text class="{look}" {place}>{escape(words)}</text>'
