"""A course as its page shows it: one statement for a glance, three more for all of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from courses.catalogue.cards import classes_of_first_week, spans
from courses.catalogue.meeting import Span, meeting_words, same_clock
from courses.catalogue.plan import plan_of
from courses.models import Cohort, Competency, Course, CourseVersion, Lesson, Module, Teacher
from institute.figures.plans import Plan

FEW = 6
WEEK, MINUTE = dt.timedelta(days=7), dt.timedelta(minutes=1)
GLANCE = """
    SELECT json_build_object('revision', e.revision, 'instructor',
           concat_ws(' ', i.display_name, t.headline, t.bio), 'prerequisites',
           (SELECT json_agg(json_build_object('slug', p.slug, 'title', pv.title))
              FROM courses_courseversion_prerequisites n
              JOIN courses_course p ON p.id = n.course_id AND p.status = 'published'
              JOIN courses_courseversion pv ON pv.id = p.current_id
             WHERE n.courseversion_id = k.current_id))
      FROM courses_course k
      JOIN courses_catalogueentry e ON e.course_id = k.id
      JOIN courses_courseversion v ON v.id = k.current_id
      LEFT JOIN accounts_user i ON i.id = v.instructor_id
      LEFT JOIN courses_teacher t ON t.user_id = v.instructor_id
     WHERE k.slug = %(slug)s AND k.status = 'published'
"""
OTHERS = """
    SELECT k.id, k.slug, v.title, v.summary, e.weeks, e.price_cents
      FROM courses_catalogueentry e
      JOIN courses_course k ON k.id = e.course_id
      JOIN courses_courseversion v ON v.id = k.current_id
"""
GLANCE_BESIDE = f"""SELECT ({GLANCE}),
    (SELECT json_agg(o) FROM ({OTHERS} WHERE k.id = ANY (%(ids)s)) o)"""  # noqa: S608 - fixed text
NEAREST = """
     WHERE e.competencies && %(all)s::varchar[] AND e.course_id <> %(course)s
     ORDER BY {shared} DESC, e.next_start NULLS LAST, e.course_id LIMIT 3
"""


@dataclass(frozen=True)
class Mark:
    """Changes whenever a course's own page would read differently."""

    revision: int
    instructor: str
    prerequisites: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Glance:
    """One look at a course: whether a page kept of it still holds, and what stands beside it."""

    mark: Mark
    related: list[dict[str, Any]]


def glance(slug: str, related: Sequence[int]) -> Glance | None:
    """A published course and the present words of these others, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(GLANCE_BESIDE, {"slug": slug, "ids": list(related)})
        found, others = cursor.fetchone()
    if found is None:
        return None
    by_id = {other["id"]: other for other in others or ()}
    mark = _mark(found["revision"], found["instructor"], found["prerequisites"])
    return Glance(mark, [by_id[one] for one in related if one in by_id])


def _mark(revision: int, instructor: str | None, before: Sequence[dict[str, str]] | None) -> Mark:
    named = sorted((one["slug"], one["title"]) for one in before or ())
    return Mark(revision, instructor or "", tuple(named))


@dataclass(frozen=True)
class Choice:
    """A cohort one may choose, told on the reader's clock."""

    cohort: Cohort
    zone: ZoneInfo

    @property
    def classes(self) -> tuple[Span, ...]:
        return spans(self.cohort.first_classes)  # type: ignore[attr-defined]

    @property
    def meets(self) -> str:
        return meeting_words(self.classes, self.zone)

    @property
    def meets_there(self) -> str:
        """The same on the cohort's own clock, when that shows another time."""
        if not self.classes or same_clock(self.cohort.starts_at, self.zone, self.cohort.zone):
            return ""
        return meeting_words(self.classes, self.cohort.zone)

    @property
    def rhythm(self) -> str:
        """ "2 a week, 90 min"; empty without classes."""
        if not self.classes:
            return ""
        start, end = self.classes[0]
        in_first_week = sum(begin - start < WEEK for begin, _ in self.classes)
        return f"{in_first_week} a week, {(end - start) // MINUTE} min"

    @property
    def is_open_start(self) -> bool:
        """Whether a place begins on the day it is taken."""
        return not self.classes

    @property
    def seats(self) -> tuple[str, str]:
        """The state of the seats and the words for it."""
        left, all_of_them = self.cohort.seats_left, self.cohort.capacity
        if left <= 0:
            return "closed", "Full. The waiting list is open"
        words = f"{left} of {all_of_them} seats left"
        if left <= FEW:
            return "warn", words
        return ("next" if left == all_of_them else "now"), words

    @property
    def act(self) -> str:
        """What the button says when this cohort is chosen."""
        if self.cohort.is_full:
            return "Join the waiting list"
        local = self.cohort.starts_at.astimezone(self.zone)
        return "Start today" if self.is_open_start else f"Enrol in {local:%B}"


