"""Competencies, courses with their syllabi, and programmes."""

from collections.abc import Iterable
from typing import Any

from courses.demo.people import accounts
from courses.demo.reading import Record, records, syllabi
from courses.models import (
    Competency,
    Course,
    CourseVersion,
    Lesson,
    Module,
    Programme,
    RequirementNode,
)
from courses.operations import catalogue
from institute.accounts.models import User

# What a version says in the same words as the content.
AS_WRITTEN = (
    *("title", "summary", "lead", "audience", "level", "format", "lane"),
    *("hours", "weeks", "weekly_hours", "price_cents"),
    *("keywords", "outcomes", "assessment", "faq"),
)


def plant_competencies() -> int:
    """Create what is missing of the common language."""
    rows = records("competencies", "competency")
    for row in rows:
        Competency.objects.get_or_create(slug=row["slug"], defaults=row)
    return len(rows)


def plant_courses() -> int:
    """Create and publish the courses that are missing."""
    people, words = accounts(), {one.slug: one for one in Competency.objects.all()}
    known = set(Course.objects.values_list("slug", flat=True))
    new = [row for row in syllabi() if row["slug"] not in known]
    for row in new:
        _write_course(row, people[row["instructor"]], words)
    _join_prerequisites(new)
    for course in Course.objects.filter(slug__in=[row["slug"] for row in new]):
        catalogue.publish(course=course)
    return len(syllabi())


def _write_course(row: Record, instructor: User, words: dict[str, Competency]) -> None:
    course = Course.objects.create(slug=row["slug"], is_demo=True)
    says = {name: row[name] for name in AS_WRITTEN if name in row}
    version = CourseVersion.objects.create(course=course, instructor=instructor, **says)
    version.competencies.set(words[slug] for slug in row["competencies"])
    for position, module in enumerate(row["modules"], start=1):
        _write_module(version, position, module, words)
    course.current = version
    course.save(update_fields=["current"])


def _write_module(
    version: CourseVersion, position: int, row: Record, words: dict[str, Competency]
) -> None:
    says: dict[str, Any] = {key: value for key, value in row.items() if key != "lessons"}
    module = Module.objects.create(version=version, position=position, **says)
    lessons = Lesson.objects.bulk_create(
        Lesson(
            module=module,
            position=number,
            title=lesson["title"],
            summary=lesson.get("summary", ""),
            kind=lesson["kind"],
            minutes=lesson["minutes"],
        )
        for number, lesson in enumerate(row["lessons"], start=1)
    )
    _tag_lessons(zip(lessons, row["lessons"], strict=True), words)


def _tag_lessons(pairs: Iterable[tuple[Lesson, Record]], words: dict[str, Competency]) -> None:
    tag = Lesson.competencies.through
    tag.objects.bulk_create(
        tag(lesson_id=lesson.pk, competency_id=words[slug].pk)
        for lesson, row in pairs
        for slug in row.get("competencies", ())
    )


def _join_prerequisites(rows: list[Record]) -> None:
    courses = {course.slug: course for course in Course.objects.select_related("current")}
    for row in rows:
        version = courses[row["slug"]].current
        assert version
        version.prerequisites.set(courses[slug] for slug in row["prerequisites"])


def plant_programmes() -> int:
    """Create the programmes that are missing, each with its tree of requirements."""
    courses = {course.slug: course for course in Course.objects.all()}
    rows = records("programmes", "programme")
    for row in rows:
        says = {key: value for key, value in row.items() if key != "requirements"}
        programme, new = Programme.objects.get_or_create(
            slug=row["slug"], defaults=says | {"is_demo": True}
        )
        if new:
            _write_node(programme, row["requirements"], courses)
    return len(rows)


def _write_node(
    programme: Programme,
    row: Record,
    courses: dict[str, Course],
    *,
    under: RequirementNode | None = None,
    position: int = 0,
) -> None:
    node = RequirementNode.objects.create(
        programme=programme,
        parent=under,
        kind=row["kind"],
        n=row.get("n"),
        course=courses[row["course"]] if "course" in row else None,
        position=position,
    )
    for number, child in enumerate(row.get("of", ())):
        _write_node(programme, child, courses, under=node, position=number)
