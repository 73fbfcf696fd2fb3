"""The syllabus somebody asked for."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from courses.documents import syllabus_pdf
from courses.models import Course
from enquiries import wording
from enquiries.models import Enquiry
from institute.mail.letters import Attachment, Letter, MailClass, Topic, letter

GOOD_FOR = dt.timedelta(hours=48)
DAYS = 1_000_000  # room for the day it was asked for, below the enquiry's key


def _still_offered(course: Course, _sequence: int) -> str | None:
    return None if course.status == "published" else "The course is no longer offered."


def _syllabus(course: Course) -> list[Attachment]:
    return [Attachment(f"{course.slug}-syllabus.pdf", syllabus_pdf(course), "application/pdf")]


@letter(
    MailClass.REPLY,
    Topic.ENQUIRY,
    why="You asked the Institute for the syllabus of this course.",
    still_true=_still_offered,
    attach=_syllabus,
)
def syllabus_sent(enquiry: Enquiry, course: Course, *, to: str) -> Letter:
    """The syllabus as a file, and what to do with it. Once a day for an enquiry and a course."""
    today = timezone.localdate(timezone=ZoneInfo(settings.INSTITUTE_ZONE))
    version = course.current
    assert version, "a published course has a version"
    return Letter(
        to=to,
        about=course,
        person=enquiry.person.account if enquiry.person else None,
        zone=enquiry.zone,
        sequence=enquiry.pk * DAYS + today.toordinal(),
        context={
            "name": wording.greeting(enquiry.name),
            "course": version.title,
            "dates": wording.facts_of(enquiry)["dates"] if enquiry.course == course else "",
            "length": version.length_words,
            "action_url": f"{settings.SITE_URL}{reverse('courses:course', args=[course.slug])}",
            "action_label": "Open the course page",
        },
        not_after=timezone.now() + GOOD_FOR,
    )
