"""The arithmetic of a panel, and the generator of made-up candidates."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from certification import irt
from certification.scoring import share
from certification.standards import opinions, own_cut, verdict

POINTS = {1: Decimal(1), 2: Decimal(1), 3: Decimal(4)}


def test_a_cut_score_is_the_sum_of_what_just_enough_earns() -> None:
    assert own_cut({1: 60, 2: 45, 3: 50}, POINTS) == Decimal("3.05")


def test_the_panel_says_its_mean_with_the_error_of_its_spread() -> None:
    """Cuts 3, 4 and 5: mean 4, sd 1, standard error 1 / √3."""
    ratings = {7: {1: 50, 2: 50, 3: 50}, 8: {1: 50, 2: 50, 3: 75}, 9: {1: 50, 2: 50, 3: 100}}

    said = verdict(ratings, POINTS)

    assert said is not None
    assert (said.panellists, said.mean, said.se) == (3, Decimal("4.00"), Decimal("0.58"))
    assert (said.low, said.high) == (Decimal("3.42"), Decimal("4.58"))


def test_who_has_not_rated_everything_has_no_say_and_one_voice_is_none() -> None:
    whole, part = {1: 50, 2: 50, 3: 50}, {1: 90}

    assert verdict({7: whole, 8: part}, POINTS) is None
    said = verdict({7: whole, 8: part, 9: whole}, POINTS)
    assert said is not None
    assert (said.panellists, said.se) == (2, Decimal("0.00"))


def test_questions_the_panel_sees_apart_are_pointed_out() -> None:
    found = opinions({7: {1: 40, 2: 60}, 8: {1: 70, 2: 65}}, [1, 2, 3])

    assert (found[1].mean, found[1].is_disputed) == (55.0, True)
    assert not found[2].is_disputed
    assert 3 not in found


FOUR = {"choices": [{"id": choice} for choice in "abcd"]}
QUESTIONS = [
    irt.question("s", "a", "single", FOUR, {"right": ["b"]}, "apply"),
    irt.question("s", "b", "multiple", FOUR, {"right": ["a", "c"]}, "apply"),
    irt.question("s", "c", "numeric", {}, {"value": "26", "tolerance": "0"}, "recall"),
    irt.question("s", "d", "ordering", {}, {"order": ["c", "a", "b"]}, "analyse"),
    irt.question("s", "e", "matching", {}, {"pairs": {"1": "x", "2": "y"}}, "apply"),
    irt.question("s", "f", "short", {}, {"accept": ["critical path"]}, "recall"),
]


def worth(one: irt.Question, person: str, theta: float) -> float:
    body = irt.answer("s", person, theta, one)
    return float(share(one.kind, options=one.options, key=one.answer, body=body))


def test_made_up_candidates_answer_the_same_each_time() -> None:
    first = [irt.answer("s", "p", 0.1, one) for one in QUESTIONS]

    assert first == [irt.answer("s", "p", 0.1, one) for one in QUESTIONS]
    assert irt.ability("s", "p") == irt.ability("s", "p") != irt.ability("t", "p")


def test_the_able_earn_more_on_every_kind_of_question() -> None:
    for one in QUESTIONS:
        weak = sum(worth(one, f"p{n}", -2.5) for n in range(200))
        strong = sum(worth(one, f"p{n}", 2.5) for n in range(200))
        assert strong > weak + 40, one.kind


@given(st.floats(-6, 6), st.floats(-6, 6))
def test_the_chance_of_a_right_answer_rises_with_ability(one: float, other: float) -> None:
    low, high = sorted((one, other))

    assert irt.chance_right(low, QUESTIONS[0]) <= irt.chance_right(high, QUESTIONS[0])
