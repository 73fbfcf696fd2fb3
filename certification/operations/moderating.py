"""When two marks differ: a third settles them. When all are in: the score.

The mark that counts is the mean of the first two where they agree, and the adjudicator's alone
where they do not (`institute.items.rules.essay` adds them up).
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from certification import agreement
from certification.models import (
    Attempt,
    AttemptItem,
    AttemptStatus,
    Discrepancy,
    Mark,
    MarkingTask,
    Round,
    TaskStatus,
)
from certification.operations.dealing import task_for
from certification.operations.log import record
from certification.operations.scoring import score
from institute.moves import locked

TOTAL_GAP = 0.25  # of the points: totals further apart than this need a third mark
CRITERION_GAP = 2  # levels apart on one criterion
ASKED = "A marker asks for it."
DUE = dt.timedelta(days=2)


def settle(task: MarkingTask) -> None:
    """Compare once both marks are in; the caller holds the paper's lock."""
    answer = task.attempt_item
    assert answer
    if task.round == Round.ADJUDICATION:
        Discrepancy.objects.filter(attempt_item=answer, resolved_at=None).update(
            resolved_at=timezone.now()
        )
    else:
        _compare(answer)
    go_on(attempt=answer.attempt)


def _compare(answer: AttemptItem) -> None:
    both = marks_of(answer)
    if len(both) < 2 or hasattr(answer, "discrepancy"):
        return
    first, second = both[Round.FIRST], both[Round.SECOND]
    found = agreement.gap(
        first.levels,
        second.levels,
        maximum=highest(answer.form_item.version.rubric),
        criterion=CRITERION_GAP,
        share=TOTAL_GAP,
    )
    if found is None and (first.asks_moderation or second.asks_moderation):
        found = agreement.Gap(ASKED, abs(first.points - second.points))
    if found:
        _call_third(answer, found)


def marks_of(answer: AttemptItem) -> dict[int, Mark]:
    """The latest mark of each round that is in."""
    rows = Mark.objects.standing().filter(
        task__attempt_item=answer, task__status=TaskStatus.SUBMITTED
    )
    return {one.task.round: one for one in rows.select_related("task")}


def highest(rubric: list[dict[str, list[str]]]) -> int:
    """The points of the highest levels together."""
    return sum(len(criterion["levels"]) - 1 for criterion in rubric)


def _call_third(answer: AttemptItem, found: agreement.Gap) -> None:
    Discrepancy.objects.create(attempt_item=answer, rule=found.rule, gap=found.points)
    task_for(answer, Round.ADJUDICATION, timezone.now() + DUE).save()
    attempt = locked(answer.attempt)
    if attempt.can("moderate"):
        attempt.move("moderate")
        attempt.version += 1
        attempt.save(update_fields=["status", "version"])
    record(
        act="marks.differ", subject=attempt, actor=None,
        question=answer.position, rule=found.rule, gap=found.points,
    )  # fmt: skip


@transaction.atomic
def go_on(*, attempt: Attempt) -> bool:
    """Score a paper whose last mark is in; whether it was."""
    attempt = locked(attempt)
    if attempt.status not in (AttemptStatus.MARKING, AttemptStatus.MODERATION):
        return False
    waiting = (TaskStatus.WAITING, TaskStatus.LEASED)
    if MarkingTask.objects.filter(attempt_item__attempt=attempt, status__in=waiting).exists():
        return False
    finish(attempt)
    return True


def finish(attempt: Attempt) -> None:
    """Add everything up."""
    score(attempt=attempt)
