"""What a reader allows and forbids; each takes effect in the same transaction."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from institute.mail.consent import (
    COMMERCIAL_TOPICS,
    STOP_WORDS,
    Basis,
    MailClass,
    Reader,
    Scope,
    Sending,
    StopReason,
    Topic,
    Verdict,
    last_day,
    permission,
)
from institute.mail.models import (
    ConsentRecord,
    Mailbox,
    OutboundMessage,
    Status,
    Suppression,
    address_hash,
)


def record_consent(
    address: str,
    basis: Basis,
    *,
    method: str,
    topic: Topic | None = None,
    **evidence: Any,
) -> ConsentRecord:
    """Keep one ground for writing, with its evidence (words shown, staff, call, enquiry…).

    Pass `obtained_at` for the moment of the enquiry, the last payment or the contract's end.
    """
    obtained_at = evidence.pop("obtained_at", None) or timezone.now()
    return ConsentRecord.objects.create(
        address=address.strip().lower(),
        topic=topic or "",
        basis=basis,
        method=method,
        evidence=evidence,
        obtained_at=obtained_at,
        expires_on=last_day(basis, obtained_at),
    )


def mailbox_of(address: str) -> Mailbox:
    """The address with its preferences page."""
    return Mailbox.objects.get_or_create(address=address.strip().lower())[0]


def tokens_of(addresses: Iterable[str]) -> dict[str, str]:
    """The tokens of many addresses, made where missing."""
    wanted = set(addresses)
    known = dict(Mailbox.objects.filter(address__in=wanted).values_list("address", "token"))
    missing = sorted(wanted - known.keys())
    if missing:
        Mailbox.objects.bulk_create([Mailbox(address=a) for a in missing], ignore_conflicts=True)
        made = Mailbox.objects.filter(address__in=missing).values_list("address", "token")
        known |= dict(made)
    return known


@transaction.atomic
def unsubscribe(address: str) -> None:
    """Stop everything that promotes, withdraw every consent, and stop what is waiting."""
    _stop(address, Scope.COMMERCIAL, StopReason.UNSUBSCRIBED)
    ConsentRecord.objects.of(address).standing().update(withdrawn_at=timezone.now())
    _suppress_waiting(address, StopReason.UNSUBSCRIBED, mail_class=MailClass.COMMERCIAL)


def permissions_of(address: str) -> dict[Topic, Verdict]:
    """Whether the address lets us write about each commercial topic."""
    return permissions_of_all([address])[address]


def permissions_of_all(addresses: Iterable[str]) -> dict[str, dict[Topic, Verdict]]:
    """The same for many addresses, in two queries."""
    now = timezone.now()
    return {
        address: {
            topic: permission(Sending(MailClass.COMMERCIAL, topic), reader, now=now)
            for topic in COMMERCIAL_TOPICS
        }
        for address, reader in readers_of(addresses).items()
    }


def readers_of(addresses: Iterable[str]) -> dict[str, Reader]:
    """The consents and stops of each address, as the gate reads them; two queries."""
    plain = {address: address.strip().lower() for address in addresses}
    consents, stops = defaultdict(list), defaultdict(list)
    for given in ConsentRecord.objects.filter(address__in=set(plain.values())).standing():
        consents[given.address].append(given.as_consent())
    hashes = {address: address_hash(address) for address in plain.values()}
    for stop in Suppression.objects.filter(address_hash__in=set(hashes.values())):
        stops[stop.address_hash].append(stop.as_stop())
    return {
        address: Reader(consents[lower], stops[hashes[lower]]) for address, lower in plain.items()
    }


@transaction.atomic
def choose_topics(address: str, wanted: set[Topic]) -> None:
    """Make these topics, and no others, the ones we write about."""
    for topic, verdict in permissions_of(address).items():
        if verdict.allowed != (topic in wanted):
            switch_topic(address, topic, on=topic in wanted)


@transaction.atomic
def switch_topic(
    address: str, topic: Topic, *, on: bool, method: str = "preferences page", **evidence: Any
) -> None:
    """Switch one topic for an address; on is express consent, off withdraws it."""
    stops = Suppression.objects.of(address)
    if on:
        _open_only(address, topic)
        stops.filter(scope=Scope.TOPIC, topic=topic).delete()
        record_consent(address, Basis.EXPRESS, topic=topic, method=method, **evidence)
        return
    _stop(address, Scope.TOPIC, StopReason.UNSUBSCRIBED, topic)
    now = timezone.now()
    ConsentRecord.objects.of(address).standing().filter(topic=topic).update(withdrawn_at=now)
    commercial = {"mail_class": MailClass.COMMERCIAL, "topic": topic}
    _suppress_waiting(address, StopReason.UNSUBSCRIBED, **commercial)


@transaction.atomic
def stop_writing(address: str, reason: StopReason) -> None:
    """The address bounced or complained: nothing leaves for it again, and what waits is stopped."""
    _stop(address, Scope.ALL, reason)
    _suppress_waiting(address, reason)


def _open_only(address: str, topic: Topic) -> None:
    """Turn "nothing that promotes" into "none of the other topics"."""
    everything = Suppression.objects.of(address).filter(scope=Scope.COMMERCIAL)
    if everything.delete()[0]:
        for other in COMMERCIAL_TOPICS:
            if other != topic:
                _stop(address, Scope.TOPIC, StopReason.UNSUBSCRIBED, other)


def _stop(address: str, scope: Scope, reason: StopReason, topic: str = "") -> None:
    Suppression.objects.get_or_create(
        address_hash=address_hash(address), scope=scope, topic=topic, defaults={"reason": reason}
    )


def _suppress_waiting(address: str, reason: StopReason, **which: Any) -> None:
    waiting = OutboundMessage.objects.to(address).not_yet_handed().filter(**which)
    if reason == StopReason.COMPLAINED:
        waiting = waiting.exclude(mail_class=MailClass.SECURITY)
    waiting.update(status=Status.SUPPRESSED, reason=STOP_WORDS[reason], lease_until=None)
