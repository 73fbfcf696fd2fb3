"""What a learner is shown does not depend on anything the learner cannot know."""

import copy
import json
from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from random import Random
from typing import Any

import pytest

from courses.simulations.engine import Luck, begin, causes, observe, step, told
from courses.simulations.parts import Option
from courses.simulations.scenario import Scenario, shipped
from tests.courses.simulations.engine import FLAGSHIP, SLUGS, State, game, games

#: The hidden fields of each part of a state.
HIDDEN = {
    "wp": ("mu", "tot", "k", "undisc", "found", "rework"),
    "team": ("mor", "fat", "debt", "blk", "tax", "thrash", "left", "left_wk", "flips"),
    "iface": ("x", "c", "hit_x"),
    "item": ("tv", "waste"),
    "risk": ("p", "u", "pm", "im"),
    "stake": ("hi",),
}
SECRET = ("deck", "true", "crit", "chain", "keys", "waste", "notice", "tally", "asks", "lost")


def other_luck(state: State, dice: Random) -> State:
    """The same programme as far as anybody was told, with other truths behind it."""
    other = copy.deepcopy(state)
    for section, fields in HIDDEN.items():
        for part, field in product(other[section].values(), fields):
            part[field] += dice.choice((0.11, 0.23, 7))
    for risk in other["risk"].values():
        risk["fire"] = dice.randrange(1, 20)
        risk["st"] = dice.choice(("open", "past")) if risk["st"] != "fired" else "fired"
    for team in other["team"].values():
        team["blkw"] = [1, 2]
    other.update({name: type(other[name])() for name in SECRET})
    for line in other["history"]:
        line.update(true=1.0, crit="", done=0.0, tot=1.0)
    return other


def test_no_view_of_three_hundred_tells_of_hidden_luck() -> None:
    views = 0
    for scenario, seed, dice in games(36):
        for before, _, _, _ in game(scenario, seed, dice):
            views += 1
            shown = observe(scenario, before)
            assert observe(scenario, other_luck(before, dice)) == shown
    assert views >= 300


def test_a_danger_whose_scope_came_back_does_not_tell_whether_it_passed() -> None:
    """A risk is void from the week its scope is away, and would have passed or not by then."""
    at_stake = {part.item for part in FLAGSHIP.risk.values() if part.item}
    for item in sorted(at_stake):
        state, luck = begin(FLAGSHIP, 5), Luck(FLAGSHIP, 5)
        for on in (0, 1):
            state, _ = step(FLAGSHIP, state, {"cards": [["negscope", item, on]]}, luck)
        assert state["item"][item]["on"]
        other = other_luck(state, Random(5))
        assert observe(FLAGSHIP, other) == observe(FLAGSHIP, state)


def rewritten(scenario: Scenario) -> Scenario:
    """The scenario with other keys, effects, spreads and dangers, and the same words."""
    return replace(
        scenario,
        deck=dict.fromkeys(scenario.deck, 0),
        wp=each(scenario.wp, mult=(1.0, 2.0, 3.0), err=0.9, finds=0.01),
        iface=each(scenario.iface, growth=0.99, pw=9.0, because="something else"),
        item=each(scenario.item, mult=(1.0, 2.0, 3.0)),
        risk=each(scenario.risk, fx=(), owners=(), morale_team="", because="something else"),
        event={
            name: replace(event, fx=(), options=tuple(map(answered_otherwise, event.options)))
            for name, event in scenario.event.items()
        },
    )


def answered_otherwise(option: Option) -> Option:
    return replace(option, key=0.123, fx=(), fx_else=(), need=None, because="something else")


def each(parts: Mapping[str, Any], **others: Any) -> dict[str, Any]:
    return {name: replace(part, **others) for name, part in parts.items()}


@pytest.mark.parametrize("slug", SLUGS)
def test_no_view_tells_of_the_keys_spreads_and_effects_of_a_scenario(slug: str) -> None:
    scenario = shipped(slug)
    other = rewritten(scenario)
    for before, _, _, _ in game(scenario, 3, Random(3)):
        assert observe(other, before) == observe(scenario, before)


def words_of(value: Any) -> set[str]:
    """Every key in a view."""
    if isinstance(value, dict):
        return set(value) | {word for one in value.values() for word in words_of(one)}
    if isinstance(value, list):
        return {word for one in value for word in words_of(one)}
    return set()


@pytest.mark.parametrize("slug", SLUGS)
def test_no_view_has_a_place_for_what_is_hidden(slug: str) -> None:
    scenario = shipped(slug)
    for before, _, _, _ in game(scenario, 8, Random(8)):
        shown = observe(scenario, before)
        assert words_of(shown).isdisjoint(
            {"key", "q", "u", "mu", "undisc", "deck", "mult", "tv", "fire", "blkw", "fx", "seed"}
        )
        json.dumps(shown, allow_nan=False)


def unnamed(scenario: Scenario, state: State) -> list[str]:
    return [scenario.risk[name].name for name, one in state["risk"].items() if not one["known"]]


def test_a_risk_nobody_has_named_is_nowhere_in_a_view() -> None:
    for scenario, seed, dice in games(9):
        for before, _, _, _ in game(scenario, seed, dice):
            page = json.dumps(observe(scenario, before), ensure_ascii=False)
            for name in unnamed(scenario, before):
                assert name not in page


def test_what_is_kept_for_the_debrief_is_not_told_in_play() -> None:
    kept = 0
    for scenario, seed, dice in games(12):
        for _, _, _, events in game(scenario, seed, dice):
            kept += len(events) - len(told(events))
            assert all(event["public"] for event in told(events) + causes(events))
            assert len(causes(events)) <= 3
    assert kept > 0
