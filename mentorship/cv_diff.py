"""What changed between two versions of a text, line by line and word by word. Plain Python.

Lines are numbered from 1. Equal lines are matched first; of those left, the pairs that share most
of their words are one line that changed.
"""

import re
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal

Fate = Literal["same", "changed", "moved", "gone", "new"]
ALIKE = 0.55  # of the words of both lines; below it, they are two different lines
IN_PLACE = 0.2  # counts for lines that stand between the same neighbours
WORDS = re.compile(r"\s+|[^\s\w]|\w+")


@dataclass(frozen=True)
class Part:
    """A run of words; marked when the other version says it otherwise."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class Row:
    """One line of the comparison: its number and words in either version."""

    fate: Fate
    old: int | None = None
    new: int | None = None
    before: tuple[Part, ...] = ()
    after: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Matching:
    """Which line of the old version is which of the new one."""

    old: Sequence[str]
    new: Sequence[str]
    new_of: Mapping[int, int]
    moved: frozenset[int] = field(default_factory=frozenset)  # old numbers

    def fate(self, number: int) -> Fate:
        """What became of a line of the old version."""
        if number not in self.new_of:
            return "gone"
        if self.old[number - 1] != self.new[self.new_of[number] - 1]:
            return "changed"
        return "moved" if number in self.moved else "same"


@dataclass(frozen=True)
class Landing:
    """Where a passage of the old version stands in the new one, if it does, and if it changed."""

    start: int | None
    end: int | None
    changed: bool


def match(old: Sequence[str], new: Sequence[str]) -> Matching:
    """Pair the lines of two versions."""
    new_of = dict(_in_order(old, new))
    free_old = [n for n in range(1, len(old) + 1) if n not in new_of]
    taken = set(new_of.values())
    free_new = [n for n in range(1, len(new) + 1) if n not in taken]
    later = dict(_by_likeness(_pairs(old, new, new_of, (free_old, free_new))))
    left_old = [n for n in free_old if n not in later]
    left_new = [n for n in free_new if n not in later.values()]
    later |= dict(_alone_in_place(new_of, left_old, left_new))
    return Matching(old, new, new_of | later, frozenset(_out_of_order(new_of, later)))


def _in_order(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        for n in range(block.size):
            yield block.a + n + 1, block.b + n + 1


def _pairs(
    old: Sequence[str],
    new: Sequence[str],
    fixed: Mapping[int, int],
    free: tuple[list[int], list[int]],
) -> list[tuple[float, int, int, int]]:
    """The likeliest pairs first; of equally likely ones, those that stand close together."""
    fixed_old, fixed_new = sorted(fixed), sorted(fixed.values())
    of_old = [(n, _words(old[n - 1]), bisect(fixed_old, n)) for n in free[0]]
    of_new = [(n, _words(new[n - 1]), bisect(fixed_new, n)) for n in free[1]]
    return sorted(
        (-alike, abs(a - b), a, b)
        for a, words_a, place_a in of_old
        for b, words_b, place_b in of_new
        if (alike := _likeness(words_a, words_b) + IN_PLACE * (place_a == place_b)) >= ALIKE
    )


def _by_likeness(pairs: list[tuple[float, int, int, int]]) -> Iterator[tuple[int, int]]:
    """Each line once, the likeliest pair first."""
    done_old: set[int] = set()
    done_new: set[int] = set()
    for _, _, a, b in pairs:
        if a not in done_old and b not in done_new:
            done_old.add(a)
            done_new.add(b)
            yield a, b


def _alone_in_place(
    fixed: Mapping[int, int], left_old: list[int], left_new: list[int]
) -> Iterator[tuple[int, int]]:
    """Where one line went and one came between the same neighbours, it was written anew."""
    fixed_old, fixed_new = sorted(fixed), sorted(fixed.values())
    went, came = defaultdict(list), defaultdict(list)
    for number in left_old:
        went[bisect(fixed_old, number)].append(number)
    for number in left_new:
        came[bisect(fixed_new, number)].append(number)
    for place, numbers in went.items():
        if len(numbers) == len(came[place]) == 1:
            yield numbers[0], came[place][0]


def _words(line: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", line.lower()))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """The share of words two lines have in common (Dice)."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _out_of_order(fixed: Mapping[int, int], later: Mapping[int, int]) -> Iterator[int]:
    """Old numbers of lines that stand on the other side of a line that stayed."""
    for a, b in later.items():
        if any((a < old) != (b < new) for old, new in fixed.items()):
            yield a


def rows(old: Sequence[str], new: Sequence[str]) -> list[Row]:
    """The comparison, in the order of the new version, with what is gone where it stood."""
    matching = match(old, new)
    old_of = {b: a for a, b in matching.new_of.items()}
    gone = [n for n in range(1, len(old) + 1) if n not in matching.new_of]
    before = _stood_before(matching, old_of)
    found: list[Row] = []
    for number in range(1, len(new) + 1):
        while gone and gone[0] < before[number]:
            found.append(_gone(old, gone.pop(0)))
        found.append(_row(matching, old_of.get(number), number))
    return found + [_gone(old, number) for number in gone]


def _stood_before(matching: Matching, old_of: Mapping[int, int]) -> dict[int, int]:
    """For each new line the old line next at its place; what is gone above that comes first."""
    nearest = len(matching.old) + 1
    found: dict[int, int] = {}
    for number in range(len(matching.new), 0, -1):
        was = old_of.get(number)
        if was is not None and was not in matching.moved:
            nearest = was
        found[number] = nearest
    return found


def _gone(old: Sequence[str], number: int) -> Row:
    return Row("gone", old=number, before=(Part(old[number - 1]),))


def _row(matching: Matching, was: int | None, number: int) -> Row:
    text = matching.new[number - 1]
    if was is None:
        return Row("new", new=number, after=(Part(text),))
    fate = matching.fate(was)
    if fate != "changed":
        return Row(fate, was, number, (Part(text),), (Part(text),))
    before, after = marked(matching.old[was - 1], text)
    return Row(fate, was, number, before, after)


def marked(before: str, after: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Two wordings of one line, with the words marked that only one of them has."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    left: list[Part] = []
    right: list[Part] = []
    for act, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left.append(Part("".join(old[a:b]), act != "equal"))
        right.append(Part("".join(new[c:d]), act != "equal"))
    return _joined(left), _joined(right)


def _joined(parts: list[Part]) -> tuple[Part, ...]:
    """Neighbours of one kind as one; a lone space between two marks is marked with them."""
    found: list[Part] = []
    told = [part for part in parts if part.text]
    for n, part in enumerate(told):
        between = 0 < n < len(told) - 1 and part.text.isspace()
        is_marked = part.marked or (between and told[n - 1].marked and told[n + 1].marked)
        if found and found[-1].marked == is_marked:
            found[-1] = Part(found[-1].text + part.text, is_marked)
        else:
            found.append(Part(part.text, is_marked))
    return tuple(found)


def follow(matching: Matching, start: int, end: int) -> Landing:
    """Where the lines `start` to `end` of the old version went."""
    span = range(start, end + 1)
    landed = [matching.new_of[n] for n in span if n in matching.new_of]
    changed = any(matching.fate(n) in {"changed", "gone"} for n in span)
    if not landed:
        return Landing(None, None, changed)
    first = min(landed)
    close = [n for n in landed if n - first <= len(span) + 2]  # what moved far away moved alone
    return Landing(first, max(close), changed)
