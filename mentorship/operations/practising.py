"""Solo practice: one question, the clock, one's own judgement, and only then the notes."""

from django.db import transaction
from django.utils import timezone

from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked
from mentorship.models import PracticeAnswer, QuestionUse
from mentorship.operations.locking import lock_diaries
from mentorship.operations.questions import pick


@transaction.atomic
def start_practice(*, student: User, criterion: str = "", level: str = "") -> PracticeAnswer:
    """The next unheard question; the one that is open already, while there is one.

    The clock starts now. Raises RuleBroken when the bank holds no other for this choice.
    """
    lock_diaries(mentors=(), students=(student.pk,))
    going_on = PracticeAnswer.objects.visible_to(student).open().first()
    if going_on:
        return going_on
    chosen = pick(student=student, number=1, criterion=criterion, level=level)
    if not chosen:
        raise RuleBroken(
            "You have heard every question of this kind.",
            instead="Choose another criterion or level.",
        )
    use = QuestionUse.objects.create(student=student, question=chosen[0])
    return PracticeAnswer.objects.create(use=use, started_at=timezone.now())


@transaction.atomic
def stop_practice(*, answer: PracticeAnswer) -> PracticeAnswer:
    """The answer is given; the clock stops. Stopping again keeps the first time."""
    answer = locked(answer)
    if answer.stopped_at is None and answer.closed_at is None:
        answer.stopped_at = max(timezone.now(), answer.started_at)
        answer.save(update_fields=["stopped_at"])
    return answer


@transaction.atomic
def judge_practice(*, answer: PracticeAnswer, level: int, notes: str) -> PracticeAnswer:
    """Keep the student's own judgement, which opens the notes. The first judgement stays.

    Raises RuleBroken while the clock runs.
    """
    answer = locked(answer)
    if answer.closed_at is not None:
        return answer
    if answer.stopped_at is None:
        raise RuleBroken("Answer first: the clock is still running.")
    answer.level, answer.notes, answer.closed_at = level, notes.strip(), timezone.now()
    answer.save(update_fields=["level", "notes", "closed_at"])
    return answer


@transaction.atomic
def leave_practice(*, answer: PracticeAnswer) -> PracticeAnswer:
    """Leave the question without a judgement; it is not asked again. Leaving twice is once."""
    answer = locked(answer)
    if answer.closed_at is None:
        answer.closed_at = timezone.now()
        answer.save(update_fields=["closed_at"])
    return answer
