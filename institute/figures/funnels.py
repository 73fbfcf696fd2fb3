"""How many went on from stage to stage: bars on one line, and the share between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import escape

WIDTH, BASE, TALLEST = 1000.0, 102.0, 84.0
BAR = 0.58  # of the room each stage has


@dataclass(frozen=True)
class Stage:
    """How many got this far, or further."""

    label: str
    count: int


@dataclass(frozen=True)
class Step:
    """A stage with the share of the stage before that reached it; the first has none."""

    stage: Stage
    percent: int | None = None


def steps(stages: Sequence[Stage]) -> list[Step]:
    """Every stage with its share, for a table."""
    shares = [percent(after.count, before.count) for before, after in pairwise(stages)]
    return [Step(stage, share) for stage, share in zip(stages, [None, *shares], strict=False)]


def weakest(stages: Sequence[Stage]) -> tuple[Stage, Stage, int] | None:
    """The two stages between which the greatest part stays behind, and the share that goes on."""
    pairs = [(a, b, a.count) for a, b in pairwise(stages) if a.count]
    if not pairs:
        return None
    before, after, _ = min(pairs, key=lambda pair: pair[1].count / pair[2])
    return before, after, percent(after.count, before.count) or 0


def percent(part: int, whole: int) -> int | None:
    """A share in whole percent, halves up; None of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else None


def funnel(stages: Sequence[Stage], about: object = "") -> str:
    """The drawing, told in one sentence for those who cannot see it; a table stands beside it."""
    parts = (*_links(stages), *_bars(stages))
    return (
        f'<svg class="funnel" viewBox="0 -14 {WIDTH:.0f} 146" role="img" '
        f'aria-label="{escape(in_words(stages, about))}">{"".join(parts)}'
        f'<line class="fun-base" x1="0" x2="{WIDTH:.0f}" y1="{BASE:.0f}" y2="{BASE:.0f}"/></svg>'
    )


def in_words(stages: Sequence[Stage], about: object = "") -> str:
    """Funnel, last 30 days: 212 asked, 148 reached."""
    told = ", ".join(f"{stage.count} {stage.label.lower()}" for stage in stages)
    return f"Funnel, {about}: {told}." if about else f"Funnel: {told}."


def _top(stage: Stage, stages: Sequence[Stage]) -> float:
    most = max(1, *(one.count for one in stages))
    return BASE - TALLEST * stage.count / most


def _links(stages: Sequence[Stage]) -> Iterator[str]:
    room = WIDTH / len(stages)
    for number, (before, after) in enumerate(pairwise(stages)):
        left, right = room * (number + BAR), room * (number + 1)
        top, end = _top(before, stages), _top(after, stages)
        yield (
            f'<path class="fun-link" d="M{left:.1f} {top:.1f}L{right:.1f} {end:.1f}'
            f'V{BASE:.0f}H{left:.1f}z"/>'
        )
        share = percent(after.count, before.count)
        if share is not None:
            middle = (left + right) / 2
            yield _text("fun-rate", middle, BASE - 7, f"{share}%", ' text-anchor="middle"')


def _bars(stages: Sequence[Stage]) -> Iterator[str]:
    room = WIDTH / len(stages)
    for number, stage in enumerate(stages):
        x, top = room * number, _top(stage, stages)
        end = " fun-bar--end" if number == len(stages) - 1 and stage.count else ""
        yield (
            f'<rect class="fun-bar{end}" x="{x:.1f}" y="{top:.1f}" width="{room * BAR:.1f}" '
            f'height="{BASE - top:.1f}"/>'
        )
        yield _text("fun-val", x, top - 8, str(stage.count))
        yield _text("fun-lab", x, BASE + 20, stage.label)


def _text(look: str, x: float, y: float, words: str, more: str = "") -> str:
    return f'<text class="{look}" x="{x:.1f}" y="{y:.1f}"{more}>{escape(words)}</text>'
