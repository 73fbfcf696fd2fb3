"""Bars that lie: one measure for several named things, and a score against its par."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from courses.debriefs.charts.plot import box, figure, in_two, line, text

WIDTH, ROW, NAME, VALUE = 440.0, 38.0, 150.0, 58.0


@dataclass(frozen=True)
class Bar:
    """One named thing; `shown` is its value in words."""

    name: str
    value: float
    shown: str
    stands_out: bool = False


def bars(rows: Sequence[Bar], words: str) -> str:
    """The longest fills the field; what is below nothing hangs to the left, hollow."""
    low, high = min([0.0, *(row.value for row in rows)]), max([0.1, *(row.value for row in rows)])
    room = WIDTH - NAME - VALUE - (46 if low < 0 else 0)
    unit = room / (high - low)
    zero = NAME + (46 if low < 0 else 0) - low * unit
    parts = [part for at, row in enumerate(rows) for part in _bar(row, at, zero, unit)]
    tall = ROW * len(rows) + 6
    return figure("dc--bars", WIDTH, tall, words, [*parts, line("dc-base", zero, 0, zero, tall)])


def _bar(row: Bar, at: int, zero: float, unit: float) -> Iterator[str]:
    y, wide = ROW * at + ROW / 2 + 3, abs(row.value) * unit
    lines = in_two(row.name, 22)
    for number, words in enumerate(lines):
        yield text(0, y + 4.5 - 7.5 * (len(lines) - 1) + 15 * number, words, "start", "dc-t")
    left = zero if row.value >= 0 else zero - wide
    if row.stands_out:
        yield box("dc-hib", left - 4, y - 14, wide + 8, 28)
    yield box("dc-bar" if row.value >= 0 else "dc-minus", left, y - 10, wide, 20)
    if row.value >= 0:
        yield text(left + wide + 10, y + 4.5, row.shown, "start", "dc-v")
    else:
        yield text(left - 8, y + 4.5, row.shown, "end", "dc-v")


def against_par(yours: float, par: float) -> str:
    """A score from 0 to 100 with a mark where the reference stands; figures stand beside it."""
    return (
        '<svg class="dc-score" viewBox="0 0 200 16" preserveAspectRatio="none" '
        'aria-hidden="true" focusable="false">'
        f"{box('dc-room', 0, 4, 200, 8)}{box('dc-bar', 0, 4, yours * 2, 8)}"
        f"{line('dc-par', par * 2, 0, par * 2, 16)}</svg>"
    )
