"""The words of a debrief: every game gets one, every part has its evidence, advice leads on."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from courses.demo import syllabi
from courses.simulations import engine
from courses.simulations.debriefing import Game
from courses.simulations.debriefing.evidence import EVIDENCE
from courses.simulations.debriefing.names import CAUSES, FIVE, PARTS, VERDICTS
from courses.simulations.debriefing.plan import advice
from courses.simulations.debriefing.risks import judged
from courses.simulations.scenario import shipped
from tests.courses.simulations.debriefing.conftest import a_game, debriefed

Parts = dict[str, Any]
NOT_WORDS = re.compile(r"\bNone\b(?! of)|\bnan\b|\binf\b|[{}]|  |\.\.|^[a-z]")
COURSES = Path(syllabi.__file__).parent / "content" / "courses"


@pytest.mark.parametrize("slug", ["ai-saas-launch", "cloud-migration", "security-keys"])
@pytest.mark.parametrize("name", ["do_nothing", "tuned"])
def test_every_game_can_be_told(slug: str, name: str) -> None:
    parts = debriefed(a_game(name, slug, seed=2))

    text = json.dumps(parts, ensure_ascii=False)
    assert json.loads(text) == parts
    assert not [one for one in every_text(parts) if NOT_WORDS.search(one)]


def every_text(found: Any) -> list[str]:
    """All the sentences of a debrief."""
    if isinstance(found, dict):
        said: list[str] = [found[key] for key in ("text", "note", "because") if key in found]
        inside = [one for value in found.values() for one in every_text(value)]
        return [*said, *found.get("sentences", []), *inside]
    return [one for value in found for one in every_text(value)] if isinstance(found, list) else []


def test_a_game_that_was_hardly_played_can_be_told() -> None:
    parts = debriefed(Game(shipped("ai-saas-launch"), 5, [{}]))

    assert parts["scores"]["rows"][-1]["key"] == "total"


def test_every_part_of_every_score_has_a_name_and_evidence() -> None:
    for name in ("do_nothing", "tuned"):  # one that never launches, one that does
        game = a_game(name, seed=1)
        for score, found in engine.breakdown(game.scenario, game.final).items():
            assert set(found) <= set(PARTS[score])
            assert set(found) <= set(EVIDENCE[score])


def test_the_rows_have_the_keys_the_pages_read(parts: Parts) -> None:
    row = parts["scores"]["rows"][0]
    assert set(row) == {
        *("key", "name", "yours", "par", "difference", "band", "band_name", "parts")
    }
    assert set(row["parts"][0]) == {"key", "name", "weight", "points", "par", "lost", "text"}
    assert set(parts["slip"]) == {
        *("ended", "launched", "promised", "late", "total", "causes", "biggest", "note")
    }
    assert {one["key"] for one in parts["slip"]["causes"]} | {"none"} == set(CAUSES)
    assert set(parts["reference"]) == {"yours", "par", "sentences"}
    assert set(parts["honesty"]["weeks"][0]["believed"]) == {"ceo", "prod", "ciso", "cmo", "cust"}


def test_the_cut_that_is_named_was_made_in_that_week(game: Game, parts: Parts) -> None:
    cut = parts["reference"]["yours"]["scope"]["cut"]

    assert [one["week"] for one in cut] == [event["week"] for event in game.told("cut")]


@pytest.mark.parametrize(
    ("verdict", "changes"),
    [
        ("unlucky", {"mit_wk": 2, "st": "fired", "st_wk": 5}),
        ("sound", {"mit_wk": 2, "st": "past", "st_wk": 5}),
        ("overpaid", {"mit_wk": 6, "st": "past", "st_wk": 5}),
        ("overpaid", {"mit_wk": 2, "p": 0.01}),
        ("lucky", {"st": "past", "st_wk": 5}),
        ("caught", {"st": "fired", "st_wk": 5}),
        ("struck", {"st": "fired", "st_wk": 5, "known": 5}),
        ("unseen", {"st": "past", "st_wk": 5, "known": 0}),
        ("left", {"p": 0.01, "st": "past"}),
        ("rare", {"p": 0.01, "st": "fired", "st_wk": 5}),
        ("gone", {"st": "void"}),
    ],
)
def test_a_verdict_judges_the_decision_and_not_the_luck(
    verdict: str, changes: dict[str, Any]
) -> None:
    part = shipped("ai-saas-launch").risk["gpu"]
    plain = {"p": 0.5, "pm": 1.0, "im": 1.0, "known": 1, "mit_wk": 0, "st": "open", "st_wk": 0}

    assert judged(part, plain | changes) == verdict
    assert verdict in VERDICTS


def test_advice_leads_to_lessons_and_competencies_that_exist() -> None:
    lessons, competencies = set(), set()
    for file in COURSES.glob("*.toml"):
        course = tomllib.loads(file.read_text(encoding="utf-8"))
        competencies |= set(course["competencies"])
        for module in course["modules"]:
            lessons |= {(course["slug"], lesson["title"]) for lesson in module["lessons"]}

    assert set(advice()) == set(FIVE)
    for general in advice().values():
        assert set(general["competencies"]) <= competencies
        assert set(general["courses"]) <= {course for course, _ in lessons}
        named = [one for one in general.values() if isinstance(one, dict)]
        assert {tuple(pair) for part in named for pair in part["lessons"]} <= lessons


def test_the_plan_begins_where_most_is_missing(parts: Parts) -> None:
    rows = {row["key"]: row for row in parts["scores"]["rows"]}
    plan = parts["plan"]

    assert 1 <= len(plan["rows"]) <= 3
    first = rows[plan["rows"][0]["score"]]
    assert first["yours"] <= min(rows[row["score"]]["yours"] for row in plan["rows"]) + 25
    assert plan["behaviours"]
