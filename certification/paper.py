"""What a candidate sees of a paper: questions without keys, rationales or what counts.

A paper never changes once it is dealt (trigger), nor does a version that is in use; both are read
once in each process. What changes, answers and flags, is one query a page.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.db import connection
from django.utils.safestring import SafeString

from certification.models import Attempt, AttemptItem, ItemKind, ItemVersion
from institute import prose
from institute.items import responses
from institute.items.fields import Line

PAPERS, VERSIONS = 256, 512  # kept in each process


@dataclass(frozen=True, slots=True)
class Place:
    """One question of a paper: where it stands and what is asked."""

    item: int
    position: int
    section: int
    section_title: str
    version: int
    checksum: str
    points: Decimal
    order: tuple[str, ...]


@dataclass(frozen=True)
class Exhibit:
    """What a case is worked from."""

    title: str
    html: SafeString


@dataclass(frozen=True)
class Content:
    """What a question says, in the order of its version."""

    kind: str
    title: str
    stem: SafeString
    choices: tuple[Line, ...] = ()
    left: tuple[Line, ...] = ()
    unit: str = ""
    words: int = 0
    exhibits: tuple[Exhibit, ...] = ()

    def in_order(self, order: Sequence[str]) -> list[Line]:
        """The choices as this candidate meets them."""
        known = {one.id: one for one in self.choices}
        return [known[each] for each in order if each in known] or list(self.choices)


@dataclass(frozen=True)
class Mark:
    """A question on the palette."""

    position: int
    section: int
    answered: bool
    flagged: bool


@dataclass(frozen=True)
class Part:
    """A section on the palette."""

    section: int
    letter: str
    title: str
    marks: list[Mark]


@dataclass(frozen=True)
class Now:
    """What changes on a paper: every mark, and the answer to the question that is looked at."""

    marks: list[Mark]
    body: dict[str, Any] = field(default_factory=dict)
    seq: int = 0
    seconds: int = 0

    @property
    def answered(self) -> int:
        return sum(one.answered for one in self.marks)


@lru_cache(PAPERS)
def places(public_id: str, candidate: int) -> tuple[Place, ...]:
    """The paper of this candidate, by position; empty when there is no such attempt of theirs."""
    rows = AttemptItem.objects.filter(attempt__public_id=public_id, attempt__candidate=candidate)
    found = rows.order_by("position").values_list(
        "pk",
        "position",
        "section__position",
        "section__title",
        "form_item__version_id",
        "form_item__version__checksum",
        "form_item__points",
        "order",
    )
    return tuple(Place(*row[:-1], order=tuple(row[-1])) for row in found)


def place(public_id: str, candidate: int, position: int) -> Place | None:
    """One question of a paper; None when there is no such question of theirs."""
    paper = places(public_id, candidate)
    return paper[position - 1] if 0 < position <= len(paper) else None


@lru_cache(VERSIONS)
def content(version: int, checksum: str) -> Content:
    """What a question says. The checksum is part of the name it is kept under."""
    row = ItemVersion.objects.values("kind", "title", "stem", "options").get(pk=version)
    options = row["options"]
    pairs = row["kind"] == ItemKind.MATCHING
    return Content(
        kind=row["kind"],
        title=row["title"],
        stem=prose.rendered(row["stem"]),
        choices=_lines(options.get("right" if pairs else "choices", [])),
        left=_lines(options.get("left", [])),
        unit=str(options.get("unit", "")),
        words=int(options.get("words") or 0),
        exhibits=tuple(
            Exhibit(one["title"], prose.rendered(one["text"]))
            for one in options.get("exhibits", [])
        ),
    )


@lru_cache(VERSIONS)
def shape(version: int, checksum: str) -> responses.Shape:
    """What may be answered."""
    row = ItemVersion.objects.values("kind", "options").get(pk=version)
    return responses.shape(row["kind"], row["options"])


# In SQL of our own: this runs for every page of everybody, and building it took longer than asking.
STATE = """
SELECT i.position, s.position, i.flagged, r.seq, r.seconds, coalesce(r.body <> '{}', false),
    CASE WHEN i.position = %s THEN r.body::text END
FROM certification_attemptitem i
JOIN certification_formsection s ON s.id = i.section_id
LEFT JOIN certification_response r ON r.attempt_item_id = i.id
WHERE i.attempt_id = %s ORDER BY i.position
"""


def state(attempt: Attempt, position: int = 0) -> Now:
    """Every mark of a paper, and the answer at a position. One query."""
    with connection.cursor() as cursor:
        cursor.execute(STATE, [position, attempt.pk])
        rows = cursor.fetchall()
    marks = [Mark(row[0], row[1], row[5], row[2]) for row in rows]
    mine = next((row for row in rows if row[0] == position and row[3] is not None), None)
    if mine is None:
        return Now(marks)
    return Now(marks, json.loads(mine[6]), mine[3], mine[4])


def parts(paper: Sequence[Place], marks: Sequence[Mark]) -> list[Part]:
    """The palette: sections by letter, with their questions."""
    titles = {one.section: one.section_title for one in paper}
    by_section = groupby(marks, key=lambda one: one.section)
    return [
        Part(section, chr(64 + number), titles.get(section, ""), list(rows))
        for number, (section, rows) in enumerate(by_section, start=1)
    ]


def letter(marks: Sequence[Mark], section: int) -> str:
    """A for the first section of the paper."""
    return chr(65 + sorted({one.section for one in marks}).index(section))


def _lines(options: Sequence[dict[str, str]]) -> tuple[Line, ...]:
    """Only what one may choose: why a choice is right or wrong stays in the bank."""
    return tuple(Line(str(one["id"]), prose.rendered(one["text"]), one["text"]) for one in options)
