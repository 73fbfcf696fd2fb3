"""The student of the tour in their lessons, and the learners who do not get on."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.utils import timezone

from courses.demo.people import STUDENT_OF_THE_TOUR
from courses.models import (
    Cohort,
    DiscussionPost,
    Enrolment,
    Lesson,
    LessonProgress,
    Note,
    PracticeAnswer,
    PracticeQuestion,
)

TAUGHT, OWN_TIME, DONE = "core-program", "first-90-days", 3
TRIES = 4
NOTES = (
    "Ask Priya which date was said aloud. My program: fewer night calls, not the new console.",
    "The owner is whoever can stop the work. Two of my six “owners” cannot.",
)
ASKED = "My sponsor answers every question about the outcome with a date. How do you get past it?"
ANSWERED = (
    "I asked what would be different the week after that date. It took three tries, and then he "
    "talked for ten minutes."
)


def plant_tour() -> int:
    """What the student of the tour did and wrote, once; how many notes they have."""
    mine = Enrolment.objects.learning().filter(student__email=STUDENT_OF_THE_TOUR)
    for place in mine.filter(cohort__version__course__slug=OWN_TIME, progress=None):
        _read(place)
    running = mine.filter(
        cohort__version__course__slug=TAUGHT, cohort__status="running"
    ).with_course()
    return sum(_write(place) for place in running)


def _lessons(cohort: Cohort) -> list[Lesson]:
    written = Lesson.objects.filter(module__version=cohort.version_id, page__published=True)
    return list(written.order_by("module__position", "position"))


def _read(place: Enrolment) -> None:
    """The first lessons, this morning, and one that is begun."""
    now = timezone.now()
    for at, lesson in enumerate(_lessons(place.cohort)[: DONE + 1]):
        seen = now - dt.timedelta(minutes=25) * (DONE + 1 - at)
        done = seen if at < DONE else None
        LessonProgress.objects.create(
            enrolment=place, lesson=lesson, seen_at=seen, completed_at=done
        )


def _write(place: Enrolment) -> int:
    """Notes on the first lessons, and a question to the others under the second."""
    lessons = _lessons(place.cohort)[: len(NOTES)]
    for lesson, text in zip(lessons, NOTES, strict=False):
        Note.objects.get_or_create(
            enrolment=place, lesson=lesson, defaults={"text": text, "revision": 1}
        )
    other = place.cohort.enrolments.exclude(pk=place.pk).filter(status="confirmed").first()
    if lessons and other:
        says = {"cohort": place.cohort, "lesson": lessons[-1]}
        asked, _ = DiscussionPost.objects.get_or_create(
            author=place.student,
            form_token=uuid.uuid5(place.public_id, "sponsor"),
            defaults=says | {"text": ASKED},
        )
        DiscussionPost.objects.get_or_create(
            author=other.student,
            form_token=uuid.uuid5(other.public_id, "sponsor"),
            defaults=says | {"text": ANSWERED, "parent": asked},
        )
    return len(lessons)


def fail_a_question(begun: Sequence[LessonProgress]) -> None:
    """Every third learner meets a question in the lesson they began that they do not solve."""
    choosing = PracticeQuestion.objects.filter(kind="single", position=1)
    asked = {one.lesson_id: one for one in choosing.filter(lesson__in=[b.lesson_id for b in begun])}
    PracticeAnswer.objects.bulk_create(
        PracticeAnswer(
            enrolment_id=row.enrolment_id,
            question=asked[row.lesson_id],
            body={"choice": _wrong(asked[row.lesson_id])},
            earned=0,
            tries=TRIES,
        )
        for row in begun[::3]
        if row.lesson_id in asked
    )


def _wrong(question: PracticeQuestion) -> str:
    right = question.key["right"]
    ids = [str(one["id"]) for one in question.options["choices"]]
    return next(each for each in ids if each not in right)
