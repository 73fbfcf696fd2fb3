"""Questions go into files and come back the same; what does not fit is told, never raised."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certification import interchange
from certification.interchange import Entry, NotAFile, Places, Unread
from certification.interchange.markup import markdown
from institute.items.kinds import Question, checksum
from tests.certification.interchanging import EVERY_KIND, PLACES

FILES = Path(__file__).parent / "files"
FULL = [
    replace(
        one,
        domain="delivery",
        level="analyse",
        scenario=True,
        rationale="Because = so.\n\nIndeed.",
        references=["ISO 31000, p. 2", "PMBOK"],
    )
    for one in EVERY_KIND
]
LOST_IN_GIFT = {"essay"}  # it has no place for model answers and rubrics


def back(kind: str, questions: list[Question]) -> list[Entry | Unread]:
    text = interchange.write(kind, [Entry(0, one) for one in questions])
    return interchange.read(kind, text.encode(), PLACES)


def questions_of(name: str) -> list[Entry | Unread]:
    data = (FILES / name).read_bytes()
    return interchange.read(interchange.guess(name, data), data, Places(domain="risk"))


def told(found: list[Entry | Unread]) -> dict[int, str]:
    return {one.line: one.why for one in found if isinstance(one, Unread)}


@pytest.mark.parametrize("kind", interchange.FORMATS)
def test_every_kind_of_question_comes_back_the_same(kind: str) -> None:
    for sent, got in zip(FULL, back(kind, FULL), strict=True):
        assert isinstance(got, Entry), got
        assert got.question.name == sent.name
        if kind != "gift" or sent.kind not in LOST_IN_GIFT:
            assert checksum(got.question) == checksum(sent), sent.kind


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Zl", "Zp"]),
    min_size=1,
    max_size=30,
).map(lambda text: " ".join(text.split()) or "x")


@settings(max_examples=60, deadline=None)
@given(stem=WORDS, options=st.lists(WORDS, min_size=2, max_size=5, unique=True))
def test_whatever_the_words_they_come_back(stem: str, options: list[str]) -> None:
    choices = [{"id": chr(97 + n), "text": f"{n}{text}"} for n, text in enumerate(options)]
    sent = replace(FULL[0], stem=f"Q {stem} ?", options={"choices": choices})
    for kind in interchange.FORMATS:
        [got] = back(kind, [sent])
        assert isinstance(got, Entry), (kind, got)
        assert got.question.stem == sent.stem, kind
        assert got.question.options == sent.options, kind


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300) | st.text("<quiz>/~=#{}:\\%->T\n a1*", max_size=120).map(str.encode))
def test_no_file_is_an_exception(data: bytes) -> None:
    for kind in interchange.FORMATS:
        with suppress(NotAFile):
            interchange.read(kind, data, PLACES)


def test_a_file_of_moodle_is_read_kind_by_kind() -> None:
    found = questions_of("moodle.xml")
    taken = [one.question for one in found if isinstance(one, Entry)]

    assert [one.kind for one in taken] == [
        *("single", "multiple", "single", "short", "numeric", "matching", "ordering", "essay")
    ]
    assert taken[0].stem.startswith("Which **one** holds")
    assert taken[0].options["choices"][1] == {
        "id": "b",
        "text": "Float",
        "why": "It is what is left.",
    }
    assert taken[0].name == "plan-1"
    assert (taken[4].key, taken[4].options) == (
        {"value": "26", "tolerance": "0.5"},
        {"unit": "days"},
    )
    assert len(taken[5].options["right"]) == 3


def test_what_has_no_place_here_says_so_with_its_line() -> None:
    why = told(questions_of("moodle.xml"))

    assert list(why.values()) == [
        "Questions of the kind “calculated” have no place here.",
        "Questions of the kind “cloze” have no place here.",
        "It gives a part of the points for a choice; ours give all or nothing.",
        "It accepts answers with a wildcard (*); write each accepted answer out.",
        "Write at least 2 choices. Mark exactly one choice as right.",
    ]
    lines = (FILES / "moodle.xml").read_text().splitlines()
    assert all("<question" in lines[line - 1] for line in why)


def test_a_lone_question_and_a_picture_of_long_ago() -> None:
    lone = b"""<question type="essay"><name><text>E</text></name><questiontext>
        <text>Write.</text></questiontext></question>"""
    old = lone.replace(b"</question>", b"<image>old.png</image></question>")

    [taken] = interchange.read("xml", lone, PLACES)
    [refused] = interchange.read("xml", old, PLACES)

    assert isinstance(taken, Entry)
    assert isinstance(refused, Unread)
    assert "picture" in refused.why


def test_a_file_of_gift_is_read_kind_by_kind() -> None:
    found = questions_of("questions.gift.txt")
    taken = [one.question for one in found if isinstance(one, Entry)]

    assert [one.kind for one in taken] == [
        *("single", "multiple", "single", "short", "numeric", "numeric"),
        *("matching", "ordering", "essay", "single"),
    ]
    assert taken[5].key == {"value": "3.5", "tolerance": "0.5"}
    assert taken[9].stem == r"The longest path is \_\_\_\_\_ through the plan."
    assert told(found) == {
        42: "It has several right numbers; ours have one, with a tolerance.",
        46: "There are no braces with answers: it asks nothing.",
        48: "A brace is missing.",
    }


BOMBS = [
    b'<!DOCTYPE q [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><quiz>&b;</quiz>',
    b'<!DOCTYPE q SYSTEM "http://127.0.0.1/x.dtd"><quiz/>',
    b'<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>',
]


@pytest.mark.parametrize("data", BOMBS)
def test_xml_that_declares_entities_is_refused(data: bytes) -> None:
    with pytest.raises(NotAFile, match="entities"):
        interchange.read("xml", data, PLACES)


def test_a_spreadsheet_does_not_calculate_what_we_write() -> None:
    text = interchange.write("csv", [Entry(0, replace(FULL[0], title="=1+1"))])

    assert "'=1+1" in text
    assert ",=1+1" not in text


def test_a_spreadsheet_of_another_country_is_read() -> None:
    rows = "kind;stem;right;option_1;option_2\r\nsingle;Was gilt?;2;Nein;Größe\r\n"

    [found] = interchange.read("csv", rows.encode("cp1252"), PLACES)

    assert isinstance(found, Entry)
    assert found.question.options["choices"][1]["text"] == "Größe"


def test_html_becomes_markdown_and_scripts_vanish() -> None:
    html = (
        "<p>Two <b>things</b> &amp; <script>alert(1)</script>one_more</p><ol><li>A</li><li>B</li>"
        "</ol><table><tr><th>x</th></tr><tr><td>1|2</td></tr></table>"
    )
    assert markdown(html, "html") == (
        "Two **things** & one\\_more\n\n1. A\n2. B\n\n| x |\n| --- |\n| 1|2 |"
    )
