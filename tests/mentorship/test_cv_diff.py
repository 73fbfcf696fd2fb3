"""Two versions of a CV, line by line and word by word."""

from hypothesis import given
from hypothesis import strategies as st

from mentorship.cv_diff import Part, Row, follow, marked, match, rows
from tests.mentorship.cv_making import BETTER, LINES

texts = st.lists(st.text("ab cd", min_size=1, max_size=12), max_size=14)


def _row(found: list[Row], *, new: int | None = None, old: int | None = None) -> Row:
    return next(row for row in found if (new and row.new == new) or (old and row.old == old))


def test_a_line_that_was_rewritten_stands_beside_what_it_was() -> None:
    row = _row(rows(LINES, BETTER), new=8)

    assert (row.fate, row.old) == ("changed", 7)
    assert Part("Responsible for the migration of", True) in row.before
    assert "".join(part.text for part in row.after) == BETTER[7]


def test_words_that_stayed_are_not_marked() -> None:
    before, after = marked("Led the failover of 3 regions.", "Led the failover of 4 regions early.")

    assert [part.text for part in before if part.marked] == ["3"]
    assert [part.text for part in after if part.marked] == ["4", " early"]


def test_a_line_that_is_gone_stands_where_it_stood() -> None:
    found = rows(LINES, BETTER)
    gone = _row(found, old=8)

    assert gone.fate == "gone"
    assert found.index(gone) in {
        found.index(_row(found, new=8)) + 1,
        found.index(_row(found, new=9)) - 1,
        found.index(_row(found, new=7)) - 1,
    }


def test_a_line_that_only_moved_has_not_changed() -> None:
    old = ["Skills", "SQL and Jira", "Experience", "Northwind", "Harbour"]
    new = ["Experience", "Northwind", "Harbour", "Skills", "SQL and Jira"]
    matching = match(old, new)

    assert matching.fate(2) == "moved"
    assert follow(matching, 2, 2).start == 5
    assert not follow(matching, 2, 2).changed


def test_a_comment_follows_its_lines_when_others_come_before_them() -> None:
    new = ["Profile", "Two lines more", *LINES]

    landing = follow(match(LINES, new), 7, 8)

    assert (landing.start, landing.end, landing.changed) == (9, 10, False)


def test_a_comment_on_a_line_that_was_rewritten_lands_on_it() -> None:
    landing = follow(match(LINES, BETTER), 7, 7)

    assert (landing.start, landing.end, landing.changed) == (8, 8, True)


def test_a_comment_on_a_line_that_is_gone_lands_nowhere() -> None:
    landing = follow(match(LINES, BETTER), 8, 8)

    assert (landing.start, landing.end, landing.changed) == (None, None, True)


def test_two_versions_that_are_the_same_show_nothing() -> None:
    assert {row.fate for row in rows(LINES, LINES)} == {"same"}


@given(texts, texts)
def test_each_line_of_either_version_is_told_once(old: list[str], new: list[str]) -> None:
    found = rows(old, new)

    assert sorted(row.old for row in found if row.old) == list(range(1, len(old) + 1))
    assert [row.new for row in found if row.new] == list(range(1, len(new) + 1))


@given(texts, texts)
def test_the_words_of_both_versions_can_be_read_back(old: list[str], new: list[str]) -> None:
    for row in rows(old, new):
        if row.old:
            assert "".join(part.text for part in row.before) == old[row.old - 1]
        if row.new:
            assert "".join(part.text for part in row.after) == new[row.new - 1]


@given(texts, texts)
def test_no_line_is_paired_twice(old: list[str], new: list[str]) -> None:
    pairs = match(old, new).new_of

    assert len(set(pairs.values())) == len(pairs)


def test_the_longest_cv_is_compared_while_one_waits() -> None:
    import time

    old = [f"Led programme {n % 40} across {n % 7} teams and shipped it" for n in range(600)]
    new = [f"Led programme {n % 37} across {n % 5} teams and delivered it" for n in range(600)]
    began = time.process_time()

    rows(old, new)

    assert time.process_time() - began < 3
