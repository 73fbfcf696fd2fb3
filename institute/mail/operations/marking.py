"""The ledger of a run: marking one message sent and the next one handed over is one commit."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from institute.mail.operations.claiming import lease_from
from institute.mail.operations.rendering import Parcel

# Both are compare-and-set on (id, lease). A message that a sweep called unknown while we were
# sending it is still ours to mark sent: its lease did not change.
HAND = """
    UPDATE mail_outboundmessage SET handed_at = %s, lease_until = %s
    WHERE id = %s AND lease_until = %s AND status = 'sending' RETURNING id
"""
SENT = """
    UPDATE mail_outboundmessage
    SET status = 'sent', sent_at = %s, lease_until = NULL, error = '', reason = %s, basis = %s,
        basis_expires = %s, subject = %s, rendered_sha = %s,
        context = CASE WHEN %s THEN '{}'::jsonb ELSE context END
    WHERE id = %s AND lease_until = %s AND status IN ('sending', 'unknown') RETURNING id
"""
TRY = """
    INSERT INTO mail_deliveryattempt (message_id, at, outcome, answer)
    SELECT id, %s, 'sent', %s FROM sent
"""
SENT_AND_TRIED = f"WITH sent AS ({SENT}), tried AS ({TRY})"
BOTH = f"""
    {SENT_AND_TRIED}, handed AS ({HAND})
    SELECT (SELECT count(*) FROM handed), (SELECT count(*) FROM sent)
"""  # noqa: S608 - constants
ONLY_SENT = f"{SENT_AND_TRIED} SELECT 0, (SELECT count(*) FROM sent)"  # noqa: S608
ONLY_HAND = f"WITH handed AS ({HAND}) SELECT (SELECT count(*) FROM handed), 0"  # noqa: S608


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
        values = [now, lease, message.pk, message.lease_until]
        if self._last:
            handed = self._run(BOTH, _sent_values(self._last) + values)
        else:
            handed = self._run(ONLY_HAND, values)
        if handed:
            message.handed_at, message.lease_until = now, lease
        return handed

    def sent(self, parcel: Parcel, answer: str) -> None:
        """Remember that the server took it; written with the next hand-over, or at the end."""
        self._last = _Sent(parcel, timezone.now(), answer[:2000])

    def close(self) -> None:
        """Write the last one."""
        if self._last:
            self._run(ONLY_SENT, _sent_values(self._last))

    def _run(self, sql: str, values: list[Any]) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            handed, sent = cursor.fetchone()
        self.sent_count += sent
        self._last = None
        return bool(handed)


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
        last.at,
        last.answer,
    ]
