"""A sitting that does not count: because we failed the candidate, or the rules were broken."""

from django.db import transaction

from certification.emails import decisions as emails
from certification.models import Attempt, VoidedFor
from certification.operations import log
from institute import mail
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked


@transaction.atomic
def void(*, attempt: Attempt, cause: VoidedFor, why: str, by: User) -> Attempt:
    """End it for good, before a result is out; the candidate gets a letter that says why.

    Where we failed, the attempt is given back and nobody waits for the next one. Markers' open
    tasks are withdrawn by the sweep. Raises RuleBroken once the result is out, and for one's own.
    """
    attempt = locked(attempt)
    if attempt.candidate_id == by.pk:
        raise RuleBroken("It is your own examination, so somebody else decides.")
    if not why.strip():
        raise RuleBroken("Write down why: the candidate reads it.")
    attempt.move("void")
    attempt.voided_for = cause
    attempt.version += 1
    attempt.save()
    log.record(act="attempt.voided", subject=attempt, actor=by, cause=str(cause), why=why)
    mail.queue(emails.sitting_voided(attempt, why))
    return attempt
