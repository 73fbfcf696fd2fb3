"""Cut scores by the modified Angoff method.

Angoff (1971), in Thorndike, Educational Measurement, 2nd ed., 508-600; two rounds with impact data
between them as in Cizek and Bunch (2007), Standard Setting, chapter 6. Each panellist says for each
question what share of its points a candidate earns who is only just good enough; for questions of
several points that is the mean estimate of Hambleton and Plake (1995).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import fsum, sqrt

LEAST_PANEL = 3
APART = 30  # per cent between the highest and the lowest rating: worth talking about
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Verdict:
    """What a panel's ratings come to, in raw points."""

    panellists: int
    cuts: dict[int, Decimal]
    mean: Decimal
    sd: float
    se: Decimal

    @property
    def low(self) -> Decimal:
        """One standard error below the mean."""
        return self.mean - self.se

    @property
    def high(self) -> Decimal:
        return self.mean + self.se


@dataclass(frozen=True)
class Opinion:
    """What the panel says of one question: its mean rating, and how far ratings lie apart."""

    mean: float
    lowest: int
    highest: int

    @property
    def is_disputed(self) -> bool:
        return self.highest - self.lowest >= APART


Ratings = Mapping[int, Mapping[int, int]]  # panellist -> question -> per cent


def own_cut(ratings: Mapping[int, int], points: Mapping[int, Decimal]) -> Decimal:
    """One panellist's cut score: the points just enough earns, over all questions."""
    exact = sum((points[one] * per_cent for one, per_cent in ratings.items()), Decimal(0)) / 100
    return exact.quantize(CENT, ROUND_HALF_UP)


def verdict(ratings: Ratings, points: Mapping[int, Decimal]) -> Verdict | None:
    """Mean and standard error (sd / √n, with n - 1) over panellists who rated everything.

    None with fewer than two of them: one voice has no spread.
    """
    cuts = {
        who: own_cut(given, points)
        for who, given in ratings.items()
        if given.keys() >= points.keys()
    }
    if len(cuts) < 2:
        return None
    values = [float(cut) for cut in cuts.values()]
    mean = fsum(values) / len(values)
    sd = sqrt(fsum((one - mean) ** 2 for one in values) / (len(values) - 1))
    exact = sum(cuts.values(), Decimal(0)) / len(cuts)
    return Verdict(len(cuts), cuts, _cent(exact), sd, _cent(Decimal(sd / sqrt(len(values)))))


def opinions(ratings: Ratings, questions: Sequence[int]) -> dict[int, Opinion]:
    """What the panel says of each question; those nobody rated are left out."""
    found = {}
    for question in questions:
        given = [one[question] for one in ratings.values() if question in one]
        if given:
            found[question] = Opinion(fsum(given) / len(given), min(given), max(given))
    return found


def _cent(exact: Decimal) -> Decimal:
    return exact.quantize(CENT, ROUND_HALF_UP)
