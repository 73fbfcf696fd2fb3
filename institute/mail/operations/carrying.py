"""Handing a message to the mail server, and reading its answer."""

import re
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMessage
from pathlib import Path
from smtplib import SMTP, SMTPDataError, SMTPException, SMTPServerDisconnected
from typing import Any, Protocol

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend

from institute.mail.operations.rendering import Parcel

# Enhanced status codes (RFC 3463, RFC 7505) that say the mailbox is not there.
GONE = re.compile(r"^5\.1\.(1|2|3|6|10)\b")


class NotTaken(Exception):  # noqa: N818 - it reads as a sentence where it is raised
    """The server did not take it this time; it certainly did not leave."""


class Unreachable(NotTaken):
    """There is no server to talk to."""


class Refused(Exception):  # noqa: N818
    """The server will never take it."""

    def __init__(self, answer: str) -> None:
        super().__init__(answer)
        self.address_is_gone = bool(GONE.match(answer.partition(" ")[2]))


class NoAnswer(Exception):  # noqa: N818
    """It was handed over and the answer was lost: it may have left."""


class Carrier(Protocol):
    """What takes messages away."""

    def hand_over(self, parcel: Parcel) -> str:
        """The server's answer. Raises NotTaken, Unreachable, Refused or NoAnswer."""
        ...


class SmtpCarrier:
    """One SMTP connection, kept for the life of the worker process."""

    def __init__(self) -> None:
        backend = get_connection()
        assert isinstance(backend, EmailBackend)
        self._backend = backend

    def hand_over(self, parcel: Parcel) -> str:
        """MAIL, RCPT and DATA on the kept connection; a connection that went stale is replaced."""
        smtp = self._addressed(parcel)
        try:
            code, answer = smtp.data(parcel.data)
        except SMTPDataError as error:  # it refused before it saw the message
            code, answer = error.smtp_code, _bytes(error.smtp_error)
        except (SMTPException, OSError) as error:
            self.close()
            raise NoAnswer(repr(error)) from error
        self._judge(code, answer)
        return _words(code, answer)

    def _addressed(self, parcel: Parcel) -> SMTP:
        """The connection with sender and recipient accepted."""
        try:
            return self._address(parcel)
        except SMTPServerDisconnected:
            self.close()
        try:
            return self._address(parcel)
        except SMTPServerDisconnected as error:
            self.close()
            raise Unreachable(repr(error)) from error

    def _address(self, parcel: Parcel) -> SMTP:
        smtp = self._open()
        try:
            code, answer = smtp.docmd("MAIL", f"FROM:<{parcel.sender}>")
            if code == 250:
                code, answer = smtp.docmd("RCPT", f"TO:<{parcel.to}>")
            elif code >= 500:  # our own sender address: not the reader's fault
                code = 450
        except SMTPServerDisconnected:
            raise
        except (SMTPException, OSError) as error:
            self.close()
            raise NotTaken(repr(error)) from error
        self._judge(code, answer)
        return smtp

    def _open(self) -> SMTP:
        try:
            self._backend.open()
        except (SMTPException, OSError) as error:
            self.close()
            raise Unreachable(repr(error)) from error
        connection: Any = self._backend.connection
        if connection is None:
            raise Unreachable("The connection did not open.")
        smtp: SMTP = connection
        smtp.ehlo_or_helo_if_needed()
        return smtp

    def _judge(self, code: int, answer: bytes) -> None:
        if 200 <= code < 300:
            return
        if code == 421:  # the server is closing
            self.close()
        else:
            self._reset()
        words = _words(code, answer)
        raise Refused(words) if code >= 500 else NotTaken(words)

    def _reset(self) -> None:
        try:
            if self._backend.connection:
                self._backend.connection.rset()
        except (SMTPException, OSError):
            self.close()

    def close(self) -> None:
        """Drop the connection without a word to the server."""
        connection, self._backend.connection = self._backend.connection, None
        if connection:
            connection.close()


class FolderCarrier:
    """Without EMAIL_URL: one .eml file per message in DATA_DIR/mail, named by its row."""

    def hand_over(self, parcel: Parcel) -> str:
        """Write the file whole, or not at all."""
        folder = Path(settings.EMAIL_FILE_PATH)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"{parcel.ready.message.pk}.eml"
            draft = path.with_suffix(".writing")
            draft.write_bytes(parcel.data)
            draft.replace(path)
        except OSError as error:
            raise NotTaken(repr(error)) from error
        return f"Written to {path.name}"


class DjangoCarrier:
    """Any other email backend, such as the one tests read."""

    def hand_over(self, parcel: Parcel) -> str:
        """Give the backend an EmailMessage whose MIME form is ours."""
        try:
            taken = get_connection().send_messages([_Written(parcel)])
        except Exception as error:  # an unknown backend fails in unknown ways
            raise NotTaken(repr(error)) from error
        if not taken:
            raise NotTaken("The backend did not take it.")
        return "Taken"


class _Written(EmailMessage):
    """An EmailMessage already composed."""

    def __init__(self, parcel: Parcel) -> None:
        super().__init__(parcel.words.subject, parcel.words.text, parcel.sender, [parcel.to])
        self.alternatives = [(parcel.words.html, "text/html")]
        self._data = parcel.data

    def message(self, **_: Any) -> ParsedMessage:
        return message_from_bytes(self._data, policy=policy.SMTP)


_kept = threading.local()


def carrier() -> Carrier:
    """This thread's carrier for the configured backend."""
    backend = settings.EMAIL_BACKEND
    if getattr(_kept, "backend", None) != backend:
        hang_up()
        _kept.backend, _kept.carrier = backend, _carrier_for(backend)
    kept: Carrier = _kept.carrier
    return kept


def hang_up() -> None:
    """Close this thread's connection; the next message opens a new one."""
    kept = getattr(_kept, "carrier", None)
    _kept.__dict__.clear()
    if isinstance(kept, SmtpCarrier):
        kept.close()


def _carrier_for(backend: str) -> Carrier:
    if backend.endswith("smtp.EmailBackend"):
        return SmtpCarrier()
    return FolderCarrier() if backend.endswith("filebased.EmailBackend") else DjangoCarrier()


def _bytes(answer: bytes | str) -> bytes:
    return answer.encode() if isinstance(answer, str) else answer


def _words(code: int, answer: bytes) -> str:
    return f"{code} {answer.decode('utf-8', 'replace')}"
