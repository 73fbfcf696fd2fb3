"""Who of a cohort does not get on, where, and since when.

A learner with a sure place is stuck when the cohort has begun, a published lesson is not done, and
either nothing was heard of them for `QUIET` (they opened, answered and completed nothing, counted
from the first class where they never began), or a question of a lesson that is not done was tried
`TRIES` times and never answered rightly. They are stuck in the lesson with that question, else in
the first lesson, in order, that is not done.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Avg, Count, Q, QuerySet
from django.utils import timezone

from courses.models import (
    Cohort,
    Enrolment,
    Lesson,
    LessonProgress,
    PracticeAnswer,
    PracticeQuestion,
    Status,
)

QUIET, TRIES = dt.timedelta(days=7), 3


@dataclass(frozen=True)
class Learner:
    """One learner, with what became of each lesson: "done", "open", "stuck" or ""."""

    place: Enrolment
    cells: list[str]
    at: Lesson | None
    heard: dt.datetime
    why: str

    @property
    def is_stuck(self) -> bool:
        return bool(self.why)

    @property
    def done(self) -> int:
        return self.cells.count("done")


@dataclass(frozen=True)
class Standing:
    """A cohort in its lessons: whoever needs help most comes first."""

    lessons: list[Lesson]
    learners: list[Learner]

    @property
    def stuck(self) -> list[Learner]:
        return [one for one in self.learners if one.is_stuck]

    @property
    def stuck_words(self) -> str:
        return f"{len(self.stuck)} stuck"

    @property
    def by_lesson(self) -> list[tuple[Lesson, int, int, int]]:
        """Each lesson with how many are done, have it open, and are stuck there."""
        columns = [[one.cells[at] for one in self.learners] for at in range(len(self.lessons))]
        return [
            (lesson, cells.count("done"), cells.count("open"), cells.count("stuck"))
            for lesson, cells in zip(self.lessons, columns, strict=True)
        ]


def standing(cohort: Cohort) -> Standing:
    """Everybody with a sure place: four queries, however many there are."""
    lessons = list(
        Lesson.objects.filter(module__version=cohort.version_id, page__published=True)
        .select_related("module")
        .order_by("module__position", "position")
    )
    sure = cohort.enrolments.filter(status__in=[Status.CONFIRMED, Status.COMPLETED])
    progress: dict[int, dict[int, LessonProgress]] = defaultdict(dict)
    for row in LessonProgress.objects.filter(enrolment__cohort=cohort):
        progress[row.enrolment_id][row.lesson_id] = row
    answers: dict[int, list[PracticeAnswer]] = defaultdict(list)
    given = PracticeAnswer.objects.filter(enrolment__cohort=cohort).select_related("question")
    for answer in given:
        answers[answer.enrolment_id].append(answer)
    learners = [
        _learner(cohort, place, lessons, progress[place.pk], answers[place.pk])
        for place in sure.select_related("student").order_by("student__display_name", "pk")
    ]
    return Standing(lessons, sorted(learners, key=_need))


def _need(one: Learner) -> tuple[bool, dt.datetime]:
    """Who is stuck first, and of those whoever was heard of longest ago."""
    return not one.is_stuck, one.heard


def _learner(
    cohort: Cohort,
    place: Enrolment,
    lessons: list[Lesson],
    progress: dict[int, LessonProgress],
    answers: list[PracticeAnswer],
) -> Learner:
    done = {pk for pk, row in progress.items() if row.completed_at}
    heard = max([cohort.starts_at, *_signs(progress, answers)])
    left = [lesson for lesson in lessons if lesson.pk not in done]
    hard = {a.question.lesson_id for a in answers if not a.right_at and a.tries >= TRIES}
    at = next((one for one in left if one.pk in hard), left[0] if left else None)
    why = _why(cohort, place, at, heard, is_hard=at is not None and at.pk in hard)
    cells = [_cell(one, at if why else None, done, progress) for one in lessons]
    return Learner(place, cells, at, heard, why)


def _signs(progress: dict[int, LessonProgress], answers: list[PracticeAnswer]) -> list[dt.datetime]:
    """Every moment at which something was heard of the learner."""
    seen = [row.seen_at for row in progress.values()]
    ends = [row.completed_at for row in progress.values() if row.completed_at]
    return [*seen, *ends, *(answer.answered_at for answer in answers)]


def _why(
    cohort: Cohort, place: Enrolment, at: Lesson | None, heard: dt.datetime, *, is_hard: bool
) -> str:
    """Why the learner is stuck, in words; empty when they are not."""
    now = timezone.now()
    if at is None or place.status == Status.COMPLETED or cohort.starts_at > now:
        return ""
    if is_hard:
        return f"Tried a question {TRIES} times or more without success"
    return f"Not heard of for {(now - heard).days} days" if now - heard >= QUIET else ""


def _cell(
    lesson: Lesson, at: Lesson | None, done: set[int], progress: dict[int, LessonProgress]
) -> str:
    if lesson.pk in done:
        return "done"
    if at is not None and lesson.pk == at.pk:
        return "stuck"
    return "open" if lesson.pk in progress else ""


def hard_questions(cohort: Cohort, most: int = 8) -> QuerySet[PracticeQuestion]:
    """Questions of the course most often not answered rightly by this cohort: one query.

    Each has `asked` learners, `right` of them in the end, and `tries` a learner on average.
    """
    mine = Q(answers__enrolment__cohort=cohort)
    found = PracticeQuestion.objects.filter(lesson__module__version=cohort.version_id)
    counted = found.annotate(
        asked=Count("answers", filter=mine),
        right=Count("answers", filter=mine & Q(answers__right_at__isnull=False)),
        wrong=Count("answers", filter=mine & (Q(answers__right_at=None) | Q(answers__tries__gt=1))),
        tries=Avg("answers__tries", filter=mine),
    )
    return (
        counted.filter(wrong__gt=0)
        .select_related("lesson")
        .order_by("-wrong", "-tries", "lesson", "position")[:most]
    )
