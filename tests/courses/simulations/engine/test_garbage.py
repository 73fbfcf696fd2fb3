"""Whatever is posted, a week is played; what cannot be done is refused with a sentence."""

import json
import math
from random import Random
from typing import Any

import pytest

from courses.simulations.engine import begin, clean, digest, is_over, possible, replay, step
from courses.simulations.engine.cleaning import MOST_CARDS
from courses.simulations.scenario import shipped
from tests.courses.simulations.engine import FLAGSHIP, SLUGS, games

SCRAPS: list[Any] = [
    *(None, True, False, 0, -1, 10**400, 1.5, math.nan, math.inf, -math.inf, "", "ml", "\x00", "é"),
    *([], [[]], [[[]]], {}, {"ml": {"ml": []}}, [["sync"]], [["sync", "ml", "ml"]]),
    *([["sync", ["ml"]]], [["negscope", "mobile", True]], [["negdate", 2.0]], [["loan", "ml"]]),
    *([["mitigate", "locvendor"]], [["spike", "nothing"]], "x" * 100_000, [["brief", "ceo"]] * 400),
    *({"fc": 10**400, "rag": "G"}, {"fc": math.nan, "rag": ["G"]}, {"ml": [10**400, None]}),
    *({"ml": 3}, {"ml": -1}, {"ml": "speed"}, {"ml": ["M1", "M1"]}, {"pet": 10**30}, {1: 2}),
]
KEYS = ("cards", "prio", "ot", "mode", "respond", "report", "launch", "week", "__class__")


def scrap(dice: Random) -> Any:
    if dice.random() < 0.05:
        return dice.choice(SCRAPS)
    return {key: dice.choice(SCRAPS) for key in KEYS if dice.random() < 0.8}


def test_sixty_games_of_scraps_raise_nothing_and_play_again_the_same() -> None:
    for scenario, seed, dice in games(60):
        log = [scrap(dice) for _ in range(scenario.meta.weeks_max)]
        state = replay(scenario, seed, log)
        assert is_over(state)
        cleaned = [clean(scenario, week) for week in log]
        stored = json.loads(json.dumps(cleaned))
        assert digest(replay(scenario, seed, stored)) == digest(state)


def test_a_report_of_scraps_is_no_report() -> None:
    for fc in (math.nan, math.inf, -math.inf, -3, 0, "14", True, 10**9, 10**400, [14], None):
        assert "fc" not in clean(FLAGSHIP, {"report": {"fc": fc, "rag": "green"}})["report"]
    assert clean(FLAGSHIP, {"report": {"fc": 14.3, "rag": "A"}})["report"] == {
        "fc": 14.5,
        "rag": "A",
    }


def test_no_more_than_sixteen_cards_are_read() -> None:
    assert len(clean(FLAGSHIP, {"cards": [["sync", "ml"]] * 400})["cards"]) == MOST_CARDS


@pytest.mark.parametrize("slug", SLUGS)
def test_a_card_that_cannot_be_played_is_refused_with_a_sentence(slug: str) -> None:
    scenario = shipped(slug)
    state = begin(scenario, 4)
    barred = [offer for offer in possible(scenario, state) if not offer["allowed"]]
    assert barred
    for offer in barred:
        _, events = step(scenario, state, {"cards": [offer["card"]]}, 4)
        refused = [event for event in events if event["kind"] == "refused"]
        assert refused, offer
        assert refused[0]["text"].endswith((".", ".”"))
        assert len(refused[0]["text"].split()) >= 4


def test_a_card_that_is_offered_is_not_refused() -> None:
    for scenario, seed, dice in games(12):
        state = begin(scenario, seed)
        while not is_over(state):
            offers = [offer for offer in possible(scenario, state) if offer["allowed"]]
            offer = dice.choice(offers)
            state, events = step(scenario, state, {"cards": [offer["card"]]}, seed)
            assert [event["text"] for event in events if event["kind"] == "refused"] == []


def test_more_than_attention_buys_is_refused_in_the_order_of_the_cards() -> None:
    cards = [["sync", team] for team in FLAGSHIP.team] + [["riskreview"], ["valuereview"]]
    state, events = step(FLAGSHIP, begin(FLAGSHIP, 4), {"cards": cards}, 4)

    refused = [event["facts"]["card"] for event in events if event["kind"] == "refused"]
    assert refused == [["riskreview"], ["valuereview"]]
    assert state["week"] == 2


def test_a_launch_through_a_shut_gate_is_refused_and_the_week_is_worked() -> None:
    state, events = step(FLAGSHIP, begin(FLAGSHIP, 4), {"launch": "go"}, 4)

    assert [event["kind"] for event in events].count("refused") == 1
    assert (state["status"], state["week"]) == ("running", 2)
