"""What each kind of item must hold, and what is wrong with one, in words for its author.

A `Question` is what an item says, apart from its life in the bank. The ids of options may be
anything; `canonical` numbers them in their order, so that the same question is the same text
wherever it came from.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import Any

Json = Mapping[str, Any]
KINDS = ("single", "multiple", "numeric", "ordering", "matching", "short", "essay")
LEVELS = ("recall", "apply", "analyse")
MOST_OPTIONS, MOST_CRITERIA = 12, 8
LONGEST_STEM, LONGEST_OPTION, LONGEST_ANSWER = 20_000, 2_000, 300


@dataclass(frozen=True)
class Question:
    """What an item says. `domain` is a slug, `points` a decimal as text."""

    name: str
    title: str
    kind: str
    stem: str
    options: Json
    key: Json
    rubric: Sequence[Json] = ()
    rationale: str = ""
    references: Sequence[str] = ()
    domain: str = ""
    level: str = ""
    scenario: bool = False
    points: str = "1"


def canonical(question: Question) -> Question:
    """The same question, the ids of its options counted through: a, b, c, or 1, 2 and x1, x2."""
    options, key = dict(question.options), dict(question.key)
    if "choices" in options:
        choices = _in_right_order(options["choices"], key.get("order", []))
        names = {one["id"]: _letter(n) for n, one in enumerate(choices)}
        options["choices"] = [one | {"id": names[one["id"]]} for one in choices]
        for part in ("right", "order"):
            if part in key:
                key[part] = [names.get(one, one) for one in key[part]]
    if "left" in options:
        options, key = _canonical_pairs(options, key)
    if question.kind in ("single", "multiple"):
        key["right"] = sorted(key.get("right", []))
    return replace(question, options=options, key=key)


def _canonical_pairs(options: Json, key: Json) -> tuple[dict[str, Any], dict[str, Any]]:
    left = {one["id"]: str(n) for n, one in enumerate(options["left"], 1)}
    met = [key.get("pairs", {}).get(one["id"]) for one in options["left"]]
    lines = _in_right_order(options.get("right", []), list(dict.fromkeys(met)))
    right = {one["id"]: f"x{n}" for n, one in enumerate(lines, 1)}
    pairs = {left.get(a, a): right.get(b, b) for a, b in key.get("pairs", {}).items()}
    sides = {
        "left": [one | {"id": left[one["id"]]} for one in options["left"]],
        "right": [one | {"id": right[one["id"]]} for one in lines],
    }
    return dict(options) | sides, dict(key) | {"pairs": pairs}


def _in_right_order(lines: Sequence[Json], order: Sequence[str | None]) -> list[dict[str, Any]]:
    """Lines that are shuffled when they are shown anyway, as the key names them."""
    place = {each: number for number, each in enumerate(order)}
    return [dict(one) for one in sorted(lines, key=lambda one: place.get(one["id"], len(place)))]


def _letter(number: int) -> str:
    return chr(ord("a") + number) if number < 26 else f"a{number}"


def checksum(question: Question) -> str:
    """SHA-256 of everything the question says; its name in files is not part of it."""
    said = _stripped(asdict(replace(canonical(question), name="")))
    said["points"] = str(Decimal(question.points).normalize())
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _stripped(value: Any) -> Any:
    """The same without the space around texts, which no format keeps."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, dict):
        return {key: _stripped(one) for key, one in value.items()}
    return [_stripped(one) for one in value] if isinstance(value, (list, tuple)) else value


def problems(question: Question) -> list[str]:
    """What keeps the question from being asked, in the order an author reads it."""
    found = [*_of_words(question)]
    if question.kind not in KINDS:
        return [*found, f"There is no kind of item called {question.kind[:40] or 'nothing'}."]
    try:
        return found + CHECKS[question.kind](question)
    except (KeyError, TypeError, AttributeError):
        return [*found, "The options do not have the shape of this kind of item."]


NO_RUBRIC = "Add the rubric examiners mark by."


def missing(question: Question) -> list[str]:
    """What a reviewer would have to ask for; a draft may be kept without it."""
    wants = []
    if not question.rationale.strip():
        wants.append("Write a rationale: why the key is right and the others are not.")
    if question.kind == "essay" and not question.rubric:
        wants.append(NO_RUBRIC)
    if question.kind == "essay" and not str(question.key.get("model_answer", "")).strip():
        wants.append("Write a model answer.")
    return wants


def _of_words(question: Question) -> list[str]:
    rules = (
        (not question.title.strip(), "Give it a title."),
        (len(question.title) > 120, "Shorten the title to 120 characters."),
        (not question.stem.strip(), "Write the question."),
        (len(question.stem) > LONGEST_STEM, "Shorten the question to 20,000 characters."),
        (question.level not in LEVELS, "Choose a level: recall, apply or analyse."),
        (not _is_points(question.points), "Points are a number above 0 and up to 100."),
        (any(len(one) > 300 for one in question.references), "Shorten the references."),
    )
    return [words for is_wrong, words in rules if is_wrong]


