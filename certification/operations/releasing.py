"""Results go out together, at a set time; each candidate once."""

import datetime as dt
import logging

from django.db import OperationalError, transaction
from django.utils import timezone

from certification.emails import decisions as emails
from certification.models import (
    Attempt,
    AttemptStatus,
    Certification,
    Decision,
    Outcome,
    ReleaseBatch,
)
from certification.operations import certifying, issuing, log
from institute import mail
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import again_after_deadlock, locked

logger = logging.getLogger(__name__)


@transaction.atomic
def plan_release(*, title: str, at: dt.datetime, by: User) -> ReleaseBatch:
    """A batch that goes out at an instant."""
    batch = ReleaseBatch.objects.create(title=title, release_at=at, made_by=by)
    log.record(act="batch.planned", subject=batch, actor=by, at=at.isoformat())
    return batch


def release_due() -> int:
    """Release every batch whose time has come; how many results went out.

    A batch that cannot go out is reported, and holds no other back.
    """
    due = ReleaseBatch.objects.filter(released_at=None, release_at__lte=timezone.now())
    return sum(_released(batch) for batch in due.order_by("release_at", "pk"))


def _released(batch: ReleaseBatch) -> int:
    try:
        return release(batch=batch)
    except OperationalError:
        raise  # the database is away: the timetable asks again in a minute
    except Exception:
        logger.exception("Batch %s could not be released.", batch.public_id)
        return 0


@again_after_deadlock
@transaction.atomic
def release(*, batch: ReleaseBatch) -> int:
    """Release the results of a batch: all of them, or none. Releasing again does nothing."""
    batch = locked(batch)
    if batch.released_at:
        return 0
    if batch.release_at > timezone.now():
        raise RuleBroken("Its time has not come.", instead="Set an earlier time.")
    _hold(batch)
    decisions = batch.decisions.select_related("attempt__form__scheme_version__scheme")
    done = sum(_out(decision) for decision in decisions.order_by("pk"))
    batch.released_at = timezone.now()
    batch.save()
    log.record(act="batch.released", subject=batch, actor=None, results=done)
    return done


def _hold(batch: ReleaseBatch) -> None:
    """Every row of the release before its first entry in the log.

    Whoever holds one of them and waits for the log would wait for us, and we for them.
    """
    papers = Attempt.objects.filter(decisions__batch=batch)
    held = Attempt.objects.filter(pk__in=papers).select_for_update(of=("self",))
    people = [one.candidate_id for one in held.order_by("pk")]
    known = Certification.objects.filter(holder__in=people).select_for_update(of=("self",))
    list(known.order_by("pk"))


def _out(decision: Decision) -> bool:
    """Whether it went out: a voided paper, or one that was decided anew, stays."""
    attempt = locked(decision.attempt)
    if attempt.status != AttemptStatus.DECIDED or attempt.decisions.latest("number") != decision:
        return False
    attempt.move("release")
    attempt.version += 1
    attempt.save()
    if decision.outcome == Outcome.GRANTED:
        issuing.issue(certification=certifying.certify(decision=decision))
    if decision.outcome == Outcome.REFUSED:
        certifying.take_back(decision=decision)
    mail.queue(emails.result_released(decision))
    return True
