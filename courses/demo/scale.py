"""Volume: many courses and students, written in bulk, all marked as demonstration data."""

import datetime as dt
import random
from collections.abc import Callable, Iterator, Sequence

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from courses.demo.syllabi import plant_competencies
from courses.models import (
    Cohort,
    CohortState,
    Competency,
    Course,
    CourseState,
    CourseVersion,
    Lesson,
    Module,
    Session,
)
from courses.models.course import Format, Lane, LessonKind, Level
from courses.operations import catalogue
from institute.accounts.models import User

Progress = Callable[[int], None]
BATCH = 200
MODULES, LESSONS, COHORTS, CLASSES = 4, 4, 2, 6
COURSES_EACH = 8  # per instructor, each at an hour of its own: nobody teaches twice at once

GROWN = (
    *("courses_course", "courses_courseversion", "courses_courseversion_competencies"),
    *("courses_module", "courses_lesson", "courses_cohort", "courses_session"),
    "courses_catalogueentry",
)
THINGS = (
    *("dependency", "risk", "launch", "platform", "migration", "stakeholder", "status", "budget"),
    *("vendor", "security", "privacy", "architecture", "API", "cloud", "data", "release"),
    *("incident", "capacity", "roadmap", "portfolio", "hardware", "compliance", "interview"),
    *("negotiation", "forecast", "estimation", "escalation", "governance", "onboarding"),
)
DOINGS = ("planning", "reviews", "management", "mapping", "reporting", "rehearsals", "decisions")
PEOPLE = (
    "teams",
    "leads",
    "platforms",
    "regulators",
    "founders",
    "hospitals",
    "banks",
    "utilities",
)


def add_courses(number: int, progress: Progress | None = None) -> list[int]:
    """Publish that many more courses, each with a syllabus and two cohorts; returns their ids."""
    plant_competencies()
    first = Course.objects.filter(slug__startswith="scale-").count()
    words = list(Competency.objects.all())
    ids: list[int] = []
    for start in range(first, first + number, BATCH):
        numbers = range(start, min(start + BATCH, first + number))
        ids += _add_batch(numbers, words)
        if progress:
            progress(len(numbers))
    _tell_the_planner()
    return ids


