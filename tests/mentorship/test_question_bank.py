"""The interview content is product: enough of it, complete, balanced, and in the house voice."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from courses.demo.reading import records, syllabi

Row = dict[str, Any]

CONTENT = Path(__file__).resolve().parents[2] / "mentorship" / "content"
CRITERIA = ["programme-execution", "technical-depth", "influence", "risk", "metrics"]
CRITERIA += ["communication"]
SHAPE = {"key", "competency", "criterion", "kind", "level", "prompt"}
SHAPE |= {"follow_ups", "strong", "weak", "minutes"}
KINDS = {"behavioural", "situational", "technical", "case"}
LEVELS = {"senior", "staff", "principal"}
EMPTY_WORDS = """
    best practice, circle back, crucial, cutting-edge, deep dive, delve, dynamic, empower, foster,
    game-changer, going forward, holistic, key learnings, leverage, low-hanging, move the needle,
    passionate, proactive, results-driven, robust, rockstar, seamless, stakeholder buy-in, synergy,
    thought leader, touch base, utilise, utilize, world-class
"""


def document(path: Path) -> Row:
    return tomllib.loads(path.read_text(encoding="utf-8"))


BANK: list[Row] = [
    row
    for path in sorted((CONTENT / "questions").glob("*.toml"))
    for row in document(path)["question"]
]
RUBRIC, CV_RUBRIC = document(CONTENT / "rubric.toml"), document(CONTENT / "cv_rubric.toml")

every_question = pytest.mark.parametrize("question", BANK, ids=lambda row: str(row["key"]))


def text_of(value: object) -> Iterator[str]:
    """Every sentence in a piece of content, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from text_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from text_of(inner)


def words(sentence: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", sentence.lower().replace("’", "")))


def test_the_bank_holds_enough_and_every_key_and_prompt_once() -> None:
    assert len(BANK) >= 132
    assert max(Counter(row["key"] for row in BANK).values()) == 1
    assert max(Counter(row["prompt"] for row in BANK).values()) == 1


def test_no_two_prompts_share_more_than_three_fifths_of_their_words() -> None:
    said = {row["key"]: words(row["prompt"]) for row in BANK}
    alike = [
        (one, other)
        for one, other in combinations(said, 2)
        if len(said[one] & said[other]) > 0.6 * min(len(said[one]), len(said[other]))
    ]

    assert alike == []


@every_question
def test_a_question_is_complete_and_within_bounds(question: Row) -> None:
    assert set(question) == SHAPE
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", question["key"])
    assert len(question["key"]) <= 80
    assert question["kind"] in KINDS
    assert question["level"] in LEVELS
    assert question["criterion"] in CRITERIA
    assert 3 <= question["minutes"] <= 12
    assert 80 <= len(question["prompt"]) <= 450
    assert 2 <= len(question["follow_ups"]) <= 3
    assert 3 <= len(question["strong"]) <= 5
    assert 1 <= len(question["weak"]) <= 3


@every_question
def test_notes_are_sentences_of_a_readable_length(question: Row) -> None:
    notes = [*question["follow_ups"], *question["strong"], *question["weak"]]

    assert [note for note in notes if not 12 <= len(note) <= 280] == []
    assert [note for note in notes if note[-1] not in ".?”"] == []
    assert len(notes) == len(set(notes))


def test_every_criterion_is_asked_at_every_level_and_in_several_ways() -> None:
    for criterion in CRITERIA:
        asked = [row for row in BANK if row["criterion"] == criterion]

        assert len(asked) >= 20, criterion
        assert {row["level"] for row in asked} == LEVELS, criterion
        assert {row["kind"] for row in asked} == KINDS, criterion


def test_every_competency_of_the_catalogue_is_asked_and_no_other() -> None:
    asked = Counter(row["competency"] for row in BANK)

    assert set(asked) == {row["slug"] for row in records("competencies", "competency")}
    assert min(asked.values()) >= 5


def test_questions_stand_in_the_file_of_their_criterion() -> None:
    for path in (CONTENT / "questions").glob("*.toml"):
        assert {row["criterion"] for row in document(path)["question"]} == {path.stem}


def test_openings_vary() -> None:
    openings = Counter(" ".join(row["prompt"].split()[:3]) for row in BANK)

    assert max(openings.values()) <= 12


def test_the_rubric_has_six_criteria_that_lead_to_a_competency_and_a_module() -> None:
    modules = {row["slug"]: {part["title"] for part in row["modules"]} for row in syllabi()}
    competencies = {row["slug"] for row in records("competencies", "competency")}

    assert RUBRIC["version"] == 1
    assert [row["key"] for row in RUBRIC["criterion"]] == CRITERIA
    for row in RUBRIC["criterion"]:
        assert row["competency"] in competencies
        assert row["module"] in modules[row["course"]]
        assert row["name"]


def test_the_cv_rubric_shows_each_criterion_before_and_after() -> None:
    keys = [row["key"] for row in CV_RUBRIC["criterion"]]

    assert keys == ["targeting", "impact", "evidence", "clarity", "length"]
    for row in CV_RUBRIC["criterion"]:
        assert row["before"] != row["after"]
        assert 40 <= len(row["after"]) <= 200
        assert row["first"].endswith(".")


@pytest.mark.parametrize(
    "criterion",
    [*RUBRIC["criterion"], *CV_RUBRIC["criterion"]],
    ids=lambda row: str(row["key"]),
)
def test_each_level_of_a_criterion_is_described_apart(criterion: Row) -> None:
    assert len(set(criterion["levels"])) == 4
    assert all(60 <= len(level) <= 260 and level.endswith(".") for level in criterion["levels"])
    assert criterion["asks"].count(". ") == 0
    assert criterion["asks"].endswith(".")


def test_nothing_shouts_and_no_empty_word_stands_in_the_content() -> None:
    sentences = list(text_of([BANK, RUBRIC, CV_RUBRIC]))
    empty = re.compile("|".join(rf"\b{word.strip()}" for word in EMPTY_WORDS.split(",")))

    assert [sentence for sentence in sentences if "!" in sentence] == []
    assert [sentence for sentence in sentences if "'" in sentence] == []
    assert [sentence for sentence in sentences if empty.search(sentence.lower())] == []


def test_the_content_is_spelled_as_in_canada() -> None:
    american = re.compile(
        r"\b(behavior|center|color\b|labor\b|favor|fulfill(s|ment)?\b|organiz|programme"
        r"|enroll(s|ment)?\b)",
        re.IGNORECASE,
    )
    prose = [row for row in text_of([BANK, RUBRIC, CV_RUBRIC]) if " " in row]

    assert [sentence for sentence in prose if american.search(sentence)] == []
