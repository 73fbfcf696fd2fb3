"""Giving a mark: one transaction, one revision, nobody overwritten."""

from dataclasses import asdict, dataclass, field

from django.db import transaction
from django.utils import timezone

from certification.models import (
    Attempt,
    AttemptStatus,
    Mark,
    MarkingTask,
    Round,
    TaskStatus,
)
from certification.operations import moderating
from certification.operations.allocating import Taken, is_free
from certification.operations.log import record
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked

LONGEST = 3600  # seconds on one script that still count as reading


@dataclass(frozen=True)
class Comment:
    """What is said to the candidate about the characters `start` to `end`, or about it all."""

    text: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Given:
    """A mark as it was filled in, on top of the revision its marker had read."""

    levels: dict[str, int]
    read: int = 0
    comments: list[Comment] = field(default_factory=list)
    note: str = ""
    asks_moderation: bool = False
    seconds: int = 0


class Stale(RuleBroken):
    """The mark was changed since it was read; `kept` is what stands now."""

    def __init__(self, kept: Mark) -> None:
        super().__init__("This mark was changed elsewhere since you opened it.")
        self.kept = kept


@transaction.atomic
def mark(*, task: MarkingTask, marker: User, given: Given) -> Mark:
    """Add a revision if `given.read` is the last one, and settle the answer when both are in.

    Raises Taken when the script is somebody else's by now, Stale when the revision is not the
    last, RuleBroken once the other marker has begun.
    """
    attempt = _attempt_of(task)
    task = locked(task)
    if task.marker_id != marker.pk or not task.can("submit"):
        raise Taken("Your half hour ran out, and a colleague has this script now.")
    last = task.marks.order_by("-revision").first()
    if given.read != (last.revision if last else 0):
        raise Stale(last) if last else Taken("This script has no mark to change.")
    if last and is_frozen(task):
        raise RuleBroken("The other marker has begun, so this mark stands as it is.")
    made = _written(task, marker, given)
    task.move("submit")
    task.lease_until, task.submitted_at = None, task.submitted_at or timezone.now()
    task.save(update_fields=["status", "lease_until", "submitted_at"])
    if attempt:
        moderating.settle(task)
    record(
        act="mark.given", subject=task, actor=marker,
        revision=made.revision, levels=made.levels, asks_moderation=made.asks_moderation,
    )  # fmt: skip
    return made


def _attempt_of(task: MarkingTask) -> Attempt | None:
    """The paper, locked: two marks that come in at once must see each other."""
    if task.attempt_item is None:
        return None
    attempt = locked(task.attempt_item.attempt)
    if attempt.status not in (AttemptStatus.MARKING, AttemptStatus.MODERATION):
        raise RuleBroken(f"This paper is {attempt.status_words}; its marks stand.")
    return attempt


def _written(task: MarkingTask, marker: User, given: Given) -> Mark:
    known = {criterion["key"]: len(criterion["levels"]) for criterion in task.version.rubric}
    if set(given.levels) != set(known) or not all(
        0 <= given.levels[key] < most for key, most in known.items()
    ):
        raise RuleBroken("Choose a level for every criterion.")
    return Mark.objects.create(
        task=task,
        revision=given.read + 1,
        levels=given.levels,
        comments=[
            {"from": one["start"], "to": one["end"], "text": one["text"]}
            for one in map(asdict, given.comments)
        ],
        note=given.note,
        asks_moderation=given.asks_moderation,
        seconds=min(max(given.seconds, 0), LONGEST),
        marked_by=marker,
    )


def is_frozen(task: MarkingTask) -> bool:
    """Whether the other marker has begun: from then on a mark is a fact, not a draft.

    It works both ways, so that neither could be led by the other. An adjudication settles, and
    an anchor is compared, the moment it is given.
    """
    if task.status != TaskStatus.SUBMITTED:
        return False
    if task.round == Round.ADJUDICATION or task.attempt_item_id is None:
        return True
    others = MarkingTask.objects.filter(attempt_item=task.attempt_item_id).exclude(pk=task.pk)
    begun = (TaskStatus.LEASED, TaskStatus.SUBMITTED)
    return any(not is_free(one) for one in others.filter(status__in=begun))
