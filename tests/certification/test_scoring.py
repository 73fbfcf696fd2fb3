"""What an answer is worth, kind by kind, and what a paper adds up to."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certification.scoring import SCORER, Asked, Scale, scaled, score_paper, share
from institute.items.numbers import readings
from institute.items.rules import RULES, essay
from institute.items.words import folded

FOUR = {"choices": [{"id": one, "text": one.upper()} for one in "abcd"]}
RUBRIC = [
    {"key": "path", "name": "Path", "hint": "", "levels": ["No", "Part", "Yes"]},
    {"key": "why", "name": "Why", "hint": "", "levels": ["No", "Yes"]},
]
KEYS: dict[str, dict[str, Any]] = {
    "single": {"right": ["b"]},
    "multiple": {"right": ["a", "c"]},
    "numeric": {"value": "26", "tolerance": "0.5"},
    "ordering": {"order": ["c", "a", "b", "d"]},
    "matching": {"pairs": {"1": "x", "2": "y", "3": "z"}},
    "short": {"accept": ["critical path", "the critical path"], "exact_case": False},
}
RIGHT: dict[str, dict[str, Any]] = {
    "single": {"choice": "b"},
    "multiple": {"choices": ["c", "a"]},
    "numeric": {"value": "26"},
    "ordering": {"order": ["c", "a", "b", "d"]},
    "matching": {"pairs": {"1": "x", "2": "y", "3": "z"}},
    "short": {"text": "  The critical–path. "},
}
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=12,
)
NAMES = st.sampled_from(["choice", "choices", "value", "order", "pairs", "text"])


def worth(kind: str, body: object) -> Fraction:
    return share(kind, options=FOUR, key=KEYS[kind], body=body)


def asked(number: int, **fields: Any) -> Asked:
    known: dict[str, Any] = {
        "id": str(number),
        "kind": "single",
        "key": KEYS["single"],
        "options": FOUR,
        "points": Decimal(1),
        "domain": "risk",
    }
    return Asked(**(known | fields))


@pytest.mark.parametrize("kind", RULES)
def test_the_key_itself_earns_everything_and_nothing_earns_nothing(kind: str) -> None:
    assert worth(kind, RIGHT[kind]) == 1
    assert worth(kind, {}) == 0


@pytest.mark.parametrize(
    ("kind", "body", "earned"),
    [
        ("single", {"choice": "a"}, 0),
        ("multiple", {"choices": ["a"]}, "1/2"),
        ("multiple", {"choices": ["a", "b"]}, 0),
        ("multiple", {"choices": ["a", "c", "d"]}, "1/2"),
        ("multiple", {"choices": ["a", "b", "c", "d"]}, 0),
        ("multiple", {"choices": ["a", "a", "a"]}, "1/2"),
        ("numeric", {"value": "26.5"}, 1),
        ("numeric", {"value": "26,51"}, 0),
        ("numeric", {"value": "NaN"}, 0),
        ("ordering", {"order": ["a", "c", "b", "d"]}, "2/3"),
        ("ordering", {"order": ["d", "b", "a", "c"]}, 0),
        ("ordering", {"order": ["c", "a", "b"]}, 0),
        ("ordering", {"order": ["c", "c", "c", "c"]}, 0),
        ("matching", {"pairs": {"1": "x", "2": "x", "3": "z", "9": "y"}}, "2/3"),
        ("short", {"text": "critical chain"}, 0),
        ("short", {"text": "…"}, 0),
    ],
)
def test_partial_credit_follows_the_named_rule(kind: str, body: object, earned: str | int) -> None:
    assert worth(kind, body) == Fraction(earned)


@settings(max_examples=300)
@given(st.sampled_from(sorted(RULES)), ANY_JSON | st.dictionaries(NAMES, ANY_JSON))
def test_whatever_a_browser_sends_earns_between_nothing_and_all(kind: str, body: object) -> None:
    assert 0 <= worth(kind, body) <= 1


@given(st.permutations("cabd"))
def test_an_order_and_its_reverse_never_both_earn(order: list[str]) -> None:
    there = worth("ordering", {"order": order})
    back = worth("ordering", {"order": order[::-1]})

    assert min(there, back) == 0


@given(st.sets(st.sampled_from("abcd")), st.sampled_from("ac"))
def test_one_more_right_choice_never_costs(chosen: set[str], more: str) -> None:
    before = worth("multiple", {"choices": sorted(chosen)})

    assert worth("multiple", {"choices": sorted(chosen | {more})}) >= before


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,234.5", ["1234.5"]),
        ("1 234,5", ["1234.5"]),
        ("1\u202f234,50", ["1234.50"]),
        ("1.234,5", ["1234.5"]),
        ("1'234.5", ["1234.5"]),
        ("1,234", ["1234", "1.234"]),
        ("1,234,567", ["1234567"]),
        ("1.234.567", ["1234567"]),
        ("1,234,567.25", ["1234567.25"]),
        ("0.250", ["0.250"]),
        ("12,5", ["12.5"]),
        ("\u22123", ["-3"]),
        ("$ 3,450", ["3450", "3.450"]),
        ("26 days", ["26"]),
        ("26 day", ["26"]),
        ("２６", ["26"]),
        ("26 weeks", []),
        ("12,34,567", []),
        ("1e9", []),
        ("26 or 27", []),
        ("Infinity", []),
        ("", []),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, numbers: list[str]) -> None:
    assert readings(text, "days") == {Decimal(one) for one in numbers}


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from([",", " ", "\u00a0", "'", ""]))
def test_a_number_survives_its_thousands_separators(number: Decimal, gap: str) -> None:
    assert number in readings(f"{number:,}".replace(",", gap))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("R.A.C.I.", "raci"),
        ("Conway’s law", "Conways  Law"),
        ("go/no-go", "Go — no go"),
        ("échéancier", "Echeancier"),
        ("2.5", "2.5"),
        ("“Critical path”", "critical path"),
    ],
)
def test_short_answers_are_folded_to_their_words(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_folding_keeps_what_makes_a_difference() -> None:
    assert folded("2.5") != folded("25")
    assert folded("RACI", exact_case=True) != folded("raci", exact_case=True)


def test_essays_take_the_mean_of_two_marks_or_the_adjudicator_alone() -> None:
    first, second = {"path": 2, "why": 1}, {"path": 1, "why": 0}

    assert essay(RUBRIC, {1: first}) is None
    assert essay(RUBRIC, {1: first, 2: second}) == Fraction(4, 6)
    assert essay(RUBRIC, {1: first, 2: second, 3: {"path": 1, "why": 1}}) == Fraction(2, 3)
    assert essay(RUBRIC, {1: {"path": 99, "other": 5}, 2: {"path": -3}}) == Fraction(2, 6)


def test_only_questions_that_count_are_added_up() -> None:
    paper = [
        asked(1, body={"choice": "b"}, points=Decimal(2)),
        asked(2, body={"choice": "a"}, domain="teams"),
        asked(3, body={"choice": "b"}, scored=False),
    ]

    result = score_paper(paper, cut=Decimal("1.5"))

    assert (result.raw, result.maximum, result.passed) == (Decimal("2.00"), Decimal(3), True)
    assert result.domains["teams"] == {"raw": "0.00", "max": "1"}
    assert result.items["3"] == "1.00"
    assert result.percentage == Decimal("66.7")
    assert result.algorithm == SCORER


def test_an_essay_without_marks_is_missing_unless_it_is_empty() -> None:
    essay_of = {"kind": "essay", "key": {}, "rubric": RUBRIC, "points": Decimal(4)}
    written, empty = asked(1, body={"text": "Floats."}, **essay_of), asked(2, body={}, **essay_of)

    assert score_paper([written, empty]).missing == ("1",)
    marked = replace(written, marks={1: {"path": 2, "why": 1}, 2: {"path": 2, "why": 0}})
    assert score_paper([marked, empty]).raw == Decimal("3.33")


def test_a_ruling_credits_everybody_or_takes_the_question_out() -> None:
    paper = [asked(1, body={"choice": "a"}), asked(2, body={"choice": "b"})]

    credited = score_paper([replace(paper[0], ruling="credit"), paper[1]])
    without = score_paper([replace(paper[0], ruling="exclude"), paper[1]])

    assert [credited.raw, credited.maximum] == [Decimal(2), Decimal(2)]
    assert [without.raw, without.maximum] == [Decimal(1), Decimal(1)]


def test_the_scale_has_the_cut_at_500_and_everything_at_800() -> None:
    assert scaled(Decimal(40), Decimal(60), Decimal(40)) == 500
    assert scaled(Decimal("39.99"), Decimal(60), Decimal(40)) == 499
    assert scaled(Decimal(60), Decimal(60), Decimal(40)) == 800
    assert scaled(Decimal(0), Decimal(60), Decimal(40)) == 200
    assert scaled(Decimal(30), Decimal(60), None) == 500
    assert Scale(Decimal(0)).at(Decimal(0)) == 200
    assert Scale(Decimal(10), Decimal(10)).at(Decimal(9)) == 200


@settings(max_examples=100)
@given(st.integers(1, 8000), st.data())
def test_more_points_never_lower_the_scaled_score(maximum: int, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, maximum))
    low, high = sorted(data.draw(st.tuples(*[st.integers(0, maximum)] * 2)))
    scale = Scale(Decimal(maximum) / 100, Decimal(cut) / 100)

    at_low, at_high = scale.at(Decimal(low) / 100), scale.at(Decimal(high) / 100)
    assert 200 <= at_low <= at_high <= 800
    assert (at_high >= 500) == (high >= cut)


def test_the_hash_tells_every_change_of_what_went_in_and_nothing_else() -> None:
    paper = [asked(1, body={"choice": "b"}), asked(2, body={"choice": "é"})]
    first = score_paper(paper, cut=Decimal(1)).inputs_hash

    assert score_paper(paper[::-1], cut=Decimal("1.00")).inputs_hash == first
    others = [
        score_paper(paper, cut=Decimal(2)),
        score_paper(paper, cut=None),
        score_paper([replace(paper[0], body={"choice": "a"}), paper[1]], cut=Decimal(1)),
        score_paper([replace(paper[0], key={"right": ["a"]}), paper[1]], cut=Decimal(1)),
        score_paper([replace(paper[0], ruling="credit"), paper[1]], cut=Decimal(1)),
        score_paper([replace(paper[0], marks={1: {"path": 1}}), paper[1]], cut=Decimal(1)),
    ]
    hashes = {one.inputs_hash for one in others}
    assert len(hashes) == len(others)
    assert first not in hashes
