"""What holds in every game, whatever is decided."""

import copy
import json
from random import Random
from typing import Any

import pytest

from courses.simulations.engine import begin, clean, digest, is_over, replay, step
from courses.simulations.engine.capacity import rate_now
from courses.simulations.engine.packages import left
from courses.simulations.scenario import Scenario, shipped
from tests.courses.simulations.engine import FLAGSHIP, SLUGS, State, game, games

QUICK = 300


def played(scenario: Scenario, seed: int, dice: Random) -> tuple[list[Any], State]:
    """The log of a drawn game and how it ended."""
    log, state = [], begin(scenario, seed)
    for _, decisions, after, _ in game(scenario, seed, dice):
        log.append(decisions)
        state = after
    return log, state


def same_again(count: int) -> None:
    for scenario, seed, dice in games(count):
        log, state = played(scenario, seed, dice)
        stored = json.loads(json.dumps(log))
        assert digest(replay(scenario, seed, stored)) == digest(state), (scenario.meta.slug, seed)


def test_a_log_played_again_gives_the_same_state_bit_for_bit() -> None:
    same_again(QUICK)


def test_a_week_leaves_the_state_before_it_as_it_was() -> None:
    for scenario, seed, dice in games(9):
        for before, decisions, _, _ in game(scenario, seed, dice):
            kept, said = copy.deepcopy(before), copy.deepcopy(decisions)
            step(scenario, before, decisions, seed)
            assert (before, decisions) == (kept, said)


def test_a_state_is_the_same_after_a_trip_through_json_every_week() -> None:
    for scenario, seed, dice in games(9):
        for before, decisions, after, _ in game(scenario, seed, dice):
            travelled = json.loads(json.dumps(before))
            assert travelled == before
            again, _ = step(scenario, travelled, decisions, seed)
            assert digest(again) == digest(after)


def test_work_is_conserved() -> None:
    """What is done and what is left make up the total; done never falls but by a cut."""
    for scenario, seed, dice in games(30):
        for before, decisions, after, events in game(scenario, seed, dice):
            cut = any(event["kind"] in ("cut", "restored") for event in events)
            for name, package in after["wp"].items():
                was = before["wp"][name]
                rest = package["tot"] - package["done"]
                assert rest > -1e-5, (name, decisions)
                if not package["fin"]:
                    assert left(package) == pytest.approx(max(0.0, rest), abs=1e-5)
                if not cut:
                    assert package["done"] >= was["done"] - 1e-5


def gained(scenario: Scenario, team: str, before: State, after: State) -> float:
    """The person-weeks a team got done in a week."""
    own = [name for name, part in scenario.wp.items() if part.team == team and part.kind != "lead"]
    return float(sum(after["wp"][name]["done"] - before["wp"][name]["done"] for name in own))


def test_no_team_works_more_than_its_people_can() -> None:
    for scenario, seed, dice in games(30):
        for before, _, after, events in game(scenario, seed, dice):
            if any(event["kind"] in ("cut", "launched") for event in events):
                continue
            for name, part in scenario.team.items():
                heads = before["team"][name]["n"] + len(before["team"][name]["new"]) + 3
                assert gained(scenario, name, before, after) <= heads * 1.5, name
                assert rate_now(after["team"][name], part.n) >= 0.0


def test_capacity_money_trust_and_spirits_stay_within_bounds() -> None:
    for scenario, seed, dice in games(30):
        for before, _, after, _ in game(scenario, seed, dice):
            assert after["spent"] >= before["spent"]
            for team in after["team"].values():
                assert team["n"] >= 0
                assert 0.0 <= team["mor"] <= 1.0
                assert 0.0 <= team["fat"] <= 1.0
                assert 0.0 <= team["debt"] <= 1.0
            for person in after["stake"].values():
                assert 0.0 <= person["tr"] <= 100.0
            for package in after["wp"].values():
                assert package["undisc"] >= -1e-6
                assert 0.0 <= package["k"] <= 1.0


def test_what_a_team_knows_only_grows() -> None:
    for scenario, seed, dice in games(30):
        for before, _, after, _ in game(scenario, seed, dice):
            for name, package in after["wp"].items():
                assert package["k"] >= before["wp"][name]["k"]
                assert package["told"] >= before["wp"][name]["told"]
            for name, risk in after["risk"].items():
                assert bool(risk["known"]) >= bool(before["risk"][name]["known"])


def test_a_dependency_once_met_stays_met() -> None:
    for scenario, seed, dice in games(30):
        for before, _, after, _ in game(scenario, seed, dice):
            for name, package in after["wp"].items():
                pairs = zip(before["wp"][name]["met"], package["met"], strict=True)
                assert all(now >= was for was, now in pairs)


def test_every_game_ends_and_what_is_over_stays_over() -> None:
    for scenario, seed, dice in games(30):
        log, state = played(scenario, seed, dice)
        assert is_over(state)
        assert len(log) <= scenario.meta.weeks_max
        assert step(scenario, state, {}, seed) == (state, [])


def test_another_decision_does_not_shift_other_luck() -> None:
    """The same blockers, risks and events come, whatever was decided before."""
    for slug in SLUGS:
        scenario = shipped(slug)
        idle, busy = begin(scenario, 5), begin(scenario, 5)
        for _ in range(6):
            idle, _ = step(scenario, idle, {}, 5)
            busy, _ = step(scenario, busy, {"cards": [["valuereview"], ["riskreview"]]}, 5)
        assert idle["deck"] == busy["deck"]
        for name, risk in idle["risk"].items():
            other = busy["risk"][name]
            assert (risk["u"], risk["fire"]) == (other["u"], other["fire"])


def test_one_decision_changed_changes_the_digest() -> None:
    """A hundred tampered logs, none of which passes for the log that was played."""
    dice, told = Random(1), 0
    log, state = played(FLAGSHIP, 9, Random(9))
    true = digest(state)
    for _ in range(100):
        forged = copy.deepcopy(log)
        week = forged[dice.randrange(len(forged) - 1)]
        report = week["report"]
        if dice.random() < 0.5 or not week["cards"]:
            report["fc"] = report["fc"] + 0.5
        else:
            played_card = week["cards"].pop(dice.randrange(len(week["cards"])))
            if clean(FLAGSHIP, {"cards": [played_card]})["cards"] == []:
                continue
        told += digest(replay(FLAGSHIP, 9, forged)) != true
    assert told >= 97  # a card that was refused either way leaves only its place in the log


def test_scope_put_off_and_on_again_gains_nothing() -> None:
    state = begin(FLAGSHIP, 3)
    trust, left_before = state["stake"]["ceo"]["tr"], state["wp"]["U2"]["tot"]
    for on in (0, 1, 0, 1):
        state, _ = step(FLAGSHIP, state, {"cards": [["negscope", "mobile", on]]}, 3)
    assert state["stake"]["ceo"]["tr"] < trust
    assert state["wp"]["U2"]["tot"] >= left_before - 1e-6
