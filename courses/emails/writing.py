"""What the letters share: to whom, about what, still true or not, with which files."""

import datetime as dt

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from courses import calendars
from courses.models import Cohort, Enrolment, Session, Status
from courses.wording import cohort_facts
from institute.mail.letters import Attachment, Letter

HOLDER = "You get this because you reserved a place in a course."
ENROLLED = "You get this because you have, or had, a place in this course."

Context = dict[str, object]


class StillEnrolled:
    """True while the place has one of the statuses and the letter's sequence is the latest."""

    def __init__(self, *statuses: Status, any_sequence: bool = False) -> None:
        self.statuses = statuses
        self.any_sequence = any_sequence

    def __call__(self, enrolment: Enrolment, sequence: int) -> str | None:
        if enrolment.status not in self.statuses:
            return f"The place is {enrolment.status_words} now."
        if not self.any_sequence and enrolment.sequence != sequence:
            return "The dates have changed since; a newer letter says so."
        return None


def request(enrolment: Enrolment) -> list[Attachment]:
    """The calendar file that puts the classes on the student's calendar, or moves them there."""
    return [_calendar(enrolment, "REQUEST")]


def cancel(enrolment: Enrolment) -> list[Attachment]:
    """The calendar file that takes the classes off again, if they were ever on it."""
    return [_calendar(enrolment, "CANCEL")] if calendars.was_in_a_calendar(enrolment) else []


def _calendar(enrolment: Enrolment, method: str) -> Attachment:
    content = calendars.invitation(enrolment, method)
    return Attachment("course.ics", content, "text/calendar", method)


def url(name: str, *args: object) -> str:
    """The full address of a page."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def course_url(cohort: Cohort) -> str:
    """The page with the other dates."""
    return url("courses:course", cohort.version.course.slug)


def classes(enrolment: Enrolment) -> QuerySet[Session]:
    """The classes that take place, in order."""
    return enrolment.cohort.sessions.filter(cancelled=False)


def to_student(
    enrolment: Enrolment,
    context: Context,
    *,
    send_after: dt.datetime | None = None,
    not_after: dt.datetime | None = None,
) -> Letter:
    """A letter to the student about their place."""
    student = enrolment.student
    facts = cohort_facts(enrolment.cohort, student.zone)
    own = {"name": student.short_name, "url": url("courses:enrolment", enrolment.pk)}
    return Letter(
        to=student.email,
        person=student,
        about=enrolment,
        sequence=enrolment.sequence,
        context=facts | own | context,
        send_after=send_after,
        not_after=not_after,
    )
