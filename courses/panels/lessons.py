"""Where to go on with a lesson, and what a learner left in them, for the privacy file."""

from typing import Any

from django.http import HttpRequest

from courses.lessons.outline import outlines
from courses.models import (
    DiscussionPost,
    Enrolment,
    LessonProgress,
    LessonsFinished,
    Note,
    PostReport,
    PracticeAnswer,
    Status,
)
from courses.panels.mine import mine
from institute.accounts.models import User
from institute.accounts.roles import may_enter
from institute.panels import NavEntry


def writes_lessons(user: User) -> bool:
    return may_enter("lessons", user.roles)


IN_THE_RAIL = NavEntry("staff", "Lessons", "courses:lessons_shelf", "note", 21, writes_lessons)
LOOKED_AT = 3  # courses under way whose outline is read for the page


def go_on(request: HttpRequest) -> dict[str, object] | None:
    """The lesson to go on with, of the courses under way; what was read last comes first."""
    going = [place for place in mine(request).places if place.status == Status.CONFIRMED]
    begun = sorted(going, key=_begins)[:LOOKED_AT]
    found = zip(begun, outlines(begun), strict=True)
    ahead = [(place, whole, whole.next) for place, whole in found if whole.next]
    if not ahead:
        return None
    place, whole, step = max(ahead, key=lambda one: (one[2].begun, one[1].done))
    return {"place": place, "outline": whole, "step": step}


def _begins(place: Enrolment) -> float:
    return place.cohort.starts_at.timestamp()


def everything(user: User) -> dict[str, Any]:
    """Progress, answers, notes, posts and reports: as they are stored."""
    of_place = {"enrolment__student": user}
    return {
        "progress": _rows(
            LessonProgress.objects.filter(**of_place),
            *("lesson__title", "opened_at", "seen_at", "seconds", "watched"),
            *("ticks", "completed_at"),
        ),
        "finished": _rows(
            LessonsFinished.objects.filter(**of_place), "enrolment__cohort__version__title", "at"
        ),
        "answers": _rows(
            PracticeAnswer.objects.filter(**of_place),
            *("question__lesson__title", "question__stem", "body", "earned", "tries", "right_at"),
        ),
        "notes": _rows(
            Note.objects.filter(**of_place), "lesson__title", "text", "revision", "updated_at"
        ),
        "posts": _rows(
            DiscussionPost.objects.filter(author=user), "lesson__title", "text", "at", "hidden_why"
        ),
        "reports": _rows(PostReport.objects.filter(by=user), "reason", "at"),
    }


def _rows(found: Any, *names: str) -> list[dict[str, Any]]:
    return list(found.order_by("pk").values(*names))
