"""Every problem of a scenario is found, with its line and its reason; nothing makes it raise."""

import random

import pytest

from courses.simulations.checking import check
from courses.simulations.scenario import FOLDER

SHIPPED = ("ai-saas-launch", "cloud-migration", "security-keys")
GOOD = (FOLDER / "cloud-migration.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("slug", SHIPPED)
def test_what_comes_with_the_code_has_no_problem(slug: str) -> None:
    assert check((FOLDER / f"{slug}.toml").read_text(encoding="utf-8")).problems == []


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("cadence = 3", "cadence = 3\ncolour = 1", "not known"),
        ("maxp = 5", 'maxp = "five"', "A number"),
        ("mult = [0.90, 1.10, 1.45]", "mult = [1.90, 1.10, 1.45]", "rising"),
        ('deps = [["L1", 0.6]]', 'deps = [["L9", 0.6]]', "There is no wp called “L9”"),
        ('deps = [["D1", 0.8]]', 'deps = [["D2", 0.8]]', "waits, by way of others, for itself"),
        ("market_week = 12", "market_week = 13", "The plan on the board ends in week"),
        ('slug = "cloud-migration"', 'slug = "runs"', "cannot be an address"),
        ("weight = 0.30", "weight = 0.20", "should come to 1"),
        ("align = 2", "align = 9", "9 events of this theme are dealt"),
        ('between = ["L1", "A1"]', 'between = ["L1", "L2"]', "Both packages belong to one team"),
        ("milestones = [4, 7, 10]", "milestones = [4, 7, 12]", "before the promised week"),
        ('title = "Cloud', f'title = "{"x" * 120}Cloud', "At most 120 characters"),
        ('title = "Cloud', 'title = "\\u0000Cloud', "control character"),
        ('fx = ["trust cto -8", "trust cfo 1"]', 'fx = ["charm cto 1"]', "not a verb of effects"),
    ],
)
def test_each_problem_has_its_line_and_reason(old: str, new: str, reason: str) -> None:
    text = GOOD.replace(old, new, 1)
    first = line_of(GOOD, old)

    found = check(text).problems

    assert any(reason in one.reason and first <= one.line <= first + 1 for one in found), found


@pytest.mark.parametrize("key", ["integrates = true", "legal_gate = true"])
def test_a_programme_is_tested_and_signed_off(key: str) -> None:
    reasons = [one.reason for one in check(GOOD.replace(key, "")).problems]

    assert any(key in reason for reason in reasons)


def test_exactly_one_stakeholder_is_the_sponsor() -> None:
    text = GOOD.replace('role = "CTO"', 'role = "CTO and sponsor"')

    assert "Exactly one stakeholder" in str(check(text).problems[0])


def test_best_practice_has_a_price() -> None:
    text = GOOD.replace('fx = ["cap plat 0.85 1", "morale plat 0.08"]', 'fx = ["morale plat 1"]')

    [problem] = check(text).problems

    assert "Give it a price" in problem.reason
    assert text.splitlines()[problem.line - 1].startswith('label = "Give them the Monday')


def test_broken_toml_says_the_line() -> None:
    text = GOOD.replace("reserve = 100", "reserve = = 100")

    [problem] = check(text).problems

    assert problem.line == line_of(GOOD, "reserve = 100")


@pytest.mark.parametrize(
    "text", ["", "a = 1", "[[meta]]", "meta = 3", "wp = [1, 2]", "[meta", "\0"]
)
def test_what_is_no_scenario_is_refused_with_a_reason(text: str) -> None:
    found = check(text).problems

    assert found
    assert all(one.line >= 1 and one.reason for one in found)


def test_nothing_in_a_text_makes_it_raise() -> None:
    luck = random.Random(6)
    lines = GOOD.splitlines()
    values = [
        "[]",
        "[[]]",
        '""',
        "{}",
        "-1",
        "1e308",
        "nan",
        "inf",
        "true",
        '[["A1", nan]]',
        "1979-05-27",
    ]
    for _ in range(150):
        broken = list(lines)
        for at in luck.sample(range(len(lines)), 3):
            key = broken[at].partition(" = ")[0]
            broken[at] = luck.choice(["", f"{key} = {luck.choice(values)}", broken[at] + "]"])
        assert check("\n".join(broken), deals=10) is not None


def test_the_same_content_has_the_same_digest_whatever_its_layout() -> None:
    one, other = check(GOOD), check("# A remark\n" + GOOD.replace(" = ", "  =  "))

    assert one.scenario is not None
    assert other.scenario is not None
    assert one.scenario.digest == other.scenario.digest