def _is_points(text: str) -> bool:
    try:
        return Decimal(0) < Decimal(text) <= 100 and Decimal(text) == round(Decimal(text), 2)
    except InvalidOperation:
        return False


def _of_lines(lines: Sequence[Json], fewest: int, what: str) -> list[str]:
    texts = [str(one["text"]).strip() for one in lines]
    rules = (
        (len(lines) < fewest, f"Write at least {fewest} {what}."),
        (len(lines) > MOST_OPTIONS, f"{MOST_OPTIONS} {what} are the most."),
        (not all(texts), f"One of the {what} is empty."),
        (len(set(texts)) < len(texts), f"Two of the {what} say the same."),
        (any(len(text) > LONGEST_OPTION for text in texts), f"Shorten the {what}."),
        (len({one["id"] for one in lines}) < len(lines), f"Two of the {what} share an id."),
    )
    return [words for is_wrong, words in rules if is_wrong]


def _choosing(question: Question) -> list[str]:
    choices = question.options["choices"]
    right = set(question.key["right"])
    found = _of_lines(choices, 2, "choices")
    if not right <= {one["id"] for one in choices}:
        found.append("The key names a choice that is not there.")
    return found


def _single(question: Question) -> list[str]:
    is_one = len(question.key["right"]) == 1
    return _choosing(question) + ([] if is_one else ["Mark exactly one choice as right."])


def _multiple(question: Question) -> list[str]:
    right, choices = question.key["right"], question.options["choices"]
    found = _choosing(question)
    if not right:
        found.append("Mark the choices that are right.")
    elif len(right) >= len(choices):
        found.append("Leave at least one choice wrong, or ticking everything would earn all.")
    return found


def _numeric(question: Question) -> list[str]:
    found = []
    for part, words in (("value", "The answer"), ("tolerance", "The tolerance")):
        try:
            number = Decimal(str(question.key[part]))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or abs(number.adjusted()) > 12:
            found.append(f"{words} is a number, written as 26 or 26.5.")
        elif part == "tolerance" and number < 0:
            found.append("The tolerance cannot be below 0.")
    if len(str(question.options.get("unit", ""))) > 40:
        found.append("Shorten the unit.")
    return found


def _ordering(question: Question) -> list[str]:
    choices = question.options["choices"]
    found = _of_lines(choices, 3, "parts")
    if sorted(question.key["order"]) != sorted(one["id"] for one in choices):
        found.append("The right order names each part once.")
    return found


def _matching(question: Question) -> list[str]:
    left, right = question.options["left"], question.options["right"]
    pairs = question.key["pairs"]
    found = _of_lines(left, 2, "lines on the left") + _of_lines(right, 2, "lines on the right")
    if set(pairs) != {one["id"] for one in left}:
        found.append("Say for each line on the left what belongs to it.")
    if not set(pairs.values()) <= {one["id"] for one in right}:
        found.append("The key names a line on the right that is not there.")
    return found


def _short(question: Question) -> list[str]:
    accept = [str(one).strip() for one in question.key["accept"]]
    if not any(accept):
        return ["Write at least one answer that is accepted."]
    if len(accept) > MOST_OPTIONS or any(len(one) > LONGEST_ANSWER for one in accept):
        return [f"Accept {MOST_OPTIONS} answers of up to {LONGEST_ANSWER} characters at most."]
    return [] if all(accept) else ["One of the accepted answers is empty."]


def _essay(question: Question) -> list[str]:
    words = question.options.get("words") or 0
    keys = [one["key"] for one in question.rubric]
    exhibits = question.options.get("exhibits") or []
    rules = (
        (not isinstance(words, int) or not 0 <= words <= 3000, "Words: 0 to 3,000."),
        (len(set(keys)) < len(keys), "Two criteria share a key."),
        (len(keys) > MOST_CRITERIA, f"{MOST_CRITERIA} criteria are the most."),
        (any(not str(one["name"]).strip() for one in question.rubric), "Name each criterion."),
        (
            any(not 2 <= len(one["levels"]) <= 10 for one in question.rubric),
            "A criterion has 2 to 10 levels: one digit marks it.",
        ),
        (
            any(not str(each[part]).strip() for each in exhibits for part in ("title", "text")),
            "An exhibit has a title and a text.",
        ),
    )
    return [words for is_wrong, words in rules if is_wrong]


CHECKS: dict[str, Callable[[Question], list[str]]] = {
    "single": _single,
    "multiple": _multiple,
    "numeric": _numeric,
    "ordering": _ordering,
    "matching": _matching,
    "short": _short,
    "essay": _essay,
}
