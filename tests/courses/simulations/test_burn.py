"""The burn-up beside a week reads like one a person would draw."""

import pytest

from courses.runs.burn import Point, burn_up, round_step


@pytest.mark.parametrize(
    ("most", "step"),
    [(0.5, 1), (4.9, 1), (5, 2), (24, 5), (49, 10), (99, 20), (170, 50), (251, 100), (2600, 1000)],
)
def test_lines_stand_at_round_numbers_and_are_few(most: float, step: int) -> None:
    assert round_step(most) == step


def test_every_line_has_its_number_of_person_weeks() -> None:
    drawn = burn_up([Point(1, 14.2, 150.0), Point(2, 31.0, 158.0)], 14, "Two weeks in.")
    assert [n for n in (0, 50, 100, 150) if f">{n}</text>" in drawn] == [0, 50, 100, 150]
    assert drawn.count('class="burn-grid"') == 4


def test_a_run_that_was_told_nothing_has_a_frame() -> None:
    assert burn_up([], 14, "Nothing was told yet.").count('class="burn-grid"') == 2
