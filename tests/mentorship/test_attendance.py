"""The verdict on who came, for everything two people may say and do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.attendance import Ending, Mark, Side, ending

sides = st.builds(
    Side, says=st.none() | st.sampled_from(Mark), came=st.booleans(), said_late=st.booleans()
)
MIRROR = {
    Ending.MISS_STUDENT: Ending.MISS_MENTOR,
    Ending.MISS_MENTOR: Ending.MISS_STUDENT,
}
PRESENT, LATE, ABSENT = Mark.PRESENT, Mark.LATE, Mark.ABSENT
NOBODY = Side()


@given(sides, sides, st.booleans())
def test_both_sides_are_judged_alike(one: Side, other: Side, waited: bool) -> None:
    there = ending(one, other, waited=waited)
    back = ending(other, one, waited=waited)

    assert back == (MIRROR.get(there, there) if there else None)


@given(sides, sides, st.booleans())
def test_who_came_is_never_said_to_have_missed_it(
    student: Side, mentor: Side, waited: bool
) -> None:
    found = ending(student, mentor, waited=waited)

    assert not (found == Ending.MISS_STUDENT and student.came)
    assert not (found == Ending.MISS_MENTOR and mentor.came)


@given(sides, sides, st.booleans())
def test_nobody_is_missed_but_by_the_other_sides_word(
    student: Side, mentor: Side, waited: bool
) -> None:
    found = ending(student, mentor, waited=waited)

    assert found != Ending.MISS_STUDENT or (mentor.missed and not student.says)
    assert found != Ending.MISS_MENTOR or (student.missed and not mentor.says)


@given(sides, sides)
def test_after_the_wait_there_is_always_an_end(student: Side, mentor: Side) -> None:
    assert ending(student, mentor, waited=True) is not None


@given(sides, sides)
def test_waiting_only_ever_adds_an_end(student: Side, mentor: Side) -> None:
    early = ending(student, mentor, waited=False)

    assert early is None or early == ending(student, mentor, waited=True)


@given(sides, sides, st.booleans())
def test_staff_see_only_what_contradicts(student: Side, mentor: Side, waited: bool) -> None:
    found = ending(student, mentor, waited=waited)

    said = [one for one in (student, mentor) if one.missed]
    if found == Ending.DISPUTE:
        assert said
        assert (student.says and mentor.says) or student.came or mentor.came
    if student.says and mentor.says and said:
        assert found == Ending.DISPUTE


@given(sides, sides, st.booleans())
def test_who_announced_to_be_late_is_not_missed_before_they_could_speak(
    student: Side, mentor: Side, waited: bool
) -> None:
    if ending(student, mentor, waited=waited) == Ending.MISS_STUDENT and student.said_late:
        assert waited


@pytest.mark.parametrize(
    ("student", "mentor", "waited", "expected"),
    [
        (Side(PRESENT), Side(LATE), False, Ending.COMPLETE),
        (Side(ABSENT), Side(ABSENT), False, Ending.DISPUTE),
        (Side(PRESENT), Side(ABSENT), False, Ending.DISPUTE),
        (Side(PRESENT), NOBODY, False, None),
        (Side(PRESENT), NOBODY, True, Ending.COMPLETE),
        (Side(ABSENT, came=True), NOBODY, False, Ending.MISS_MENTOR),
        (Side(ABSENT), NOBODY, False, None),
        (Side(ABSENT), NOBODY, True, Ending.MISS_MENTOR),
        (Side(ABSENT, came=True), Side(came=True), False, None),
        (Side(ABSENT, came=True), Side(came=True), True, Ending.DISPUTE),
        (Side(ABSENT, came=True), Side(said_late=True), False, None),
        (Side(ABSENT, came=True), Side(said_late=True), True, Ending.MISS_MENTOR),
        (NOBODY, Side(ABSENT, came=True), False, Ending.MISS_STUDENT),
        (Side(came=True), NOBODY, True, Ending.COMPLETE),
        (NOBODY, NOBODY, False, None),
    ],
)
def test_the_table(student: Side, mentor: Side, waited: bool, expected: Ending | None) -> None:
    assert ending(student, mentor, waited=waited) == expected
