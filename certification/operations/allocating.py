"""Who marks what next: leases that no two people hold, and the fences around them."""

import datetime as dt
import secrets

from django.db import IntegrityError, connection, models, transaction
from django.db.models import Case, Q, Value, When
from django.utils import timezone

from certification import impartiality
from certification.models import (
    AnchorScript,
    Attempt,
    ItemVersion,
    MarkingOverride,
    MarkingTask,
    Round,
    TaskStatus,
)
from certification.operations.dealing import new_code
from certification.operations.log import record
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from institute.moves import locked

LEASE = dt.timedelta(minutes=30)
ONE_MARKER = 7_502  # the advisory lock of a marker: their leases follow one another
ANCHOR_EVERY = 8  # one script in eight is an anchor, while there are any they have not met


class Taken(RuleBroken):
    """Somebody else holds or has marked the script."""


@transaction.atomic
def take_up(*, task: MarkingTask, marker: User) -> MarkingTask:
    """Hold this script for half an hour. Raises Taken when a colleague was first."""
    _one_at_a_time(marker)
    task = locked(task)
    if task.status == TaskStatus.SUBMITTED and task.marker_id == marker.pk:
        return task
    if not MarkingTask.objects.for_marker(marker).filter(pk=task.pk).exists():
        raise Taken("This script is not yours to mark.")
    if not is_free(task) and task.marker_id != marker.pk:
        raise Taken("A colleague took this script a moment ago.")
    return _lease(task, marker)


@transaction.atomic
def take_next(
    *, marker: User, version: ItemVersion, after: MarkingTask | None = None
) -> MarkingTask | None:
    """Hold the script that follows in this marker's order; None when none is left for them."""
    _one_at_a_time(marker)
    anchor = _anchor(marker, version, after)
    if anchor:
        return anchor
    rows = MarkingTask.objects.waiting_for(marker).filter(version=version)
    if after:
        ahead = Q(shuffle__gt=after.shuffle) | Q(shuffle=after.shuffle, pk__gt=after.pk)
        turn = Case(When(ahead, then=Value(0)), default=Value(1))
        rows = rows.exclude(pk=after.pk).order_by(turn, "shuffle", "pk")
    task = rows.select_for_update(skip_locked=True, of=("self",)).first()
    return _lease(task, marker) if task else None


def is_free(task: MarkingTask) -> bool:
    """Nobody holds it, or the lease has run out."""
    over = task.lease_until is not None and task.lease_until <= timezone.now()
    return task.status == TaskStatus.WAITING or (task.status == TaskStatus.LEASED and over)


def _lease(task: MarkingTask, marker: User) -> MarkingTask:
    task.move("lease")
    task.marker = marker
    task.lease_until = timezone.now() + LEASE
    try:
        with transaction.atomic():
            task.save(update_fields=["status", "marker", "lease_until"])
    except IntegrityError as error:  # a tie or a mark of the same moment: the database knows best
        raise Taken("This script is not yours to mark.") from error
    return task


def _one_at_a_time(marker: User) -> None:
    """Two clicks at once must not lease both rounds of one answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [ONE_MARKER, marker.pk])


def _anchor(marker: User, version: ItemVersion, after: MarkingTask | None) -> MarkingTask | None:
    """An anchor script when one is due; nothing tells it from a candidate's."""
    mine = MarkingTask.objects.of(marker).filter(version=version)
    anchors = mine.filter(anchor__isnull=False)
    last = anchors.aggregate(at=models.Max("submitted_at"))["at"]
    since = mine.filter(status=TaskStatus.SUBMITTED, anchor__isnull=True)
    if last:
        since = since.filter(submitted_at__gt=last)
    if since.count() < ANCHOR_EVERY - 1 or anchors.open().exists():
        return None
    unseen = AnchorScript.objects.filter(version=version).exclude(pk__in=anchors.values("anchor"))
    script = unseen.order_by("pk").first()
    return _anchor_task(marker, script, after) if script else None


def _anchor_task(marker: User, script: AnchorScript, after: MarkingTask | None) -> MarkingTask:
    return MarkingTask.objects.create(
        anchor=script,
        version=script.version,
        code=new_code(set()),
        round=secrets.choice((Round.FIRST, Round.SECOND)),
        shuffle=after.shuffle if after else 0,
        marker=marker,
        status=TaskStatus.LEASED,
        lease_until=timezone.now() + LEASE,
        due_at=after.due_at if after else None,
    )


@transaction.atomic
def renew(*, task: MarkingTask, marker: User) -> bool:
    """Hold it for another half hour; False when it is no longer theirs."""
    task = locked(task)
    if task.status != TaskStatus.LEASED or task.marker_id != marker.pk:
        return False
    task.lease_until = timezone.now() + LEASE
    task.save(update_fields=["lease_until"])
    return True


@transaction.atomic
def hand_back(*, task: MarkingTask, marker: User) -> None:
    """Let a colleague have it."""
    task = locked(task)
    if task.marker_id != marker.pk:
        raise Taken("A colleague took this script a moment ago.")
    if task.anchor_id:
        task.move("cancel")
        task.save(update_fields=["status"])
        return
    task.move("hand_back")
    task.marker, task.lease_until = None, None
    task.save(update_fields=["status", "marker", "lease_until"])


@transaction.atomic
def allow(*, attempt: Attempt, examiner: User, by: User, reason: str) -> MarkingOverride:
    """Let somebody mark in spite of a tie. Recorded for ever, with who allowed it and why."""
    if not by.has_role(Role.MANAGER):
        raise RuleBroken("Only a manager allows this.")
    if by == examiner:
        raise RuleBroken("Nobody allows it for themselves. Ask another manager.")
    found = [tie.kind for tie in impartiality.ties(examiner, attempt.candidate)]
    if not found:
        raise RuleBroken("Nothing stands in their way: they may mark this paper already.")
    if "self" in found:
        raise RuleBroken("It is their own examination.")
    made, _ = MarkingOverride.objects.get_or_create(
        attempt=attempt, examiner=examiner, defaults={"allowed_by": by, "reason": reason}
    )
    record(
        act="marking.tie_overridden", subject=attempt, actor=by,
        examiner=examiner.pk, ties=found, reason=reason,
    )  # fmt: skip
    return made
