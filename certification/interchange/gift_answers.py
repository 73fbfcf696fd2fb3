"""What stands between the braces of a GIFT question."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from certification.interchange.entries import Unlike
from certification.interchange.markup import markdown
from institute.items.shapes import lettered, paired

PRIVATE = re.compile(r"[\ue000-\ue0ff]")
PART = re.compile(r"(?=[~=])")
WEIGHT = re.compile(r"\s*%(-?[0-9.]+)%")
FORM = re.compile(r"\s*\[(html|markdown|plain|moodle)\]", re.IGNORECASE)
TRUTH = re.compile(r"\s*(TRUE|FALSE|T|F)\s*(?:#|$)", re.IGNORECASE)
RANGE = re.compile(r"\s*(-?[0-9.]+)\s*\.\.\s*(-?[0-9.]+)\s*")
NAMES = {"html": "html", "markdown": "markdown", "plain": "plain_text"}
ORDER = re.compile(r">[^\n]*\n")


@dataclass(frozen=True)
class Held:
    """What the answers make of the question."""

    kind: str
    options: dict[str, Any]
    key: dict[str, Any]
    rationale: str = ""
    points: str = "1"


@dataclass(frozen=True)
class Part:
    """One answer: `share` in per cent, None when the file gives no weight."""

    is_equal: bool
    share: Decimal | None
    text: str
    why: str
    plain: str


def decoded(text: str) -> str:
    """The characters themselves, and line ends for what is written as one."""
    plain = PRIVATE.sub(lambda found: chr(ord(found[0]) - 0xE000), text.replace("\\n", "\n"))
    return plain.strip()


def formatted(text: str, form: str) -> str:
    """Markdown of a text in the format it names, else in its question's."""
    if marked := FORM.match(text):
        form = NAMES.get(marked[1].lower(), "moodle_auto_format")
        text = text[marked.end() :]
    return markdown(decoded(text), form)


def read(answers: str, form: str) -> Held:
    """Kind, options, key and rationale. Raises Unlike."""
    body, _, general = answers.partition("####")
    held = _of(body.strip(), form)
    return Held(held.kind, held.options, held.key, formatted(general, form), held.points)


def _of(body: str, form: str) -> Held:
    if not body:
        return Held("essay", {"words": 0, "exhibits": []}, {"model_answer": ""})
    if body[0] == "#":
        return _numeric(body[1:])
    if body[0] == ">":
        return _ordering(body, form)
    return _truth(body, form) if TRUTH.match(body) else _listed(body, form)


def _listed(body: str, form: str) -> Held:
    if body[0] not in "~=":
        raise Unlike("Each answer begins with = or ~.")
    parts = [_part(one, form) for one in PART.split(body) if one.strip()]
    if "~" in body:
        return _choosing(parts)
    return _matching(body, form) if "->" in body else _short(parts)


def _part(raw: str, form: str) -> Part:
    text, share = raw[1:], None
    if weighed := WEIGHT.match(text):
        try:
            share = Decimal(weighed[1])
        except InvalidOperation as why:
            raise Unlike("The weight of an answer is not a number.") from why
        text = text[weighed.end() :]
    text, _, why_not = text.partition("#")
    plain = decoded(FORM.sub("", text, count=1))
    return Part(raw[0] == "=", share, formatted(text, form), formatted(why_not, form), plain)


def _choosing(parts: list[Part]) -> Held:
    """With a `=` one choice is right; without, every choice of a positive weight is."""
    choices = lettered([(part.text, part.why) for part in parts])
    is_single = any(part.is_equal for part in parts)
    if is_single and any(not part.is_equal and (part.share or 0) > 0 for part in parts):
        raise Unlike("It gives a part of the points for a choice; ours give all or nothing.")
    right = [
        choice["id"]
        for choice, part in zip(choices, parts, strict=False)
        if (part.is_equal if is_single else (part.share or 0) > 0)
    ]
    kind = "single" if is_single else "multiple"
    return Held(kind, {"choices": choices}, {"right": right})


def _truth(body: str, form: str) -> Held:
    """Feedback for a wrong answer comes first, then that for the right one."""
    said = [*body.split("#"), "", ""][1:]
    is_true = body.strip().upper().startswith("T")
    wrong, right = (formatted(one, form) for one in said[:2])
    whys = (right, wrong) if is_true else (wrong, right)
    choices = lettered([("True", whys[0]), ("False", whys[1])])
    return Held("single", {"choices": choices}, {"right": ["a" if is_true else "b"]})


def _short(parts: list[Part]) -> Held:
    if any(part.share is not None and 0 < part.share < 100 for part in parts):
        raise Unlike("It gives a part of the points for some answers; ours give all or nothing.")
    full = [part for part in parts if part.share is None or part.share > 0]
    accept = [part.plain for part in full]
    if any("*" in one.replace(r"\*", "") for one in accept):
        raise Unlike("It accepts answers with a wildcard (*); write each accepted answer out.")
    accept = [one.replace(r"\*", "*") for one in accept]
    return Held("short", {}, {"accept": accept, "exact_case": False})


def _matching(body: str, form: str) -> Held:
    pairs = []
    for raw in PART.split(body):
        if not raw.strip():
            continue
        left, arrow, right = raw[1:].partition("->")
        if not arrow:
            raise Unlike("One of the pairs has no arrow (->).")
        pairs.append((formatted(left, form), formatted(right.partition("#")[0], form)))
    options, key = paired(pairs)
    return Held("matching", options, key)


def _numeric(body: str) -> Held:
    """One number with a tolerance, or a range; ranges become a middle and what is either side."""
    raws = [one for one in PART.split(body) if one.strip()]
    right = [one for one in raws if not one.startswith("~")]
    if len(right) != 1 or WEIGHT.match(right[0].lstrip("=")):
        raise Unlike("It has several right numbers; ours have one, with a tolerance.")
    text = decoded(right[0].lstrip("=").partition("#")[0])
    unit = ""
    if ranged := RANGE.fullmatch(text):
        low, high = _number(ranged[1]), _number(ranged[2])
        value, tolerance = (low + high) / 2, abs(high - low) / 2
    else:
        number, _, around = text.partition(":")
        value, tolerance = _number(number), _number(around or "0")
    key = {"value": _written(value), "tolerance": _written(tolerance)}
    return Held("numeric", {"unit": unit}, key)


def _number(text: str) -> Decimal:
    try:
        return Decimal(text.strip())
    except InvalidOperation as why:
        raise Unlike(f"“{text.strip()[:20]}” is not a number.") from why


def _written(number: Decimal) -> str:
    return format(number.normalize() + 0, "f")


def _ordering(body: str, form: str) -> Held:
    """Moodle's way: `>` and how it is shown on the first line, then a part a line, in order."""
    head = ORDER.match(body)
    if not head:
        raise Unlike("The parts of an order stand on a line each.")
    parts = [formatted(line, form) for line in body[head.end() :].splitlines() if line.strip()]
    choices = lettered([(text, "") for text in parts])
    return Held("ordering", {"choices": choices}, {"order": [one["id"] for one in choices]})
