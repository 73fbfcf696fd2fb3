"""How a mentor marks beside peers: where they judged the same, and shy about little."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.rubrics import HALFWAY, Mark, Offset, leniency

marks = st.lists(
    st.builds(
        Mark,
        mentor=st.integers(1, 4),
        student=st.integers(1, 5),
        criterion=st.sampled_from(["risk", "metrics"]),
        level=st.integers(1, 4),
    ),
    max_size=60,
)


def test_a_kinder_mentor_stands_above_and_the_other_below() -> None:
    found = leniency([Mark(1, 7, "risk", 4), Mark(2, 7, "risk", 2)])

    assert (found[1].raw, found[2].raw) == (2, -2)


def test_a_mentor_nobody_shares_a_student_with_is_not_compared() -> None:
    assert leniency([Mark(1, 7, "risk", 4), Mark(2, 8, "risk", 2)]) == {}


def test_another_criterion_of_the_same_student_is_not_compared() -> None:
    assert leniency([Mark(1, 7, "risk", 4), Mark(2, 7, "metrics", 2)]) == {}


@pytest.mark.parametrize(
    ("compared", "students", "enough"), [(4, 4, False), (5, 2, True), (6, 1, False)]
)
def test_little_is_kept_to_ourselves(compared: int, students: int, enough: bool) -> None:
    assert Offset(0.5, compared, students).is_enough is enough


def test_a_dozen_comparisons_are_believed_halfway() -> None:
    assert Offset(1.0, HALFWAY, 4).shown == 0.5


@given(marks)
def test_what_is_shown_lies_between_nothing_and_what_was_measured(given_: list[Mark]) -> None:
    for offset in leniency(given_).values():
        assert abs(offset.shown) <= abs(offset.raw) <= 3
        assert offset.shown * offset.raw >= 0
        assert 1 <= offset.students <= offset.compared


@given(marks)
def test_the_order_of_the_marks_does_not_matter(given_: list[Mark]) -> None:
    assert leniency(given_).keys() == leniency(given_[::-1]).keys()
    for mentor, offset in leniency(given_[::-1]).items():
        assert isclose(offset.raw, leniency(given_)[mentor].raw, abs_tol=1e-9)


@given(marks, st.integers(1, 4), st.integers(1, 5))
def test_a_mentor_who_marks_all_higher_stands_higher_by_as_much(
    given_: list[Mark], mentor: int, more: int
) -> None:
    higher = [
        Mark(one.mentor, one.student, one.criterion, one.level + more * (one.mentor == mentor))
        for one in given_
    ]
    before, after = leniency(given_), leniency(higher)

    assert before.keys() == after.keys()
    if mentor in before:
        assert isclose(after[mentor].raw, before[mentor].raw + more, abs_tol=1e-9)


@given(marks)
def test_two_mentors_who_judged_the_same_mirror_each_other(given_: list[Mark]) -> None:
    two = leniency(one for one in given_ if one.mentor <= 2)

    if two:
        assert isclose(two[1].raw, -two[2].raw, abs_tol=1e-9)
