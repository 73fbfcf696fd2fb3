"""Stretches of whole seconds: merged once, asked often."""

from bisect import bisect_right
from collections.abc import Iterable

Pair = tuple[int, int]


class Stretches:
    """Disjoint half-open stretches, in order."""

    __slots__ = ("ends", "starts")

    def __init__(self, pairs: Iterable[Pair] = ()) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in sorted(pairs):
            if start < end:
                self._add(start, end)

    def _add(self, start: int, end: int) -> None:
        if self.ends and start <= self.ends[-1]:
            self.ends[-1] = max(self.ends[-1], end)
        else:
            self.starts.append(start)
            self.ends.append(end)

    def __contains__(self, at: int) -> bool:
        following = bisect_right(self.ends, at)
        return following < len(self.starts) and self.starts[following] <= at

    def pairs(self) -> Iterable[Pair]:
        return zip(self.starts, self.ends, strict=True)
