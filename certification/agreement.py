"""How far two markers agree, and whether a marker drifts from the experts. Plain numbers.

Weighted kappa: J. Cohen, "Weighted kappa", Psychological Bulletin 70 (1968), 213-220.
ICC(2,1), absolute agreement of a single marker: P. E. Shrout and J. L. Fleiss, "Intraclass
correlations: uses in assessing rater reliability", Psychological Bulletin 86 (1979), 420-428.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import fsum

Pair = tuple[int, int]
Weight = Callable[[int, int], float]


def linear(one: int, other: int) -> float:
    """Disagreement grows with the distance of the levels."""
    return float(abs(one - other))


def quadratic(one: int, other: int) -> float:
    """Disagreement grows with the square of the distance."""
    return float((one - other) ** 2)


def weighted_kappa(pairs: Sequence[Pair], weight: Weight = quadratic) -> float | None:
    """1 for full agreement, 0 for no more than chance; None when neither marker ever differs.

    1 - sum(w * observed) / sum(w * expected), the expected from the two markers' own habits.
    """
    if not pairs:
        return None
    seen = fsum(weight(one, other) for one, other in pairs) / len(pairs)
    firsts, seconds = _shares([one for one, _ in pairs]), _shares([other for _, other in pairs])
    chance = fsum(
        p * q * weight(one, other) for one, p in firsts.items() for other, q in seconds.items()
    )
    return None if chance == 0 else 1 - seen / chance


def _shares(levels: Sequence[int]) -> dict[int, float]:
    return {level: levels.count(level) / len(levels) for level in set(levels)}


def exact(pairs: Sequence[Pair]) -> float | None:
    """The share of scripts on which both gave the same level."""
    return sum(one == other for one, other in pairs) / len(pairs) if pairs else None


@dataclass(frozen=True)
class MeanSquares:
    """Of the two-way analysis of variance: between scripts, between markers, and what is left."""

    scripts: float
    markers: float
    error: float


def mean_squares(table: Sequence[Sequence[float]]) -> MeanSquares:
    """A row per script, a column per marker; at least two of each."""
    n, k = len(table), len(table[0])
    mean = fsum(map(fsum, table)) / (n * k)
    rows = k * fsum((fsum(row) / k - mean) ** 2 for row in table)
    columns = n * fsum((fsum(column) / n - mean) ** 2 for column in zip(*table, strict=True))
    whole = fsum((mark - mean) ** 2 for row in table for mark in row)
    left = max(whole - rows - columns, 0.0)
    return MeanSquares(rows / (n - 1), columns / (k - 1), left / ((n - 1) * (k - 1)))


def icc(table: Sequence[Sequence[float]]) -> float | None:
    """ICC(2,1): (BMS - EMS) / (BMS + (k-1) EMS + k (JMS - EMS) / n). None where nothing varies."""
    if len(table) < 2 or len(table[0]) < 2:
        return None
    n, k = len(table), len(table[0])
    of = mean_squares(table)
    below = of.scripts + (k - 1) * of.error + k * (of.markers - of.error) / n
    return None if below == 0 else (of.scripts - of.error) / below


@dataclass(frozen=True)
class Drift:
    """Levels given to anchor scripts against the experts': how many, how far and which way."""

    number: int
    bias: float  # mean of given minus agreed: above nothing is lenient
    distance: float  # mean without the sign
    exact: float

    @property
    def is_alarming(self) -> bool:
        """Far enough, often enough, to have a word."""
        return self.number >= FEW and (abs(self.bias) >= BIAS or self.distance >= DISTANCE)


FEW = 5  # levels before a drift is spoken of
BIAS = 0.5  # of a level, to one side
DISTANCE = 0.75  # of a level, to either side


def drift(pairs: Sequence[Pair]) -> Drift | None:
    """`pairs` are (given, agreed) levels of anchor scripts; None without any."""
    if not pairs:
        return None
    n = len(pairs)
    return Drift(
        number=n,
        bias=sum(given - agreed for given, agreed in pairs) / n,
        distance=sum(abs(given - agreed) for given, agreed in pairs) / n,
        exact=sum(given == agreed for given, agreed in pairs) / n,
    )


@dataclass(frozen=True)
class Gap:
    """Why two marks need a third."""

    rule: str
    points: int


def gap(
    first: dict[str, int], second: dict[str, int], *, maximum: int, criterion: int, share: float
) -> Gap | None:
    """The rule two marks break: `criterion` levels apart on one, or `share` of the total."""
    widest = max((abs(first[key] - second.get(key, 0)) for key in first), default=0)
    total = abs(sum(first.values()) - sum(second.values()))
    if total > share * maximum:
        return Gap(f"The totals lie {total} of {maximum} points apart.", total)
    if widest >= criterion:
        return Gap(f"One criterion lies {widest} levels apart.", total)
    return None
