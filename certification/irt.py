"""Made-up candidates who answer as real ones would: the two-parameter logistic model, from a seed.

Birnbaum (1968), in Lord and Novick, Statistical Theories of Mental Test Scores. P(right) =
1 / (1 + exp(-a (θ - b))), θ and b on the standard normal scale. The same seed gives the same
answers on every machine; results are marked as demo by whoever stores them.
"""

import hashlib
import random
from collections.abc import Mapping
from dataclasses import dataclass
from math import exp
from typing import Any

Body = dict[str, Any]


@dataclass(frozen=True)
class Question:
    """What a made-up candidate meets: its kind, options and key, how hard and how sharp it is."""

    key: str
    kind: str
    options: Mapping[str, Any]
    answer: Mapping[str, Any]
    hardness: float
    sharpness: float


def stream(*parts: object) -> random.Random:
    """A source of chance that these parts fix."""
    text = "\x1f".join(map(str, parts))
    return random.Random(int.from_bytes(hashlib.sha256(text.encode()).digest()[:16]))  # noqa: S311


def question(seed: str, key: str, kind: str, options: Any, answer: Any, level: str) -> Question:
    """Parameters for an item, drawn once per seed and key: harder levels are harder items."""
    chance = stream(seed, "item", key)
    centre = {"recall": -0.9, "apply": -0.35, "analyse": 0.2}.get(level, 0.0)
    return Question(
        key, kind, options, answer, chance.gauss(centre, 0.7), chance.lognormvariate(0.05, 0.3)
    )


def ability(seed: str, person: str, *, mean: float = 0.35, sd: float = 0.9) -> float:
    """θ of a person: candidates chose to come, so they stand a little above the middle."""
    return stream(seed, "person", person).gauss(mean, sd)


def chance_right(theta: float, one: Question) -> float:
    """The probability of a right answer."""
    return 1 / (1 + exp(-one.sharpness * (theta - one.hardness)))


def answer(seed: str, person: str, theta: float, one: Question) -> Body:
    """What this person answers; now and then nothing."""
    chance = stream(seed, "answer", person, one.key)
    if chance.random() < 0.015:
        return {}
    is_right = chance.random() < chance_right(theta, one)
    return ANSWERS[one.kind](one, is_right, chance)


def _choices(one: Question) -> list[str]:
    return [choice["id"] for choice in one.options["choices"]]


def _single(one: Question, is_right: bool, chance: random.Random) -> Body:
    right = list(one.answer["right"])
    wrong = [choice for choice in _choices(one) if choice not in right]
    if is_right or not wrong:
        return {"choice": right[0]}
    # One distractor draws most of those who are wrong, as in real data.
    weights = [3.0 if n == hash_of(one.key) % len(wrong) else 1.0 for n in range(len(wrong))]
    return {"choice": chance.choices(wrong, weights)[0]}


def _multiple(one: Question, is_right: bool, chance: random.Random) -> Body:
    chosen = set(one.answer["right"])
    if not is_right:
        chosen ^= {chance.choice(_choices(one))}
        if chance.random() < 0.4:
            chosen ^= {chance.choice(_choices(one))}
    return {"choices": sorted(chosen)} if chosen else {}


def _numeric(one: Question, is_right: bool, chance: random.Random) -> Body:
    value = str(one.answer["value"])
    if is_right:
        return {"value": value}
    off = chance.choice([-4, -3, -2, 2, 3, 5])
    return {"value": f"{float(value) + off * max(1.0, abs(float(value)) * 0.04):g}"}


def _ordering(one: Question, is_right: bool, chance: random.Random) -> Body:
    order = list(one.answer["order"])
    for _ in range(0 if is_right else chance.choice([1, 1, 2, 3])):
        at = chance.randrange(len(order) - 1)
        order[at], order[at + 1] = order[at + 1], order[at]
    return {"order": order}


def _matching(one: Question, is_right: bool, chance: random.Random) -> Body:
    pairs = dict(one.answer["pairs"])
    if not is_right and len(pairs) > 1:
        first, second = chance.sample(sorted(pairs), 2)
        pairs[first], pairs[second] = pairs[second], pairs[first]
    return {"pairs": pairs}


def _short(one: Question, is_right: bool, chance: random.Random) -> Body:
    accepted = list(one.answer["accept"])
    near = ["the plan", "a risk", "the schedule", "scope", "a stakeholder", "not sure"]
    return {"text": chance.choice(accepted if is_right else near)}


def hash_of(text: str) -> int:
    """A number for a text that is the same in every process."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4])


ANSWERS = {
    "single": _single,
    "multiple": _multiple,
    "numeric": _numeric,
    "ordering": _ordering,
    "matching": _matching,
    "short": _short,
}
