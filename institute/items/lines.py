"""The lines of an item's editor: choices, parts, pairs, exhibits and criteria.

They work without a script: a button that adds, moves or drops a line sends the whole form, and
the page comes back with the line there or gone and nothing saved.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from institute.items.kinds import MOST_CRITERIA, MOST_OPTIONS, Question

NAME = re.compile(r"(line|crit)-(\d{1,2})-(\w{2,8})")
EDIT = re.compile(r"(line|crit):(add|up|down|drop):(\d{1,2})")
MOST = {"line": MOST_OPTIONS, "crit": MOST_CRITERIA}
EMPTY = {"single": 4, "multiple": 4, "ordering": 4, "matching": 4, "essay": 0}


@dataclass
class Line:
    """One line: what was typed in each of its fields, and whether it is right."""

    said: dict[str, str] = field(default_factory=dict)
    right: bool = False

    def says(self, name: str) -> str:
        """What was typed in the field of this name; not `[name]`, which templates ask first."""
        return self.said.get(name, "")

    @property
    def is_empty(self) -> bool:
        return not any(value.strip() for name, value in self.said.items() if name != "key")


@dataclass
class Lines:
    """Every line of the editor."""

    line: list[Line]
    crit: list[Line]

    def edited(self, what: str) -> "Lines":
        """After a button: a line more or less, or two that changed places."""
        told = EDIT.fullmatch(what)
        if told:
            _edit(self.line if told[1] == "line" else self.crit, told[2], int(told[3]), told[1])
        return self


def _edit(lines: list[Line], act: str, at: int, group: str) -> None:
    if act == "add":
        if len(lines) < MOST[group]:
            lines.append(Line())
    elif at < len(lines) and act == "drop":
        del lines[at]
    elif at < len(lines):
        other = at + (1 if act == "down" else -1)
        if 0 <= other < len(lines):
            lines[at], lines[other] = lines[other], lines[at]


def typed(data: QueryDict) -> Lines:
    """The lines as they came, in their order."""
    found: dict[str, dict[int, Line]] = {"line": {}, "crit": {}}
    right = set(data.getlist("right"))
    for name in data:
        if told := NAME.fullmatch(name):
            place = int(told[2])
            one = found[told[1]].setdefault(place, Line())
            one.said[told[3]] = data.get(name, "").replace("\0", "").replace("\r\n", "\n")
            one.right = told[1] == "line" and str(place) in right
    return Lines(*([one for _, one in sorted(found[group].items())] for group in ("line", "crit")))


def blank(kind: str) -> Lines:
    """Where a new item of the kind begins."""
    criteria = [Line() for _ in range(3)] if kind == "essay" else []
    return Lines([Line() for _ in range(EMPTY.get(kind, 0))], criteria)


def shown(question: Question) -> Lines:
    """The lines of what an item says."""
    options, key = question.options, question.key
    if question.kind == "essay":
        exhibits = [Line({"title": e["title"], "text": e["text"]}) for e in options["exhibits"]]
        return Lines(exhibits, [_criterion(one) for one in question.rubric])
    if question.kind == "matching":
        return Lines(_pairs(question), [])
    choices = {one["id"]: one for one in options.get("choices", [])}
    order = key.get("order") or list(choices)
    right = key.get("right", [])
    lines = [
        Line({"text": choices[each]["text"], "why": choices[each].get("why", "")}, each in right)
        for each in order
    ]
    return Lines(lines, [])


def _pairs(question: Question) -> list[Line]:
    texts = {one["id"]: one["text"] for one in question.options["right"]}
    pairs = question.key["pairs"]
    lines = [
        Line({"text": one["text"], "match": texts.get(pairs.get(one["id"], ""), "")})
        for one in question.options["left"]
    ]
    spare = [text for each, text in texts.items() if each not in pairs.values()]
    return lines + [Line({"text": "", "match": text}) for text in spare]


def _criterion(one: Mapping[str, object]) -> Line:
    levels = one["levels"]
    assert isinstance(levels, list)
    said = {name: str(one.get(name, "")) for name in ("key", "name", "hint")}
    return Line(said | {"levels": "\n".join(levels)})


def full(lines: list[Line]) -> list[Line]:
    """Those in which something was written."""
    return [one for one in lines if not one.is_empty]
