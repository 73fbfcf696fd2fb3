"""The books balance: every person-week, person and told figure has an event behind it."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from courses.simulations.effects import Effect
from courses.simulations.engine import Luck, begin, clean, is_over, step
from courses.simulations.engine.believing import tell
from courses.simulations.engine.projecting import CLOSED
from courses.simulations.engine.week import Week
from courses.simulations.scenario import Scenario
from tests.courses.simulations.engine import Events, State, drawn, game, games

#: What lets the figures of a package change on the board.
TOLD = {"synced", "spiked", "cut", "restored", "answered", "ignored", "risk_fired", "finished"}
#: An effect, and what a mitigation has left of it.
Found = tuple[Effect, float]


def effects_of(scenario: Scenario, luck: Luck, events: Events, after: State) -> Iterator[Found]:
    """Every effect a week had."""
    for event in events:
        facts = event["facts"]
        if event["kind"] == "risk_fired":
            name = facts["risk"]
            for effect in scenario.risk[name].fx:
                yield effect, after["risk"][name]["im"]
        if event["kind"] in ("answered", "ignored"):
            asked = scenario.event[facts["event"]]
            option = asked.options[facts["option"]]
            key = f"answer {asked.id} {facts['option']}"
            chosen = option.fx if facts.get("worked", True) else option.fx_else
            for effect in (*asked.fx, *settled(luck, chosen, key, event["week"])):
                yield effect, 1.0


def settled(luck: Luck, effects: tuple[Effect, ...], key: str, week: int) -> Iterator[Effect]:
    """The effects with every gamble decided."""
    for at, effect in enumerate(effects):
        if effect.verb == "gamble":
            lucky = luck("gamble", key, at, week) < effect.amount
            yield from effect.luckily if lucky else effect.otherwise
        else:
            yield effect


def whole(state: State, field: str) -> float:
    return float(sum(package[field] for package in state["wp"].values()))


def without_scope(
    scenario: Scenario, seed: int, dice: Random
) -> Iterator[tuple[State, State, Events]]:
    """A drawn game in which nobody cuts, restores or spikes."""
    state, luck = begin(scenario, seed), Luck(scenario, seed)
    while not is_over(state):
        decisions = drawn(scenario, state, dice)
        cards = [card for card in decisions["cards"] if card[0] not in ("negscope", "spike")]
        after, events = step(scenario, state, decisions | {"cards": cards}, luck)
        yield state, after, events
        state = after


def test_every_change_of_the_work_to_do_is_explained() -> None:
    """Flaws, tests, interfaces and effects add to it; what is too small to reopen is let go."""
    weeks = 0
    for scenario, seed, dice in games(45):
        luck = Luck(scenario, seed)
        for before, after, events in without_scope(scenario, seed, dice):
            found = list(effects_of(scenario, luck, events, after))
            more = whole(after, "rework") - whole(before, "rework")
            more += 0.25 * (whole(after, "found") - whole(before, "found"))
            more += sum(effect.amount * left for effect, left in found if effect.verb == "work")
            more += sum(2 * one["facts"]["pw"] for one in events if one["kind"] == "integrated")
            let_go = more - (whole(after, "tot") - whole(before, "tot"))
            closed = sum(1 for package in after["wp"].values() if package["fin"])
            assert -1e-3 <= let_go <= CLOSED * closed + 1e-3, (scenario.slug, seed, after["week"])
            weeks += 1
    assert weeks > 400


def people(state: State) -> int:
    return sum(team["n"] + len(team["new"]) for team in state["team"].values())


def test_people_come_by_hiring_and_go_by_leaving_and_are_only_lent_in_between() -> None:
    for scenario, seed, dice in games(45):
        luck = Luck(scenario, seed)
        for before, _, after, events in game(scenario, seed, dice):
            kinds = [event["kind"] for event in events]
            heads = sum(
                int(effect.amount)
                for effect, _ in effects_of(scenario, luck, events, after)
                if effect.verb == "head"
            )
            expected = people(before) + kinds.count("hired") - kinds.count("left") + heads
            assert people(after) == expected, (scenario.slug, seed, after["week"])


def test_the_board_changes_only_when_somebody_told() -> None:
    for scenario, seed, dice in games(30):
        for before, _, after, events in game(scenario, seed, dice):
            if TOLD & {event["kind"] for event in events}:
                continue
            for name, package in after["wp"].items():
                was = before["wp"][name]
                assert (package["rep"], package["told"]) == (was["rep"], was["told"])


def test_bad_news_told_by_word_and_in_writing_in_one_week_is_minded_once() -> None:
    for scenario, seed, _ in games(3):
        who, state = scenario.sponsor, begin(scenario, seed)
        week = Week(scenario, state, Luck(scenario, seed), 1, 6.0, clean(scenario, {}))
        later, trust = state["commit"] + 3.0, [state["stake"][who]["tr"]]
        for share in (1.0, 0.4, 1.0):
            tell(week, who, later, share)
            trust.append(state["stake"][who]["tr"])
        assert trust[0] > trust[1] == trust[2] == trust[3]


def test_a_guest_who_has_left_cannot_be_sent_home() -> None:
    for scenario, seed, _ in games(3):
        state = begin(scenario, seed)
        taker = next(name for name, team in scenario.team.items() if team.helpers)
        giver = scenario.team[taker].helpers[0]
        state, _ = step(scenario, state, {"cards": [["loan", giver, taker]]}, seed)
        state["team"][taker].update(n=1, new=[])
        _, events = step(scenario, state, {"cards": [["loan", taker, giver]]}, seed)
        refused: list[Any] = [one for one in events if one["kind"] == "refused"]
        assert len(refused) == 1
        assert "nobody to spare" in refused[0]["text"]


@pytest.mark.parametrize("on", [0, 1])
def test_what_a_cut_takes_is_what_had_been_put_into_it(on: int) -> None:
    """Done and total fall together by the share that was done; restored, only the total rises."""
    for scenario, seed, _ in games(3):
        state, luck = begin(scenario, seed), Luck(scenario, seed)
        for _ in range(5):
            state, _ = step(scenario, state, {}, luck)
        item = next(iter(scenario.item))
        cards = [["negscope", item, 0], ["negscope", item, 1]][: on + 1]
        idle, _ = step(scenario, state, {}, luck)
        after, events = step(scenario, state, {"cards": cards}, luck)
        wasted = next(one["facts"]["pw"] for one in events if one["kind"] == "cut")
        assert after["waste"] == pytest.approx(wasted, abs=1e-5)
        if on:
            assert whole(after, "tot") - whole(after, "done") >= (
                whole(idle, "tot") - whole(idle, "done") - 1e-3
            )
