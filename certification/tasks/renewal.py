"""Renewal by the clock."""

from certification.operations import cpd, cycles, lapsing
from courses.models import Enrolment
from institute.celery import app


@app.task(name="certification.tasks.follow_calendar")
def follow_calendar() -> int:
    """Let certifications fall due, enter grace and lapse; safe to run twice."""
    return lapsing.follow_calendar()


@app.task(name="certification.tasks.open_cycles")
def open_cycles() -> int:
    """Open the cycle of every certification that has none, with its reminders."""
    return cycles.open_missing()


@app.task(name="certification.tasks.follow_course")
def follow_course(enrolment_id: int) -> int:
    """Write a completed course into its student's cycles."""
    place = Enrolment.objects.filter(pk=enrolment_id).select_related("student").first()
    return cpd.post_learning_of(place.student) if place else 0


@app.task(name="certification.tasks.post_missed_learning")
def post_missed_learning() -> int:
    """Find the hours whose announcement was lost, and mentoring that was given."""
    return cpd.post_missed()
