"""A candidate at their desk: tests move the deadline, never the clock of the database."""

import datetime as dt
from typing import Any

from django.db.models import F
from django.test import Client
from django.utils import timezone

from certification.models import Attempt, AttemptItem
from certification.operations.saving import Packet, Saved, save

TEXT = {"text": "It holds."}


def packet(item: AttemptItem, seq: int = 1, body: Any = None, **more: Any) -> Packet:
    given = {"choice": "b"} if body is None else body
    return Packet(str(item.attempt.public_id), item.pk, seq, given, **more)


def saved(item: AttemptItem, seq: int = 1, body: Any = None, **more: Any) -> Saved:
    return save(packet(item, seq, body, **more))


def first(attempt: Attempt) -> AttemptItem:
    return attempt.items.select_related("attempt").earliest("position")


def passes(attempt: Attempt, **length: float) -> None:
    """So much time passes: everything the attempt knows lies further back."""
    step = dt.timedelta(**length)
    names = ("started_at", "deadline_at", "paused_at", "break_until", "break_started_at")
    Attempt.objects.filter(pk=attempt.pk).update(**{name: F(name) - step for name in names})
    attempt.refresh_from_db()


def runs_out(attempt: Attempt, *, seconds_ago: float = 0) -> None:
    """Its deadline was so many seconds ago."""
    attempt.refresh_from_db()
    rest = attempt.deadline_at - timezone.now()
    passes(attempt, seconds=rest.total_seconds() + seconds_ago)


def as_candidate(attempt: Attempt) -> Client:
    client = Client()
    client.force_login(attempt.candidate)
    return client


def question(attempt: Attempt, position: int = 1) -> str:
    return f"{attempt.get_absolute_url()}q/{position}/"
