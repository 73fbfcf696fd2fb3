"""Moodle XML, written: texts stay Markdown, a format Moodle knows."""

from base64 import b64encode
from collections.abc import Callable, Iterable
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from certification.interchange import inlay
from certification.interchange.entries import Entry, Picture, tags_of
from institute.items.kinds import Question


def write(entries: Iterable[Entry]) -> str:
    """The questions as a file, a category before the first of each domain."""
    root = Element("quiz")
    domain = None
    for one in entries:
        if one.question.domain != domain:
            domain = one.question.domain
            category = SubElement(root, "question", type="category")
            _say(SubElement(category, "category"), f"$course$/top/{domain}")
        _question(root, one)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _question(root: Element, one: Entry) -> None:
    question = one.question
    element = SubElement(root, "question", type=TYPES[question.kind])
    _say(SubElement(element, "name"), question.title)
    stem = inlay.with_exhibits(question.stem, question.options.get("exhibits") or [])
    asked = _marked(element, "questiontext", stem)
    for picture in one.pictures:
        _file(asked, picture)
    told = inlay.with_references(question.rationale, question.references)
    _marked(element, "generalfeedback", told)
    SubElement(element, "defaultgrade").text = question.points
    SubElement(element, "idnumber").text = question.name
    KINDS[question.kind](element, question)
    tags = SubElement(element, "tags")
    for tag in tags_of(question):
        _say(SubElement(tags, "tag"), tag)


def _say(element: Element, text: str) -> None:
    SubElement(element, "text").text = text


def _marked(element: Element, name: str, text: str) -> Element:
    said = SubElement(element, name, format="markdown")
    _say(said, text)
    return said


def _file(element: Element, picture: Picture) -> None:
    file = SubElement(element, "file", name=picture.name, path="/", encoding="base64")
    file.text = b64encode(picture.content).decode()


def _answer(
    element: Element, text: str, share: str, why: str = "", form: str = "markdown"
) -> Element:
    answer = SubElement(element, "answer", fraction=share, format=form)
    _say(answer, text)
    _marked(answer, "feedback", why)
    return answer


def _choosing(element: Element, question: Question) -> None:
    """Moodle wants shares that add up to 100; a wrong one takes off what a right one gives."""
    right = set(question.key["right"])
    is_single = question.kind == "single"
    SubElement(element, "single").text = "true" if is_single else "false"
    SubElement(element, "shuffleanswers").text = "1"
    each = f"{100 / len(right):.5f}".rstrip("0").rstrip(".")
    for choice in question.options["choices"]:
        is_right = choice["id"] in right
        wrong = "0" if is_single else f"-{each}"
        _answer(element, choice["text"], each if is_right else wrong, choice.get("why", ""))


def _numeric(element: Element, question: Question) -> None:
    answer = _answer(element, question.key["value"], "100", form="moodle_auto_format")
    SubElement(answer, "tolerance").text = question.key["tolerance"]
    if unit := question.options.get("unit"):
        units = SubElement(SubElement(element, "units"), "unit")
        SubElement(units, "multiplier").text = "1"
        SubElement(units, "unit_name").text = unit


def _ordering(element: Element, question: Question) -> None:
    parts = {one["id"]: one["text"] for one in question.options["choices"]}
    for number, each in enumerate(question.key["order"], 1):
        _answer(element, parts[each], str(number))


def _matching(element: Element, question: Question) -> None:
    SubElement(element, "shuffleanswers").text = "true"
    for left, right in pairs_of(question):
        sub = SubElement(element, "subquestion", format="markdown")
        _say(sub, left)
        _say(SubElement(sub, "answer"), right)


def pairs_of(question: Question) -> list[tuple[str, str]]:
    """Left and right of each pair, then the lines on the right that belong to none."""
    right = {one["id"]: one["text"] for one in question.options["right"]}
    pairs = question.key["pairs"]
    found = [(one["text"], right[pairs[one["id"]]]) for one in question.options["left"]]
    return found + [("", text) for key, text in right.items() if key not in pairs.values()]


def _short(element: Element, question: Question) -> None:
    SubElement(element, "usecase").text = "1" if question.key.get("exact_case") else "0"
    for accepted in question.key["accept"]:
        _answer(element, accepted.replace("*", r"\*"), "100", form="moodle_auto_format")


def _essay(element: Element, question: Question) -> None:
    SubElement(element, "responseformat").text = "plain"
    SubElement(element, "responserequired").text = "1"
    if words := question.options.get("words"):
        SubElement(element, "maxwordlimit").text = str(words)
    told = inlay.with_rubric(question.key.get("model_answer", ""), question.rubric)
    _marked(element, "graderinfo", told)


TYPES = {
    "single": "multichoice",
    "multiple": "multichoice",
    "numeric": "numerical",
    "ordering": "ordering",
    "matching": "matching",
    "short": "shortanswer",
    "essay": "essay",
}
KINDS: dict[str, Callable[[Element, Question], Any]] = {
    "single": _choosing,
    "multiple": _choosing,
    "numeric": _numeric,
    "ordering": _ordering,
    "matching": _matching,
    "short": _short,
    "essay": _essay,
}
