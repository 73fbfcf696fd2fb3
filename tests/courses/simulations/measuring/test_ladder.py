"""Skill shows in every score; no trick replaces it; nearly every lever is worth pulling."""

import pytest

from courses.simulations.engine import replay
from courses.simulations.measuring import LEVERS as LEVER_DEALS
from courses.simulations.measuring import TABLES
from courses.simulations.measuring.games import average, games
from courses.simulations.measuring.levers import LEVERS, alone, changed, costs, telling
from courses.simulations.measuring.table import Row, table
from courses.simulations.measuring.tricks import CHECKLIST, tricks
from courses.simulations.policies import planner, play, play_on, policy
from courses.simulations.policies.playing import Player, Policy
from courses.simulations.policies.tray import Decisions, View
from courses.simulations.scenario import Scenario, shipped

SLUGS = ("ai-saas-launch", "cloud-migration", "security-keys")
FLAGSHIP = shipped("ai-saas-launch")
SOME = range(LEVER_DEALS, LEVER_DEALS + 16)
MARGIN = 3.0


@pytest.fixture(scope="module", params=SLUGS)
def ladder(request: pytest.FixtureRequest) -> dict[str, Row]:
    rows = table(shipped(request.param), range(TABLES, TABLES + 16))
    return {row.name: row for row in rows}


def test_each_step_of_skill_scores_more(ladder: dict[str, Row]) -> None:
    steps = ("do_nothing", "random_valid", "over_communicator", "novice", "competent", "tuned")
    means = [ladder[name].mean for name in steps]

    assert means == sorted(means)
    assert ladder["pusher"].mean < ladder["random_valid"].mean
    assert ladder["competent"].mean > ladder["novice"].mean + 3 * MARGIN


def test_doing_nothing_fails_and_competence_passes(ladder: dict[str, Row]) -> None:
    assert ladder["do_nothing"].mean < 25
    assert 60 <= ladder["competent"].mean <= 80
    assert ladder["do_nothing"].on_time == 0


def test_no_trick_gets_anywhere() -> None:
    found = tricks(FLAGSHIP, SOME[:6])

    assert found[CHECKLIST] == max(found.values())
    assert max(score for name, score in found.items() if name != CHECKLIST) < 39


def test_nearly_every_lever_costs_something_when_it_is_not_used() -> None:
    assert telling(costs(FLAGSHIP, SOME, LEVERS)) >= 8


def test_each_of_the_five_scores_falls_alone() -> None:
    five = ("align", "lead", "risk", "comm", "exec")
    for aim, moved in alone(FLAGSHIP, SOME).items():
        others = [moved[name] for name in five if name != aim]
        assert moved[aim] < -5
        assert moved[aim] < 1.5 * min(others)


def mean_with(**habits: float) -> float:
    policy = planner("tuned", changed(habits))
    return average(game.total for game in games(FLAGSHIP, SOME, policy))


def test_asking_teams_too_seldom_or_all_the_time_costs_more_than_every_other_week() -> None:
    weekly, fair, never = (mean_with(sync_every=every) for every in (0.5, 2.0, 20.0))

    assert fair > never + MARGIN
    assert fair > mean_with(sync_every=0.0, sync_rank=99.0)
    assert weekly < fair + 1


def test_estimates_are_taken_neither_at_their_word_nor_doubled() -> None:
    trusting, fair, doubling = (mean_with(inflate=by) for by in (1.0, 1.3, 2.2))

    assert fair > trusting
    assert fair > doubling + MARGIN


def test_overtime_without_end_costs_more_than_it_brings() -> None:
    assert mean_with() > mean_with(always_overtime=1.0) + 1
    assert mean_with(always_overtime=1.0) > mean_with(always_overtime=2.0) + MARGIN


def cutting_in(week: int) -> float:
    """The mean of the reference that cuts the same four items in this week, and nothing else."""
    other = planner("tuned", changed({"cuts": 0.0, "junk": 0.0}))

    def seat(scenario: Scenario, seed: int) -> Player:
        inner = other.seat(scenario, seed)

        def decide(view: View) -> Decisions:
            cuts = [["negscope", item, 0] for item in ("voice", "mobile", "multi", "billing")]
            decided = inner(view)
            now = cuts if view["week"] == week else []
            return decided | {"cards": [*now, *decided["cards"]]}

        return decide

    return average(game.total for game in games(FLAGSHIP, SOME, Policy("cutting", seat)))


def test_the_same_cuts_are_worth_less_every_week_they_wait() -> None:
    early, later, late = (cutting_in(week) for week in (2, 6, 10))

    assert early > later + MARGIN
    assert later > late + MARGIN


def test_a_lapse_now_and_then_costs_little_and_many_cost_much() -> None:
    never, some, many = (mean_with(lapses=share) for share in (0.0, 0.3, 0.6))

    assert never > some > many + MARGIN


def test_a_policy_is_a_pure_function_of_scenario_seed_and_state() -> None:
    scenario = FLAGSHIP
    whole = play(scenario, 7, policy("tuned"))

    assert play(scenario, 7, policy("tuned")) == whole
    assert play(scenario, 7, policy("tuned"), log=whole[:5]) == whole
    state = replay(scenario, 7, whole[:5])
    assert play_on(scenario, 7, state, policy("tuned"))[1] == whole[5:]
