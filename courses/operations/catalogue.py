"""Publishing courses, and keeping the catalogue's one row per course true."""

from collections.abc import Collection

from django.db import connection, transaction

from courses.models import CatalogueEntry, Course, CourseState
from institute import visitor_pages
from institute.errors import RuleBroken
from institute.moves import locked

# Every word of a course, weighed by where it stands: a match in the title counts most.
WRITE = """
INSERT INTO courses_catalogueentry (course_id, title, names, vector, competencies, level, format,
    hours, weeks, price_cents, start_months, seats_left, waitlist_open, revision)
SELECT k.id, v.title,
       unaccent(lower(concat_ws(' ', v.title, array_to_string(v.keywords, ' '), c.names))),
       setweight(to_tsvector('institute_english', v.title), 'A')
       || setweight(to_tsvector('institute_english',
            concat_ws(' ', array_to_string(v.keywords, ' '), c.names, v.summary)), 'B')
       || setweight(to_tsvector('institute_english',
            concat_ws(' ', v.lead, v.audience, array_to_string(v.outcomes, ' '))), 'C')
       || setweight(to_tsvector('institute_english',
            concat_ws(' ', m.titles, l.titles, i.display_name)), 'D'),
       coalesce(c.slugs, '{}'), v.level, v.format, v.hours, v.weeks, v.price_cents,
       '{}', 0, false, 0
  FROM courses_course k
  JOIN courses_courseversion v ON v.id = k.current_id
  LEFT JOIN accounts_user i ON i.id = v.instructor_id
  LEFT JOIN LATERAL (
        SELECT string_agg(o.name, ' ') AS names, array_agg(o.slug ORDER BY o.position) AS slugs
          FROM courses_courseversion_competencies vc
          JOIN courses_competency o ON o.id = vc.competency_id
         WHERE vc.courseversion_id = v.id) c ON true
  LEFT JOIN LATERAL (
        SELECT string_agg(title, ' ') AS titles FROM courses_module WHERE version_id = v.id
  ) m ON true
  LEFT JOIN LATERAL (
        SELECT string_agg(t.title, ' ') AS titles
          FROM courses_lesson t JOIN courses_module w ON w.id = t.module_id
         WHERE w.version_id = v.id) l ON true
 WHERE k.id = ANY (%s) AND k.status = 'published'
ON CONFLICT (course_id) DO UPDATE SET
    title = excluded.title, names = excluded.names, vector = excluded.vector,
    competencies = excluded.competencies, level = excluded.level, format = excluded.format,
    hours = excluded.hours, weeks = excluded.weeks
"""
# What has come to an end by the clock alone, without anybody writing.
OUT_OF_DATE = """
    SELECT e.course_id FROM courses_catalogueentry e
      LEFT JOIN LATERAL (
        SELECT min(h.starts_at) AS next_start, sum(h.capacity - h.taken) AS seats_left
          FROM courses_cohort h JOIN courses_courseversion v ON v.id = h.version_id
         WHERE v.course_id = e.course_id AND h.status = 'open' AND h.enrol_closes_at > now()
      ) c ON true
     WHERE (e.next_start, e.seats_left)
           IS DISTINCT FROM (c.next_start, coalesce(c.seats_left, 0))
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


def refresh(course: Course) -> None:
    """Rewrite the catalogue's row of a course, or take it out when the course is not published."""
    refresh_all([course.pk])


@transaction.atomic
def refresh_all(course_ids: Collection[int]) -> None:
    """Rewrite the rows of many courses in three statements."""
    ids = list(course_ids)
    gone = CatalogueEntry.objects.filter(course__in=ids)
    gone.exclude(course__status=CourseState.PUBLISHED, course__current__isnull=False).delete()
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [ids])
        cursor.execute("SELECT courses_refresh_entry(id) FROM unnest(%s) AS id", [ids])
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
