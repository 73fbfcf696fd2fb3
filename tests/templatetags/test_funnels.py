"""The funnel: shares worked out by hand, words for those who cannot see it, nothing unescaped."""

import re

from django.template import Context, Template

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
