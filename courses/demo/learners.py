"""How far the students of the demo are in their lessons: by the calendar, the same each time."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.utils import timezone

from courses.demo.dates import Planted
from courses.demo.going_on import fail_a_question
from courses.models import (
    DiscussionPost,
    Enrolment,
    LessonPage,
    LessonProgress,
    LessonsFinished,
    PracticeAnswer,
    PracticeQuestion,
)

A_LESSON = dt.timedelta(minutes=37)
QUIET, A_SILENCE = 3, dt.timedelta(days=11)  # whoever is so many lessons behind says nothing
BEHIND = (0, 2, 1, 0, 4, 1, 0, 3)  # lessons somebody is behind the calendar, by turn
# The name of an answer's body, and the part of the key it equals or begins.
BODIES = {
    "single": ("choice", "right"),
    "multiple": ("choices", "right"),
    "numeric": ("value", "value"),
    "ordering": ("order", "order"),
    "matching": ("pairs", "pairs"),
    "short": ("text", "accept"),
}
ASKED = "Does the range still help when the sponsor has announced one date already?"
ANSWERED = (
    "More than before. Keep the announced date, and say beside it how likely it is and which two "
    "assumptions carry it. *A date with a condition* is heard; a new date is argued with."
)


def plant_progress(planted: Sequence[Planted]) -> int:
    """Progress for whoever has none, in new cohorts that have begun; how many lessons were done."""
    now = timezone.now()
    begun = Enrolment.objects.learning().filter(
        cohort__in=[one.cohort.pk for one in planted], cohort__starts_at__lte=now, progress=None
    )
    places = list(begun.with_course().order_by("pk"))
    written = _written({place.cohort.version_id for place in places})
    done = [
        one
        for number, place in enumerate(places)
        for one in _of(place, number, written.get(place.cohort.version_id, []), now)
    ]
    LessonProgress.objects.bulk_create(done)
    _practise(done)
    fail_a_question([one for one in done if not one.completed_at])
    _finish(places, written)
    _talk(places, written)
    return sum(one.completed_at is not None for one in done)


def _written(versions: set[int]) -> dict[int, list[LessonPage]]:
    """The pages of each version, in order."""
    rows = LessonPage.objects.filter(lesson__module__version__in=versions, published=True)
    found: dict[int, list[LessonPage]] = {}
    ordered = rows.order_by("lesson__module__position", "lesson__position")
    for page in ordered.defer("body").select_related("lesson__module"):
        found.setdefault(page.lesson.module.version_id, []).append(page)
    return found


def _of(
    place: Enrolment, number: int, pages: Sequence[LessonPage], now: dt.datetime
) -> list[LessonProgress]:
    """The lessons done so far, and the one that was begun."""
    cohort = place.cohort
    length = max(cohort.ends_at - cohort.starts_at, dt.timedelta(days=1))
    share = min((now - cohort.starts_at) / length, 1.0)
    behind = 0 if place.status == "completed" else BEHIND[number % len(BEHIND)]
    done = max(int(len(pages) * share) - behind, 0)
    last = max(now - A_SILENCE, cohort.starts_at) if behind >= QUIET else now
    return [
        _one(
            place,
            page,
            max(last - A_LESSON * (done - at + number % 5 + 1), cohort.starts_at),
            at < done,
        )
        for at, page in enumerate(pages[: done + 1])
    ]


def _one(place: Enrolment, page: LessonPage, at: dt.datetime, done: bool) -> LessonProgress:
    return LessonProgress(
        enrolment=place,
        lesson_id=page.lesson_id,
        seen_at=at,
        ticks=page.checklist if done else page.checklist[:1],
        completed_at=at if done else None,
    )


def _practise(rows: Sequence[LessonProgress]) -> None:
    """Whoever did a lesson answered its questions rightly."""
    done = [row for row in rows if row.completed_at]
    asked: dict[int, list[PracticeQuestion]] = {}
    for one in PracticeQuestion.objects.filter(lesson__in={row.lesson_id for row in done}):
        asked.setdefault(one.lesson_id, []).append(one)
    PracticeAnswer.objects.bulk_create(
        PracticeAnswer(
            enrolment_id=row.enrolment_id,
            question=one,
            body=right_body(one),
            earned=1,
            tries=1 + (row.enrolment_id + one.pk) % 3,
            right_at=row.completed_at,
        )
        for row in done
        for one in asked.get(row.lesson_id, [])
    )


def right_body(question: PracticeQuestion) -> dict[str, object]:
    """The answer the key names."""
    name, part = BODIES[question.kind]
    value = question.key[part]
    if question.kind in ("single", "short"):
        value = value[0]
    return {name: str(value) if question.kind == "numeric" else value}


def _finish(places: Sequence[Enrolment], written: dict[int, list[LessonPage]]) -> None:
    """Without a letter: it was long ago."""
    LessonsFinished.objects.bulk_create(
        LessonsFinished(enrolment=place)
        for place in places
        if place.cohort.version_id in written
        and place.progress.completed().count() == len(written[place.cohort.version_id])
    )


def _talk(places: Sequence[Enrolment], written: dict[int, list[LessonPage]]) -> None:
    """One question with its answer under the first lesson of each cohort."""
    first = {place.cohort_id: place for place in reversed(places)}
    for place in first.values():
        pages, session = written.get(place.cohort.version_id), place.cohort.sessions.first()
        if not pages or not session:
            continue
        says = {"cohort": place.cohort, "lesson_id": pages[0].lesson_id}
        asked, _ = DiscussionPost.objects.get_or_create(
            author=place.student,
            form_token=uuid.uuid5(place.public_id, "asked"),
            defaults=says | {"text": ASKED},
        )
        DiscussionPost.objects.get_or_create(
            author=session.instructor,
            form_token=uuid.uuid5(place.public_id, "answered"),
            defaults=says | {"text": ANSWERED, "parent": asked, "marked_by": session.instructor},
        )
