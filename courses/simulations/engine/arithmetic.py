"""Sums and scales that give the same bits on every Python: no sum(), no powers, no logarithms."""

from collections.abc import Iterable


def added(numbers: Iterable[float]) -> float:
    """The numbers added from left to right; sum() adds floats otherwise since Python 3.12."""
    total = 0.0
    for number in numbers:
        total += number
    return total


def mean(numbers: Iterable[float], empty: float = 0.0) -> float:
    values = list(numbers)
    return added(values) / len(values) if values else empty


def clipped(value: float, low: float, high: float) -> float:
    return low if value < low else min(value, high)


def lin(value: float, bad: float, good: float) -> float:
    """Nought at `bad`, a hundred at `good`, straight between and clipped outside."""
    return clipped(100.0 * (value - bad) / (good - bad), 0.0, 100.0)


def over(value: float, limit: float) -> float:
    """What lies above the limit."""
    return value - limit if value > limit else 0.0
