"""The question bank and the rubric, from the content into the database.

The content stands in `mentorship/content/`. Every `migrate` loads it again, so that an institute
has the bank from its first start and the new questions of each release; `manage.py load_questions`
does it by hand. Questions that left the content are retired: whoever heard them has heard them.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from mentorship.models import Criterion, Question, Rubric

CONTENT = Path(__file__).resolve().parent.parent / "content"
WRITTEN = ("name", "asks", "competency", "course", "module", "levels")
SAID = ("competency", "criterion", "kind", "level", "prompt", "follow_ups", "strong", "weak")


@dataclass(frozen=True)
class Loaded:
    """What the content holds, and how many questions of it were new or are no longer asked."""

    questions: int
    new: int
    retired: int


@transaction.atomic
def load_bank() -> Loaded:
    """Write the rubric and every question as the content has them. Loading again changes nothing.

    Raises ValueError, and changes nothing, when the content contradicts itself.
    """
    rubric, rows = _document("rubric"), _questions()
    _refuse_nonsense(rubric, rows)
    _write_rubric(rubric)
    known = set(Question.objects.values_list("key", flat=True))
    says = [*SAID, "minutes", "is_retired"]
    questions = [Question(**{"is_retired": False, **row}) for row in rows]
    Question.objects.bulk_create(
        questions, update_conflicts=True, unique_fields=["key"], update_fields=says
    )
    keys = [row["key"] for row in rows]
    gone = Question.objects.in_use().exclude(key__in=keys).update(is_retired=True)
    return Loaded(len(rows), len(set(keys) - known), gone)


def _document(name: str) -> dict[str, Any]:
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


def _questions() -> list[dict[str, Any]]:
    paths = sorted((CONTENT / "questions").glob("*.toml"))
    return [row for path in paths for row in _document(f"questions/{path.stem}")["question"]]


def _refuse_nonsense(rubric: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    """Say which question has a key that stands twice, or a criterion the rubric does not have."""
    criteria = {row["key"] for row in rubric["criterion"]}
    seen: set[str] = set()
    for row in rows:
        if row["key"] in seen:
            raise ValueError(f"Two questions are called {row['key']}.")
        if row["criterion"] not in criteria:
            raise ValueError(f"{row['key']}: the rubric has no criterion {row['criterion']}.")
        seen.add(row["key"])


def _write_rubric(document: dict[str, Any]) -> None:
    """A version keeps its number; another meaning takes another number in the content."""
    rubric, _ = Rubric.objects.get_or_create(
        version=document["version"], defaults={"title": document["title"]}
    )
    criteria = [
        Criterion(
            rubric=rubric,
            key=row["key"],
            position=position,
            **{name: row[name] for name in WRITTEN},
        )
        for position, row in enumerate(document["criterion"], start=1)
    ]
    Criterion.objects.bulk_create(
        criteria,
        update_conflicts=True,
        unique_fields=["rubric", "key"],
        update_fields=[*WRITTEN, "position"],
    )
