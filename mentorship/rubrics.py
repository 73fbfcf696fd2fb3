"""Judging on one rubric: which criterion is weakest, and which questions come next.

Plain Python: criteria are keys in the rubric's order, levels whole numbers from 1 to 4.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

LEVELS = (1, 2, 3, 4)
LEVEL_NAMES = {1: "Not yet", 2: "Getting there", 3: "Ready", 4: "Strong"}


@dataclass(frozen=True)
class Candidate:
    """A question that may be asked: its key, the criterion it opens, its kind and its level."""

    key: str
    criterion: str
    kind: str
    level: str = ""


def weakest_first(order: Sequence[str], levels: Mapping[str, float]) -> list[str]:
    """Criteria by level, the lowest first; one that was never judged counts as the lowest.

    Equals keep the rubric's order.
    """
    return sorted(order, key=lambda key: (levels.get(key, 0), order.index(key)))


def choose(
    candidates: Iterable[Candidate],
    *,
    criteria: Sequence[str],
    number: int,
    seen: Mapping[str, int] | None = None,
    seed: str = "",
) -> list[Candidate]:
    """Up to `number` questions: one for each criterion in turn, two for the first.

    `criteria` come weakest first. Among the questions of a criterion the kind that was asked least
    comes first (`seen` counts kinds asked before); what is left to chance is decided by `seed`, so
    that two students do not hear the same list.
    """
    left = sorted(candidates, key=lambda one: _chance(seed, one.key))
    rank = {key: place for place, key in enumerate(criteria)}
    picked: Counter[str] = Counter({criteria[0]: -1} if criteria else {})
    kinds = Counter(seen or {})
    chosen: list[Candidate] = []
    while left and len(chosen) < number:
        best = min(left, key=lambda one: _turn(one, picked, rank, kinds))
        left.remove(best)
        chosen.append(best)
        picked[best.criterion] += 1
        kinds[best.kind] += 1
    return chosen


def _turn(
    one: Candidate, picked: Counter[str], rank: Mapping[str, int], kinds: Counter[str]
) -> tuple[int, int, int]:
    return picked[one.criterion], rank.get(one.criterion, len(rank)), kinds[one.kind]


def _chance(seed: str, key: str) -> str:
    return hashlib.sha256(f"{seed}:{key}".encode()).hexdigest()


# A mentor whose marks were compared this often is believed halfway: two sessions' worth of marks.
HALFWAY = 12
LEAST_COMPARED, LEAST_STUDENTS = 5, 2  # below it a figure says more about a person than about marks


@dataclass(frozen=True)
class Mark:
    """One level that a mentor gave a student for a criterion."""

    mentor: int
    student: int
    criterion: str
    level: int


@dataclass(frozen=True)
class Offset:
    """How a mentor marks beside peers: `raw` levels above (or below) them, over `compared` pairs.

    `shown` is drawn towards zero while little is known. None of it corrects a mark.
    """

    raw: float
    compared: int
    students: int

    @property
    def shown(self) -> float:
        return self.raw * self.compared / (self.compared + HALFWAY)

    @property
    def is_enough(self) -> bool:
        return self.compared >= LEAST_COMPARED and self.students >= LEAST_STUDENTS


def leniency(marks: Iterable[Mark]) -> dict[int, Offset]:
    """How far each mentor marks from the others, in levels, where they judged the same people.

    For each student and criterion that a mentor m and others judged, the difference is the mean of
    m's levels less the mean of the others' levels; `raw` is the mean of these differences, and n
    their number. It is shown as raw × n / (n + 12): Bühlmann's credibility factor Z = n / (n + k)
    (H. Bühlmann, "Experience Rating and Credibility", ASTIN Bulletin 4, 1967), with k chosen. A
    student who learns between two sessions makes the later mentor look kinder, so it is a hint to
    talk about, never a correction.
    """
    given: dict[tuple[int, str], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for mark in marks:
        given[mark.student, mark.criterion][mark.mentor].append(mark.level)
    gaps: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for (student, _), levels in given.items():
        for mentor, gap in _gaps(levels):
            gaps[mentor].append((student, gap))
    return {
        mentor: Offset(fmean(gap for _, gap in found), len(found), len({one for one, _ in found}))
        for mentor, found in gaps.items()
    }


def _gaps(levels: Mapping[int, Sequence[int]]) -> list[tuple[int, float]]:
    """Each mentor's distance from the others who judged the same; nothing where there is one."""
    everybody = [(mentor, level) for mentor, given in levels.items() for level in given]
    return [
        (mentor, fmean(given) - fmean(level for other, level in everybody if other != mentor))
        for mentor, given in levels.items()
        if len(levels) > 1
    ]
