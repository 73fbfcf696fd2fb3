"""What the drawing tags promise: words with shapes, nothing unescaped, nothing inline."""

import re
from datetime import date
from itertools import pairwise

import pytest
from django.template import Context, Template, TemplateSyntaxError

from institute.figures.calendars import Axis, Bar, Row
from institute.figures.icons import ICONS
from institute.figures.plans import Plan, Task
from institute.figures.seals import seal

EVIL = '<script>"&'
PLAN = Plan(
    "evil",
    EVIL,
    (EVIL,),
    (Task("a", EVIL, EVIL, 2), Task("b", EVIL, EVIL, 0, ("a",)), Task("c", EVIL, EVIL, 1)),
    note=(EVIL,),
)


def drawn(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    "source",
    [
        "{% network plan %}",
        "{% seal evil %}",
        "{% status 'now' evil %}",
        "{% path steps %}",
        "{% gantt rows 12 %}",
        "{% initials evil 'learn' %}",
        "{% json_ld data %}",
    ],
)
def test_words_are_escaped_and_nothing_breaks_the_policy(source: str) -> None:
    rows = [Row((Bar(1, 2, EVIL, EVIL, EVIL),), EVIL)]
    steps = [{"label": EVIL, "meta": EVIL, "state": "now"}]

    html = drawn(source, plan=PLAN, evil=EVIL, steps=steps, rows=rows, data={"name": EVIL})

    assert "<script>" not in html.replace('<script type="application/ld+json">', "")
    assert not re.search(r"<[^>]* (style|on\w+)=", html)


def test_a_plan_has_a_title_and_a_description_in_words() -> None:
    html = drawn("{% network plan %}", plan=PLAN)

    assert 'role="img" aria-labelledby="evil-t evil-d"' in html
    assert "2 weeks in 1 lane." in html


def test_the_critical_task_is_drawn_on_gold_and_the_other_is_not() -> None:
    html = drawn("{% network plan %}", plan=PLAN)

    assert html.count('class="task-c"') == 1
    assert html.count('class="task"') == 1


def test_every_icon_is_decoration() -> None:
    for name in ICONS:
        assert 'aria-hidden="true"' in drawn("{% icon name %}", name=name)


def test_a_seal_is_the_same_for_the_same_certificate_only() -> None:
    assert seal("TI-26-0418-7KQ") == seal("TI-26-0418-7KQ")
    assert seal("TI-26-0418-7KQ") != seal("TI-26-0418-7KR")


def test_an_unknown_status_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError):
        drawn("{% status 'great' 'Great' %}")


@pytest.mark.parametrize(("taken", "total", "squares"), [(18, 24, 24), (30, 24, 24), (0, 40, 40)])
def test_every_seat_has_its_square(taken: int, total: int, squares: int) -> None:
    html = drawn("{% seats taken total %}", taken=taken, total=total)

    assert html.count("<i") == squares
    assert html.count('class="t"') == min(taken, total)


def test_a_hall_is_not_drawn_seat_by_seat() -> None:
    assert drawn("{% seats 10 200 %}") == ""


def test_a_step_says_in_words_that_it_is_done() -> None:
    html = drawn("{% path steps %}", steps=[{"label": "Framing", "meta": "87", "state": "done"}])

    assert '<span class="visually-hidden">, done</span>' in html


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Noémie Gagnon-Whitford", "NW"), ("Cher", "C"), ("Ana de la Cruz", "AC"), ("", "")],
)
def test_initials_come_from_the_first_and_the_last_name(name: str, letters: str) -> None:
    assert f">{letters}</span>" in drawn("{% initials name %}", name=name)


def test_a_bar_is_cut_where_the_axis_ends() -> None:
    axis = Axis(date(2027, 1, 6))  # a Wednesday: the axis begins on Monday the 4th

    assert axis.bar(date(2026, 12, 1), date(2027, 1, 12)) == Bar(1, 2)
    assert axis.bar(date(2027, 6, 28), date(2027, 9, 1)) == Bar(26, 1)
    assert axis.bar(date(2027, 9, 1), date(2027, 10, 1)) is None


def test_the_months_cover_the_axis_without_overlap() -> None:
    months = list(Axis(date(2027, 1, 4)).months())

    assert [month.text for month in months] == ["Jan", "Feb", "Mar", "Apr", "May", "Jun"]
    assert all(a.start + a.span <= b.start for a, b in pairwise(months))


def test_structured_data_cannot_end_its_element() -> None:
    assert "</script><" not in drawn("{% json_ld data %}", data={"name": "</script><b>"})


def test_a_bar_with_an_address_is_read_by_screen_readers() -> None:
    rows = [Row((Bar(1, 1, text="Class 23", url="/learn/"),))]

    assert "aria-hidden" not in drawn("{% gantt rows 7 %}", rows=rows)


def test_on_a_phone_the_plan_is_a_list_in_the_order_it_runs() -> None:
    html = drawn("{% plan_path plan %}", plan=PLAN)

    assert re.findall(r'<li class="([^"]*)"', html) == [
        "is-side",
        "is-crit",
        "is-crit is-ms",
    ]
    assert "Weeks 1 to 2" in html
    assert "End of week 2" in html
