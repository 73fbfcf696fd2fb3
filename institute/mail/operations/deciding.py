"""What people, and the apps that wrote a letter, decide about it."""

from django.db import models, transaction
from django.utils import timezone

from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.mail.consent import MailClass
from institute.mail.models import OutboundMessage, Status
from institute.mail.operations.queueing import QUEUE_OF, nudge_on_commit
from institute.moves import locked


def cancel_about(record: models.Model, *, before_sequence: int | None = None, reason: str) -> int:
    """Stop what waits about a record, or about its versions before one; how many were stopped.

    A message a worker has taken but not handed over is stopped too.
    """
    waiting = OutboundMessage.objects.about(record).not_yet_handed()
    if before_sequence is not None:
        waiting = waiting.filter(about_sequence__lt=before_sequence)
    return waiting.update(status=Status.CANCELLED, reason=reason, lease_until=None)


@transaction.atomic
def cancel(message: OutboundMessage, *, by: User) -> None:
    """Staff stop a message that has not been handed over."""
    message = locked(message)
    if message.handed_at:
        raise RuleBroken("It has already been handed to the mail server.")
    message.move("cancel")
    message.lease_until = None
    message.reason = f"Cancelled by {by.name}."
    message.save()


@transaction.atomic
def retry(message: OutboundMessage, *, by: User) -> None:
    """Staff send a message again. The checks before sending are made as for a new one."""
    message = locked(message)
    if message.is_too_late(timezone.now()):
        raise RuleBroken("The moment it was for has passed.")
    if message.is_secret and not message.context:
        raise RuleBroken("Its words were wiped when it left. The reader can ask for a new one.")
    message.move("retry")
    message.attempts, message.error = 0, ""
    message.lease_until = message.handed_at = None
    message.send_after = timezone.now()
    message.reason = f"Sent again by {by.name}."
    message.save()
    nudge_on_commit(QUEUE_OF[MailClass(message.mail_class)])
