"""What the pages of an item show."""

from typing import Any

from certification import bank
from certification.bank import Filters, Found
from certification.models import CognitiveLevel, Item, ItemKind, ItemReview, ItemStatus, ItemVersion
from certification.operations.reviewing import OWN
from certification.permissions import can_move, can_review
from institute import prose
from institute.accounts.models import User
from institute.items.kinds import missing

Facts = dict[str, Any]
# What each act is called on its button, in the order they stand.
ACTS = {
    "submit": "Send to review",
    "pretest": "Try out unscored",
    "promote": "Put into use",
    "suspend": "Suspend",
    "reinstate": "Put back into use",
    "retire": "Retire",
}
LOOKS = {
    ItemStatus.DRAFT: "next",
    ItemStatus.REVIEW: "now",
    ItemStatus.APPROVED: "done",
    ItemStatus.PRETEST: "now",
    ItemStatus.OPERATIONAL: "done",
    ItemStatus.SUSPENDED: "warn",
    ItemStatus.RETIRED: "closed",
}


def shelf_of(wanted: Filters, found: Found) -> Facts:
    """What stands around the list: states with their numbers, filters, pages."""
    every = ("", "All", sum(number for _, _, number in found.states))
    return {
        "states": [
            (name, number, wanted.but(status=key), key == wanted.status)
            for key, name, number in [every, *found.states]
        ],
        "levels": CognitiveLevel.choices,
        "kinds": ItemKind.choices,
        "rows": [(row, LOOKS[ItemStatus(row.item.status)]) for row in found.rows],
        "earlier": f"{wanted.query}&page={found.page - 1}" if found.page > 1 else "",
        "later": f"{wanted.query}&page={found.page + 1}" if found.page < found.pages else "",
    }


def facts(item: Item, version: ItemVersion, user: User) -> Facts:
    """Everything on the page of an item or of one of its versions."""
    question = bank.question_of(version)
    forms, met = bank.exposure_of(item)
    return {
        "item": item,
        "version": version,
        "look": LOOKS[ItemStatus(item.status)],
        "stem": prose.rendered(version.stem),
        "lines": _lines(version),
        "exhibits": [
            (one["title"], prose.rendered(one["text"]))
            for one in version.options.get("exhibits") or []
        ],
        "pairs": _pairs(version),
        "rubric": version.rubric,
        "most_levels": range(max((len(one["levels"]) for one in version.rubric), default=0)),
        "model_answer": prose.rendered(str(version.key.get("model_answer", ""))),
        "rationale": prose.rendered(version.rationale),
        "lacking": missing(question),
        "forms": forms,
        "met": met,
        "versions": item.versions.select_related("written_by").order_by("-number"),
        "reviews": ItemReview.objects.of(item),
        "looks": version.looks.select_related("by")[:5],
        "acts": [
            (act, words) for act, words in ACTS.items() if item.can(act) and can_move(user, act)
        ],
        "may_review": item.status == ItemStatus.REVIEW and can_review(user, item),
        "own": OWN if item.status == ItemStatus.REVIEW and not can_review(user, item) else "",
        "may_edit": item.status == ItemStatus.DRAFT or item.can("rework"),
    }


def _lines(version: ItemVersion) -> list[tuple[str, str, str, bool]]:
    """Letter, text, why, and whether it is right; parts of an order in their right order."""
    right = version.key.get("right", [])
    order = version.key.get("order")
    choices = {one["id"]: one for one in version.options.get("choices", [])}
    return [
        (
            str(number) if order else each.upper(),
            prose.rendered(choices[each]["text"]),
            prose.rendered(choices[each].get("why", "")),
            each in right,
        )
        for number, each in enumerate(order or list(choices), 1)
    ]


def _pairs(version: ItemVersion) -> list[tuple[str, str]]:
    """Each line on the left with its match; then what matches nothing."""
    options, pairs = version.options, version.key.get("pairs", {})
    right = {one["id"]: prose.rendered(one["text"]) for one in options.get("right", [])}
    found = [
        (prose.rendered(one["text"]), right.get(pairs.get(one["id"]), ""))
        for one in options.get("left", [])
    ]
    return found + [("", text) for each, text in right.items() if each not in pairs.values()]
