"""Moodle XML, read.

Written against the files of Moodle's own test suite (question/format/xml): questions are children
of `quiz`, a `category` says where the next ones belong, texts carry their format.
"""

import binascii
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from xml.etree.ElementTree import Element

from certification.interchange import inlay, rubrics
from certification.interchange.entries import (
    Entry,
    NotAFile,
    Picture,
    Places,
    Unlike,
    Unread,
    entry,
    guarded,
    tagged,
    titled,
)
from certification.interchange.markup import markdown
from certification.interchange.trees import line_of, tree, words
from institute.items.kinds import Question
from institute.items.shapes import lettered, paired

NAMES = {
    "multichoice": "multichoice",
    "truefalse": "truefalse",
    "shortanswer": "shortanswer",
    "numerical": "numerical",
    "matching": "matching",
    "match": "matching",
    "ordering": "ordering",
    "essay": "essay",
}


@dataclass(frozen=True)
class Held:
    """What a kind makes of a question's element."""

    kind: str
    options: dict[str, Any]
    key: dict[str, Any]


def read(data: bytes, places: Places) -> list[Entry | Unread]:
    """Every question below `quiz`. Raises NotAFile."""
    root = tree(data)
    if root.tag == "question":  # a lone question, as some tools write it
        return list(_each([root], places))
    if root.tag != "quiz":
        raise NotAFile("This is XML, but not a file of Moodle questions: there is no quiz in it.")
    return list(_each(root.findall("question"), places))


def _each(questions: Iterable[Element], places: Places) -> Iterator[Entry | Unread]:
    category = ""
    for one in questions:
        kind = (one.get("type") or "").lower()
        if kind == "category":
            category = words(one, "category/text")
            continue
        name = words(one, "name/text")
        yield guarded(line_of(one), name, lambda o=one, c=category: _one(o, c, places))  # type: ignore[misc]


def _one(one: Element, category: str, places: Places) -> Entry | Unread:
    asked = (one.get("type") or "").lower()
    if asked not in NAMES:
        raise Unlike(f"Questions of the kind “{asked[:40]}” have no place here.")
    if words(one, "image"):
        raise Unlike("Its picture is kept as Moodle did before version 2. Save it again there.")
    held = KINDS[NAMES[asked]](one)
    stem = _text(one.find("questiontext"))
    if held.kind == "essay":
        stem, held.options["exhibits"] = inlay.without_exhibits(stem)
    rationale, references = inlay.without_references(_text(one.find("generalfeedback")))
    tags = [words(tag) for tag in one.findall("tags/tag")]
    domain, level, scenario = tagged(tags, places)
    told = rubrics.read(str(held.key.get("model_answer", "")))
    if held.kind == "essay":
        held.key["model_answer"] = told.model_answer
    question = Question(
        name=words(one, "idnumber")[:60],
        title=titled(words(one, "name/text"), stem),
        kind=held.kind,
        stem=stem,
        options=held.options,
        key=held.key,
        rubric=told.rubric if held.kind == "essay" else [],
        rationale=rationale,
        references=references,
        domain=places.domain_of(domain, *reversed(category.split("/"))),
        level=level,
        scenario=scenario,
        points=_points(words(one, "defaultgrade")),
    )
    return entry(line_of(one), question, list(_pictures(one)), lacks=_lacks(told))


def _lacks(told: rubrics.Told) -> str:
    """Why an essay came without a rubric."""
    if told.unread:
        return f"The rubric in its grader information stops at “{told.unread[:60]}”. {rubrics.HOW}"
    if told.model_answer:
        return "Its grader information holds no rubric, so all of it is the model answer. Add one."
    return "Its grader information is empty, and that is where its rubric would stand. Add one."


def _text(element: Element | None, own: str = "") -> str:
    """Markdown of a text that names its format; `own` is the format when it names none."""
    if element is None:
        return ""
    return markdown(words(element), element.get("format") or own or "moodle_auto_format")


def _points(text: str) -> str:
    try:
        points = Decimal(text or "1")
    except InvalidOperation:
        return "1"
    return format(points.normalize(), "f") if points > 0 else "1"


def _pictures(one: Element) -> Iterator[Picture]:
    """Files that stand beside a text, decoded."""
    for file in one.iter("file"):
        try:
            content = b64decode((file.text or "").strip(), validate=False)
        except (binascii.Error, ValueError) as why:
            raise Unlike("A picture in it cannot be decoded.") from why
        if f"@@PLUGINFILE@@/{file.get('name')}" in "".join(one.itertext()):
            yield Picture(file.get("name") or "", content)


