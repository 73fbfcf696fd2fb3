"""What a browser may send as an answer, by the kind of its question.

`cleaned` gives back the body as it is stored, or refuses it with words. An empty body is an answer
taken back. Whether an answer is right is nobody's business here.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Body = dict[str, Any]
SHORT, LONG = 500, 40_000
NUMBER = re.compile(r"-?\d{1,12}(?:[.,]\d{1,9})?")


class Refused(ValueError):  # noqa: N818 - it reads as a sentence where it is raised
    """The body is not an answer to this question; `str` says why."""


@dataclass(frozen=True)
class Shape:
    """What a question offers: its kind and the ids one may choose."""

    kind: str
    ids: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def shape(kind: str, options: Mapping[str, Any]) -> Shape:
    """Read from a version's options."""
    offered = options.get("right" if kind == "matching" else "choices", [])
    return Shape(kind, _ids(offered), _ids(options.get("left", [])))


def cleaned(asked: Shape, body: object) -> Body:
    """The answer as it is stored. Raises Refused."""
    if not isinstance(body, dict):
        raise Refused("An answer has a shape; this one has none.")
    if not body:
        return {}
    name, clean = KINDS[asked.kind]
    if set(body) != {name}:
        raise Refused("This is not an answer to this question.")
    value = clean(asked, body[name])
    return {name: value} if value else {}


def _single(asked: Shape, value: object) -> str:
    return _known(asked.ids, value)


def _multiple(asked: Shape, value: object) -> list[str]:
    """In the order of the question, so that the same choice is the same answer."""
    chosen = _each_once([_known(asked.ids, one) for one in _listed(value)])
    return [one for one in asked.ids if one in chosen]


def _ordering(asked: Shape, value: object) -> list[str]:
    order = _each_once([_known(asked.ids, one) for one in _listed(value)])
    if order and len(order) != len(asked.ids):
        raise Refused("Give every line its place.")
    return order


def _matching(asked: Shape, value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise Refused("Pairs are missing.")
    return {_known(asked.left, left): _known(asked.ids, right) for left, right in value.items()}


def _numeric(asked: Shape, value: object) -> str:
    """What was typed, with a point for a comma; kept as text so that nothing is rounded."""
    typed = _text(value, SHORT).replace(" ", "").replace("\u00a0", "").replace("−", "-")
    if typed and not NUMBER.fullmatch(typed):
        raise Refused("Enter a number, like 26 or 26.5.")
    return typed.replace(",", ".")


def _short(asked: Shape, value: object) -> str:
    return _text(value, SHORT)


def _essay(asked: Shape, value: object) -> str:
    return _text(value, LONG)


KINDS: dict[str, tuple[str, Callable[[Shape, object], Any]]] = {
    "single": ("choice", _single),
    "multiple": ("choices", _multiple),
    "ordering": ("order", _ordering),
    "matching": ("pairs", _matching),
    "numeric": ("value", _numeric),
    "short": ("text", _short),
    "essay": ("text", _essay),
}


def _ids(offered: object) -> tuple[str, ...]:
    assert isinstance(offered, list)
    return tuple(str(one["id"]) for one in offered)


def _known(ids: Sequence[str], value: object) -> str:
    if not isinstance(value, str) or value not in ids:
        raise Refused("This choice is not part of the question.")
    return value


def _listed(value: object) -> list[object]:
    if not isinstance(value, list) or len(value) > 100:
        raise Refused("A list of choices is missing.")
    return value


def _each_once(values: list[str]) -> list[str]:
    if len(set(values)) != len(values):
        raise Refused("Each choice may be taken once.")
    return values


def _text(value: object, longest: int) -> str:
    """As typed; the end of the lines is the same for every browser."""
    if not isinstance(value, str) or "\0" in value or not _is_writable(value):
        raise Refused("The text cannot be read.")
    text = value.replace("\r\n", "\n")
    if len(text) > longest:
        raise Refused(f"The text is longer than {longest:,} characters.")
    return text if text.strip() else ""


def _is_writable(value: str) -> bool:
    """Half of a pair of surrogates is no character."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