def _tell_the_planner() -> None:
    """A table that grew within a transaction is planned as if it were empty."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE " + ", ".join(GROWN))


def add_students(number: int, progress: Progress | None = None) -> list[int]:
    """That many more accounts nobody can sign in to with a password; returns their ids."""
    first = User.objects.filter(email__startswith="scale-student-").count()
    ids: list[int] = []
    for start in range(first, first + number, BATCH):
        people = [_person("student", n) for n in range(start, min(start + BATCH, first + number))]
        ids += [person.pk for person in User.objects.bulk_create(people)]
        if progress:
            progress(len(people))
    return ids


@transaction.atomic
def _add_batch(numbers: Sequence[int], words: Sequence[Competency]) -> list[int]:
    draw = random.Random(numbers[0])  # noqa: S311 - the same volume every time
    courses = Course.objects.bulk_create(Course(slug=f"scale-{n}", is_demo=True) for n in numbers)
    teachers = _teachers(numbers)
    versions = CourseVersion.objects.bulk_create(
        _version(course, n, teachers[n], draw) for course, n in zip(courses, numbers, strict=True)
    )
    _write_competencies(versions, words, draw)
    _write_syllabi(versions, draw)
    for course, version in zip(courses, versions, strict=True):
        course.current, course.status = version, CourseState.PUBLISHED
    Course.objects.bulk_update(courses, ["current", "status"])
    _write_cohorts(versions, numbers, teachers)
    ids = [course.pk for course in courses]
    _tell_the_planner()
    catalogue.refresh_all(ids)
    return ids


def _teachers(numbers: Sequence[int]) -> dict[int, User]:
    wanted = {n // COURSES_EACH for n in numbers}
    emails = {f"scale-teacher-{t}@example.com": t for t in wanted}
    known = {emails[u.email]: u for u in User.objects.filter(email__in=emails)}
    new = User.objects.bulk_create(_person("teacher", t) for t in sorted(wanted - known.keys()))
    known |= {emails[person.email]: person for person in new}
    return {n: known[n // COURSES_EACH] for n in numbers}


def _person(kind: str, number: int) -> User:
    return User(
        email=f"scale-{kind}-{number}@example.com",
        display_name=f"{kind.capitalize()} {number}",
        legal_name=f"{kind.capitalize()} Number {number}",
        password=UNUSABLE_PASSWORD_PREFIX,
        is_demo=True,
    )


def _version(course: Course, number: int, teacher: User, draw: random.Random) -> CourseVersion:
    thing, other = draw.sample(THINGS, 2)
    doing, people = draw.choice(DOINGS), draw.choice(PEOPLE)
    return CourseVersion(
        course=course,
        title=f"{thing.capitalize()} {doing} for {people} {number}",
        summary=f"Bring {thing} and {other} into one plan that {people} can act on, week by week.",
        lead=f"Three weeks on {thing} {doing}. You work on a program of your own and defend it.",
        audience=f"Program managers who answer for {people}.",
        level=draw.choice(Level.values),
        format=draw.choice(Format.values),
        lane=draw.choice(Lane.values),
        hours=draw.randint(6, 60),
        weeks=draw.randint(2, 8),
        weekly_hours=4,
        price_cents=draw.choice([0, 39_000, 49_000, 69_000, 89_000, 120_000]),
        keywords=[thing, other, doing],
        outcomes=[f"Draw a plan of {thing} that {people} sign", f"Say what {other} costs in days"],
        assessment=[{"name": "Graded piece", "weight": 60}, {"name": "Simulation", "weight": 40}],
        faq=[
            {"question": f"Do I need {other} first?", "answer": "No. We start from what you run."}
        ],
        instructor=teacher,
    )


def _write_competencies(
    versions: Sequence[CourseVersion], words: Sequence[Competency], draw: random.Random
) -> None:
    link = CourseVersion.competencies.through
    link.objects.bulk_create(
        link(courseversion=version, competency=word)
        for version in versions
        for word in draw.sample(words, 4)
    )


def _write_syllabi(versions: Sequence[CourseVersion], draw: random.Random) -> None:
    modules = Module.objects.bulk_create(
        Module(
            version=version, position=n, title=f"Step {n}: {draw.choice(THINGS)}", weeks=f"Week {n}"
        )
        for version in versions
        for n in range(1, MODULES + 1)
    )
    Lesson.objects.bulk_create(
        Lesson(
            module=module,
            position=n,
            title=f"{draw.choice(THINGS).capitalize()} {draw.choice(DOINGS)}",
            kind=LessonKind.LIVE if n % 2 else LessonKind.READING,
            minutes=75,
        )
        for module in modules
        for n in range(1, LESSONS + 1)
    )


def _write_cohorts(
    versions: Sequence[CourseVersion], numbers: Sequence[int], teachers: dict[int, User]
) -> None:
    planned = [
        (version, number, times)
        for version, number in zip(versions, numbers, strict=True)
        for times in _times(number)
    ]
    cohorts = Cohort.objects.bulk_create(_cohort(version, times) for version, _, times in planned)
    Session.objects.bulk_create(
        Session(
            cohort=cohort,
            number=position,
            title=f"Class {position}",
            during=DateTimeTZRange(start, start + dt.timedelta(minutes=45), "[)"),
            instructor=teachers[number],
        )
        for cohort, (_, number, times) in zip(cohorts, planned, strict=True)
        for position, start in enumerate(times, start=1)
    )


def _times(number: int) -> Iterator[list[dt.datetime]]:
    """Two runs of six weekly classes, at an hour that no other course of the teacher has."""
    monday = timezone.now().replace(hour=14, minute=0, second=0, microsecond=0)
    monday += dt.timedelta(days=14 - monday.weekday() + 7 * (number % 12))
    first = monday + dt.timedelta(hours=number % COURSES_EACH)
    for run in range(COHORTS):
        yield [first + dt.timedelta(weeks=run * 10 + week) for week in range(CLASSES)]


def _cohort(version: CourseVersion, times: Sequence[dt.datetime]) -> Cohort:
    return Cohort(
        version=version,
        status=CohortState.OPEN,
        starts_at=times[0],
        ends_at=times[-1] + dt.timedelta(minutes=45),
        enrol_opens_at=timezone.now() - dt.timedelta(days=30),
        enrol_closes_at=times[0],
        capacity=24,
        price_cents=version.price_cents,
        is_demo=True,
    )