@dataclass(frozen=True)
class CoursePage:
    """Everything the page of a course says."""

    course: Course
    version: CourseVersion
    modules: Sequence[Module]
    choices: Sequence[Choice]

    @property
    def competencies(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = self.course.competencies  # type: ignore[attr-defined]
        return found

    @property
    def prerequisites(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = self.course.before  # type: ignore[attr-defined]
        return found

    @property
    def mark(self) -> Mark:
        revision: int = self.course.revision  # type: ignore[attr-defined]
        return _mark(revision, self._words_on_the_teacher, self.prerequisites)

    @property
    def teacher(self) -> Teacher | None:
        """What the course says about who leads it."""
        return getattr(self.version.instructor, "teacher", None)

    @property
    def _words_on_the_teacher(self) -> str:
        leads, said = self.version.instructor, self.teacher
        words = [leads.display_name] if leads else []
        return " ".join([*words, said.headline, said.bio] if said else words)

    @cached_property
    def plan(self) -> Plan | None:
        return plan_of(self.version.title, self.modules)

    @property
    def first_choice(self) -> Choice | None:
        """The next cohort with a seat, else the next of all."""
        free = (choice for choice in self.choices if not choice.cohort.is_full)
        return next(free, None) or next(iter(self.choices), None)

    @property
    def price_cents(self) -> int:
        """What the next cohort costs."""
        first = self.first_choice
        return first.cohort.price_cents if first else self.version.price_cents

    @property
    def prices_differ(self) -> bool:
        return len({choice.cohort.price_cents for choice in self.choices}) > 1

    @property
    def weights(self) -> list[dict[str, Any]]:
        """The assessment, each bar as long as its weight against the heaviest."""
        heaviest = max((part["weight"] for part in self.version.assessment), default=1)
        return [
            part | {"width": 90 * part["weight"] // heaviest} for part in self.version.assessment
        ]


def load_course(slug: str, zone: ZoneInfo) -> CoursePage | None:
    """The page of a published course, in three statements; or None."""
    course = (
        Course.objects.published()
        .filter(slug=slug)
        .select_related("current__instructor__teacher")
        .annotate(
            competencies=_competencies(), before=_prerequisites(), revision=F("entry__revision")
        )
        .first()
    )
    if course is None or course.current is None:
        return None
    return CoursePage(
        course=course,
        version=course.current,
        modules=syllabus(course.current),
        choices=choices(course, zone),
    )


def related_to(page: CoursePage) -> list[dict[str, Any]]:
    """Up to three courses that share the most competencies, the soonest first."""
    slugs = [one["slug"] for one in page.competencies]
    if not slugs:
        return []
    shared = " + ".join(f"(%(c{n})s = ANY (e.competencies))::int" for n in range(len(slugs)))
    params: dict[str, Any] = {"all": slugs, "course": page.course.pk}
    params |= {f"c{n}": slug for n, slug in enumerate(slugs)}
    with connection.cursor() as cursor:
        cursor.execute(OTHERS + NEAREST.format(shared=shared), params)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def syllabus(version: CourseVersion) -> list[Module]:
    """The modules in order, each with its lessons, in one statement; see `lessons_of`."""
    lessons = Lesson.objects.filter(module=OuterRef("pk")).order_by("position")
    shown = JSONObject(title="title", kind="kind", minutes="minutes", summary="summary")
    return list(
        Module.objects.filter(version=version).annotate(
            syllabus=ArraySubquery(lessons.values(lesson=shown))
        )
    )


def lessons_of(module: Module) -> list[dict[str, Any]]:
    """The lessons `syllabus` brought along."""
    found: list[dict[str, Any]] = module.syllabus  # type: ignore[attr-defined]
    return found


def choices(course: Course, zone: ZoneInfo) -> list[Choice]:
    """The cohorts that take enrolments, soonest first."""
    cohorts = (
        Cohort.objects.upcoming()
        .filter(version__course=course)
        .annotate(first_classes=classes_of_first_week())
        .order_by("starts_at")
    )
    return [Choice(cohort, zone) for cohort in cohorts]


def _competencies() -> ArraySubquery:
    named = Competency.objects.filter(course_versions=OuterRef("current"))
    return ArraySubquery(named.values(one=JSONObject(slug="slug", name="name")))


def _prerequisites() -> ArraySubquery:
    needed = Course.objects.published().filter(required_by=OuterRef("current"))
    return ArraySubquery(needed.values(one=JSONObject(slug="slug", title="current__title")))
