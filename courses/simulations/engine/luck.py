"""Luck without a stream: each number follows from its own key, so decisions never shift others."""

from collections.abc import Iterable
from hashlib import blake2b

from courses.simulations.engine.version import VERSION
from courses.simulations.scenario import Scenario

SCALE = 1 << 53


class Luck:
    """The luck of one seed of one scenario."""

    __slots__ = ("root",)

    def __init__(self, scenario: Scenario, seed: int) -> None:
        name = f"{VERSION}|{scenario.meta.slug}|{scenario.meta.version}|{int(seed)}|"
        self.root = name.encode()

    def __call__(self, *key: object) -> float:
        """A number from 0 up to 1 that belongs to this key for ever."""
        words = "|".join(str(part) for part in key).encode()
        digest = blake2b(self.root + words, digest_size=8).digest()
        return (int.from_bytes(digest, "big") >> 11) / SCALE

    def whole(self, low: int, high: int, *key: object) -> int:
        """A whole number from low to high, both possible."""
        return min(high, low + int(self(*key) * (high - low + 1)))

    def dealt(self, names: Iterable[str], *key: object) -> dict[str, float]:
        """One number each, spread evenly: every deal holds good and bad cards."""
        names = list(names)
        order = sorted(names, key=lambda name: (self(*key, "deal", name), name))
        share = {name: rank for rank, name in enumerate(order)}
        return {name: (share[name] + self(*key, "jitter", name)) / len(names) for name in names}

    def shuffled(self, names: Iterable[str], *key: object) -> list[str]:
        return sorted(names, key=lambda name: (self(*key, "shuffle", name), name))


def quantile(spread: tuple[float, float, float], u: float) -> float:
    """The value at `u` of a spread (p10, p50, p90): straight pieces, each tail half a piece."""
    low, middle, high = spread
    if u < 0.1:
        return low - (middle - low) * 0.5 * (0.1 - u) / 0.1
    if u < 0.5:
        return low + (middle - low) * (u - 0.1) / 0.4
    if u < 0.9:
        return middle + (high - middle) * (u - 0.5) / 0.4
    return high + (high - middle) * 0.5 * (u - 0.9) / 0.1
