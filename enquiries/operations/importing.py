"""The phone provider's file: each call once, and a next action for every missed one."""

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from time import monotonic

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from enquiries import provider
from enquiries.contact_points import read_phone
from enquiries.models import CallImport, UnreadLine
from enquiries.operations.keeping import Kept, keep_calls
from enquiries.provider import NotACallList, Row, Unreadable
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked

LARGEST = 5 * 1024 * 1024
A_BATCH = 200
A_TURN = 120.0  # seconds one worker goes on before it lets others work
ALLOWED = "Upload the list of calls as CSV or tab-separated text, up to 5 MB and 50,000 lines."
# How files that only look like a list begin.
OTHER_KINDS = {
    b"PK\x03\x04": "an Excel workbook or a ZIP archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "a compressed file",
}


@dataclass(frozen=True)
class _Turn:
    """What one worker has read of one file."""

    found: list[Row | Unreadable]
    conversations: dict[str, list[dt.datetime]]


def start_import(*, name: str, data: bytes, by: User) -> CallImport:
    """Keep a file of calls, to be read by a worker. A file that still waits is not kept twice.

    Raises RuleBroken, by what is in the file and not by its name, with what may be sent.
    """
    text = _text(data)
    try:
        provider.check(text)
    except NotACallList as why:
        raise RuleBroken(str(why), instead=ALLOWED) from why
    lines = sum(1 for line in provider.lines_of(text) if line.strip())
    if lines > provider.MOST_LINES:
        raise RuleBroken(f"This file has {lines:,} lines. {ALLOWED}")
    sha = sha256(data).hexdigest()
    waiting = CallImport.objects.unfinished().filter(sha=sha, by=by).first()
    name = name.replace("\0", "").strip()[:200] or "calls.csv"
    return waiting or CallImport.objects.create(name=name, text=text, sha=sha, by=by)


def _text(data: bytes) -> str:
    """The words of a file; raises RuleBroken for what only looks like a list."""
    if len(data) > LARGEST:
        raise RuleBroken(f"This file is larger than 5 MB. {ALLOWED}")
    if not data.strip():
        raise RuleBroken(f"This file is empty. {ALLOWED}")
    kind = next((kind for start, kind in OTHER_KINDS.items() if data.startswith(start)), "")
    if kind:
        raise RuleBroken(f"This is {kind}, not a list of calls. {ALLOWED}")
    text = _decoded(data)
    if "\0" in text:
        raise RuleBroken(f"This file is not text. {ALLOWED}")
    return text


def _decoded(data: bytes) -> str:
    """In whatever letters a spreadsheet saves them; what is in none of these is not text."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for letters in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        with suppress(UnicodeDecodeError):
            return data.decode(letters)
    return "\0"


def read_on(call_import_id: int) -> bool:
    """Read a file from where it stands, batch by batch; False while there is more.

    Progress is kept with every batch, so a killed worker's successor goes on there, and two
    workers on one file take turns at its lock.
    """
    turn: _Turn | None = None
    until = monotonic() + A_TURN
    while monotonic() < until:
        with transaction.atomic():
            source = locked(CallImport(pk=call_import_id))
            if not source.can("start"):
                return True
            turn = turn or _read(source)
            if _batch(source, turn):
                return True
    return False


def _read(source: CallImport) -> _Turn:
    """Everything in the file; the same each time, whoever reads it and whenever."""
    ours = (settings.PHONE_E164,)
    found = provider.read(source.text, read_number=read_phone, ours=ours, now=source.at)
    conversations: dict[str, list[dt.datetime]] = {}
    for row in found:
        if isinstance(row, Row) and row.number and (row.answered or not row.incoming):
            conversations.setdefault(row.number, []).append(row.start)
    return _Turn(found, conversations)


def _batch(source: CallImport, turn: _Turn) -> bool:
    """Deal with the next lines; True when none is left."""
    source.move("start")
    source.lines = len(turn.found)
    batch = turn.found[source.read : source.read + A_BATCH]
    unread = [one for one in batch if isinstance(one, Unreadable)]
    UnreadLine.objects.bulk_create(
        [UnreadLine(source=source, line=u.line, text=u.text, problem=u.problem) for u in unread],
        ignore_conflicts=True,
    )
    kept = keep_calls([one for one in batch if isinstance(one, Row)], turn.conversations)
    _count(source, kept, len(batch))
    is_done = source.read >= source.lines
    if is_done:
        source.move("finish")
        source.done_at = timezone.now()
    source.save()
    return is_done


def _count(source: CallImport, kept: Kept, lines: int) -> None:
    source.read += lines
    source.calls_new += kept.fresh
    source.calls_known += kept.known
    source.enquiries_new += kept.enquiries


@transaction.atomic
def stop(*, call_import_id: int, problem: str) -> None:
    """Say that reading stopped, and why; what was read stays."""
    source = locked(CallImport(pk=call_import_id))
    if source.can("fail"):
        source.move("fail")
        source.problem = problem[:300]
        source.save(update_fields=["status", "problem"])


@transaction.atomic
def retry(*, call_import: CallImport) -> CallImport:
    """Read on from where it stopped. Raises RuleBroken unless it had stopped."""
    source = locked(call_import)
    source.move("retry")
    source.problem = ""
    source.save(update_fields=["status", "problem"])
    return source
