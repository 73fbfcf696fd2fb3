"""What a debrief finds must be true: each claim is played again to see."""

import json
import re
from itertools import pairwise
from time import process_time
from typing import Any

import pytest

from courses.simulations import engine
from courses.simulations.debriefing import STEPS, Game, answered, deciding, work
from courses.simulations.debriefing.decisions import all_of
from courses.simulations.debriefing.game import Launching, as_played
from courses.simulations.debriefing.slip import HAZARDS, without_drift
from courses.simulations.policies import Habits, planner, play
from courses.simulations.scenario import shipped
from tests.courses.simulations.debriefing.conftest import FLAGSHIP, a_game, debriefed

Parts = dict[str, Any]


def test_the_same_game_gives_the_same_debrief_in_little_time(game: Game, parts: Parts) -> None:
    log = json.loads(json.dumps(game.log))

    start = process_time()
    again = debriefed(Game(game.scenario, game.seed, log))
    took = process_time() - start

    assert json.dumps(again) == json.dumps(parts)
    assert tuple(again) == STEPS
    assert took < 4


def test_the_six_families_add_up_to_the_score(game: Game, parts: Parts) -> None:
    found = parts["families"]

    total = found["empty"] + sum(row["points"] for row in found["rows"])

    assert total == pytest.approx(found["yours"], abs=0.05)
    assert found["yours"] == pytest.approx(game.score["total"], abs=0.01)
    empty = a_game("do_nothing")
    assert found["empty"] == pytest.approx(empty.score["total"], abs=0.01)


def test_weekly_losses_add_up_from_the_reference_to_you(game: Game, parts: Parts) -> None:
    curve = parts["handover"]
    totals = [point["total"] for point in curve["points"]]

    assert totals[0] == pytest.approx(game.par.score["total"], abs=0.01)
    assert totals[-1] == pytest.approx(game.score["total"], abs=0.01)
    assert [loss["lost"] for loss in curve["losses"]] == pytest.approx(
        [before - after for before, after in pairwise(totals)], abs=0.001
    )
    assert sum(loss["lost"] for loss in curve["losses"]) == pytest.approx(curve["lost"], abs=0.05)


def test_what_the_reference_would_have_done_is_what_it_does(game: Game, parts: Parts) -> None:
    losses = parts["handover"]["losses"]
    missing = [card for card in game.par.log[0]["cards"] if card not in game.log[0]["cards"]]
    words = [deciding.card(game.scenario, card).lower() for card in missing]

    assert losses[0]["instead"]
    for name in re.findall("“.*?”", " ".join(losses[0]["instead"])):
        assert [one for one in words if name.lower() in one], name


@pytest.mark.parametrize(
    "habits", [Habits(polish=2), Habits(gaps_late=0.0, cuts=0), Habits(cuts=3)], ids=str
)
def test_without_any_change_a_game_ends_as_it_did(habits: Habits) -> None:
    scenario = shipped(FLAGSHIP)
    played = Game(scenario, 11, play(scenario, 11, planner("ours", habits)))

    for after in (0, 5, played.weeks - 1):
        end = played.otherwise(as_played, after=after)
        assert engine.digest(end.state) == engine.digest(played.final)


def test_launching_with_gaps_or_late_counts_as_a_decision() -> None:
    scenario = shipped(FLAGSHIP)
    polished = Game(scenario, 11, play(scenario, 11, planner("polish", Habits(polish=2))))
    with_gaps = Game(scenario, 3, play(scenario, 3, planner("gaps", Habits(gaps_late=0.0, cuts=0))))

    assert polished.launching.waits > 0
    assert with_gaps.launching.gaps_from == with_gaps.weeks
    for one in (polished, with_gaps):
        assert [found.what for found in all_of(one) if found.kind == "launch"]
    assert polished.otherwise(as_played, launching=Launching()).ended < polished.ended


