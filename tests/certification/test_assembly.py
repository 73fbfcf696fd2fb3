"""Drawing a form by lot: the same every time, or not at all with every short cell named."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certification.assembly import Plan, Short, Supply, draw, parts, spread

LEVELS = ("recall", "apply", "analyse")
DOMAINS = ("risk", "teams")


def bank(each: int = 6, **fields: object) -> list[Supply]:
    return [
        Supply(f"{domain}-{level}-{n}", domain, level)
        for domain in DOMAINS
        for level in LEVELS
        for n in range(each)
    ]


def tried_out(count: int) -> list[Supply]:
    return [Supply(f"new-{n}", "risk", "apply", use="pretest") for n in range(count)]


def cases(count: int) -> list[Supply]:
    return [Supply(f"case-{n}", "teams", "analyse", use="case") for n in range(count)]


def plan(each: int = 2, **fields: object) -> Plan:
    cells = {(domain, level): each for domain in DOMAINS for level in LEVELS}
    return Plan(cells=cells, **fields)  # type: ignore[arg-type]


def test_the_same_seed_draws_the_same_form_whatever_the_order_of_the_pool() -> None:
    pool = [*bank(), *tried_out(4), *cases(3)]
    wanted = plan(pretest=2, cases=1)

    assert draw(wanted, pool, "spring") == draw(wanted, pool[::-1], "spring")
    assert draw(wanted, pool, "spring") != draw(wanted, pool, "autumn")


@settings(max_examples=40)
@given(st.text(max_size=8), st.integers(1, 6), st.integers(0, 4))
def test_every_cell_holds_what_the_blueprint_says(seed: str, each: int, pretest: int) -> None:
    drawn = draw(plan(each, pretest=pretest, cases=1), [*bank(), *tried_out(4), *cases(2)], seed)

    scored = [key for key in drawn.questions if key not in drawn.pretest]
    counted = Counter(key.rpartition("-")[0] for key in scored)
    assert set(counted.values()) == {each}
    assert len(counted) == 6
    assert len(drawn.pretest) == pretest
    assert len(set(drawn.questions)) == len(drawn.questions)


def test_every_short_place_is_named_and_nothing_is_drawn() -> None:
    pool = [one for one in bank(2) if one.key != "risk-apply-0"]
    pool += [*tried_out(1), *cases(0)]

    with pytest.raises(Short) as short:
        draw(plan(2, pretest=2, cases=1), pool, "x")

    assert [str(one) for one in short.value.shortages] == [
        "risk, apply: 2 needed, 1 can be drawn",
        "cases: 1 needed, 0 can be drawn",
        "pretest: 2 needed, 1 can be drawn",
    ]


def test_used_items_and_much_exposed_ones_stay_out() -> None:
    pool = [Supply("worn", "risk", "apply", exposure=40), Supply("fresh", "risk", "apply")]
    pool.append(Supply("seen", "risk", "apply"))
    one = {("risk", "apply"): 1}

    limited = Plan(cells=one, most_exposure=40, avoid=frozenset({"seen"}))
    assert draw(limited, pool, "x").questions == ["fresh"]
    with pytest.raises(Short, match="2 needed, 1 can be drawn"):
        draw(
            Plan(cells={("risk", "apply"): 2}, most_exposure=40, avoid=frozenset({"seen"})),
            pool,
            "x",
        )


def test_the_least_used_come_first() -> None:
    pool = [Supply(f"item-{n}", "risk", "apply", exposure=n % 3) for n in range(9)]

    drawn = draw(Plan(cells={("risk", "apply"): 3}), pool, "x")

    assert set(drawn.questions) == {"item-0", "item-3", "item-6"}


@settings(max_examples=40)
@given(st.text(max_size=6))
def test_enemies_never_meet_and_the_lot_is_cast_again_for_them(seed: str) -> None:
    """`a` shuts out both others of its cell, so it can never be drawn for two places."""
    pool = [
        Supply("a", "risk", "apply", enemies=frozenset({"b", "c"})),
        Supply("b", "risk", "apply"),
        Supply("c", "risk", "apply"),
    ]

    assert set(draw(Plan(cells={("risk", "apply"): 2}), pool, seed).questions) == {"b", "c"}


def test_pretest_items_stand_evenly_among_the_others() -> None:
    mixed = spread([f"s{n}" for n in range(16)], ["p0", "p1", "p2", "p3"])

    assert [n for n, key in enumerate(mixed) if key.startswith("p")] == [2, 7, 12, 17]
    assert spread(["a", "b"], []) == ["a", "b"]


def test_long_forms_and_forms_with_a_break_have_two_parts() -> None:
    assert parts(list("abcde"), with_break=True) == [["a", "b", "c"], ["d", "e"]]
    assert parts(list("abcde"), with_break=False) == [list("abcde")]
    assert [len(part) for part in parts(["x"] * 61, with_break=False)] == [31, 30]
    assert parts([], with_break=True) == []
