"""Essays from files come with the rubric their format carries, or say what is missing."""

import pytest

from certification import interchange
from certification.interchange import Entry, Places, rubrics

PLACES = Places(domain="risk")
LEVELS = ["none", "part", "all"]
LINES = "- Names the path: none / part / all\n- Says it plainly: no / yes"
TABLE = """| Criterion | 0 | 1 | 2 |
| --- | --- | --- | --- |
| Names the path | none | part | all |
| Says it plainly | no | yes | |"""


def moodle(told: str, form: str = "markdown") -> Entry:
    file = f"""<quiz><question type="essay"><name><text>E</text></name>
        <questiontext><text>Write.</text></questiontext>
        <generalfeedback><text>Why.</text></generalfeedback>
        <graderinfo format="{form}"><text><![CDATA[{told}]]></text></graderinfo>
        </question></quiz>"""
    return taken("xml", file)


def csv(cell: str | None) -> Entry:
    head = "kind,stem,right,rationale" + ("" if cell is None else ",rubric")
    row = "essay,Write.,It holds.,Why." + ("" if cell is None else f',"{cell}"')
    return taken("csv", f"{head}\r\n{row}\r\n")


def taken(kind: str, file: str) -> Entry:
    [found] = interchange.read(kind, file.encode(), PLACES)
    assert isinstance(found, Entry), found
    return found


def criteria(one: Entry) -> list[tuple[str, list[str]]]:
    return [(each["name"], each["levels"]) for each in one.question.rubric]


BOTH = [("Names the path", LEVELS), ("Says it plainly", ["no", "yes"])]


@pytest.mark.parametrize("rubric", [LINES, TABLE])
@pytest.mark.parametrize("heading", ["### Rubric", "Rubric:", "**Marking scheme**", "Criteria"])
def test_grader_information_of_moodle_is_parted_into_answer_and_rubric(
    heading: str, rubric: str
) -> None:
    found = moodle(f"It holds.\n\n{heading}\n\n{rubric}")

    assert criteria(found) == BOTH
    assert found.question.key["model_answer"] == "It holds."
    assert found.notes == ()
    assert [one["key"] for one in found.question.rubric] == ["names-the-path", "says-it-plainly"]


def test_a_rubric_in_html_is_read_as_people_made_it() -> None:
    found = moodle(
        "<p>It holds.</p><table><tr><th>Criterion</th><th>0</th><th>1</th><th>2</th></tr>"
        "<tr><td>Names the path</td><td>none</td><td>part</td><td>all</td></tr></table>",
        "html",
    )

    assert criteria(found) == BOTH[:1]
    assert found.question.key["model_answer"] == "It holds."


def test_a_column_holds_a_line_for_each_criterion_or_our_table() -> None:
    assert criteria(csv(LINES)) == BOTH
    assert criteria(csv(TABLE)) == BOTH
    assert criteria(csv("Path: 0 = none; 1 = part; 2 = all")) == [("Path", LEVELS)]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (None, "The file has no column called rubric."),
        ("", "Its column “rubric” is empty."),
        ("Mark it fairly.", "cannot be read at “Mark it fairly.”"),
        (LINES + "\nTone: good", "cannot be read at “Tone: good”"),
        (TABLE + "\n| Tone | good |", "cannot be read at “| Tone | good |”"),
    ],
)
def test_a_row_says_what_its_rubric_lacks(cell: str | None, words: str) -> None:
    found = csv(cell)

    [note] = found.notes
    assert words in note
    assert "such as “Names the path: none / part / all”" in note
    assert found.question.rubric == []


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("", "Its grader information is empty"),
        ("It holds. Criteria are in the handbook.", "holds no rubric"),
        ("It holds.\n\n### Rubric\n\nAs agreed.", "stops at “As agreed.”"),
    ],
)
def test_moodle_says_what_its_grader_information_lacks(told: str, words: str) -> None:
    found = moodle(told)

    assert words in " ".join(found.notes)
    assert found.question.rubric == []
    assert found.question.key["model_answer"] == told  # nothing that was written is lost


def test_gift_says_that_it_has_no_place_for_one() -> None:
    found = taken("gift", "::E::Write.{}")
    assert "GIFT has no place for a rubric." in " ".join(found.notes)


def test_criteria_of_one_name_get_keys_of_their_own() -> None:
    told = rubrics.read("A: no / yes\nA: no / yes\n…: no / yes", only=True)
    assert len({one["key"] for one in told.rubric}) == 3
