"""Drawing a form: the same seed, plan and pool give the same form on every machine.

A form is drawn by lot from the items of each cell of its blueprint, the least used first. Two
items that give each other away never stand in one form. When any cell cannot be filled, nothing
is drawn and every short cell is named.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Cell = tuple[str, str]  # domain, level
TRIES = 40  # lots that are tried where enemies block one another
MOST_IN_A_PART = 60


@dataclass(frozen=True)
class Supply:
    """An item that may be drawn. `use` is scored, pretest or case."""

    key: str
    domain: str
    level: str
    use: str = "scored"
    exposure: int = 0
    enemies: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Plan:
    """What a form needs, and what it must keep clear of."""

    cells: Mapping[Cell, int]
    pretest: int = 0
    cases: int = 0
    avoid: frozenset[str] = frozenset()
    most_exposure: int | None = None


@dataclass(frozen=True)
class Shortage:
    """A place that cannot be filled."""

    place: str
    needed: int
    found: int

    def __str__(self) -> str:
        return f"{self.place}: {self.needed} needed, {self.found} can be drawn"


class Short(Exception):  # noqa: N818 - it reads as a sentence where it is raised
    """Some cells are short; `shortages` names every one of them."""

    def __init__(self, shortages: Sequence[Shortage]) -> None:
        super().__init__("; ".join(map(str, shortages)))
        self.shortages = list(shortages)


@dataclass(frozen=True)
class Drawn:
    """A form as drawn: the keys in the order they are asked."""

    questions: list[str]
    cases: list[str]
    pretest: frozenset[str]


@dataclass
class _Lot:
    """One try: what is chosen so far and what it rules out."""

    seed: str
    chosen: list[Supply] = field(default_factory=list)
    ruled_out: set[str] = field(default_factory=set)

    def take(self, supplies: Iterable[Supply], count: int) -> int:
        """Choose so many, the least used first and then by lot; how many could be chosen."""
        taken = 0
        for one in sorted(supplies, key=lambda one: (one.exposure, lot(self.seed, one.key))):
            if taken == count:
                break
            if self._is_free(one):
                self.chosen.append(one)
                self.ruled_out |= one.enemies | {one.key}
                taken += 1
        return taken

    def _is_free(self, one: Supply) -> bool:
        return one.key not in self.ruled_out and not any(
            other.key in one.enemies for other in self.chosen
        )


def draw(plan: Plan, pool: Iterable[Supply], seed: str) -> Drawn:
    """Draw a form. Raises Short with every place that cannot be filled."""
    allowed = [one for one in pool if _may_be_drawn(one, plan)]
    best: list[Shortage] | None = None
    for number in range(TRIES):
        tried = _Lot(f"{seed}/{number}" if number else seed)
        shortages = _fill(tried, plan, allowed)
        if not shortages:
            return _in_order(tried.chosen, seed)
        if best is None or len(shortages) < len(best):
            best = shortages
    raise Short(best or [])


def lot(seed: str, key: str) -> str:
    """Where the lot puts a key: the same everywhere, and unlike for any two seeds."""
    return hashlib.sha256(f"{seed}\x1f{key}".encode()).hexdigest()


def _may_be_drawn(one: Supply, plan: Plan) -> bool:
    is_fresh = plan.most_exposure is None or one.exposure < plan.most_exposure
    return one.key not in plan.avoid and is_fresh


def _fill(tried: _Lot, plan: Plan, allowed: Sequence[Supply]) -> list[Shortage]:
    """Fill the tightest cells first; what stays short, in the order of the plan."""
    by_cell = {cell: [one for one in allowed if _stands_in(one, cell)] for cell in plan.cells}
    tightest = sorted(plan.cells, key=lambda cell: (len(by_cell[cell]) - plan.cells[cell], cell))
    found = {cell: tried.take(by_cell[cell], plan.cells[cell]) for cell in tightest}
    short = [
        Shortage(f"{domain}, {level}", plan.cells[domain, level], found[domain, level])
        for domain, level in plan.cells
        if found[domain, level] < plan.cells[domain, level]
    ]
    for use, needed, words in (("case", plan.cases, "cases"), ("pretest", plan.pretest, "pretest")):
        taken = tried.take([one for one in allowed if one.use == use], needed)
        if taken < needed:
            short.append(Shortage(words, needed, taken))
    return short


def _stands_in(one: Supply, cell: Cell) -> bool:
    return one.use == "scored" and (one.domain, one.level) == cell


def _in_order(chosen: Sequence[Supply], seed: str) -> Drawn:
    scored, tried_out, cases = (
        sorted((one.key for one in chosen if one.use == use), key=lambda key: lot(f"{seed}|", key))
        for use in ("scored", "pretest", "case")
    )
    return Drawn(spread(scored, tried_out), cases, frozenset(tried_out))


def spread(scored: Sequence[str], among: Sequence[str]) -> list[str]:
    """The pretest items evenly among the scored ones, where no candidate can tell them apart."""
    total = len(scored) + len(among)
    places = {int((number + 0.5) * total / len(among)) for number in range(len(among))}
    plain, other = iter(scored), iter(among)
    return [next(other if place in places else plain) for place in range(total)]


def parts(questions: Sequence[str], *, with_break: bool) -> list[list[str]]:
    """The questions in the parts that lock: halves where a break is planned or it gets long."""
    if len(questions) < 2 or not (with_break or len(questions) > MOST_IN_A_PART):
        return [list(questions)] if questions else []
    half = (len(questions) + 1) // 2
    return [list(questions[:half]), list(questions[half:])]
