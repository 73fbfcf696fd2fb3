"""The ledger of a run: marking one message sent and the next one handed over is one commit."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from weakref import WeakSet

from django.db import connection
from django.utils import timezone

from institute.mail.operations.claiming import lease_from
from institute.mail.operations.rendering import Parcel

# Both updates are compare-and-set on (id, lease). A message that a sweep called unknown while we
# were sending it is still ours to mark sent: its lease did not change. Prepared once for each
# connection, because it runs for every message and planning it costs as much as running it.
PREPARE = """
PREPARE mail_mark
    (timestamptz, text, text, date, text, text, boolean, bigint, timestamptz, text,
     timestamptz, timestamptz, bigint, timestamptz) AS
WITH sent AS (
    UPDATE mail_outboundmessage
    SET status = 'sent', sent_at = $1, lease_until = NULL, error = '', reason = $2, basis = $3,
        basis_expires = $4, subject = $5, rendered_sha = $6,
        context = CASE WHEN $7 THEN '{}'::jsonb ELSE context END
    WHERE id = $8 AND lease_until = $9 AND status IN ('sending', 'unknown') RETURNING id
), tried AS (
    INSERT INTO mail_deliveryattempt (message_id, at, outcome, answer)
    SELECT id, $1, 'sent', $10 FROM sent
)
UPDATE mail_outboundmessage SET handed_at = $11, lease_until = $12
WHERE id = $13 AND lease_until = $14 AND status = 'sending'
"""
MARK = f"EXECUTE mail_mark ({', '.join(['%s'] * 14)})"
NOTHING_SENT: list[Any] = [None] * 10
NOTHING_HANDED: list[Any] = [None] * 4
_prepared: WeakSet[Any] = WeakSet()


@dataclass(frozen=True)
class _Sent:
    parcel: Parcel
    at: datetime
    answer: str


class Ledger:
    """Writes what happened one statement behind the mail server.

    A process that dies leaves at most the one message that was in its hands as handed over.
    """

    def __init__(self) -> None:
        self.sent_count = 0
        self._last: _Sent | None = None

    def hand(self, parcel: Parcel) -> bool:
        """Commit that the message is about to be handed over; False when it is no longer ours."""
        message, now = parcel.ready.message, timezone.now()
        lease = lease_from(now)
        sent = _sent_values(self._last) if self._last else NOTHING_SENT
        handed = _mark(sent, [now, lease, message.pk, message.lease_until])
        self._last = None
        if handed:
            message.handed_at, message.lease_until = now, lease
        return handed

    def sent(self, parcel: Parcel, answer: str) -> None:
        """Remember that the server took it; written with the next hand-over, or at the end."""
        self.sent_count += 1
        self._last = _Sent(parcel, timezone.now(), answer[:2000])

    def close(self) -> None:
        """Write the last one."""
        if self._last:
            _mark(_sent_values(self._last), NOTHING_HANDED)
        self._last = None


def _mark(sent: list[Any], handed: list[Any]) -> bool:
    """Whether the message to hand over is still ours."""
    with connection.cursor() as cursor:
        if cursor.connection not in _prepared:
            cursor.execute(PREPARE)
            _prepared.add(cursor.connection)
        cursor.execute(MARK, sent + handed)
        return bool(cursor.rowcount)


def _sent_values(last: _Sent) -> list[Any]:
    message, words = last.parcel.ready.message, last.parcel.words
    return [
        last.at,
        message.reason,
        message.basis,
        message.basis_expires,
        words.subject[:300],
        words.sha,
        message.forgets_its_words,
        message.pk,
        message.lease_until,
        last.answer,
    ]
