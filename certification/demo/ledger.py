"""Telling a past in order: what happened to many is sealed in bulk, what decides is really done."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connection, models

from certification import chain
from certification.demo.clock import set_to
from certification.models import LogEntry
from certification.operations import log
from institute.accounts.models import User

Act = Callable[[], object]


@dataclass(frozen=True)
class Note:
    """An entry of the decision log about something that was written in bulk."""

    act: str
    subject: models.Model
    actor: User | None
    facts: dict[str, object]


@dataclass
class Ledger:
    """Collects a story from many hands and tells it from its beginning."""

    _story: list[tuple[dt.datetime, int, Note | Act]] = field(default_factory=list)

    def note(
        self,
        at: dt.datetime,
        act: str,
        subject: models.Model,
        actor: User | None = None,
        **facts: object,
    ) -> None:
        """At that moment, say so in the log."""
        self._story.append((at, len(self._story), Note(act, subject, actor, facts)))

    def do(self, at: dt.datetime, act: Act) -> None:
        """At that moment, really do it; the operation writes the log itself."""
        self._story.append((at, len(self._story), act))

    def tell(self, until: dt.datetime | None = None) -> int:
        """Everything in order of time, up to a moment; how many things happened."""
        waiting: list[tuple[dt.datetime, Note]] = []
        story = sorted(self._story, key=lambda part: part[:2])
        if until:
            story = [part for part in story if part[0] < until]
        self._story = [part for part in self._story if part not in story]
        for at, _, part in story:
            if isinstance(part, Note):
                waiting.append((at, part))
                continue
            _seal(waiting)
            waiting = []
            with set_to(at):
                part()
        _seal(waiting)
        return len(story)


def _seal(notes: list[tuple[dt.datetime, Note]]) -> None:
    """Append entries as `log.record` does, all in one statement."""
    if not notes:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", log.ONE_WRITER)
    last = LogEntry.objects.order_by("-number").first()
    before, previous = (last.number, last.digest) if last else (0, chain.FIRST)
    rows = []
    for number, (at, note) in enumerate(notes, start=before + 1):
        row = _sealed(number, at, note, previous)
        previous = row.digest
        rows.append(row)
    LogEntry.objects.bulk_create(rows)


def _sealed(number: int, at: dt.datetime, note: Note, previous: str) -> LogEntry:
    subject, who = log.name_of(note.subject), f"user:{note.actor.pk}" if note.actor else "clock"
    entry: dict[str, object] = {
        "number": number,
        "at": at.isoformat(),
        "act": note.act,
        "subject": subject,
        "actor": who,
        "facts": note.facts,
    }
    return LogEntry(
        number=number,
        at=at,
        act=note.act,
        subject=subject,
        actor=note.actor,
        actor_name=who,
        facts=note.facts,
        previous=previous,
        digest=chain.digest(previous, entry),
    )
