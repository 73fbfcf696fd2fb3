"""Options and key of a question from what its author typed, by kind; essays are not among them."""

from collections.abc import Callable, Mapping
from typing import Any

from institute.items.lines import Line, full
from institute.items.shapes import lettered, paired

Parts = tuple[dict[str, Any], dict[str, Any]]
Said = Mapping[str, Any]


def parts(kind: str, lines: list[Line], said: Said) -> Parts:
    """What was typed in the lines, and in the fields `said`."""
    return PARTS[kind](full(lines), said)


def listed(text: str) -> list[str]:
    """One a line; empty lines are left out."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _choosing(lines: list[Line], said: Said) -> Parts:
    choices = lettered([(one.says("text").strip(), one.says("why").strip()) for one in lines])
    right = [choice["id"] for choice, one in zip(choices, lines, strict=True) if one.right]
    return {"choices": choices}, {"right": right}


def _ordering(lines: list[Line], said: Said) -> Parts:
    choices = lettered([(one.says("text").strip(), "") for one in lines])
    return {"choices": choices}, {"order": [one["id"] for one in choices]}


def _matching(lines: list[Line], said: Said) -> Parts:
    return paired([(one.says("text").strip(), one.says("match").strip()) for one in lines])


def _numeric(lines: list[Line], said: Said) -> Parts:
    key = {"value": said["value"].replace(",", "."), "tolerance": said["tolerance"] or "0"}
    return {"unit": said["unit"]}, key


def _short(lines: list[Line], said: Said) -> Parts:
    return {}, {"accept": listed(said["accept"]), "exact_case": said["exact_case"]}


PARTS: dict[str, Callable[[list[Line], Said], Parts]] = {
    "single": _choosing,
    "multiple": _choosing,
    "numeric": _numeric,
    "ordering": _ordering,
    "matching": _matching,
    "short": _short,
}
