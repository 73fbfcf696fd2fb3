"""A whole paper: points by question, raw and scaled total, by domain, and what all went in."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from certification.scoring.versions import SCORER
from institute.items import rules

CENT = Decimal("0.01")
LOWEST, AT_CUT, HIGHEST = 200, 500, 800
BY_PEOPLE = "essay"


@dataclass(frozen=True)
class Asked:
    """One question of a paper with its answer, and the marks people gave it by round."""

    id: str
    kind: str
    key: Mapping[str, Any]
    options: Mapping[str, Any]
    points: Decimal
    domain: str
    body: object = None
    scored: bool = True
    rubric: list[Any] = field(default_factory=list)
    marks: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    ruling: str = ""

    @property
    def is_unanswered(self) -> bool:
        text = self.body.get("text") if isinstance(self.body, dict) else None
        return not self.body or (isinstance(text, str) and not text.strip())


@dataclass(frozen=True)
class Result:
    """What a paper is worth. `items` has unscored questions too; totals do not."""

    raw: Decimal
    maximum: Decimal
    scaled: int
    passed: bool | None
    domains: dict[str, dict[str, str]]
    items: dict[str, str]
    missing: tuple[str, ...]
    algorithm: str
    inputs_hash: str

    @property
    def percentage(self) -> Decimal:
        """Of all scored points, to one decimal, halves up."""
        share = 100 * self.raw / self.maximum if self.maximum else Decimal(0)
        return share.quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Scale:
    """The line that turns raw points into 200 to 800.

    Linear through two fixed points (Kolen and Brennan 2014, Test Equating, Scaling, and Linking,
    section 9.2): the cut score is 500 and every point is 800, so that 500 passes on every form
    however hard it is. Below 200 the line is cut off. Before a cut score is set, nothing is 200.
    """

    maximum: Decimal
    cut: Decimal | None = None

    def at(self, raw: Decimal) -> int:
        """Rounded down, so that no raw score below the cut reads as 500."""
        if self.maximum <= 0:
            return LOWEST
        low, start = (LOWEST, Decimal(0)) if self.cut is None else (AT_CUT, self.cut)
        if raw >= self.maximum:
            return HIGHEST
        if start >= self.maximum:
            return LOWEST
        slope = Fraction(HIGHEST - low) / (Fraction(self.maximum) - Fraction(start))
        exact = low + slope * (Fraction(raw) - Fraction(start))
        return max(LOWEST, exact.numerator // exact.denominator)


def scaled(raw: Decimal, maximum: Decimal, cut: Decimal | None) -> int:
    """The raw score on the scale of 200 to 800."""
    return Scale(maximum, cut).at(raw)


def score_paper(paper: Sequence[Asked], *, cut: Decimal | None = None, form: str = "") -> Result:
    """Score every question and add up those that count. The same inputs give the same result."""
    shares = {one.id: earned(one) for one in paper}
    points = {one.id: _points(one, shares[one.id]) for one in paper}
    counted = [one for one in paper if one.scored and one.ruling != "exclude"]
    raw = sum((points[one.id] for one in counted), Decimal(0))
    maximum = sum((one.points for one in counted), Decimal(0))
    return Result(
        raw=raw,
        maximum=maximum,
        scaled=scaled(raw, maximum, cut),
        passed=None if cut is None else raw >= cut,
        domains=_domains(counted, points),
        items={one: str(given) for one, given in points.items()},
        missing=tuple(one.id for one in counted if shares[one.id] is None),
        algorithm=SCORER,
        inputs_hash=digest(paper, cut=cut, form=form),
    )


def earned(one: Asked) -> Fraction | None:
    """The share of its points; None while somebody has to mark it. Nothing earns nothing."""
    if one.ruling == "credit":
        return rules.ALL
    if one.kind != BY_PEOPLE:
        return rules.share(one.kind, options=one.options, key=one.key, body=one.body)
    given = rules.essay(one.rubric, one.marks)
    return rules.NOTHING if given is None and one.is_unanswered else given


def _points(one: Asked, share: Fraction | None) -> Decimal:
    """To a hundredth of a point, halves up."""
    exact = Fraction(one.points) * (share or 0)
    part = Decimal(exact.numerator) / Decimal(exact.denominator)
    return part.quantize(CENT, ROUND_HALF_UP)


def _domains(counted: Iterable[Asked], points: Mapping[str, Decimal]) -> dict[str, dict[str, str]]:
    sums: dict[str, list[Decimal]] = {}
    for one in counted:
        of_domain = sums.setdefault(one.domain, [Decimal(0), Decimal(0)])
        of_domain[0] += points[one.id]
        of_domain[1] += one.points
    return {name: {"raw": str(raw), "max": str(most)} for name, (raw, most) in sums.items()}


def digest(paper: Sequence[Asked], *, cut: Decimal | None, form: str) -> str:
    """SHA-256 of the canonical JSON of everything that went in: keys sorted, no spaces, UTF-8."""
    inputs = {
        "algorithm": SCORER,
        "form": form,
        "cut": None if cut is None else _plain(cut),
        "paper": [_inputs(one) for one in sorted(paper, key=lambda one: one.id)],
    }
    text = json.dumps(inputs, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _inputs(one: Asked) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "key": one.key,
        "options": one.options,
        "points": _plain(one.points),
        "domain": one.domain,
        "body": one.body,
        "scored": one.scored,
        "rubric": one.rubric,
        "marks": {str(number): dict(levels) for number, levels in one.marks.items()},
        "ruling": one.ruling,
    }


def _plain(value: Decimal) -> str:
    """1, 1.0 and 1.00 are one number."""
    return str(value.quantize(CENT, ROUND_FLOOR)) if value == value.quantize(CENT) else str(value)
