"""How far first and second marks agree, and each marker's drift against the anchor scripts."""

from collections.abc import Sequence
from dataclasses import dataclass

from certification import agreement
from certification.models import ItemVersion, Mark, Round, TaskStatus
from institute.accounts.models import User

FEWEST = 10  # pairs below which no figure is shown
ENOUGH = 30  # pairs from which a figure may be leaned on


@dataclass(frozen=True)
class Figures:
    """Agreement on one criterion, or on the total. None where too few were marked to say."""

    name: str
    number: int
    kappa: float | None = None
    exact: float | None = None
    icc: float | None = None

    @property
    def percent(self) -> int:
        """Of how many the level was the same."""
        return round(100 * (self.exact or 0))

    @property
    def is_hidden(self) -> bool:
        return self.number < FEWEST

    @property
    def is_provisional(self) -> bool:
        return FEWEST <= self.number < ENOUGH


@dataclass(frozen=True)
class Agreement:
    """One question: its criteria, and the total."""

    version: ItemVersion
    criteria: list[Figures]
    total: Figures

    @property
    def lines(self) -> list[Figures]:
        return [*self.criteria, self.total]


@dataclass(frozen=True)
class MarkersDrift:
    """One marker's anchor scripts against the levels experts agreed on."""

    marker: User
    scripts: int
    overall: agreement.Drift
    recent: list[int]  # the difference of totals, the oldest first

    @property
    def percent(self) -> int:
        return round(100 * self.overall.exact)

    @property
    def bias_words(self) -> str:
        return f"{self.overall.bias:+.2f}"

    @property
    def recent_words(self) -> str:
        return ", ".join(f"{one:+d}" if one else "0" for one in self.recent)

    @property
    def verdict(self) -> str:
        """What it comes to, in a word or two."""
        if self.overall.number < agreement.FEW:
            return "Too few to say"
        if not self.overall.is_alarming:
            return "As the experts"
        if abs(self.overall.bias) < agreement.BIAS:
            return "Uneven"
        return "Lenient" if self.overall.bias > 0 else "Severe"


def agreements() -> list[Agreement]:
    """Every question that was marked twice, by title."""
    pairs: dict[int, list[tuple[Mark, Mark]]] = {}
    for first, second in _pairs():
        pairs.setdefault(first.task.version_id, []).append((first, second))
    versions = ItemVersion.objects.filter(pk__in=pairs).order_by("title", "pk")
    return [_agreement(version, pairs[version.pk]) for version in versions]


def _pairs() -> list[tuple[Mark, Mark]]:
    """First and second mark of each answer that has both; what adjudicators say is left out."""
    rows = Mark.objects.standing().filter(
        task__status=TaskStatus.SUBMITTED,
        task__attempt_item__isnull=False,
        task__round__in=(Round.FIRST, Round.SECOND),
    )
    found: dict[int, dict[int, Mark]] = {}
    for mark in rows.select_related("task"):
        assert mark.task.attempt_item_id
        found.setdefault(mark.task.attempt_item_id, {})[mark.task.round] = mark
    return [(both[1], both[2]) for both in found.values() if len(both) == 2]


def _agreement(version: ItemVersion, pairs: Sequence[tuple[Mark, Mark]]) -> Agreement:
    criteria = [
        figures(
            criterion["name"],
            [(a.levels[criterion["key"]], b.levels[criterion["key"]]) for a, b in pairs],
        )
        for criterion in version.rubric
    ]
    return Agreement(version, criteria, figures("Total", [(a.points, b.points) for a, b in pairs]))


def figures(name: str, pairs: Sequence[agreement.Pair]) -> Figures:
    """The three figures, or none of them below ten pairs."""
    if len(pairs) < FEWEST:
        return Figures(name, len(pairs))
    return Figures(
        name,
        len(pairs),
        kappa=agreement.weighted_kappa(pairs),
        exact=agreement.exact(pairs),
        icc=agreement.icc(pairs),
    )


def drifts(user: User, *, everybody: bool) -> list[MarkersDrift]:
    """Each marker who met an anchor script: all of them for managers, else one's own."""
    rows = Mark.objects.standing().filter(task__anchor__isnull=False)
    rows = rows if everybody else rows.filter(marked_by=user)
    by_marker: dict[User, list[Mark]] = {}
    for mark in rows.select_related("task__anchor", "marked_by").order_by("pk"):
        by_marker.setdefault(mark.marked_by, []).append(mark)
    found = [_drift(marker, marks) for marker, marks in by_marker.items()]
    return sorted((one for one in found if one), key=lambda one: one.marker.name)


def _drift(marker: User, marks: list[Mark]) -> MarkersDrift | None:
    pairs: list[agreement.Pair] = []
    totals = []
    for mark in marks:
        assert mark.task.anchor
        agreed = mark.task.anchor.levels
        pairs += [(mark.levels[key], agreed[key]) for key in mark.levels if key in agreed]
        totals.append(mark.points - sum(agreed.values()))
    overall = agreement.drift(pairs)
    return MarkersDrift(marker, len(marks), overall, totals[-8:]) if overall else None
