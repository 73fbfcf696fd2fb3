"""Lessons: what is written, who learns, and where they are."""

from typing import Any

from courses.models import (
    Cohort,
    CoursePace,
    Enrolment,
    Lesson,
    LessonPage,
    PracticeQuestion,
    Status,
)
from institute.accounts.models import User
from tests import make


def written(cohort: Cohort, number: int = 0, **fields: Any) -> Lesson:
    """The lesson at this place of the course, with a page somebody may read."""
    lessons = Lesson.objects.filter(module__version=cohort.version)
    lesson = lessons.order_by("module__position", "position")[number]
    known = {"body": f"## About {number}\n\nFloat is borrowed time.", "published": True}
    LessonPage.objects.create(lesson=lesson, **(known | fields))
    return lesson


def place(*, of: Cohort | None = None, who: User | None = None, pace: str = "free") -> Enrolment:
    """A confirmed place; the pace is that of its course."""
    cohort = of or make.cohort(make.course(modules=2), starts_in_days=-3)
    CoursePace.objects.get_or_create(version=cohort.version, defaults={"pace": pace})
    return Enrolment.objects.create(
        student=who or make.student(), cohort=cohort, status=Status.CONFIRMED
    )


def single(lesson: Lesson, position: int = 1) -> PracticeQuestion:
    """A question whose right answer is b."""
    return PracticeQuestion.objects.create(
        lesson=lesson,
        position=position,
        kind="single",
        stem="Which has float?",
        options={
            "choices": [
                {"id": "a", "text": "The longest chain", "why": "It has none: it sets the date."},
                {"id": "b", "text": "A branch beside it"},
            ]
        },
        key={"right": ["b"]},
        rationale="What is not on the critical path may wait.",
    )
