"""What another cut score would have meant: who passes, how surely, and for whom it differs."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from certification.health.answers import Sat, sat
from certification.models import ExamForm, ItemAnalysis
from certification.psychometrics import LEAST, Consistency, consistency
from courses.models import Enrolment

BINS = 20
FOUR_FIFTHS = 0.8  # Uniform Guidelines on Employee Selection Procedures (1978), section 4D
PLACED = ("confirmed", "completed")


@dataclass(frozen=True)
class Group:
    """Some of the candidates, and how many of them pass."""

    name: str
    n: int
    passed: int

    @property
    def rate(self) -> float:
        return 100 * self.passed / self.n if self.n else 0.0


@dataclass(frozen=True)
class Comparison:
    """Two groups side by side; nothing is compared under 30 in either."""

    first: Group
    second: Group

    @property
    def is_shown(self) -> bool:
        return min(self.first.n, self.second.n) >= LEAST

    @property
    def words(self) -> str:
        """Whether one group passes far less often than the other."""
        low, high = sorted((self.first, self.second), key=lambda group: group.rate)
        if not high.passed or low.rate >= FOUR_FIFTHS * high.rate:
            return "No group passes under four fifths as often as the other."
        return f"“{low.name}” pass under four fifths as often as “{high.name}”: find out why."


@dataclass(frozen=True)
class WhatIf:
    """The candidates so far, against one cut score."""

    cut: Decimal
    maximum: Decimal
    everybody: Group
    consistency: Consistency | None
    comparisons: list[Comparison]

    @property
    def is_shown(self) -> bool:
        return self.everybody.n >= LEAST


def maximum_of(form: ExamForm) -> Decimal:
    """All points that count."""
    points = form.items.filter(scored=True).values_list("points", flat=True)
    return sum(points, Decimal(0))


def what_if(form: ExamForm, cut: Decimal, analysis: ItemAnalysis | None) -> WhatIf:
    """Counts are live; consistency rests on the last snapshot's mean, spread and reliability."""
    people = sat(form)
    return WhatIf(
        cut=cut,
        maximum=maximum_of(form),
        everybody=_group("Everybody", people, cut),
        consistency=_consistency(analysis, cut),
        comparisons=_comparisons(people, cut),
    )


def _group(name: str, people: Sequence[Sat], cut: Decimal) -> Group:
    return Group(name, len(people), sum(one.raw >= float(cut) for one in people))


def _consistency(analysis: ItemAnalysis | None, cut: Decimal) -> Consistency | None:
    if analysis is None or analysis.alpha is None or not analysis.sd or analysis.mean is None:
        return None
    return consistency(
        mean=analysis.mean, sd=analysis.sd, reliability=analysis.alpha, cut=float(cut)
    )


def _comparisons(people: Sequence[Sat], cut: Decimal) -> list[Comparison]:
    """Taught by us or not, since teaching must give nobody a way round; and time as adapted."""
    ids = [one.candidate for one in people]
    placed = Enrolment.objects.filter(student__in=ids, status__in=PLACED)
    taught = set(placed.values_list("student", flat=True))
    splits = (
        ("Took a course here", "Did not", lambda one: one.candidate in taught),
        ("Extra time", "Standard time", lambda one: one.factor > 1),
    )
    return [
        Comparison(
            _group(yes, [one for one in people if belongs(one)], cut),
            _group(no, [one for one in people if not belongs(one)], cut),
        )
        for yes, no, belongs in splits
    ]


def spread_of(form: ExamForm, maximum: Decimal) -> list[int]:
    """How many candidates stand in each twentieth of the points; empty under 30 of them."""
    people = sat(form)
    bins = [0] * BINS
    if len(people) < LEAST or not maximum:
        return []
    for one in people:
        place = int(one.raw * BINS / float(maximum))
        bins[min(max(place, 0), BINS - 1)] += 1
    return bins
