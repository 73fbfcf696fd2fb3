"""Plans: windows that go on, chains that start where the work is, and successors that go on."""

from collections.abc import Iterator
from typing import Any

import pytest

from courses.simulations.engine import Luck, begin, digest, is_over, observe, possible, score, step
from courses.simulations.engine.forecasting import board_projection, true_projection
from courses.simulations.engine.shape import continued
from courses.simulations.scenario import Scenario, shipped
from tests.courses.simulations.engine import FLAGSHIP, SLUGS, State, game, games

CUTOVERS = shipped("cloud-migration")
#: No plan is later than this many weeks after the last one that is played.
SENSIBLE = 25


def weeks(count: int) -> Iterator[tuple[Scenario, State]]:
    for scenario, seed, dice in games(count):
        for _, _, after, _ in game(scenario, seed, dice):
            yield scenario, after


def test_no_plan_ends_never_not_even_behind_the_last_window() -> None:
    """A team that hears its reports and does nothing else misses the last cutover."""
    missed, last = 0, max(week for part in CUTOVERS.wp.values() for week in part.windows)
    for seed in range(24):
        state, luck = begin(CUTOVERS, seed), Luck(CUTOVERS, seed)
        while not is_over(state):
            syncs = [["sync", team] for team in CUTOVERS.team]
            state, _ = step(CUTOVERS, state, {"cards": syncs}, luck)
            missed += state["true"] > last
            assert state["true"] < CUTOVERS.meta.weeks_max + SENSIBLE
            assert state["plan"] < CUTOVERS.meta.weeks_max + SENSIBLE
    assert missed


def test_windows_go_on_at_their_pace() -> None:
    assert sorted(continued((8, 12, 16), 20))[:6] == [8, 12, 16, 20, 24, 28]
    assert sorted(continued((5,), 20))[:3] == [5, 10, 15]
    assert continued((), 20) == frozenset()


def test_a_chain_begins_with_the_work_at_hand_and_never_behind_what_has_started() -> None:
    for scenario, state in weeks(30):
        for found in (true_projection(scenario, state), board_projection(scenario, state)):
            started = [name for name in found.chain[1:] if state["wp"][name]["start"]]
            assert started == [], found.chain


def test_the_critical_package_is_never_one_that_is_finished() -> None:
    for _, state in weeks(30):
        assert not state["crit"] or not state["wp"][state["crit"]]["fin"]


def reopened(state: State, name: str, pw: float) -> State:
    """The state with a finished package open again, and more work in it than was ever done."""
    package = state["wp"][name] | {"fin": 0.0, "tot": state["wp"][name]["tot"] + pw}
    return state | {"wp": state["wp"] | {name: package}}


def test_one_bad_week_that_reopens_a_package_does_not_stop_its_successors() -> None:
    state, luck = begin(FLAGSHIP, 3), Luck(FLAGSHIP, 3)
    while not (state["wp"]["P1"]["fin"] and state["wp"]["P2"]["start"]):
        state, _ = step(FLAGSHIP, state, {}, luck)
    worse = reopened(state, "P1", 30.0)
    first = {"prio": {"plat": ["P2", "P1", "P3"]}}

    after, _ = step(FLAGSHIP, worse, first, luck)

    for name in ("P2", "U2"):
        if not worse["wp"][name]["fin"]:
            assert after["wp"][name]["done"] > worse["wp"][name]["done"], name
    assert true_projection(FLAGSHIP, worse).start[FLAGSHIP_AT["P2"]] < worse["week"]


FLAGSHIP_AT = {name: at for at, name in enumerate(FLAGSHIP.wp)}


def stored(value: Any) -> Any:
    """As a database gives JSON back: short keys first, and the alphabet among them."""
    if isinstance(value, dict):
        return {key: stored(value[key]) for key in sorted(value, key=lambda key: (len(key), key))}
    return [stored(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("slug", SLUGS)
def test_a_state_that_comes_back_in_another_order_is_played_and_shown_the_same(slug: str) -> None:
    scenario = shipped(slug)
    state, other, luck = begin(scenario, 5), begin(scenario, 5), Luck(scenario, 5)
    decisions = {"cards": [["sync", team] for team in scenario.team], "launch": "go"}
    while not is_over(state):
        other = stored(other)
        assert observe(scenario, other) == observe(scenario, state)
        assert possible(scenario, other) == possible(scenario, state)
        assert score(scenario, other) == score(scenario, state)
        state, _ = step(scenario, state, decisions, luck)
        other, _ = step(scenario, other, decisions, luck)
        assert digest(other) == digest(state)
