"""Putting right what a dead worker left behind."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from institute.mail.consent import MailClass
from institute.mail.models import DeliveryAttempt, OutboundMessage, Status
from institute.mail.operations.claiming import MAX_ATTEMPTS
from institute.mail.operations.outcomes import words_of_doubt

WAIT_FOR_NEWS = timedelta(minutes=15)
LOCK = 7_301  # of pg_try_advisory_xact_lock: one sweep at a time is enough


@dataclass(frozen=True)
class Tidied:
    """How many messages each step changed."""

    unknown: int = 0
    given_up: int = 0
    sent_again: int = 0


@transaction.atomic
def tidy() -> Tidied:
    """Name what became of messages whose worker died. Idempotent; a second sweep does nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return Tidied()
    return Tidied(_call_unknown(), _give_up(), _send_again())


def _call_unknown() -> int:
    """Handed over, and the worker died before the answer: it may have arrived."""
    now = timezone.now()
    lost = _abandoned().filter(handed_at__isnull=False).select_for_update(skip_locked=True)
    answer = "The worker stopped before the mail server answered."
    messages = list(lost)
    for message in messages:
        message.reason = words_of_doubt(message)
        message.status, message.error = Status.UNKNOWN, answer
        message.doubts += 1
    OutboundMessage.objects.bulk_update(messages, ["status", "reason", "error", "doubts"])
    outcome = DeliveryAttempt.Outcome.UNKNOWN
    DeliveryAttempt.objects.bulk_create(
        DeliveryAttempt(message=message, at=now, outcome=outcome, answer=answer)
        for message in messages
    )
    return len(messages)


def _give_up() -> int:
    """A message whose worker died each time it was taken."""
    return (
        _abandoned()
        .filter(handed_at=None, attempts__gte=MAX_ATTEMPTS)
        .update(
            status=Status.FAILED,
            lease_until=None,
            reason=f"Given up after {MAX_ATTEMPTS} tries: the worker stopped each time.",
        )
    )


def _send_again() -> int:
    """What may have arrived is sent once more after a while; what promotes never is."""
    now = timezone.now()
    return (
        OutboundMessage.objects.filter(
            status=Status.UNKNOWN,
            doubts=1,
            handed_at__lt=now - WAIT_FOR_NEWS,
            attempts__lt=MAX_ATTEMPTS,
        )
        .exclude(mail_class=MailClass.COMMERCIAL)
        .update(
            status=Status.QUEUED,
            send_after=now,
            lease_until=None,
            handed_at=None,
            reason="It may have arrived. It is sent once more.",
        )
    )


def _abandoned() -> QuerySet[OutboundMessage]:
    return OutboundMessage.objects.filter(status=Status.SENDING, lease_until__lt=timezone.now())
