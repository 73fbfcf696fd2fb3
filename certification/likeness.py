"""How alike the wrong answers of two candidates are, beside how alike they would be by chance.

Error similarity after Bellezza and Bellezza (1989), "Detection of cheating on multiple-choice tests
by using error-similarity analysis", Teaching of Psychology 16(3): of the questions both got wrong,
on how many did they give the same wrong answer, and how probable are so many or more if each joint
error matched with the chance seen across everybody. It says nothing about how it came about.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import comb

Errors = Mapping[str, str]  # question to the wrong answer that was given
FEWEST = 10  # candidates, below which the chance cannot be told
FEWEST_JOINT = 5  # questions both got wrong
RARE = 0.001  # for all pairs of a form together


@dataclass(frozen=True)
class Alike:
    """Two candidates whose errors match more often than chance explains."""

    one: int
    other: int
    joint: int
    same: int
    chance: float
    probability: float


def matching(one: Errors, other: Errors) -> tuple[int, int]:
    """Questions both got wrong, and those of them with the same wrong answer."""
    both = one.keys() & other.keys()
    return len(both), sum(one[each] == other[each] for each in both)


def at_least(same: int, joint: int, chance: Fraction) -> float:
    """The binomial probability of so many matches or more, exactly."""
    share = (
        comb(joint, each) * chance**each * (1 - chance) ** (joint - each)
        for each in range(same, joint + 1)
    )
    return float(sum(share, Fraction(0)))


def alike(candidates: Mapping[int, Errors], among: Sequence[int] | None = None) -> list[Alike]:
    """Pairs that stand out, the least probable first; `among` asks only about pairs with these.

    Bonferroni over all pairs of the form, so that a large room does not raise suspicion by itself.
    """
    if len(candidates) < FEWEST:
        return []
    pairs = {
        pair: matching(*map(candidates.__getitem__, pair))
        for pair in combinations(sorted(candidates), 2)
    }
    joint, same = (sum(counts) for counts in zip(*pairs.values(), strict=True))
    if not joint or same == joint:
        return []
    chance = Fraction(same, joint)
    asked = set(candidates if among is None else among)
    found = [
        Alike(*pair, both, hits, float(chance), at_least(hits, both, chance))
        for pair, (both, hits) in pairs.items()
        if both >= FEWEST_JOINT and not asked.isdisjoint(pair)
    ]
    rare = [one for one in found if one.probability * len(pairs) < RARE]
    return sorted(rare, key=lambda one: one.probability)
