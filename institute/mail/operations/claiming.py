"""Taking due messages for one worker, and giving them back."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from institute.mail.consent import MailClass
from institute.mail.models import OutboundMessage, Status

LEASE = timedelta(seconds=120)
BATCH = 100
BACKOFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
MAX_ATTEMPTS = len(BACKOFF) + 1

# One statement: rows another worker is taking are passed over, never waited for.
CLAIM = """
WITH due AS MATERIALIZED (
    SELECT id FROM mail_outboundmessage
    WHERE ((status = 'queued' AND send_after <= %(now)s)
           OR (status = 'sending' AND lease_until < %(now)s AND handed_at IS NULL))
      AND mail_class = ANY(%(classes)s) AND attempts BETWEEN %(tried)s AND %(at_most)s
    ORDER BY priority, send_after, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
UPDATE mail_outboundmessage AS message
SET status = 'sending', attempts = attempts + 1, lease_until = %(lease)s, handed_at = NULL
FROM due WHERE message.id = due.id
RETURNING message.*
"""


def claim(classes: Iterable[MailClass], limit: int = BATCH) -> list[OutboundMessage]:
    """Due messages, now ours until the lease ends; the most urgent first.

    A message that was tried before is taken alone, so that one that kills its worker takes no
    others down with it.
    """
    names = [str(name) for name in classes]
    return _claim(names, limit, tried=0) or _claim(names, 1, tried=1)


def _claim(classes: list[str], limit: int, *, tried: int) -> list[OutboundMessage]:
    now = timezone.now()
    values: dict[str, Any] = {
        "now": now,
        "classes": classes,
        "lease": lease_from(now),
        "limit": limit,
        "tried": tried,
        "at_most": 0 if tried == 0 else MAX_ATTEMPTS - 1,
    }
    claimed = list(OutboundMessage.objects.raw(CLAIM, values))
    return sorted(claimed, key=lambda message: (message.priority, message.send_after, message.pk))


def ours(message: OutboundMessage) -> QuerySet[OutboundMessage]:
    """The row, if we still hold its lease."""
    return OutboundMessage.objects.filter(
        pk=message.pk, status=Status.SENDING, lease_until=message.lease_until
    )


def give_back(messages: Sequence[OutboundMessage]) -> None:
    """Return messages that were not handed over, as if never taken."""
    OutboundMessage.objects.filter(
        pk__in=[message.pk for message in messages],
        status=Status.SENDING,
        handed_at=None,
        lease_until__in={message.lease_until for message in messages},
    ).update(status=Status.QUEUED, lease_until=None, attempts=F("attempts") - 1)


def next_try(attempts: int, now: datetime) -> datetime | None:
    """When to try again after this many attempts; None is never."""
    return now + BACKOFF[attempts - 1] if attempts <= len(BACKOFF) else None


def lease_from(now: datetime) -> datetime:
    """When a lease taken now ends."""
    return now + LEASE


def is_nearly_lost(message: OutboundMessage) -> bool:
    """Whether the lease is too short to start handing the message over."""
    assert message.lease_until is not None
    return message.lease_until - timezone.now() < LEASE / 4
