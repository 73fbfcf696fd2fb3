"""Writing the decision log."""

from collections.abc import Iterator

from django.db import connection, models, transaction
from django.utils import timezone

from certification import chain
from certification.models import LogEntry
from institute.accounts.models import User

ONE_WRITER = (7_501, 1)  # the advisory lock of the log: entries follow one another


@transaction.atomic
def record(*, act: str, subject: models.Model, actor: User | None, **facts: object) -> LogEntry:
    """Seal one act onto the log, in the transaction of the act itself.

    `act` reads "attempt.started"; `facts` are text, whole numbers, truths, lists and mappings.
    Call it last in a transaction: whoever writes next waits until this one ends.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", ONE_WRITER)
    last = LogEntry.objects.order_by("-number").first()
    number, previous = (last.number + 1, last.digest) if last else (1, chain.FIRST)
    at = timezone.now()
    who = f"user:{actor.pk}" if actor else "clock"
    entry = {
        "number": number,
        "at": at.isoformat(),
        "act": act,
        "subject": name_of(subject),
        "actor": who,
        "facts": facts,
    }
    return LogEntry.objects.create(
        number=number,
        at=at,
        act=act,
        subject=name_of(subject),
        actor=actor,
        actor_name=who,
        facts=facts,
        previous=previous,
        digest=chain.digest(previous, entry),
    )


def entries() -> Iterator[dict[str, object]]:
    """The whole log in order, in the shape that certification.chain checks."""
    for entry in LogEntry.objects.order_by("number").iterator(chunk_size=500):
        yield {
            "number": entry.number,
            "at": entry.at.isoformat(),
            "act": entry.act,
            "subject": entry.subject,
            "actor": entry.actor_name,
            "facts": entry.facts,
            "previous": entry.previous,
            "digest": entry.digest,
        }


def first_break() -> int | None:
    """The number of the first entry that does not hold; None while the log is whole."""
    return chain.first_break(entries())


def name_of(subject: models.Model) -> str:
    """How the log calls a record: its kind and the id that pages use, else its key."""
    kind = type(subject).__name__.lower()
    return f"{kind}:{getattr(subject, 'public_id', subject.pk)}"
