"""Questions to practise on are written, put in order and taken away."""

from django.db import transaction
from django.db.models import Max

from courses.models import Finish, Lesson, PracticeQuestion
from courses.operations.authoring import Overtaken, page_to_change
from institute.errors import RuleBroken
from institute.items.kinds import Question, canonical, checksum, problems

MOST = 30  # in one lesson


def as_item(question: PracticeQuestion) -> Question:
    """The question in the shape exams share."""
    return Question(
        name="",
        title="Practice",
        kind=question.kind,
        stem=question.stem,
        options=question.options,
        key=question.key,
        rationale=question.rationale,
        level="apply",
    )


def mark_of(question: PracticeQuestion) -> str:
    """What an author's form is based on."""
    return checksum(as_item(question))


@transaction.atomic
def add_question(*, lesson: Lesson, said: Question) -> PracticeQuestion:
    """Ask one more, after the others. Raises RuleBroken."""
    page_to_change(lesson)
    if lesson.questions.count() >= MOST:
        raise RuleBroken(f"{MOST} questions are the most for one lesson.")
    last = lesson.questions.aggregate(last=Max("position"))["last"] or 0
    return _written(PracticeQuestion(lesson=lesson, position=last + 1), said)


@transaction.atomic
def change_question(
    *, question: PracticeQuestion, said: Question, based_on: str
) -> PracticeQuestion:
    """Write over a question. Raises Overtaken when it is not the one the author read."""
    now = PracticeQuestion.objects.select_for_update().get(pk=question.pk)
    if mark_of(now) != based_on:
        raise Overtaken("Somebody changed this question while you were writing. Yours is here.")
    return _written(now, said)


def _written(question: PracticeQuestion, said: Question) -> PracticeQuestion:
    if wrong := problems(said):
        raise RuleBroken(wrong[0])
    kept = canonical(said)
    question.kind, question.stem, question.rationale = kept.kind, kept.stem, kept.rationale
    question.options, question.key = dict(kept.options), dict(kept.key)
    question.save()
    return question


@transaction.atomic
def move_question(*, question: PracticeQuestion, by: int) -> None:
    """Change places with the one before (-1) or after (1); at an end nothing happens."""
    page_to_change(question.lesson)
    order = list(question.lesson.questions.select_for_update())
    at = next(n for n, one in enumerate(order) if one.pk == question.pk)
    if 0 <= at + by < len(order):
        one, other = order[at], order[at + by]
        one.position, other.position = other.position, one.position
        PracticeQuestion.objects.bulk_update([one, other], ["position"])


@transaction.atomic
def drop_question(*, question: PracticeQuestion) -> None:
    """Take a question away, with the answers to it. Raises RuleBroken for the last needed one."""
    page = page_to_change(question.lesson)
    is_last = question.lesson.questions.count() == 1
    if page.published and page.finish == Finish.PRACTICE and is_last:
        raise RuleBroken("This question completes the lesson. Choose another rule first.")
    question.delete()
