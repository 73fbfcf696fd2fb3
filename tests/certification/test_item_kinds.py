"""What each kind of item must hold."""

from dataclasses import replace

import pytest

from institute.items.kinds import checksum, missing, problems
from tests.certification.interchanging import EVERY_KIND

KINDS = {one.kind: replace(one, domain="risk", level="apply") for one in EVERY_KIND}


@pytest.mark.parametrize("kind", KINDS)
def test_a_sound_item_has_no_problem(kind: str) -> None:
    assert problems(KINDS[kind]) == []


WRONG = [
    ("single", {"key": {"right": ["a", "b"]}}, "Mark exactly one choice as right."),
    ("single", {"key": {"right": ["z"]}}, "The key names a choice that is not there."),
    ("single", {"options": {}}, "The options do not have the shape of this kind of item."),
    ("multiple", {"key": {"right": ["a", "b", "c"]}}, "Leave at least one choice wrong"),
    ("numeric", {"key": {"value": "many", "tolerance": "0"}}, "The answer is a number"),
    ("numeric", {"key": {"value": "NaN", "tolerance": "0"}}, "The answer is a number"),
    ("numeric", {"key": {"value": "1", "tolerance": "-1"}}, "The tolerance cannot be below 0."),
    ("ordering", {"key": {"order": ["a", "b"]}}, "The right order names each part once."),
    ("matching", {"key": {"pairs": {"1": "x"}}}, "Say for each line on the left what belongs"),
    ("short", {"key": {"accept": [" "]}}, "Write at least one answer that is accepted."),
    ("short", {"stem": " "}, "Write the question."),
    ("short", {"points": "0"}, "Points are a number above 0"),
    ("short", {"level": "guess"}, "Choose a level"),
    ("essay", {"rubric": [{"key": "a", "name": "", "levels": ["1", "2"]}]}, "Name each criterion."),
    ("essay", {"rubric": [{"key": "a", "name": "A", "levels": ["1"]}]}, "2 to 10 levels"),
]


@pytest.mark.parametrize(("kind", "change", "words"), WRONG)
def test_what_is_wrong_is_said(kind: str, change: dict[str, object], words: str) -> None:
    found = " ".join(problems(replace(KINDS[kind], **change)))  # type: ignore[arg-type]

    assert words in found


def test_a_draft_may_lack_what_a_reviewer_asks_for() -> None:
    bare = replace(KINDS["essay"], rubric=[], key={"model_answer": ""})

    assert problems(bare) == []
    assert len(missing(bare)) == 3


def test_ids_names_and_shuffled_lines_do_not_change_the_checksum() -> None:
    one = KINDS["ordering"]
    lines = [{"id": name, "text": text} for name, text in zip("qrs", "CAB", strict=True)]
    key = {"order": ["q", "r", "s"]}
    other = replace(one, name="elsewhere", options={"choices": lines}, key=key)

    assert checksum(one) == checksum(other)
    assert checksum(one) != checksum(replace(one, key={"order": ["a", "b", "c"]}))
