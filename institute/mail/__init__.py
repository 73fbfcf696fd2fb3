"""The outbox: `mail.queue(emails.something(record))` inside the caller's transaction."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from institute.mail.letters import Letter
    from institute.mail.models import OutboundMessage


def queue(letter: "Letter") -> "OutboundMessage | None":
    """Write the letter to the outbox; None when the same letter is already there."""
    from institute.mail.operations import queue as write

    return write(letter)
