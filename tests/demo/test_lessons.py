"""The lessons that ship with the demo."""

import re
from typing import Any

import pytest

from courses.demo.lessons import files, question
from courses.demo.reading import syllabi
from courses.models import Finish, Pace
from institute.items import kinds


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
