"""How far the totals of a form can be trusted."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

Rows = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Reliability:
    """A form's totals: how many, their mean and spread, and what part of it is not chance."""

    n: int
    items: int
    mean: float
    sd: float
    alpha: float | None
    sem: float | None


def variance(numbers: Sequence[float]) -> float:
    """The sample variance, with n - 1."""
    mean = fsum(numbers) / len(numbers)
    return fsum((one - mean) ** 2 for one in numbers) / (len(numbers) - 1)


def alpha(rows: Rows) -> float | None:
    """Cronbach's (1951) alpha; on right-or-wrong items it is KR-20.

    None with fewer than two items or candidates, or when all totals are equal.
    """
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    items = len(rows[0])
    of_totals = variance([fsum(row) for row in rows])
    of_items = fsum(variance([row[n] for row in rows]) for n in range(items))
    return items / (items - 1) * (1 - of_items / of_totals) if of_totals > 1e-12 else None


def kr20(rows: Rows) -> float | None:
    """Kuder and Richardson's (1937) formula 20, from p and q; items must be 0 or 1."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    n, items = len(rows), len(rows[0])
    shares = [fsum(row[k] for row in rows) / n for k in range(items)]
    of_totals = variance([fsum(row) for row in rows]) * (n - 1) / n
    unsure = fsum(p * (1 - p) for p in shares)
    return items / (items - 1) * (1 - unsure / of_totals) if of_totals > 1e-12 else None


def standard_error(sd: float, reliability: float) -> float:
    """The standard error of measurement, in points of the total."""
    return sd * sqrt(max(0.0, 1 - reliability))


def reliability(rows: Rows) -> Reliability:
    """Everything about the totals of at least two candidates."""
    totals = [fsum(row) for row in rows]
    sd, known = sqrt(variance(totals)), alpha(rows)
    sem = None if known is None else standard_error(sd, known)
    return Reliability(len(rows), len(rows[0]), fsum(totals) / len(totals), sd, known, sem)
