"""Forms and blueprints as a list shows them, and what the bank can fill."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from certification.models import (
    Attempt,
    Blueprint,
    CognitiveLevel,
    CutScore,
    Domain,
    ExamForm,
    FormItem,
    FormStatus,
    ItemAnalysis,
    ItemKind,
    ItemStatus,
    ItemVersion,
)

LEVELS = list(CognitiveLevel)
APART = 3  # percentage points between a blueprint and its scheme that are worth a word


def form_rows(*, used: bool = False) -> "QuerySet[ExamForm]":
    """Forms with `questions`, `trials`, `sittings` and `cut`, in one query; `used`: no drafts."""
    cuts = CutScore.objects.filter(form=OuterRef("pk")).order_by("-pk")
    known = ExamForm.objects.used() if used else ExamForm.objects.all()
    forms = known.select_related("scheme_version__scheme", "blueprint", "made_by")
    return forms.annotate(
        questions=_counted(FormItem.objects.filter(scored=True)),
        trials=_counted(FormItem.objects.filter(scored=False)),
        sittings=_counted(Attempt.objects.all()),
        cut=Subquery(cuts.values("raw")[:1]),
    )


def measured_forms() -> list[tuple[ExamForm, ItemAnalysis | None]]:
    """Every form that was published, with its last snapshot: two queries."""
    done = ItemAnalysis.objects.done().order_by("form_id", "-pk").distinct("form_id")
    last = {one.form_id: one for one in done}
    return [(form, last.get(form.pk)) for form in form_rows(used=True)]


def _counted(rows: "QuerySet[Any]") -> Coalesce:
    """How many rows belong to the form, counted apart from any other relation."""
    theirs = rows.filter(form=OuterRef("pk")).order_by().values("form")
    return Coalesce(Subquery(theirs.annotate(n=Count("pk")).values("n")), 0)


@dataclass(frozen=True)
class Square:
    """One cell of a plan: how many it wants and how many the bank has."""

    level: str
    name: str
    wanted: int
    there: int

    @property
    def is_short(self) -> bool:
        return self.wanted > self.there


@dataclass(frozen=True)
class Band:
    """A domain of a plan, with its share and the share its scheme asks for."""

    domain: Domain
    squares: list[Square]
    total: int
    share: int
    weight: int | None

    @property
    def is_off(self) -> bool:
        return self.weight is not None and abs(self.share - self.weight) > APART


@dataclass(frozen=True)
class Matrix:
    """A blueprint against the bank."""

    blueprint: Blueprint
    bands: list[Band]
    trials: Square
    cases: Square

    @property
    def total(self) -> int:
        return sum(band.total for band in self.bands)

    @property
    def columns(self) -> list[tuple[str, int]]:
        """Each level with its sum."""
        sums: Counter[str] = Counter()
        for band in self.bands:
            for square in band.squares:
                sums[square.level] += square.wanted
        return [(level.label, sums[level.value]) for level in LEVELS]

    @property
    def short(self) -> list[str]:
        """Every short place, in words."""
        found = [
            f"{band.domain}, {square.name.lower()}"
            for band in self.bands
            for square in band.squares
            if square.is_short
        ]
        return found + [one.name for one in (self.trials, self.cases) if one.is_short]


Stock = Counter[tuple[str, int, str]]


def stock() -> Stock:
    """How many items may be drawn, by use, domain and level. One query."""
    rows = ItemVersion.objects.current().filter(
        item__status__in=(ItemStatus.OPERATIONAL, ItemStatus.PRETEST)
    )
    found: Stock = Counter()
    grouped = rows.order_by().values_list("item__status", "kind", "domain", "level")
    for status, kind, domain, level, count in grouped.annotate(n=Count("pk")):
        found[_use(status, kind), domain, level] += count
    return found


def _use(status: str, kind: str) -> str:
    if kind == ItemKind.ESSAY:
        return "case" if status == ItemStatus.OPERATIONAL else "none"
    return "scored" if status == ItemStatus.OPERATIONAL else "pretest"


def matrix(blueprint: Blueprint, there: Stock, domains: list[Domain]) -> Matrix:
    """The plan beside what the bank holds; `blueprint` comes with its cells."""
    wanted = {(cell.domain_id, cell.level): cell.count for cell in blueprint.cells.all()}
    total = sum(wanted.values())
    weights = blueprint.scheme_version.weights
    bands = []
    for domain in domains:
        squares = [
            Square(
                level.value,
                level.label,
                wanted.get((domain.pk, level.value), 0),
                there["scored", domain.pk, level.value],
            )
            for level in LEVELS
        ]
        mine = sum(square.wanted for square in squares)
        share = round(100 * mine / total) if total else 0
        bands.append(Band(domain, squares, mine, share, weights.get(domain.slug)))
    return Matrix(
        blueprint,
        bands,
        _pile("Pretest items", "pretest", blueprint.pretest, there),
        _pile("Cases", "case", blueprint.cases, there),
    )


def _pile(name: str, use: str, wanted: int, there: Stock) -> Square:
    return Square("", name, wanted, sum(n for (one, *_), n in there.items() if one == use))


def balance(items: list[FormItem], domains: list[Domain]) -> list[tuple[Domain, list[int], int]]:
    """Scored questions of a form by domain and level, as drawn."""
    counted = Counter((one.version.domain_id, one.version.level) for one in items if one.scored)
    found = []
    for domain in domains:
        row = [counted[domain.pk, level.value] for level in LEVELS]
        if any(row):
            found.append((domain, row, sum(row)))
    return found


def frozen(blueprint: Blueprint) -> bool:
    """Whether candidates have been told what this blueprint asks."""
    return blueprint.forms.filter(~Q(status=FormStatus.DRAFT)).exists()
