"""The item bank from its files: who wrote each item, who reviewed it, and where it stands."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Subquery

from certification.demo.clock import ago, set_to
from certification.demo.rules import CONTENT, Record, content
from certification.models import (
    Domain,
    Item,
    ItemKind,
    ItemReview,
    ItemStatus,
    ItemVersion,
    Verdict,
)
from certification.operations.content import question
from institute.accounts.models import User
from institute.items.kinds import checksum

# By number among the items of its domain and level: what is not named is operational. Judging
# items are the scarcest, so all of them are in use.
STATES = {
    ("recall", 4): ItemStatus.APPROVED,
    ("recall", 6): ItemStatus.REVIEW,
    ("recall", 8): ItemStatus.DRAFT,
    ("recall", 10): ItemStatus.PRETEST,
    ("apply", 3): ItemStatus.PRETEST,
    ("apply", 9): ItemStatus.PRETEST,
}
RARE = {("recall", 2): ItemStatus.SUSPENDED, ("recall", 12): ItemStatus.RETIRED}
RARE_IN = ("alignment", "delivery")
DRAWN_FIRST = ("case-01", "case-04", "case-07", "case-09")  # the cases with sample answers
COMMENTS = (
    "The stem takes 70 words to ask one thing. Cut the history of the vendor.",
    "Two of the wrong answers are wrong for the same reason, so whoever sees one sees both.",
    "The right answer is the longest again. Shorten it, or lengthen one of the others.",
    "Is the freeze in calendar days or working days? A careful candidate would have to guess.",
    "The rationale says why B is right and not why D, which most people take, is wrong.",
    "Good item. I would call it analyse, since two facts have to be weighed against each other.",
)


def plant_bank(domains: dict[str, Domain], authors: Sequence[User]) -> int:
    """Write the bank if it is empty; how many items the files hold."""
    rows = list(_rows())
    if not Item.objects.filter(is_demo=True).exists():
        with set_to(ago(290)):
            items = _items(rows, authors)
            versions = _versions(rows, items, domains)
        with set_to(ago(270)):
            _review(items, versions, authors)
    return len(rows)


def _rows() -> Iterator[tuple[str, int, Record]]:
    """Every item with its domain and its number there at its level; cases name their domain."""
    for path in sorted((CONTENT / "items").glob("*.toml")):
        seen: Counter[str] = Counter()
        for row in content(f"items/{path.name}")["item"]:
            yield path.stem, seen[row["level"]], row
            seen[row["level"]] += 1
    for path in sorted((CONTENT / "cases").glob("*.toml")):
        for row in content(f"cases/{path.name}")["item"]:
            yield row["domain"], 0, row


def _items(rows: Sequence[tuple[str, int, Record]], authors: Sequence[User]) -> list[Item]:
    return Item.objects.bulk_create(
        Item(
            key=row["key"],
            author=authors[place % len(authors)],
            status=_state(domain, number, row),
            is_demo=True,
        )
        for place, (domain, number, row) in enumerate(rows)
    )


def _state(domain: str, number: int, row: Record) -> ItemStatus:
    if row["kind"] == ItemKind.ESSAY:
        return ItemStatus.OPERATIONAL if row["key"] in DRAWN_FIRST else ItemStatus.APPROVED
    place = row["level"], number
    rare = RARE.get(place) if domain in RARE_IN else None
    return rare or STATES.get(place, ItemStatus.OPERATIONAL)


def _versions(
    rows: Sequence[tuple[str, int, Record]], items: Sequence[Item], domains: dict[str, Domain]
) -> list[ItemVersion]:
    versions = ItemVersion.objects.bulk_create(
        _version(row, item, domains[domain])
        for (domain, _, row), item in zip(rows, items, strict=True)
    )
    only = ItemVersion.objects.filter(item=OuterRef("pk")).values("pk")
    Item.objects.filter(is_demo=True, current=None).update(current=Subquery(only))
    return versions


def _version(row: Record, item: Item, domain: Domain) -> ItemVersion:
    says: dict[str, Any] = {
        "kind": row["kind"],
        "level": row["level"],
        "scenario": row.get("scenario", False),
        "title": row["title"],
        "stem": row["stem"].strip(),
        "options": _options(row),
        "key": _key(row),
        "rubric": row.get("rubric", []),
        "rationale": row.get("rationale", "").strip(),
        "references": row.get("references", []),
    }
    worth = sum(len(one["levels"]) - 1 for one in says["rubric"]) or 1
    return ItemVersion(
        item=item,
        number=1,
        domain=domain,
        points=Decimal(worth),
        checksum=checksum(question(row, domain.slug)),
        written_by=item.author,
        **says,
    )


def _options(row: Record) -> Record:
    match row["kind"]:
        case ItemKind.MATCHING:
            return {"left": row["left"], "right": row["right_side"]}
        case ItemKind.NUMERIC:
            return {"unit": row.get("unit", "")}
        case ItemKind.SHORT:
            return {}
        case ItemKind.ESSAY:
            return {"words": row["words"], "exhibits": row.get("exhibits", [])}
    return {"choices": row["choices"]}


def _key(row: Record) -> Record:
    match row["kind"]:
        case ItemKind.MATCHING:
            return {"pairs": row["pairs"]}
        case ItemKind.NUMERIC:
            return {"value": str(row["value"]), "tolerance": str(row.get("tolerance", "0"))}
        case ItemKind.SHORT:
            return {"accept": row["accept"], "exact_case": row.get("exact_case", False)}
        case ItemKind.ESSAY:
            return {"model_answer": row["model_answer"].strip()}
        case ItemKind.ORDERING:
            return {"order": row["order"]}
    return {"right": row["right"]}


def _review(
    items: Sequence[Item], versions: Sequence[ItemVersion], authors: Sequence[User]
) -> None:
    """Who comes after the author reviews; what is under review has comments and no approval."""
    ItemReview.objects.bulk_create(
        ItemReview(
            version=version,
            reviewer=authors[(place + 1) % len(authors)],
            verdict=Verdict.CHANGES if item.status == ItemStatus.REVIEW else Verdict.APPROVE,
            comment=COMMENTS[place % len(COMMENTS)] if item.status == ItemStatus.REVIEW else "",
        )
        for place, (item, version) in enumerate(zip(items, versions, strict=True))
        if item.status != ItemStatus.DRAFT
    )