def test_a_decision_left_out_leaves_every_other_as_it_was(game: Game) -> None:
    card = next(one for one in all_of(game) if one.kind == "card" and one.week == 3)

    without = game.otherwise(card.change, after=card.week - 1)

    before = [line["card"] for line in game.final["cardlog"] if line["week"] == 3]
    after = [line["card"] for line in without.state["cardlog"] if line["week"] == 3]
    assert len(after) == len(before) - 1
    assert without.state["cardlog"][: -len(after)] != game.final["cardlog"]
    assert without.total != game.score["total"]


def test_with_a_hazard_off_nothing_of_it_is_left(game: Game) -> None:
    ends = {cause: without(game).state for cause, without in HAZARDS.items()}

    assert not [one for one in ends["risks"]["risk"].values() if one["st"] == "fired"]
    assert ends["blockers"]["tally"]["blocked"] == 0
    assert not any(ends["events"]["keys"].values())
    assert all(one["mu"] == 1 for one in ends["estimates"]["wp"].values())
    assert made(ends["flaws"]) < 0.5 * made(game.final)  # what events did to it stays
    agreed = Game(without_drift(game.scenario), game.seed, game.log)
    assert not [*agreed.told("integration_shock")]


def made(state: dict[str, Any]) -> float:
    """All flaws that were made and not seen at once."""
    return sum(float(one["undisc"] + one["found"]) for one in state["wp"].values())


def asked_in(game: Game, week: int, card: list[Any]) -> Game:
    """The game with one more question on top of what was asked in a week."""
    log = [dict(decisions) for decisions in game.log]
    log[week - 1]["cards"] = [card, *log[week - 1]["cards"]]
    return Game(game.scenario, game.seed, log)


def test_a_question_nobody_asked_would_have_shown_what_the_debrief_says() -> None:
    seen = set()
    for seed in range(20, 26):
        game = a_game("do_nothing", seed=seed)
        for row in work("unasked", game, {})["rows"]:
            week, about = row["week"], row["about"]
            if row["kind"] == "riskreview":
                after = asked_in(game, week, ["riskreview"]).states[week]
                assert after["risk"][about]["known"] == week, row
            elif row["kind"] == "spike":
                after = asked_in(game, week, ["spike", about]).states[week]
                assert after["wp"][about]["mu"] < game.states[0]["wp"][about]["mu"], row
            elif row["truth"] == "Waiting":
                after = asked_in(game, week, ["sync", about])
                assert [one for one in after.events[week] if one["kind"] == "unblocked"], row
            seen.add(row["kind"])
    assert {"riskreview", "spike", "sync"} <= seen


def test_each_answer_is_weighed_against_the_one_that_was_given(game: Game, parts: Parts) -> None:
    answers = parts["decisions"]["answers"]

    assert len(answers) == sum(len(keys) for keys in game.final["keys"].values())
    for answer in answers:
        chosen = [option for option in answer["options"] if option["chosen"]]
        assert [option["points"] for option in chosen] == [0]
        assert chosen[0]["total"] == pytest.approx(game.score["total"], abs=0.01)


def test_the_driving_path_covers_every_week_and_moves_from_first_truth_to_last(
    game: Game, parts: Parts
) -> None:
    path = parts["path"]
    weeks = path["weeks"]

    assert [line["week"] for line in weeks] == list(range(1, len(game.final["history"]) + 1))
    moved = game.states[0]["true"] + sum(line["moved"] for line in weeks)
    assert moved == pytest.approx(weeks[-1]["date"], abs=0.1)
    starts = [link["start"] for link in path["chain"]]
    assert starts == sorted(starts)
    assert starts[0] == 0  # back to the first Monday


def test_a_guess_is_compared_with_what_was_found(parts: Parts) -> None:
    worst, cause = parts["handover"]["worst"], parts["slip"]["biggest"]

    right = answered({"week": worst["from"], "cause": cause}, parts)
    wrong = answered({"week": 0, "cause": "none"}, parts)

    assert right["week"]["right"]
    assert right["cause"]["right"]
    assert not wrong["week"]["right"]
    assert not wrong["cause"]["right"]
