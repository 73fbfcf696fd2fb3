"""The funnel: shares worked out by hand, words for those who cannot see it, nothing unescaped."""

import re

from django.template import Context, Template

from institute.figures.columns import Column, columns
from institute.figures.funnels import Stage, percent, steps, weakest

STAGES = [Stage("Asked", 8), Stage("Reached", 6), Stage("Qualified", 2), Stage("Enrolled", 1)]


def drawn(stages: list[Stage]) -> str:
    source = '{% load figures %}{% funnel stages "last week" %}'
    return Template(source).render(Context({"stages": stages}))


def test_each_share_is_of_the_stage_before() -> None:
    assert [step.percent for step in steps(STAGES)] == [None, 75, 33, 50]


def test_halves_are_rounded_up_and_nothing_has_no_share() -> None:
    assert (percent(1, 8), percent(3, 8), percent(5, 0)) == (13, 38, None)


def test_the_weakest_step_loses_the_greatest_part() -> None:
    assert weakest(STAGES) == (STAGES[1], STAGES[2], 33)
    assert weakest([Stage("Asked", 0), Stage("Reached", 0)]) is None


def test_the_drawing_tells_its_figures_in_words() -> None:
    words = "Funnel, last week: 8 asked, 6 reached, 2 qualified, 1 enrolled."

    assert f'aria-label="{words}"' in drawn(STAGES)
    assert "style=" not in drawn(STAGES)


def test_bars_keep_the_proportions() -> None:
    heights = [float(h) for h in re.findall(r'<rect[^>]+ height="([\d.]+)"', drawn(STAGES))]

    assert heights == [84.0, 63.0, 21.0, 10.5]


def test_a_funnel_of_nobody_is_drawn_flat() -> None:
    empty = drawn([Stage("<i>", 0), Stage("b", 0)])

    assert 'height="0.0"' in empty
    assert "<i>" not in empty


def test_columns_stack_and_keep_the_proportions() -> None:
    bars = [Column("2 Nov", 3, 1, "75%"), Column("9 Nov", 0, 0), Column("<i>", 2)]
    drawing = columns(bars, "In time, week by week: 3 of 4.", target=2, goal="Goal")

    heights = re.findall(r'<rect class="(\S+)"[^>]+ height="([\d.]+)"', drawing)
    # the tallest column of four takes the whole 114
    assert heights == [("col-solid", "85.5"), ("col-hollow", "28.5"), ("col-solid", "57.0")]
    assert 'y1="83.0"' in drawing
    assert "75%" in drawing
    assert "<i>" not in drawing


def test_columns_of_nothing_are_a_line() -> None:
    assert "<rect" not in columns([Column("2 Nov", 0)], "Nothing.")
    assert "<rect" not in columns([], "Nothing.")


def test_a_year_of_weeks_is_labelled_now_and_then() -> None:
    drawing = columns([Column(f"week {number}", 1) for number in range(53)], "A year.")

    assert drawing.count("<text") == 9
