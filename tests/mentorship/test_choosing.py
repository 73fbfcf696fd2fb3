"""Which question comes next: weakest criterion first, kinds in balance, no two lists alike."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from mentorship.rubrics import Candidate, choose, weakest_first

ORDER = ["execution", "risk", "metrics"]
BANK = [
    Candidate(f"{criterion}-{kind}-{number}", criterion, kind)
    for criterion in ORDER
    for kind in ("case", "technical")
    for number in range(4)
]
banks = st.lists(
    st.builds(
        Candidate,
        key=st.text("abcdef", min_size=1, max_size=6),
        criterion=st.sampled_from(ORDER),
        kind=st.sampled_from(["case", "technical", "behavioural"]),
    ),
    unique_by=lambda one: one.key,
    max_size=40,
)


def test_what_was_never_judged_comes_before_a_low_level_and_equals_keep_their_order() -> None:
    assert weakest_first(ORDER, {"execution": 2, "metrics": 2}) == ["risk", "execution", "metrics"]


def test_the_weakest_criterion_is_asked_twice_before_any_other_is() -> None:
    chosen = choose(BANK, criteria=["risk", "metrics", "execution"], number=4)

    assert Counter(one.criterion for one in chosen) == {"risk": 2, "metrics": 1, "execution": 1}
    assert chosen[0].criterion == "risk"


def test_the_kind_that_was_asked_least_comes_first() -> None:
    (chosen,) = choose(BANK, criteria=ORDER, number=1, seen={"case": 3, "technical": 1})

    assert chosen.kind == "technical"


def test_two_students_do_not_hear_the_same_list() -> None:
    lists = {
        tuple(one.key for one in choose(BANK, criteria=ORDER, number=6, seed=str(student)))
        for student in range(10)
    }

    assert len(lists) > 5


@given(banks, st.integers(0, 12), st.text(max_size=3))
def test_as_many_as_there_are_and_none_twice(bank: list[Candidate], number: int, seed: str) -> None:
    chosen = choose(bank, criteria=ORDER, number=number, seed=seed)

    assert len(chosen) == min(number, len(bank))
    assert len({one.key for one in chosen}) == len(chosen)
    assert chosen == choose(bank[::-1], criteria=ORDER, number=number, seed=seed)
