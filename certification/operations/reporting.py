"""What a person saw during a sitting, written down for somebody else to look at."""

import datetime as dt
import uuid

from django.db import transaction

from certification.models import Attempt, Signal, SignalKind
from certification.operations.instants import now
from certification.operations.log import record
from institute.accounts.models import User
from institute.errors import RuleBroken

WHILE = dt.timedelta(days=1)  # as long as a sitting stands at the console


@transaction.atomic
def report(
    *,
    attempt: Attempt,
    seen: str,
    by: User,
    other: Attempt | None = None,
    form_token: uuid.UUID,
) -> Signal:
    """Raise it as a signal: nothing happens to the exam. The same form again is the same report."""
    words = seen.strip()[:500]
    if not words:
        raise RuleBroken("Write down what you saw.")
    if other and (other.pk == attempt.pk or other.form_id != attempt.form_id):
        raise RuleBroken("Choose somebody else of this sitting as the second one.")
    if by.pk in {attempt.candidate_id, other.candidate_id if other else None}:
        raise RuleBroken("It is your own sitting. A colleague looks after it.")
    if attempt.submitted_at and attempt.submitted_at < now() - WHILE:
        raise RuleBroken("This sitting ended more than a day ago. Write to the manager instead.")
    made, is_new = Signal.objects.get_or_create(
        form_token=form_token,
        defaults={
            "attempt": attempt,
            "other": other,
            "kind": SignalKind.REPORT,
            "facts": {"seen": words},
            "reported_by": by,
        },
    )
    if is_new:
        record(
            act="attempt.reported", subject=attempt, actor=by,
            signal=made.pk, seen=words, other=str(other.public_id) if other else "",
        )  # fmt: skip
    return made
