"""Saving one answer: a single statement, judged by the database's clock.

What arrives counts when the attempt runs, the question belongs to it and to the open section, and
the database reads a time within deadline and grace. A smaller sequence never replaces a greater
one. The same packet again is the same answer.
"""

import datetime as dt
import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import connection

from institute.items.responses import Body


class Outcome(StrEnum):
    """What became of a packet."""

    SAVED = "saved"
    OLDER = "older"  # a newer answer is stored already
    TAB = "tab"  # another tab writes now
    LOCKED = "locked"  # the section is not open, or a break runs
    PAUSED = "paused"
    OVER = "over"
    UNKNOWN = "unknown"  # no such question of this candidate


@dataclass(frozen=True)
class Packet:
    """One answer as a browser sends it. `seq` rises with each change of it."""

    attempt: str
    item: int
    seq: int
    body: Body
    seconds: int = 0
    tab: str = ""
    address: str = ""


@dataclass(frozen=True)
class Saved:
    """What is stored now, and the time by the server."""

    outcome: Outcome
    at: dt.datetime | None = None
    seq: int = 0
    body: Body = field(default_factory=dict)


# FOR SHARE: whoever hands in, pauses or moves the deadline holds the attempt's row, and an answer
# that waited for them is judged by what they left.
STATEMENT = """
WITH place AS (
    SELECT i.id AS item, a.started_at,
        CASE
            WHEN a.status NOT IN ('started', 'paused') THEN 'over'
            WHEN statement_timestamp() > least(a.deadline_at, a.paused_at)
                    + a.grace_seconds * interval '1 s'
                THEN CASE WHEN a.paused_at IS NULL THEN 'over' ELSE 'paused' END
            WHEN s.position <> a.section OR statement_timestamp() < a.break_until THEN 'locked'
            WHEN %(tab)s <> '' AND a.tab NOT IN ('', %(tab)s) THEN 'tab'
            ELSE 'open'
        END AS state
    FROM certification_attempt a
    JOIN certification_attemptitem i ON i.attempt_id = a.id AND i.id = %(item)s
    JOIN certification_formsection s ON s.id = i.section_id
    WHERE a.public_id = %(attempt)s
    FOR SHARE OF a
), written AS (
    INSERT INTO certification_response AS r
        (attempt_item_id, seq, body, seconds, changes, saved_at)
    SELECT item, %(seq)s, %(body)s::jsonb, least(%(seconds)s, greatest(0, ceil(extract(
        epoch FROM statement_timestamp() - started_at)))::int), 0, statement_timestamp()
    FROM place WHERE state = 'open'
    ON CONFLICT (attempt_item_id) DO UPDATE SET
        seq = EXCLUDED.seq, body = EXCLUDED.body, saved_at = EXCLUDED.saved_at,
        seconds = greatest(r.seconds, EXCLUDED.seconds),
        changes = least(r.changes + (r.body <> EXCLUDED.body)::int, 32767)
    WHERE r.seq < EXCLUDED.seq
    RETURNING attempt_item_id, seq, body, saved_at
), kept AS (
    INSERT INTO certification_responseevent (attempt_item_id, seq, body, saved_at, address)
    SELECT attempt_item_id, seq, body, saved_at, %(address)s FROM written
)
SELECT p.state, w.saved_at, statement_timestamp() FROM place p LEFT JOIN written w ON true
"""
STORED = "SELECT seq, body, saved_at FROM certification_response WHERE attempt_item_id = %s"


def save(packet: Packet) -> Saved:
    """Store the answer if it counts; what is stored, and why not, otherwise."""
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, _values(packet))
        row = cursor.fetchone()
        if row is None:
            return Saved(Outcome.UNKNOWN)
        state, saved_at, _now = row
        if saved_at:
            return Saved(Outcome.SAVED, saved_at, packet.seq, packet.body)
        if state != "open":
            return Saved(Outcome(state))
        cursor.execute(STORED, [packet.item])  # a statement of its own sees who was faster
        return _newer(packet, cursor.fetchone())


def _newer(packet: Packet, row: Any) -> Saved:
    seq, body, at = row
    stored = json.loads(body) if isinstance(body, str) else body
    again = seq == packet.seq and stored == packet.body
    return Saved(Outcome.SAVED if again else Outcome.OLDER, at, seq, stored)


def _values(packet: Packet) -> dict[str, str | int]:
    return {
        "attempt": packet.attempt,
        "item": packet.item,
        "seq": packet.seq,
        "body": json.dumps(packet.body),
        "seconds": packet.seconds,
        "tab": packet.tab,
        "address": packet.address,
    }
