"""The last look before a message leaves: is it still true, still wanted, still in time?"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone

from institute.accounts.models import User
from institute.mail.consent import (
    LAW_ZONE,
    Consent,
    MailClass,
    Reader,
    Sending,
    Stop,
    Topic,
    Verdict,
    may_send,
)
from institute.mail.letters import Kind
from institute.mail.models import (
    ConsentRecord,
    DeliveryAttempt,
    OutboundMessage,
    Status,
    Suppression,
    address_hash,
)
from institute.mail.operations.consenting import tokens_of
from institute.mail.operations.outcomes import HeldBack, hold_back, put_off

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ready:
    """A message that may leave, with what is needed to write it."""

    message: OutboundMessage
    kind: Kind
    record: models.Model | None
    token: str

    @property
    def mail_class(self) -> MailClass:
        """The class whose rules the message obeys."""
        return strictest(self.message, self.kind)


@dataclass
class Facts:
    """What the checks of a batch need, read in a handful of queries."""

    tokens: dict[str, str]
    stops: dict[str, list[Stop]]
    consents: dict[str, list[Consent]]
    records: dict[tuple[str, str], models.Model] = field(default_factory=dict)


def check(messages: Sequence[OutboundMessage]) -> list[Ready]:
    """Those that may leave now; the others are closed or put off, with the reason."""
    facts, now = _gather(messages), timezone.now()
    ready = []
    for message in messages:
        try:
            held = _reason_not_to(message, facts, now)
        except Exception as error:  # one broken check must not hold up the others
            log.exception("Mail %s could not be checked", message.pk)
            put_off(message, DeliveryAttempt.Outcome.BROKEN, repr(error))
            continue
        if held:
            hold_back(message, held)
        else:
            ready.append(_ready(message, facts))
    return ready


def _ready(message: OutboundMessage, facts: Facts) -> Ready:
    assert message.declared is not None
    record = facts.records.get((message.about_type, message.about_id))
    return Ready(message, message.declared, record, facts.tokens[message.to_address])


def _reason_not_to(message: OutboundMessage, facts: Facts, now: datetime) -> HeldBack | None:
    kind = message.declared
    if kind is None:
        return HeldBack(Status.FAILED, "The Institute no longer sends this kind of message.")
    if message.is_too_late(now):
        return HeldBack(Status.EXPIRED, "The moment it was for has passed.")
    untrue = _why_untrue(message, kind, facts)
    if untrue:
        return HeldBack(Status.CANCELLED, untrue)
    verdict = _ask_the_gate(message, kind, facts, now)
    if verdict.allowed:
        message.basis, message.basis_expires = verdict.basis, verdict.expires_on
        message.reason = verdict.reason
        return None
    if verdict.wait_until:
        return HeldBack(Status.QUEUED, verdict.reason, until=verdict.wait_until)
    return HeldBack(Status.SUPPRESSED, verdict.reason)


def _why_untrue(message: OutboundMessage, kind: Kind, facts: Facts) -> str | None:
    if not _needs_its_record(kind):
        return None
    record = facts.records.get((message.about_type, message.about_id))
    if record is None:
        return "What it was about is no longer there."
    return kind.still_true(record, message.about_sequence) if kind.still_true else None


def _ask_the_gate(message: OutboundMessage, kind: Kind, facts: Facts, now: datetime) -> Verdict:
    address, mail_class = message.to_address, strictest(message, kind)
    promotes = mail_class == MailClass.COMMERCIAL
    reader = Reader(
        consents=facts.consents[address] if promotes else (),
        stops=facts.stops[address_hash(address)],
        zone=message.zone if promotes else LAW_ZONE,
    )
    what = Sending(mail_class, Topic(message.topic), kind.express_only)
    return may_send(what, reader, now=now, mailing_address=settings.MAILING_ADDRESS)


def strictest(message: OutboundMessage, kind: Kind) -> MailClass:
    """The class on the row or the one now in the code: commercial if either is."""
    commercial = MailClass.COMMERCIAL in {message.mail_class, kind.mail_class}
    return MailClass.COMMERCIAL if commercial else MailClass(message.mail_class)


def _needs_its_record(kind: Kind) -> bool:
    return bool(kind.still_true or kind.attach)


def _gather(messages: Sequence[OutboundMessage]) -> Facts:
    addresses = {message.to_address for message in messages}
    known = [(message, message.declared) for message in messages if message.declared]
    commercial = [m for m, kind in known if strictest(m, kind) == MailClass.COMMERCIAL]
    _read_people(commercial)
    return Facts(
        tokens=tokens_of(addresses),
        stops=_stops(addresses),
        consents=_consents({m.to_address for m in commercial}),
        records=records_of(m for m, kind in known if _needs_its_record(kind)),
    )


def _stops(addresses: Iterable[str]) -> dict[str, list[Stop]]:
    found: dict[str, list[Stop]] = defaultdict(list)
    hashes = [address_hash(address) for address in addresses]
    for row in Suppression.objects.filter(address_hash__in=hashes):
        found[row.address_hash].append(row.as_stop())
    return found


def _consents(addresses: set[str]) -> dict[str, list[Consent]]:
    found: dict[str, list[Consent]] = defaultdict(list)
    if addresses:
        for row in ConsentRecord.objects.filter(address__in=addresses).standing():
            found[row.address].append(row.as_consent())
    return found


def _read_people(messages: Sequence[OutboundMessage]) -> None:
    people = User.objects.in_bulk({m.person_id for m in messages if m.person_id})
    for message in messages:
        if message.person_id:
            message.person = people.get(message.person_id)


def records_of(messages: Iterable[OutboundMessage]) -> dict[tuple[str, str], models.Model]:
    """The records the messages are about, one query for each kind of record."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for message in messages:
        wanted[message.about_type].add(message.about_id)
    found: dict[tuple[str, str], Any] = {}
    for label, keys in wanted.items():
        manager = apps.get_model(label)._base_manager  # noqa: SLF001 - hidden rows included
        found |= {(label, str(row.pk)): row for row in manager.filter(pk__in=keys)}
    return found
