"""From the plan of a debrief to what exists: lessons, courses and mentors with their pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from courses.models import Course, Enrolment, Lesson
from institute.accounts.models import User
from institute.learning import Guide, guides

Row = dict[str, Any]


@dataclass(frozen=True)
class Link:
    """Somewhere to go on; `where` says what it belongs to."""

    title: str
    url: str
    where: str = ""


@dataclass(frozen=True)
class Next:
    """One responsibility to work on, with what exists for it."""

    row: Row
    lessons: list[Link]
    courses: list[Link]
    mentors: list[Guide]


def following(plan: Row, reader: User | None) -> list[Next]:
    """The rows of a plan; lessons open where the reader has a place, else at their course."""
    wanted = {slug for row in plan["rows"] for slug in _slugs(row)}
    courses = {one.slug: one for one in _published(wanted)}
    places = _places(reader)
    lessons = _lessons(plan["rows"], courses)
    return [
        Next(
            row,
            [_lesson(lessons[key], places) for key in _keys(row) if key in lessons],
            [_course(courses[slug]) for slug in row["courses"] if slug in courses][:2],
            guides(row["mentoring"]["competency"]),
        )
        for row in plan["rows"]
    ]


def _slugs(row: Row) -> Iterable[str]:
    return [*row["courses"], *(one["course"] for one in row["lessons"])]


def _keys(row: Row) -> list[tuple[str, str]]:
    return [(one["course"], one["title"]) for one in row["lessons"]]


def _published(slugs: set[str]) -> Iterable[Course]:
    return Course.objects.published().filter(slug__in=slugs).select_related("current")


def _lessons(rows: list[Row], courses: dict[str, Course]) -> dict[tuple[str, str], Lesson]:
    """The lessons the rows name, of the current version of each course."""
    titles = {title for row in rows for _, title in _keys(row)}
    found = Lesson.objects.filter(
        title__in=titles, module__version__in=[one.current_id for one in courses.values()]
    ).select_related("module__version__course")
    return {(one.module.version.course.slug, one.title): one for one in found}


def _places(reader: User | None) -> dict[int, int]:
    """Version of a course -> the reader's place in it."""
    if reader is None:
        return {}
    places = Enrolment.objects.visible_to(reader).learning().with_course()
    return {place.cohort.version_id: place.pk for place in places}


def _lesson(lesson: Lesson, places: dict[int, int]) -> Link:
    version = lesson.module.version
    place = places.get(version.pk)
    if place:
        url = reverse("courses:lesson", args=[place, lesson.pk])
    else:
        url = reverse("courses:course", args=[version.course.slug])
    return Link(lesson.title, url, version.title)


def _course(course: Course) -> Link:
    title = course.current.title if course.current else course.slug
    return Link(title, reverse("courses:course", args=[course.slug]))
