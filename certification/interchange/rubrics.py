"""Rubrics in the texts other programs give to graders.

Three shapes are read, below a heading such as "Rubric" or "Marking scheme" or as the whole text:
our own table, a table of criteria with a column for each level, and a line for each criterion, such
as "Names the path: none / part / all". What cannot be read stays in the model answer, and a
sentence says what is missing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

CELL = re.compile(r"(?<!\\)\|")
HEADING = re.compile(
    r"^[#*\s]*(?:rubric|(?:marking|grading|assessment)\s+(?:rubric|scheme|guide|criteria)"
    r"|criteria)[*\s:]*$",
    re.IGNORECASE | re.MULTILINE,
)
TABLE_HEAD = re.compile(
    r"^\s*\|(?:[^|\n]*\|){0,1}\s*criteri(?:on|a)\s*\|", re.IGNORECASE | re.MULTILINE
)
RULE = re.compile(r"^[\s|:-]*-[\s|:-]*$")
ONE_LINE = re.compile(r"^(?:[-*+]\s+|\d+[.)]\s+)?(.{1,80}?):\s+(.+)$")
LEVELS = re.compile(r"\s+/\s+|\s*;\s*|\s*(?<!\\)\|\s*")
OWN_LEVEL = re.compile(r"^\d+\s*[=:.)–-]\s*")  # "0 = none"
HOW = "Write one criterion a line, such as “Names the path: none / part / all”."
Criterion = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """What graders were told: an answer that would do, and the rubric or why there is none."""

    model_answer: str
    rubric: list[Criterion] = field(default_factory=list)
    unread: str = ""  # the first line of a rubric that cannot be read


def read(text: str, *, only: bool = False) -> Told:
    """Part the model answer from the rubric; with `only`, the whole text is meant as one."""
    text = text.replace("\r\n", "\n").strip()
    before, after = _parted(text, only)
    if not after:
        return Told(text)
    rubric, unread = _table(after) if after.startswith("|") else _listed(after)
    return Told(text, unread=unread) if unread or not rubric else Told(before, rubric)


def _parted(text: str, only: bool) -> tuple[str, str]:
    headings = list(HEADING.finditer(text))
    if headings:
        return text[: headings[-1].start()].strip(), text[headings[-1].end() :].strip()
    if only:
        return "", text
    found = TABLE_HEAD.search(text)
    return (text[: found.start()].strip(), text[found.start() :].strip()) if found else (text, "")


def _table(text: str) -> tuple[list[Criterion], str]:
    """Rows of criteria; the columns are named by the first row."""
    lines = [line for line in text.splitlines() if line.strip()]
    head = [cell.casefold() for cell in _cells(lines[0])]
    at = next((n for n, cell in enumerate(head) if cell in ("criterion", "criteria")), 0)
    hint = head.index("hint") if "hint" in head else None
    first = max(at, hint or 0) + 1
    found: list[Criterion] = []
    for line in lines[1:]:
        if RULE.match(line):
            continue
        row = _cells(line)
        levels = [one for one in row[first:] if one]
        if not line.lstrip().startswith("|") or len(levels) < 2 or not row[at]:
            return [], line.strip()
        own = row[0] if at else ""
        says = row[hint] if hint is not None else ""
        found.append(_criterion(row[at], levels, [one["key"] for one in found], says, own))
    return found, ""


def _cells(line: str) -> list[str]:
    inside = re.sub(r"^\s*\||(?<!\\)\|\s*$", "", line)
    return [cell.strip().replace(r"\|", "|") for cell in CELL.split(inside)]


def _listed(text: str) -> tuple[list[Criterion], str]:
    """A line for each criterion: its name, a colon, its levels from none to all."""
    found: list[Criterion] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        said = ONE_LINE.match(line)
        levels = [OWN_LEVEL.sub("", one.strip()) for one in LEVELS.split(said[2])] if said else []
        if not said or len(levels) < 2 or not all(levels):
            return [], line
        found.append(_criterion(said[1].strip(" *"), levels, [one["key"] for one in found]))
    return found, ""


def _criterion(
    name: str, levels: Sequence[str], taken: Sequence[str], hint: str = "", own: str = ""
) -> Criterion:
    """With the key the file gives it, else one made of its name."""
    key = own or re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:24].strip("-")
    while not key or key in taken:
        key = f"{key or 'criterion'}-{len(taken) + 1}"
    return {"key": key, "name": name, "hint": hint, "levels": list(levels)}
