"""One question: difficulty, discrimination, and who took which choice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, sqrt

Numbers = Sequence[float]


def difficulty(points: Numbers, most: float) -> float:
    """p: the mean share of the points; of an item that is right or wrong, the share right."""
    return fsum(points) / len(points) / most


def correlation(xs: Numbers, ys: Numbers) -> float | None:
    """Pearson's r; None when either does not vary."""
    mean_x, mean_y = fsum(xs) / len(xs), fsum(ys) / len(ys)
    dx, dy = [x - mean_x for x in xs], [y - mean_y for y in ys]
    spread = fsum(d * d for d in dx) * fsum(d * d for d in dy)
    if spread < 1e-18:
        return None
    return fsum(a * b for a, b in zip(dx, dy, strict=True)) / sqrt(spread)


def corrected_correlation(points: Numbers, totals: Numbers) -> float | None:
    """The point-biserial of an item with the total without it (Henrysson 1963, `r.drop` in psych).

    Leave the item's own points in `totals`; of an unscored item, which is not in them, use
    `correlation`.
    """
    rest = [total - one for total, one in zip(totals, points, strict=True)]
    return correlation(points, rest)


def thirds(totals: Numbers) -> list[int]:
    """Which third each candidate stands in by total: 0 low, 1 middle, 2 high.

    Equal totals always stand in the same third: the one in which their middle rank falls.
    """
    n = len(totals)
    ordered = sorted(totals)
    first: dict[float, int] = {}
    last: dict[float, int] = {}
    for rank, total in enumerate(ordered):
        first.setdefault(total, rank)
        last[total] = rank
    return [min(2, 3 * (first[one] + last[one] + 1) // (2 * n)) for one in totals]


@dataclass(frozen=True)
class ChoiceRate:
    """How many took a choice, and the share of each third who did. `r` is with the rest score."""

    choice: str
    count: int
    rate: float
    low: float
    middle: float
    high: float
    r: float | None


def choice_rates(
    chosen: Sequence[frozenset[str]], rest: Numbers, choices: Sequence[str]
) -> list[ChoiceRate]:
    """For each choice, who took it: overall and by thirds of the rest score."""
    groups = thirds(rest)
    return [_rate(choice, [choice in one for one in chosen], groups, rest) for choice in choices]


def _rate(choice: str, took: Sequence[bool], groups: Sequence[int], rest: Numbers) -> ChoiceRate:
    by_third: Mapping[int, list[bool]] = {third: [] for third in range(3)}
    for yes, third in zip(took, groups, strict=True):
        by_third[third].append(yes)
    low, middle, high = (_share(by_third[third]) for third in range(3))
    r = correlation([float(yes) for yes in took], rest)
    return ChoiceRate(choice, sum(took), _share(took), low, middle, high, r)


def _share(took: Sequence[bool]) -> float:
    return sum(took) / len(took) if took else 0.0
