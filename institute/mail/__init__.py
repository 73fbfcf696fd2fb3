"""The outbox: `mail.queue(emails.something(record))` inside the caller's transaction."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.models import Model

    from institute.mail.letters import Letter
    from institute.mail.models import OutboundMessage

_silent: ContextVar[bool] = ContextVar("mail_is_silenced", default=False)


@contextmanager
def silenced() -> Iterator[None]:
    """Queue nothing inside: for loading a past that was never written to anybody."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def queue(letter: "Letter") -> "OutboundMessage | None":
    """Write the letter to the outbox; None when the same letter is there, or mail is silenced."""
    from institute.mail.operations import queue as write  # noqa: PLC0415 - after the app registry

    return None if _silent.get() else write(letter)


def queue_all(letters: "Iterable[Letter]") -> int:
    """Write many letters in few statements; how many were new."""
    from institute.mail.operations import queue_all as write  # noqa: PLC0415 - after the app registry

    return 0 if _silent.get() else len(write(letters))


def cancel_about(record: "Model", *, before_sequence: int | None = None, reason: str) -> int:
    """Stop what waits about the record (only older versions, when given); how many were stopped."""
    from institute.mail.operations import cancel_about as cancel  # noqa: PLC0415

    return cancel(record, before_sequence=before_sequence, reason=reason)
