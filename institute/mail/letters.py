"""What an email is: a typed function that returns a Letter, declared once with its class."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec

from django.db import models

from institute.accounts.models import User
from institute.mail.consent import MailClass, Topic
from institute.mail.mime import Attachment

__all__ = ["KINDS", "Attachment", "Kind", "Letter", "MailClass", "Topic", "letter"]

P = ParamSpec("P")


@dataclass(frozen=True)
class Letter:
    """One email to one address, about one record.

    `sequence` is the record's version the letter speaks of; the same kind, record, sequence and
    address is queued once. `context` must be JSON. The letter leaves between `send_after` and
    `not_after`. `zone` is the clock of a reader who has no account.
    """

    to: str
    about: models.Model
    context: dict[str, Any]
    person: User | None = None
    sequence: int = 0
    send_after: datetime | None = None
    not_after: datetime | None = None
    zone: str = ""
    kind: str = field(default="")


# Says why the letter is no longer true of the record (a sentence), or None while it is.
StillTrue = Callable[[Any, int], str | None]
Attach = Callable[[Any], list[Attachment]]


@dataclass(frozen=True)
class Kind:
    """A declared email."""

    name: str
    mail_class: MailClass
    topic: Topic
    why: str  # "You get this because …", shown in the footer
    still_true: StillTrue | None
    attach: Attach | None
    express_only: bool = False

    @property
    def template(self) -> str:
        """The template's path without its ending: `courses/emails/place_reserved`."""
        app, name = self.name.split(".")
        return f"{app}/emails/{name}"


KINDS: dict[str, Kind] = {}


def letter(
    mail_class: MailClass,
    topic: Topic,
    *,
    why: str,
    still_true: StillTrue | None = None,
    attach: Attach | None = None,
    express_only: bool = False,
) -> Callable[[Callable[P, Letter]], Callable[P, Letter]]:
    """Declare an email. `still_true(record, sequence)` is asked again just before sending.

    `express_only` commercial letters (a newsletter) need more than an enquiry or a purchase.
    """

    def declare(write: Callable[P, Letter]) -> Callable[P, Letter]:
        app = write.__module__.partition(".emails")[0].rpartition(".")[2]
        name = f"{app}.{write.__name__}"
        _declare(Kind(name, mail_class, topic, why, still_true, attach, express_only))

        @wraps(write)
        def written(*args: P.args, **kwargs: P.kwargs) -> Letter:
            return replace(write(*args, **kwargs), kind=name)

        return written

    return declare


def _declare(kind: Kind) -> None:
    """Make a kind known. A name keeps its class: nobody declares a letter again as a milder one."""
    known = KINDS.get(kind.name)
    if known and (known.mail_class, known.topic) != (kind.mail_class, kind.topic):
        raise ValueError(f"{kind.name} is declared as {known.mail_class}, about {known.topic}.")
    KINDS[kind.name] = kind
