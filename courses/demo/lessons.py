"""What the lessons of the demo say, and how far its students are: the same each time."""

from datetime import timedelta
from typing import Any

from courses.demo.media import add_media
from courses.demo.reading import CONTENT, Record, document
from courses.models import (
    CoursePace,
    CourseVersion,
    Lesson,
    LessonPage,
    PracticeQuestion,
)
from institute.items import kinds

AS_OPTIONS = ("choices", "left", "unit")
AS_KEY = ("right", "order", "pairs", "value", "tolerance", "accept", "exact_case")
A_LESSON = timedelta(minutes=37)


def files() -> list[Record]:
    """Every file of lessons, with the slug of its course."""
    paths = sorted((CONTENT / "lessons").glob("*.toml"))
    return [{"slug": path.stem} | document(f"lessons/{path.stem}") for path in paths]


def question(row: Record) -> kinds.Question:
    """A question of a file as everybody else understands them."""
    options: dict[str, Any] = {name: row[name] for name in AS_OPTIONS if name in row}
    key: dict[str, Any] = {name: row[name] for name in AS_KEY if name in row}
    if row["kind"] == "matching":
        options["right"] = row["right_side"]
        key.pop("right", None)
    if row["kind"] == "numeric":
        key = {"value": str(row["value"]), "tolerance": str(row.get("tolerance", 0))}
    return kinds.Question(
        name="",
        title="Practice",
        kind=row["kind"],
        stem=row["stem"],
        options=options,
        key=key,
        rationale=row["rationale"],
        level="apply",
    )


def plant_lessons() -> int:
    """Write the pages that are missing; what somebody wrote since is left alone."""
    return sum(_plant(file) for file in files())


def _plant(file: Record) -> int:
    found = CourseVersion.objects.select_related("instructor")
    version = found.filter(current_of__slug=file["slug"]).first()
    if version is None or LessonPage.objects.filter(lesson__module__version=version).exists():
        return 0
    CoursePace.objects.get_or_create(version=version, defaults={"pace": file.get("pace", "free")})
    known = {
        (one.module.position, one.position): one
        for one in Lesson.objects.filter(module__version=version).select_related("module")
    }
    rows = [(known[row["module"], row["lesson"]], row) for row in file["lesson"]]
    LessonPage.objects.bulk_create(_page(lesson, row) for lesson, row in rows)
    PracticeQuestion.objects.bulk_create(
        _question(lesson, position, asked)
        for lesson, row in rows
        for position, asked in enumerate(row.get("question", ()), start=1)
    )
    assert version.instructor
    for lesson, row in rows:
        add_media(lesson=lesson, row=row, by=version.instructor)
    return len(rows)


def _page(lesson: Lesson, row: Record) -> LessonPage:
    return LessonPage(
        lesson=lesson,
        body=row["body"].strip(),
        checklist=row.get("checklist", []),
        finish=row["finish"],
        published=True,
    )


def _question(lesson: Lesson, position: int, row: Record) -> PracticeQuestion:
    says = kinds.canonical(question(row))
    return PracticeQuestion(
        lesson=lesson,
        position=position,
        kind=says.kind,
        stem=says.stem,
        options=says.options,
        key=says.key,
        rationale=says.rationale,
    )
