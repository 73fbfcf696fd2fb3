"""What came of a try, written only while the message is still ours."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from institute.mail.consent import MailClass, StopReason
from institute.mail.models import DeliveryAttempt, OutboundMessage, Status
from institute.mail.operations.claiming import next_try, ours
from institute.mail.operations.consenting import stop_writing

Outcome = DeliveryAttempt.Outcome


@dataclass(frozen=True)
class HeldBack:
    """Why a message does not leave now, in words for staff."""

    status: Status
    reason: str
    until: datetime | None = None


def hold_back(message: OutboundMessage, held: HeldBack) -> None:
    """Close the message without sending it, or put it off until the moment named."""
    changes: dict[str, Any] = {"status": held.status, "reason": held.reason, "lease_until": None}
    if held.until:
        changes |= {"send_after": held.until, "attempts": F("attempts") - 1}
    elif message.forgets_its_words:
        changes["context"] = {}
    ours(message).update(**changes)


def put_off(message: OutboundMessage, outcome: Outcome, answer: str) -> None:
    """It did not leave: try again after a while, or give up after the sixth try."""
    now = timezone.now()
    again = next_try(message.attempts, now)
    if again:
        status, reason = Status.QUEUED, f"Try {message.attempts} did not work. We try again."
    else:
        status, reason = Status.FAILED, f"Given up after {message.attempts} tries."
    _note(message, outcome, answer, status=status, reason=reason, send_after=again or now)


def refuse(message: OutboundMessage, answer: str, *, address_is_gone: bool) -> None:
    """The mail server said no for good; an address that does not exist is not written to again."""
    if not address_is_gone:
        _note(
            message,
            Outcome.REFUSED,
            answer,
            status=Status.FAILED,
            reason="The mail server refused it.",
        )
        return
    with transaction.atomic():
        reason = "The address does not exist. Nothing more is sent to it."
        _note(message, Outcome.REFUSED, answer, status=Status.BOUNCED, reason=reason)
        stop_writing(message.to_address, StopReason.BOUNCED)


def doubt(message: OutboundMessage, answer: str) -> None:
    """It was handed over and nothing came back: it may have arrived."""
    _note(
        message,
        Outcome.UNKNOWN,
        answer,
        status=Status.UNKNOWN,
        reason=words_of_doubt(message),
        doubts=F("doubts") + 1,
        lease_until=message.lease_until,
        handed_at=F("handed_at"),
    )


def words_of_doubt(message: OutboundMessage) -> str:
    """What happens to a message that may have arrived."""
    may = "It was handed to the mail server, which did not answer. It may have arrived."
    if message.mail_class == MailClass.COMMERCIAL or message.doubts:
        return f"{may} It is not sent again."
    return f"{may} It is sent once more after 15 minutes."


@transaction.atomic
def _note(message: OutboundMessage, outcome: Outcome, answer: str, **changes: Any) -> None:
    now = timezone.now()
    changes = {"lease_until": None, "handed_at": None, "error": answer[:2000]} | changes
    if ours(message).update(**changes):
        DeliveryAttempt.objects.create(
            message=message, at=now, outcome=outcome, answer=answer[:2000]
        )
