"""One rule for each kind of item: what share of its points an answer earns, from 0 to 1.

Sources of the rules of partial credit:

- plus/minus: Betts, Muntean, Kim and Kao (2022), "Evaluating different scoring methods for
  multiple response items providing partial credit", Educational and Psychological Measurement
  82(1), 151-176. Ticking everything earns nothing where as many options are wrong as right.
- order: Kendall (1938), "A new measure of rank correlation", Biometrika 30, 81-93; for scoring
  orderings, Lapata (2006), Computational Linguistics 32(4), 471-484. A random order earns about
  nothing, since tau is 0 on average and what is below 0 counts as 0.
- pairs: Haladyna and Rodriguez (2013), Developing and Validating Test Items, Routledge: each pair
  of a matching set is a question of its own.
- essays: the mean of two independent marks, and the expert's alone where they differ too far:
  "expert judgment" in Johnson, Penny and Gordon (2000), Applied Measurement in Education 13(2).
"""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import combinations
from typing import Any

from institute.items.numbers import readings
from institute.items.words import folded

Json = Mapping[str, Any]
NOTHING, ALL = Fraction(0), Fraction(1)


def share(kind: str, *, options: Json, key: Json, body: object) -> Fraction:
    """What share of the points of an objective item this answer earns.

    Whatever a browser may have sent earns nothing rather than failing. Raises KeyError for a kind
    that people mark.
    """
    rule = RULES[kind]
    return rule(options, key, body) if isinstance(body, dict) else NOTHING


def single(options: Json, key: Json, body: Json) -> Fraction:
    """All or nothing."""
    return _right(body.get("choice") in _texts(key.get("right")))


def multiple(options: Json, key: Json, body: Json) -> Fraction:
    """Right choices less wrong ones, of all right ones; never below nothing."""
    right = set(_texts(key.get("right")))
    chosen = set(_texts(body.get("choices")))
    earned = len(chosen & right) - len(chosen - right)
    return Fraction(max(earned, 0), len(right)) if right else NOTHING


def numeric(options: Json, key: Json, body: Json) -> Fraction:
    """Within the tolerance on either side, its ends included."""
    try:
        value = Decimal(str(key.get("value")))
        tolerance = abs(Decimal(str(key.get("tolerance") or 0)))
    except InvalidOperation:
        return NOTHING
    given = body.get("value")
    text = given if isinstance(given, str) else ""
    unit = str(options.get("unit") or "")
    return _right(any(abs(one - value) <= tolerance for one in readings(text, unit)))


def ordering(options: Json, key: Json, body: Json) -> Fraction:
    """Kendall's tau of the two orders; never below nothing. All parts must be there, once each."""
    order, given = _texts(key.get("order")), _texts(body.get("order"))
    if len(order) < 2 or sorted(order) != sorted(given) or len(set(order)) != len(order):
        return NOTHING
    place = {part: number for number, part in enumerate(given)}
    pairs = list(combinations(order, 2))
    agree = sum(place[before] < place[after] for before, after in pairs)
    return max(NOTHING, Fraction(2 * agree - len(pairs), len(pairs)))


def matching(options: Json, key: Json, body: Json) -> Fraction:
    """The share of pairs that are right."""
    right, given = key.get("pairs"), body.get("pairs")
    if not isinstance(right, dict) or not right or not isinstance(given, dict):
        return NOTHING
    return Fraction(sum(given.get(left) == one for left, one in right.items()), len(right))


def short(options: Json, key: Json, body: Json) -> Fraction:
    """Equal to one of the accepted answers, once both are folded."""
    exact, text = bool(key.get("exact_case")), body.get("text")
    if not isinstance(text, str):
        return NOTHING
    given = folded(text, exact_case=exact)
    accepted = {folded(one, exact_case=exact) for one in _texts(key.get("accept"))}
    return _right(bool(given) and given in accepted)


def essay(rubric: list[Any], marks: Mapping[int, Mapping[str, int]]) -> Fraction | None:
    """The share of the rubric's points: the mean of rounds 1 and 2, or round 3 alone.

    `marks` are levels by criterion, by round. None while a mark is missing.
    """
    most = sum(len(criterion["levels"]) - 1 for criterion in rubric)
    counted = [marks[3]] if 3 in marks else [marks[n] for n in (1, 2) if n in marks]
    if not most or (3 not in marks and len(counted) < 2):
        return None
    known = {criterion["key"]: len(criterion["levels"]) - 1 for criterion in rubric}
    points = sum(
        min(max(int(levels.get(name, 0)), 0), top)
        for levels in counted
        for name, top in known.items()
    )
    return Fraction(points, most * len(counted))


def _right(is_right: bool) -> Fraction:
    return ALL if is_right else NOTHING


def _texts(value: object) -> list[str]:
    """The texts of a list; whatever else a browser may send is left out."""
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


RULES: dict[str, Callable[[Json, Json, Json], Fraction]] = {
    "single": single,
    "multiple": multiple,
    "numeric": numeric,
    "ordering": ordering,
    "matching": matching,
    "short": short,
}
