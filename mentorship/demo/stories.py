"""What stayed of an invented session: what was talked about, notes, actions, feedback."""

import datetime as dt
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from mentorship.models import ActionItem, Booking, Party, SessionFeedback, SessionNote

A_DAY = dt.timedelta(days=1)
Topic = dict[str, Any]


@cache
def topics(kind: str) -> list[Topic]:
    """What people talk about in this kind of session."""
    text = Path(__file__).with_name("topics.toml").read_text(encoding="utf-8")
    return [one for one in tomllib.loads(text)["topic"] if one["kind"] == kind]


def remember(booking: Booking, topic: Topic, number: int) -> None:
    """Notes, actions and what the student thought of it."""
    after = booking.ends_at + A_DAY / 24
    note = SessionNote(
        booking=booking,
        author=booking.mentor.user,
        text=topic["shared"],
        is_demo=True,
        created_at=after,
        changed_at=after,
        request_key=f"demo note {number}",
    )
    notes = [note]
    if topic["private"]:
        notes.append(_private(note, topic["private"], number))
    SessionNote.objects.bulk_create(notes)
    _write_actions(booking, topic, number)
    if number % 4 != 3:
        SessionFeedback.objects.create(
            booking=booking,
            useful=3 + (number % 3 > 0),
            helped=topic["helped"],
            change=topic["change"],
            at=after + A_DAY / 12,
            is_demo=True,
        )


def _private(note: SessionNote, text: str, number: int) -> SessionNote:
    return SessionNote(
        booking=note.booking,
        author=note.author,
        text=text,
        is_private=True,
        is_demo=True,
        created_at=note.created_at,
        changed_at=note.changed_at,
        request_key=f"demo private note {number}",
    )


def _write_actions(booking: Booking, topic: Topic, number: int) -> None:
    """What both promised; what is older than three weeks is done; every fifth took longer."""
    for party in (Party.STUDENT, Party.MENTOR):
        if not topic[party]:
            continue
        due = (booking.ends_at + 7 * A_DAY).date()
        ago = timezone.now() - booking.ends_at
        old = ago > (45 if number % 5 == 0 else 21) * A_DAY
        who = booking.student if party == Party.STUDENT else booking.mentor.user
        ActionItem.objects.create(
            booking=booking,
            party=party,
            text=topic[party],
            due_on=due,
            is_demo=True,
            added_by=booking.mentor.user,
            created_at=booking.ends_at,
            done_at=booking.ends_at + 5 * A_DAY if old else None,
            done_by=who if old else None,
            request_key=f"demo action {number} {party}",
        )
