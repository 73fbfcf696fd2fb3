"""People and papers for tests of marking."""

from typing import Any

from django.utils import timezone

from certification.models import (
    Attempt,
    AttemptItem,
    ExamForm,
    MarkingTask,
    Response,
    SubmittedBy,
)
from certification.operations import handing_over
from certification.operations.allocating import take_up
from certification.operations.marking import Given, mark
from institute.accounts.models import User
from institute.accounts.roles import Role
from tests import certifying, make

TEXT = "Short answer: no, not yet.\n\nThe path is survey, hardware, rehearsal: 26 days."


def examiner() -> User:
    return make.staff(Role.EXAMINER)


def answered(
    *kinds: str,
    text: str = TEXT,
    candidate: User | None = None,
    paper: ExamForm | None = None,
) -> Attempt:
    """A submitted paper whose essays say `text`."""
    attempt = certifying.attempt(paper or certifying.form(*(kinds or ("essay",))), candidate)
    for one in attempt.items.select_related("form_item__version"):
        body = {"text": text} if one.form_item.version.kind == "essay" else {"choice": "b"}
        Response.objects.create(
            attempt_item=one, seq=1, body=body, seconds=600, saved_at=timezone.now()
        )
    attempt.move("submit")
    attempt.submitted_at, attempt.submitted_by = timezone.now(), SubmittedBy.CANDIDATE
    attempt.save()
    return attempt


def handed(*kinds: str, **fields: Any) -> list[MarkingTask]:
    """The tasks of a paper that was handed to markers, first and second mark."""
    attempt = answered(*kinds, **fields)
    handing_over.hand_over(attempt=attempt)
    tasks = MarkingTask.objects.filter(attempt_item__attempt=attempt)
    return list(tasks.order_by("-attempt_item_id", "round")[:2])


def answer_of(task: MarkingTask) -> AttemptItem:
    assert task.attempt_item
    return task.attempt_item


def given(path: int = 2, tone: int = 2, **fields: Any) -> Given:
    return Given(levels={"path": path, "tone": tone}, **fields)


def marked(task: MarkingTask, marker: User | None = None, **fields: Any) -> MarkingTask:
    """Taken up and marked by a new examiner, or by this one."""
    marker = marker or examiner()
    task = take_up(task=task, marker=marker)
    mark(task=task, marker=marker, given=given(**fields))
    task.refresh_from_db()
    return task
