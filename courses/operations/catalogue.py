"""Publishing courses, and keeping the catalogue's one row per course true."""

from django.contrib.postgres.search import SearchVector
from django.db import connection, transaction
from django.db.models import TextField, Value
from django.db.models.expressions import Combinable

from courses.catalogue.words import WORD, unaccented
from courses.models import CatalogueEntry, Course, CourseState, CourseVersion, Lesson
from institute import visitor_pages
from institute.errors import RuleBroken
from institute.moves import locked

# What has come to an end by the clock alone, without anybody writing.
OUT_OF_DATE = """
    SELECT e.course_id FROM courses_catalogueentry e
     WHERE EXISTS (
        SELECT FROM courses_cohort h JOIN courses_courseversion v ON v.id = h.version_id
         WHERE v.course_id = e.course_id AND h.status = 'open' AND h.enrol_closes_at <= now()
           AND to_char(h.starts_at AT TIME ZONE h.time_zone, 'YYYY-MM') = ANY (e.start_months))
       AND (e.next_start, e.seats_left) IS DISTINCT FROM (
        SELECT min(h.starts_at), coalesce(sum(h.capacity - h.taken), 0) FROM courses_cohort h
          JOIN courses_courseversion v ON v.id = h.version_id
         WHERE v.course_id = e.course_id AND h.status = 'open' AND h.enrol_closes_at > now())
"""


@transaction.atomic
def publish(*, course: Course) -> Course:
    """Show a course in the catalogue. Raises RuleBroken for a course without a syllabus."""
    course = locked(course)
    if course.current is None or not course.current.modules.exists():
        raise RuleBroken("This course has no syllabus yet.", instead="Write its modules first.")
    course.move("publish")
    course.save(update_fields=["status"])
    refresh(course)
    return course


@transaction.atomic
def retire(*, course: Course) -> Course:
    """Take a course out of the catalogue; its cohorts go on."""
    course = locked(course)
    course.move("retire")
    course.save(update_fields=["status"])
    refresh(course)
    return course


@transaction.atomic
def refresh(course: Course) -> None:
    """Rewrite the catalogue's row of a course, or take it out when the course is not published."""
    if course.status != CourseState.PUBLISHED or course.current is None:
        CatalogueEntry.objects.filter(course=course).delete()
    else:
        _write(course, course.current)
        with connection.cursor() as cursor:
            cursor.execute("SELECT courses_refresh_entry(%s)", [course.pk])
    visitor_pages.changed()


@transaction.atomic
def roll_forward() -> int:
    """Refresh the rows of courses whose enrolment closed by the clock; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(OUT_OF_DATE)
        due = [course_id for (course_id,) in cursor.fetchall()]
        for course_id in due:
            cursor.execute("SELECT courses_refresh_entry(%s)", [course_id])
    if due:
        visitor_pages.changed()
    return len(due)


def _write(course: Course, version: CourseVersion) -> None:
    competencies = dict(version.competencies.values_list("slug", "name"))
    CatalogueEntry.objects.update_or_create(
        course=course,
        defaults={
            "title": version.title,
            "names": names_of(version.title, *version.keywords, *competencies.values()),
            "competencies": list(competencies),
            "level": version.level,
            "format": version.format,
            "hours": version.hours,
            "weeks": version.weeks,
            "price_cents": version.price_cents,
        },
    )
    CatalogueEntry.objects.filter(course=course).update(
        vector=_vector(version, " ".join(competencies.values()))
    )


def names_of(*phrases: str) -> str:
    """Each word once, lower-case and unaccented, for typo tolerance."""
    return " ".join(dict.fromkeys(WORD.findall(unaccented(" ".join(phrases)))))


def _vector(version: CourseVersion, competencies: str) -> Combinable:
    """Every word of a course, weighed by where it stands."""
    modules = version.modules.values_list("title", flat=True)
    lessons = Lesson.objects.filter(module__version=version).values_list("title", flat=True)
    instructor = version.instructor.name if version.instructor else ""
    keywords = " ".join(version.keywords)
    return (
        _weighed(version.title, "A")
        + _weighed(f"{keywords} {competencies} {version.summary}", "B")
        + _weighed(" ".join([version.lead, version.audience, *version.outcomes]), "C")
        + _weighed(" ".join([*modules, *lessons, instructor]), "D")
    )


def _weighed(text: str, weight: str) -> SearchVector:
    return SearchVector(
        Value(text, output_field=TextField()), weight=weight, config="institute_english"
    )
