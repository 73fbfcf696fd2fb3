"""Would the same people pass again? Estimated from one administration.

Peng and Subkoviak (1980), "A note on Huynh's normal approximation procedure for estimating
criterion-referenced reliability", Journal of Educational Measurement 17(4), 359-368: totals on two
parallel forms are taken as bivariate normal with the reliability as their correlation. The tables
of Subkoviak (1988), JEM 25(1), 47-55, are made from the same formula.
"""

from dataclasses import dataclass
from math import asin, erf, exp, pi, sin, sqrt

STEPS = 64  # of Simpson's rule; the integrand is smooth, the error is below 1e-9


@dataclass(frozen=True)
class Consistency:
    """The share decided the same way twice, and how far that is beyond chance."""

    agreement: float
    kappa: float | None


def consistency(*, mean: float, sd: float, reliability: float, cut: float) -> Consistency:
    """For a cut score in raw points. `reliability` below 0 counts as 0; `sd` must be above 0.

    The half point of the published formula is for whole numbers right; our totals have hundredths,
    so the cut itself is the border.
    """
    z = (cut - mean) / sd
    once, twice = normal(z), both_below(z, min(max(reliability, 0.0), 1.0))
    agreement = 1 + 2 * (twice - once)
    spread = once - once * once
    return Consistency(agreement, (twice - once * once) / spread if spread > 1e-12 else None)


def normal(z: float) -> float:
    """The share of a normal distribution below z."""
    return (1 + erf(z / sqrt(2))) / 2


def both_below(z: float, r: float) -> float:
    """The share of pairs with correlation r, from 0 to 1, of which both are below z."""
    top = asin(r)
    height = top / STEPS
    total = _slope(z, 0.0) + _slope(z, top)
    total += sum((4 if n % 2 else 2) * _slope(z, n * height) for n in range(1, STEPS))
    return normal(z) ** 2 + total * height / 3


def _slope(z: float, angle: float) -> float:
    return exp(-z * z / (1 + sin(angle))) / (2 * pi)
