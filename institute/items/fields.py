"""What the fields of a form say as an answer, with or without a script: the same fields.

`READERS` give the body in the shape it is stored in; whether it may be stored is for `responses`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.safestring import SafeString

from institute.items.responses import Body, Shape

# The fragment under `items/` that holds the fields of a kind.
TEMPLATES = {
    "single": "items/_choice.html",
    "multiple": "items/_choice.html",
    "numeric": "items/_number.html",
    "ordering": "items/_order.html",
    "matching": "items/_pairs.html",
    "short": "items/_short.html",
}


@dataclass(frozen=True)
class Line:
    """A choice, or one side of a pair."""

    id: str
    html: SafeString
    text: str


class Sent(Protocol):
    """Fields by name, as a form sends them."""

    def get(self, name: str, default: str, /) -> Any:
        """The last value of the field."""

    def getlist(self, name: str, /) -> list[Any]:
        """Every value of the field."""


def body_of(asked: Shape, data: Sent) -> Body:
    """The answer in the shape it is stored in, as far as the fields say one."""
    return READERS[asked.kind](asked, data)


def _choice(asked: Shape, data: Sent) -> Body:
    chosen = data.get("choice", "")
    return {"choice": chosen} if chosen else {}


def _choices(asked: Shape, data: Sent) -> Body:
    chosen = data.getlist("choices")
    return {"choices": chosen} if chosen else {}


def _order(asked: Shape, data: Sent) -> Body:
    """Each line says its number; two with one number, or one without, are no order yet."""
    numbers = {each: data.get(f"place-{each}", "") for each in asked.ids}
    if not any(numbers.values()):
        return {}
    placed = {at: each for each, at in numbers.items() if at}
    every = [str(at) for at in range(1, len(asked.ids) + 1)]
    return {"order": [placed[at] for at in every if at in placed] or ["?"]}


def _pairs(asked: Shape, data: Sent) -> Body:
    given = {each: data.get(f"pair-{each}", "") for each in asked.left}
    pairs = {each: other for each, other in given.items() if other}
    return {"pairs": pairs} if pairs else {}


def _value(asked: Shape, data: Sent) -> Body:
    value = data.get("value", "")
    return {"value": value} if value else {}


def _text(asked: Shape, data: Sent) -> Body:
    text = data.get("text", "")
    return {"text": text} if text else {}


READERS: dict[str, Callable[[Shape, Sent], Body]] = {
    "single": _choice,
    "multiple": _choices,
    "ordering": _order,
    "matching": _pairs,
    "numeric": _value,
    "short": _text,
    "essay": _text,
}
