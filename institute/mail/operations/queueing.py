"""Writing letters to the outbox, in the caller's transaction."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.utils import timezone

from institute.mail.consent import MailClass
from institute.mail.events import letters_queued
from institute.mail.letters import KINDS, Letter
from institute.mail.models import OutboundMessage, name_of

log = logging.getLogger(__name__)

ROWS = 500  # letters in one statement
PRIORITY: dict[MailClass, int] = {
    MailClass.SECURITY: 0,
    MailClass.TRANSACTIONAL: 10,
    MailClass.REPLY: 10,
    MailClass.COMMERCIAL: 50,
}
# Celery queue -> the classes it carries.
QUEUES: dict[str, tuple[MailClass, ...]] = {
    "security": (MailClass.SECURITY,),
    "transactional": (MailClass.TRANSACTIONAL, MailClass.REPLY),
    "commercial": (MailClass.COMMERCIAL,),
}
QUEUE_OF = {mail_class: queue for queue, classes in QUEUES.items() for mail_class in classes}
NUDGES = {
    queue: partial(letters_queued.send_robust, sender=OutboundMessage, queue=queue)
    for queue in QUEUES
}


def queue(letter: Letter) -> OutboundMessage | None:
    """Write one letter; None when the same kind, record, version and address is already there."""
    return next(iter(queue_all([letter])), None)


def queue_all(letters: Iterable[Letter]) -> list[OutboundMessage]:
    """Write many letters, a few hundred to a statement; the messages that are new."""
    rows = iter([draft(letter) for letter in letters])
    new = [
        message
        for chunk in iter(lambda: list(islice(rows, ROWS)), [])
        for message in _insert(chunk)
    ]
    for name in {QUEUE_OF[MailClass(message.mail_class)] for message in new}:
        nudge_on_commit(name)
    return new


def draft(letter: Letter) -> OutboundMessage:
    """The row as it would be written: what a preview shows. Its class is that of its kind."""
    kind = KINDS[letter.kind]
    address = letter.to.strip().lower()
    about = name_of(letter.about)
    return OutboundMessage(
        kind=kind.name,
        mail_class=kind.mail_class,
        topic=kind.topic,
        to_address=_deliverable(address),
        person=letter.person,
        reader_zone=letter.zone,
        about_type=about[0],
        about_id=about[1],
        about_sequence=letter.sequence,
        dedupe_key=":".join((kind.name, *about, str(letter.sequence), address)),
        context=letter.context,
        send_after=letter.send_after or timezone.now(),
        not_after=letter.not_after,
        priority=PRIORITY[kind.mail_class],
    )


def _deliverable(address: str) -> str:
    """The address; ValueError when no mail server could take it."""
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValueError(f"{address!r} is not an email address.") from error
    return address


META = OutboundMessage._meta  # noqa: SLF001 - Django's documented door
FIELDS = [field for field in META.concrete_fields if not field.primary_key]
COLUMNS = ", ".join(f'"{field.column}"' for field in FIELDS)


def _insert(messages: Sequence[OutboundMessage]) -> Iterator[OutboundMessage]:
    """One INSERT that skips what is already there, and says which rows are new."""
    one = f"({', '.join(['%s'] * len(FIELDS))})"
    sql = (
        f"INSERT INTO {META.db_table} ({COLUMNS}) VALUES {', '.join([one] * len(messages))} "  # noqa: S608
        "ON CONFLICT (dedupe_key) DO NOTHING RETURNING id, dedupe_key"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for message in messages for value in _values(message)])
        new: dict[str, int] = {key: pk for pk, key in cursor.fetchall()}
    for message in messages:
        pk = new.pop(message.dedupe_key, None)
        if pk is not None:
            message.pk = pk
            message._state.adding = False  # noqa: SLF001 - it is a row now
            yield message


def _values(message: OutboundMessage) -> list[Any]:
    return [
        field.get_db_prep_save(getattr(message, field.attname), connection=connection)
        for field in FIELDS
    ]


def nudge_on_commit(name: str) -> None:
    """Tell the workers once per transaction and queue; the sweep delivers what the nudge lost."""
    nudge = NUDGES[name]
    here = set(connection.savepoint_ids)
    promised: list[Any] = connection.run_on_commit
    if any(known is nudge and savepoints <= here for savepoints, known, _ in promised):
        return
    transaction.on_commit(nudge, robust=True)
