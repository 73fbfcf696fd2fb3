"""From a row to the words a reader gets."""

from dataclasses import dataclass
from email.utils import formataddr, formatdate, parseaddr
from functools import cache
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.template import Context, Template, engines
from django.urls import reverse

from institute.mail.consent import MailClass
from institute.mail.mime import Attachment, Body, compose
from institute.mail.operations.checking import Ready
from institute.mail.operations.flattening import letter_template


@dataclass(frozen=True)
class Words:
    """A letter as it reads."""

    subject: str
    text: str
    html: str

    @property
    def sha(self) -> str:
        """A fingerprint, to tell later whether the words would still be the same."""
        return sha256(f"{self.subject}\0{self.text}\0{self.html}".encode()).hexdigest()


@dataclass(frozen=True)
class Parcel:
    """A message ready for the mail server."""

    ready: Ready
    words: Words
    sender: str
    to: str
    data: bytes


def words_for(ready: Ready) -> Words:
    """The subject (line one of the .txt), the text and the HTML."""
    about = _common(ready)
    first = (
        _template(f"{ready.kind.template}.txt").render(Context(about, autoescape=False)).lstrip()
    )
    line, _, text = first.partition("\n")
    subject = " ".join(line.split())
    if not subject:
        raise ValueError(f"{ready.kind.template}.txt has no subject on its first line.")
    html = _template(f"{ready.kind.template}.html").render(Context(about | {"subject": subject}))
    return Words(subject, text.strip() + "\n", html)


def pack(ready: Ready) -> Parcel:
    """The message as it goes over the wire."""
    words, message = words_for(ready), ready.message
    attached = ready.kind.attach(ready.record) if ready.kind.attach else ()
    to, sender = wire_address(message.to_address), _sender(settings.DEFAULT_FROM_EMAIL)
    headers = {
        "From": sender[0],
        "To": to,
        "Subject": words.subject,
        "Date": formatdate(),
        "Message-ID": message.message_id,
        "Auto-Submitted": "auto-generated",
    } | _unsubscribe_headers(ready)
    data = compose(headers, Body(words.text, words.html, attached), boundary=words.sha[:40])
    return Parcel(ready, words, sender[1], to, data)


def attachments_of(ready: Ready) -> list[Attachment]:
    """What travels with the letter, for the preview."""
    return ready.kind.attach(ready.record) if ready.kind.attach and ready.record else []


def wire_address(address: str) -> str:
    """The address in ASCII, the domain in its IDNA form where needed."""
    if address.isascii():
        return address
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode('ascii')}"


def preferences_url(token: str) -> str:
    """The reader's page; no login."""
    return f"{settings.SITE_URL}{reverse('mail:preferences', args=[token])}"


def _unsubscribe_headers(ready: Ready) -> dict[str, str]:
    """RFC 8058: one POST, without a cookie or a login."""
    if ready.mail_class != MailClass.COMMERCIAL:
        return {}
    link = settings.SITE_URL + reverse("mail:unsubscribe", args=[ready.token])
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _common(ready: Ready) -> dict[str, Any]:
    secret = ready.mail_class == MailClass.SECURITY
    own: dict[str, Any] = ready.message.context
    return (
        own
        | {
            "why": ready.kind.why,
            "mail_class": str(ready.mail_class),
            "is_commercial": ready.mail_class == MailClass.COMMERCIAL,
            "preferences_url": "" if secret else preferences_url(ready.token),
        }
        | _institute()
    )


def _institute() -> dict[str, str]:
    return {
        "site_url": settings.SITE_URL,
        "phone": settings.PHONE,
        "phone_uri": f"tel:{settings.PHONE_E164}",
        "mailing_address": settings.MAILING_ADDRESS,
        "institute_name": settings.INSTITUTE_NAME,
    }


@cache
def _sender(given: str) -> tuple[str, str]:
    """The From header and the envelope's address."""
    name, address = parseaddr(given)
    return formataddr((name, address)), address


def _template(path: str) -> Template:
    return letter_template(engines["django"].engine, path)  # type: ignore[attr-defined]