def _answers(one: Element) -> list[tuple[str, Decimal, str]]:
    """Text, per cent and feedback of each answer."""
    return [
        (_text(answer, "html"), _share(answer), _text(answer.find("feedback")))
        for answer in one.findall("answer")
    ]


def _share(answer: Element) -> Decimal:
    """What the answer earns, in per cent."""
    try:
        return Decimal(answer.get("fraction") or "0")
    except InvalidOperation as why:
        raise Unlike("The share of an answer is not a number.") from why


def _multichoice(one: Element) -> Held:
    answers = _answers(one)
    choices = lettered([(text, why) for text, _, why in answers])
    is_single = words(one, "single").lower() not in ("false", "0")
    if is_single and any(0 < share < 100 for _, share, _ in answers):
        raise Unlike("It gives a part of the points for a choice; ours give all or nothing.")
    both = zip(choices, answers, strict=False)
    right = [choice["id"] for choice, (_, share, _) in both if share > 0]
    return Held("single" if is_single else "multiple", {"choices": choices}, {"right": right})


def _truefalse(one: Element) -> Held:
    """True stands first, whatever the file's order."""
    answers = {words(a).lower(): a for a in one.findall("answer")}
    if set(answers) != {"true", "false"}:
        raise Unlike("Its answers are not true and false.")
    said = [(name.title(), _text(answers[name].find("feedback"))) for name in ("true", "false")]
    is_true = _share(answers["true"]) > 0
    return Held("single", {"choices": lettered(said)}, {"right": ["a" if is_true else "b"]})


def _full(one: Element) -> list[Element]:
    """The answers that earn everything; partly right ones are refused."""
    shares = [(answer, _share(answer)) for answer in one.findall("answer")]
    if any(0 < share < 100 for _, share in shares):
        raise Unlike("It gives a part of the points for some answers; ours give all or nothing.")
    return [answer for answer, share in shares if share > 0]


def _shortanswer(one: Element) -> Held:
    accept = [words(answer) for answer in _full(one)]
    if any("*" in answer.replace(r"\*", "") for answer in accept):
        raise Unlike("It accepts answers with a wildcard (*); write each accepted answer out.")
    accept = [answer.replace(r"\*", "*") for answer in accept]
    key = {"accept": accept, "exact_case": words(one, "usecase") in ("1", "true")}
    return Held("short", {}, key)


def _numerical(one: Element) -> Held:
    full = _full(one)
    if len(full) != 1 or words(full[0]) == "*":
        raise Unlike("It has no single right number.")
    units = [words(unit, "unit_name") for unit in one.findall("units/unit")]
    if len(units) > 1:
        raise Unlike("It takes several units; ours name one.")
    key = {"value": words(full[0]), "tolerance": words(full[0], "tolerance") or "0"}
    return Held(
        "numeric", {"unit": units[0] if units else ""}, {k: _number(v) for k, v in key.items()}
    )


def _number(text: str) -> str:
    try:
        return format(Decimal(text).normalize(), "f")
    except InvalidOperation as why:
        raise Unlike("Its number cannot be read.") from why


def _matching(one: Element) -> Held:
    pairs = [
        (_text(sub, "html"), markdown(words(sub, "answer/text"), "plain_text"))
        for sub in one.findall("subquestion")
    ]
    options, key = paired([(a, b) for a, b in pairs if b])
    return Held("matching", options, key)


def _ordering(one: Element) -> Held:
    """Moodle keeps the parts in their right order; so does the key."""
    numbered = sorted(_answers(one), key=lambda answer: answer[1])
    choices = lettered([(text, "") for text, _, _ in numbered])
    return Held("ordering", {"choices": choices}, {"order": [part["id"] for part in choices]})


def _essay(one: Element) -> Held:
    limit = words(one, "maxwordlimit")
    count = int(limit) if limit.isdecimal() else 0
    options = {"words": count, "exhibits": []}
    return Held("essay", options, {"model_answer": _text(one.find("graderinfo"))})


KINDS: dict[str, Callable[[Element], Held]] = {
    "multichoice": _multichoice,
    "truefalse": _truefalse,
    "shortanswer": _shortanswer,
    "numerical": _numerical,
    "matching": _matching,
    "ordering": _ordering,
    "essay": _essay,
}
