"""Reading a message as its reader gets it."""

from dataclasses import dataclass

from institute.mail.letters import Kind
from institute.mail.mime import Attachment
from institute.mail.models import OutboundMessage
from institute.mail.operations.checking import Ready, records_of
from institute.mail.operations.consenting import mailbox_of
from institute.mail.operations.rendering import Words, attachments_of, words_for


@dataclass(frozen=True)
class Preview:
    """The words, or why they cannot be shown."""

    words: Words | None = None
    attachments: tuple[Attachment, ...] = ()
    why_not: str = ""

    def is_what_left(self, message: OutboundMessage) -> bool:
        """Whether these are exactly the words that were sent."""
        return self.words is not None and self.words.sha == message.rendered_sha


def preview(message: OutboundMessage) -> Preview:
    """The message written again from its row, as it would leave now."""
    kind = message.declared
    if kind is None:
        return Preview(why_not="The Institute no longer sends this kind of message.")
    if message.forgets_its_words:
        return Preview(why_not="Its words open an account. Only the reader sees them.")
    try:
        return _written(message, kind)
    except Exception as error:  # whatever is wrong with it is what staff must see
        return Preview(why_not=f"It cannot be written: {error!r}")


def _written(message: OutboundMessage, kind: Kind) -> Preview:
    record = records_of([message]).get((message.about_type, message.about_id))
    ready = Ready(message, kind, record, mailbox_of(message.to_address).token)
    return Preview(words_for(ready), tuple(attachments_of(ready)))
