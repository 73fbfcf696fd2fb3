"""Results go out together, at a set time; each candidate once."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from certification.emails import decisions as emails
from certification.models import Decision, Outcome, ReleaseBatch
from certification.operations import certifying, issuing, log
from institute import mail
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked


@transaction.atomic
def plan_release(*, title: str, at: dt.datetime, by: User) -> ReleaseBatch:
    """A batch that goes out at an instant."""
    batch = ReleaseBatch.objects.create(title=title, release_at=at, made_by=by)
    log.record(act="batch.planned", subject=batch, actor=by, at=at.isoformat())
    return batch


def release_due() -> int:
    """Release every batch whose time has come; how many results went out."""
    due = ReleaseBatch.objects.filter(released_at=None, release_at__lte=timezone.now())
    return sum(release(batch=batch) for batch in due)


@transaction.atomic
def release(*, batch: ReleaseBatch) -> int:
    """Release the results of a batch: all of them, or none. Releasing again does nothing."""
    batch = locked(batch)
    if batch.released_at:
        return 0
    if batch.release_at > timezone.now():
        raise RuleBroken("Its time has not come.", instead="Set an earlier time.")
    decisions = list(batch.decisions.select_related("attempt__form__scheme_version__scheme"))
    for decision in decisions:
        _out(decision)
    batch.released_at = timezone.now()
    batch.save()
    log.record(act="batch.released", subject=batch, actor=None, results=len(decisions))
    return len(decisions)


def _out(decision: Decision) -> None:
    attempt = locked(decision.attempt)
    if attempt.decisions.latest("number") != decision:
        return  # a later decision has taken its place
    attempt.move("release")
    attempt.version += 1
    attempt.save()
    if decision.outcome == Outcome.GRANTED:
        issuing.issue(certification=certifying.certify(decision=decision))
    mail.queue(emails.result_released(decision))
