"""What a learner does in a lesson. Progress only grows; completion follows from it by rule."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models.functions import Greatest
from django.utils import timezone

from courses import emails, events
from courses.lessons import practice
from courses.lessons.outline import outline
from courses.models import (
    Enrolment,
    Finish,
    Lesson,
    LessonPage,
    LessonProgress,
    LessonsFinished,
    PracticeAnswer,
    PracticeQuestion,
    Status,
)
from courses.models.course import Format
from courses.operations.changing import complete_place
from institute import mail
from institute.errors import RuleBroken
from institute.events import announce_on_commit
from institute.moves import locked

LEARNING = (Status.CONFIRMED, Status.COMPLETED)
MOST_SECONDS = 24 * 60 * 60
SEEN_ENOUGH = 90  # percent of a video
CLOSED = "This lesson is not open yet."


def open_lesson(*, enrolment: Enrolment, lesson: Lesson) -> LessonProgress:
    """Note that the learner is here, so that they can go on from here."""
    progress, new = LessonProgress.objects.get_or_create(
        enrolment=enrolment, lesson=lesson, defaults={"seen_at": timezone.now()}
    )
    if not new:
        mine = LessonProgress.objects.filter(pk=progress.pk)
        mine.update(seen_at=Greatest("seen_at", timezone.now()))
    return progress


@transaction.atomic
def say_done(*, enrolment: Enrolment, lesson: Lesson) -> LessonProgress:
    """The learner says they read it, or saw it. Raises RuleBroken where a rule decides instead."""
    progress, page = _here(enrolment, lesson)
    if page.finish not in (Finish.READ, Finish.WATCHED):
        raise RuleBroken("This lesson is complete when its checklist or its questions are.")
    return _complete(progress)


@transaction.atomic
def tick(*, enrolment: Enrolment, lesson: Lesson, lines: Collection[str]) -> LessonProgress:
    """Tick lines of the checklist; what was ticked stays so."""
    progress, page = _here(enrolment, lesson)
    known = {line for line in page.checklist if line in lines}
    progress.ticks = [*progress.ticks, *sorted(known - set(progress.ticks))]
    progress.save(update_fields=["ticks"])
    if page.finish == Finish.CHECKLIST and set(page.checklist) <= set(progress.ticks):
        _complete(progress)
    return progress


@transaction.atomic
def watch(
    *, enrolment: Enrolment, lesson: Lesson, at: int, watched: int, length: int
) -> LessonProgress:
    """Where the video stands, how many of its seconds were ever seen, and how many it has."""
    progress, page = _here(enrolment, lesson)
    length = min(max(length, 0), MOST_SECONDS)
    progress.seconds = min(max(at, 0), length)
    progress.watched = max(progress.watched, min(max(watched, 0), length))
    progress.save(update_fields=["seconds", "watched"])
    enough = length > 0 and 100 * progress.watched >= SEEN_ENOUGH * length
    if page.finish == Finish.WATCHED and enough:
        _complete(progress)
    return progress


@transaction.atomic
def answer(
    *, enrolment: Enrolment, question: PracticeQuestion, body: dict[str, Any]
) -> PracticeAnswer:
    """Keep an answer that was cleaned. Raises RuleBroken when it says nothing."""
    if not body:
        raise RuleBroken("Answer the question first.")
    progress, page = _here(enrolment, question.lesson)
    earned = practice.worth(question, body)
    kept = enrolment.practice.filter(question=question).first()
    if kept is None:
        kept = PracticeAnswer(enrolment=enrolment, question=question, tries=0)
    kept.body, kept.earned, kept.tries = body, earned, kept.tries + 1
    if earned == 1 and not kept.right_at:
        kept.right_at = timezone.now()
    kept.save()
    if page.finish == Finish.PRACTICE and _all_right(enrolment, question.lesson):
        _complete(progress)
    return kept


def _all_right(enrolment: Enrolment, lesson: Lesson) -> bool:
    right = enrolment.practice.filter(right_at__isnull=False).values("question")
    return not lesson.questions.exclude(pk__in=right).exists()


def _here(enrolment: Enrolment, lesson: Lesson) -> tuple[LessonProgress, LessonPage]:
    """The progress and the page, one act of this learner at a time.

    The place is locked, not the lesson: whoever completes the last of two lessons in two tabs
    must see the other one done. Raises RuleBroken when the lesson is not theirs to read now.
    """
    place = locked(enrolment)
    if place.status not in LEARNING:
        raise RuleBroken("This place has no lessons any more.")
    enrolment.status = place.status
    step = outline(enrolment).of(lesson.pk)
    if step is None or not step.readable:
        raise RuleBroken(CLOSED)
    progress = step.progress or open_lesson(enrolment=enrolment, lesson=lesson)
    return progress, LessonPage.objects.defer("body", "transcript").get(lesson=lesson)


def _complete(progress: LessonProgress) -> LessonProgress:
    """Complete the lesson, once; and with the last one, all of them."""
    if not progress.completed_at:
        progress.completed_at = timezone.now()
        progress.save(update_fields=["completed_at"])
        _finish(progress.enrolment)
    return progress


def _finish(enrolment: Enrolment) -> None:
    """Announce, once for ever, that every lesson is done."""
    whole = outline(enrolment)
    if not whole.is_done:
        return
    _, new = LessonsFinished.objects.get_or_create(enrolment=enrolment)
    if not new:
        return
    announce_on_commit(events.lessons_finished, enrolment_id=enrolment.pk)
    own_time = enrolment.cohort.version.format == Format.SELF_PACED
    if own_time and whole.total == len(whole.steps) and enrolment.status == Status.CONFIRMED:
        complete_place(enrolment=enrolment)
        enrolment.status = Status.COMPLETED
    mail.queue(emails.lessons_finished(enrolment))
