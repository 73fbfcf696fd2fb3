"""The item health board: the last snapshot of a form, with every figure put into words."""

from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.db.models import QuerySet

from certification.health.flags import Flag, flags, of_reliability
from certification.models import ExamForm, FormItem, ItemAnalysis, ItemStat, RulingKind
from certification.psychometrics import LEAST

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Line:
    """A question with its figures; `stat` is None before the first snapshot."""

    item: FormItem
    stat: ItemStat | None
    flags: list[Flag]
    ruling: str = ""

    @property
    def is_shown(self) -> bool:
        """Whether there are enough answers for figures."""
        return self.stat is not None and self.stat.p is not None

    @property
    def is_serious(self) -> bool:
        return any(flag.state == "late" for flag in self.flags)

    @property
    def is_ready(self) -> bool:
        """A question on trial that did well enough to count on the next form."""
        return not self.item.scored and [flag.state for flag in self.flags] == ["done"]


@dataclass(frozen=True)
class Board:
    """A form, its last snapshot, and the snapshot a worker is making."""

    form: ExamForm
    analysis: ItemAnalysis | None
    making: ItemAnalysis | None
    lines: list[Line] = field(default_factory=list)

    @property
    def reliability(self) -> Flag:
        return of_reliability(self.analysis.alpha if self.analysis else None)

    @property
    def to_look_at(self) -> list[Line]:
        return [line for line in self.lines if any(f.state in ("late", "warn") for f in line.flags)]

    @property
    def ready(self) -> list[Line]:
        return [line for line in self.lines if line.is_ready]

    @property
    def least(self) -> int:
        return LEAST

    @property
    def seconds(self) -> int | None:
        """The median time of a question, over the questions."""
        known = [line.stat.seconds for line in self.lines if line.stat and line.stat.seconds]
        return round(median(known)) if known else None


def board(form: ExamForm) -> Board:
    """Four queries, whatever the number of questions."""
    analysis = form.analyses.done().first()
    stats = {one.form_item_id: one for one in _stats(analysis)} if analysis else {}
    items = form.items.select_related("version__item", "version__domain", "section")
    rulings = _rulings(form)
    lines = [_line(item, stats.get(item.pk), rulings) for item in items]
    return Board(form, analysis, form.analyses.unfinished().first(), lines)


def _stats(analysis: ItemAnalysis) -> QuerySet[ItemStat]:
    return analysis.stats.all()


def _rulings(form: ExamForm) -> dict[int, str]:
    """What was ruled last, by question, in words."""
    rows = form.items.filter(rulings__isnull=False).order_by("rulings__pk")
    last = dict(rows.values_list("pk", "rulings__kind"))
    return {pk: RulingKind(kind).label for pk, kind in last.items() if kind != RulingKind.KEYED}


def _line(item: FormItem, stat: ItemStat | None, rulings: dict[int, str]) -> Line:
    found = flags(n=stat.n, p=stat.p, r=stat.r, choices=stat.choices) if stat else []
    return Line(item, stat, found, rulings.get(item.pk, ""))


@dataclass(frozen=True)
class Choice:
    """A choice as the item page shows it."""

    letter: str
    text: str
    is_right: bool
    rate: dict[str, Any]


def item_page(line: Line) -> list[Choice]:
    """The choices of a question in the order they were written, with who took them."""
    if line.stat is None:
        return []
    texts = {one["id"]: one["text"] for one in line.item.version.options.get("choices", [])}
    return [
        Choice(one["choice"].upper(), texts.get(one["choice"], ""), one["right"], one)
        for one in line.stat.choices
    ]
