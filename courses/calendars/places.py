"""What a calendar says of a place in a course."""

from django.conf import settings
from django.urls import reverse

from courses.models import Enrolment, Session


def page_of(enrolment: Enrolment) -> str:
    """The student's page of the place."""
    return f"{settings.SITE_URL}{reverse('courses:enrolment', args=[enrolment.pk])}"


def about(session: Session | None, enrolment: Enrolment) -> str:
    """Who teaches, where to join, where to ask."""
    rows = [f"Your place: {page_of(enrolment)}", f"Questions: {settings.PHONE}"]
    if session:
        rows.insert(0, f"With {session.instructor.name}.")
        if session.join_url:
            rows.insert(1, f"Join: {session.join_url}")
    return "\n".join(rows)
