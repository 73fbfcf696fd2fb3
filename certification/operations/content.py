"""Items from the files that come with the program; reading them again changes nothing."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from certification.bank import question_of
from certification.models import Domain, Item, ItemStatus, Verdict
from certification.operations import items, reviewing
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.items.kinds import Question, checksum, problems

CONTENT = Path(__file__).resolve().parent.parent / "content"
DOMAINS = {
    "alignment": "Business and technical alignment",
    "teams": "Leading cross-functional teams",
    "architecture": "Systems and technical architecture",
    "risk": "Risk and problem solving",
    "stakeholders": "Communication and stakeholders",
    "delivery": "Execution and delivery",
}
Row = Mapping[str, Any]


@dataclass
class Loaded:
    """How many items were new, changed, and as they were."""

    new: int = 0
    changed: int = 0
    same: int = 0


@transaction.atomic
def load(*, author: User, reviewer: User | None = None, is_demo: bool = False) -> Loaded:
    """Bring the bank to what the files say; changed texts become new versions.

    With a reviewer, who must be somebody else, new and changed items are approved at once.
    Raises RuleBroken naming the item that is not sound.
    """
    for position, (slug, name) in enumerate(DOMAINS.items()):
        Domain.objects.get_or_create(slug=slug, defaults={"name": name, "position": position})
    loaded = Loaded()
    there = {one.key: one for one in Item.objects.select_related("current__domain")}
    for question in questions():
        item = there.get(question.name)
        if item and item.current and _same(item, question):
            loaded.same += 1
            continue
        if item is None:
            item = items.create(question=question, author=author, is_demo=is_demo)
            loaded.new += 1
        else:
            items.revise(item=item, question=question, by=author)
            loaded.changed += 1
        if reviewer:
            _approve(item, author, reviewer)
    return loaded


def _same(item: Item, question: Question) -> bool:
    assert item.current
    item.current.item = item
    return checksum(question_of(item.current)) == checksum(question)


def _approve(item: Item, author: User, reviewer: User) -> None:
    item.refresh_from_db()
    if item.status == ItemStatus.DRAFT:
        items.move(item=item, act="submit", by=author)
    assert item.current
    reviewing.review(version=item.current, reviewer=reviewer, verdict=Verdict.APPROVE)


def questions(folder: Path = CONTENT) -> Iterator[Question]:
    """Every question of items/ and cases/. Raises RuleBroken naming the file and the item."""
    for path in [*sorted(folder.glob("items/*.toml")), *sorted(folder.glob("cases/*.toml"))]:
        try:
            rows = tomllib.loads(path.read_text(encoding="utf-8"))["item"]
        except (tomllib.TOMLDecodeError, KeyError) as why:
            raise RuleBroken(f"{path.name} cannot be read: {why}.") from why
        for row in rows:
            yield _sound(question(row, path.stem), path)


def _sound(one: Question, path: Path) -> Question:
    if wrong := problems(one):
        raise RuleBroken(f"{path.name}, {one.name}: {' '.join(wrong)}")
    return one


def question(row: Row, domain: str) -> Question:
    """An [[item]] of a file as a question; a case names its own domain."""
    rubric = row.get("rubric", [])
    worth = sum(len(one["levels"]) - 1 for one in rubric) or 1
    return Question(
        name=row["key"],
        title=row["title"],
        kind=row["kind"],
        stem=row["stem"].strip(),
        options=_options(row),
        key=_key(row),
        rubric=rubric,
        rationale=row.get("rationale", "").strip(),
        references=row.get("references", []),
        domain=row.get("domain", domain),
        level=row["level"],
        scenario=row.get("scenario", False),
        points=str(row.get("points", worth)),
    )


def _options(row: Row) -> dict[str, Any]:
    match row["kind"]:
        case "matching":
            return {"left": row["left"], "right": row["right_side"]}
        case "numeric":
            return {"unit": row.get("unit", "")}
        case "short":
            return {}
        case "essay":
            return {"words": row["words"], "exhibits": row.get("exhibits", [])}
    return {"choices": row["choices"]}


def _key(row: Row) -> dict[str, Any]:
    match row["kind"]:
        case "matching":
            return {"pairs": row["pairs"]}
        case "numeric":
            return {"value": str(row["value"]), "tolerance": str(row.get("tolerance", "0"))}
        case "short":
            return {"accept": row["accept"], "exact_case": row.get("exact_case", False)}
        case "essay":
            return {"model_answer": row["model_answer"].strip()}
        case "ordering":
            return {"order": row["order"]}
    return {"right": row["right"]}
