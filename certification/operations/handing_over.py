"""From a submitted paper to markers, or straight to its score."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from certification.models import (
    Attempt,
    AttemptItem,
    AttemptStatus,
    ItemKind,
    MarkingTask,
    Round,
    TaskStatus,
)
from certification.operations import moderating
from certification.operations.dealing import task_for
from certification.operations.log import record
from institute.moves import locked

DUE = dt.timedelta(days=5)


@transaction.atomic
def hand_over(*, attempt: Attempt) -> list[MarkingTask]:
    """Two tasks for every essay with an answer; a paper without any goes on to its score.

    An essay left empty is nothing by rule, as any other question: no marker reads a blank page.
    Handing over again changes nothing.
    """
    attempt = locked(attempt)
    if attempt.status != AttemptStatus.SUBMITTED:
        return []
    essays = [one for one in _essays(attempt) if has_text(one)]
    if not essays:
        moderating.finish(attempt)
        return []
    due, taken = timezone.now() + DUE, set[str]()
    tasks = MarkingTask.objects.bulk_create(
        task_for(one, number, due, taken)
        for one in essays
        for number in (Round.FIRST, Round.SECOND)
    )
    attempt.move("hand_to_markers")
    attempt.version += 1
    attempt.save(update_fields=["status", "version"])
    record(act="attempt.handed_to_markers", subject=attempt, actor=None, essays=len(essays))
    return tasks


def _essays(attempt: Attempt) -> list[AttemptItem]:
    essays = attempt.items.filter(form_item__version__kind=ItemKind.ESSAY)
    return list(essays.select_related("form_item__version", "response"))


def has_text(answer: AttemptItem) -> bool:
    """Whether there is anything to read."""
    body = answer.response.body if hasattr(answer, "response") else {}
    text = body.get("text") if isinstance(body, dict) else None
    return isinstance(text, str) and bool(text.strip())


def sweep() -> int:
    """Hand over what was missed, score what is marked, withdraw tasks of voided papers."""
    handed = Attempt.objects.filter(status=AttemptStatus.SUBMITTED).order_by("submitted_at")
    for attempt in handed[:200]:
        hand_over(attempt=attempt)
    marked = (AttemptStatus.MARKING, AttemptStatus.MODERATION)
    ready = Attempt.objects.filter(status__in=marked).exclude(
        items__tasks__status__in=(TaskStatus.WAITING, TaskStatus.LEASED)
    )
    done = sum(moderating.go_on(attempt=attempt) for attempt in ready[:200])
    return len(handed) + done + withdraw_voided()


def withdraw_voided() -> int:
    """Nobody need mark a paper that no longer counts."""
    voided = MarkingTask.objects.open().filter(attempt_item__attempt__status=AttemptStatus.VOIDED)
    return sum(_withdraw(task) for task in voided)


@transaction.atomic
def _withdraw(task: MarkingTask) -> bool:
    task = locked(task)
    if not task.can("cancel"):
        return False
    task.move("cancel")
    task.save(update_fields=["status"])
    return True
