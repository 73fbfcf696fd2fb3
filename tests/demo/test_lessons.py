"""The lessons that ship with the demo."""

import re
from typing import Any

import pytest

from courses.demo.lessons import files, question
from courses.demo.media import FOLDER, add_media
from courses.demo.reading import syllabi
from courses.lessons import captions, embeds, uploads
from courses.models import Finish, LessonFile, LessonPage, Pace
from institute.items import kinds
from tests import make
from tests.courses.lessons import place, written

ROWS: list[dict[str, Any]] = [row for file in files() for row in file["lesson"]]


@pytest.mark.parametrize("file", files(), ids=lambda file: file["slug"])
def test_every_lesson_that_ships_is_whole(file: dict[str, object]) -> None:
    course = next(one for one in syllabi() if one["slug"] == file["slug"])
    sizes = [len(module["lessons"]) for module in course["modules"]]
    rows: list[dict[str, object]] = file["lesson"]  # type: ignore[assignment]
    assert file.get("pace", "free") in Pace.values
    assert len({(row["module"], row["lesson"]) for row in rows}) == len(rows)
    for row in rows:
        module, lesson = int(str(row["module"])), int(str(row["lesson"]))
        asked = row.get("question", [])
        assert isinstance(asked, list)
        assert 1 <= lesson <= sizes[module - 1]
        assert row["finish"] in Finish.values
        assert row["finish"] != "checklist" or row["checklist"]
        assert row["finish"] != "practice" or asked
        assert len(str(row["body"]).split()) >= 25
        assert not re.search(r"^# ", str(row["body"]), re.MULTILINE)  # the page has its title
        for one in asked:
            assert kinds.problems(question(one)) == [], one["stem"]
            assert one["rationale"]


@pytest.mark.parametrize("file", files(), ids=lambda file: file["slug"])
def test_the_first_two_modules_are_written_whole(file: dict[str, Any]) -> None:
    course = next(one for one in syllabi() if one["slug"] == file["slug"])
    wanted = {
        (module, lesson)
        for module in (1, 2)
        for lesson in range(1, len(course["modules"][module - 1]["lessons"]) + 1)
    }
    assert wanted <= {(row["module"], row["lesson"]) for row in file["lesson"]}


def test_every_course_of_the_demo_has_lessons() -> None:
    assert {file["slug"] for file in files()} == {course["slug"] for course in syllabi()}


def test_every_film_that_ships_is_small_and_says_everything_in_captions() -> None:
    films = [row["film"] for row in ROWS if "film" in row]
    assert films
    for name in films:
        film, said = FOLDER / f"{name}.webm", (FOLDER / f"{name}.vtt").read_bytes()
        size = film.stat().st_size
        assert uploads.video_kind(film.read_bytes()[:32], size) == ("video/webm", ".webm")
        assert size < 500_000
        assert captions.problems(said) == []


def test_a_demo_lesson_of_each_kind_ships() -> None:
    kept = [(row, one) for row in ROWS for one in row.get("file", ())]
    assert any("alt" in one for _, one in kept)
    assert any("alt" not in one for _, one in kept)
    for row, one in kept:
        assert (FOLDER / one["name"]).is_file()
        assert ("alt" in one) == (f"](picture:{one['name']})" in row["body"])
    elsewhere = [row["embed"] for row in ROWS if "embed" in row]
    assert elsewhere
    assert all(embeds.player(address) for address in elsewhere)
    assert {row["finish"] for row in ROWS} == set(Finish.values)


@pytest.mark.django_db
def test_what_a_lesson_shows_is_planted_with_it() -> None:
    mine = place(of=make.cohort(make.course(modules=2), starts_in_days=-3))
    author = make.instructor()
    rows = [next(row for row in ROWS if kind in row) for kind in ("film", "embed")]
    shows = next(row for row in ROWS if any("alt" in one for one in row.get("file", ())))
    for number, row in enumerate([*rows, shows]):
        lesson = written(mine.cohort, number, body=row["body"])
        add_media(lesson=lesson, row=row, by=author)
    film, elsewhere, seen = LessonPage.objects.order_by("pk")
    assert film.captions
    assert film.transcript.startswith("Renée is eleven days")
    assert elsewhere.embed.startswith("https://www.youtube-nocookie.com/embed/")
    assert f"/learn/files/{LessonFile.objects.get().pk}/" in seen.body
    assert "picture:" not in seen.body
