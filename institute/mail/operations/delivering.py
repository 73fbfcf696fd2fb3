"""Delivering what is due: claim, check, write, hand over, mark."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from time import monotonic

from institute.mail.consent import MailClass
from institute.mail.models import DeliveryAttempt, OutboundMessage
from institute.mail.operations import outcomes
from institute.mail.operations.carrying import (
    Carrier,
    NoAnswer,
    NotTaken,
    Refused,
    Unreachable,
    carrier,
)
from institute.mail.operations.checking import Ready, check
from institute.mail.operations.claiming import claim, give_back, is_nearly_lost
from institute.mail.operations.marking import Ledger
from institute.mail.operations.rendering import Parcel, pack

log = logging.getLogger(__name__)

SECONDS = 45  # one run of a task; the rest is the next task's
CHUNK = 25  # messages checked and written together


@dataclass(frozen=True)
class Delivered:
    """What one run did, and whether it stopped with more to do."""

    sent: int
    more: bool


def deliver(
    classes: Iterable[MailClass] = tuple(MailClass), *, seconds: float = SECONDS
) -> Delivered:
    """Send what is due of these classes; safe to run twice and side by side."""
    wanted, until, sent = tuple(classes), monotonic() + seconds, 0
    while monotonic() < until:
        claimed = claim(wanted)
        if not claimed:
            return Delivered(sent, more=False)
        try:
            sent += _send(claimed, carrier())
        except Unreachable as error:
            log.warning("The mail server does not answer: %s", error)
            return Delivered(sent, more=False)
    return Delivered(sent, more=True)


def _send(claimed: Sequence[OutboundMessage], by: Carrier) -> int:
    """Send a batch in chunks; what is left when the lease runs low goes back."""
    sent = 0
    for at in range(0, len(claimed), CHUNK):
        chunk = claimed[at : at + CHUNK]
        if is_nearly_lost(chunk[0]):
            give_back(claimed[at:])
            break
        try:
            sent += _hand_over(list(_packed(check(chunk))), by)
        except Unreachable:
            give_back(claimed[at:])
            raise
    return sent


def _packed(ready: Iterable[Ready]) -> Iterator[Parcel]:
    """The messages written; one that cannot be written is tried again later and then given up."""
    for one in ready:
        try:
            yield pack(one)
        except Exception as error:
            log.exception("Mail %s could not be written", one.message.pk)
            outcomes.put_off(one.message, DeliveryAttempt.Outcome.BROKEN, repr(error))


def _hand_over(parcels: Sequence[Parcel], by: Carrier) -> int:
    """Hand over one after the other; the ledger commits `handed_at` before each."""
    ledger = Ledger()
    try:
        for at, parcel in enumerate(parcels):
            if is_nearly_lost(parcel.ready.message):
                give_back([left.ready.message for left in parcels[at:]])
                break
            if ledger.hand(parcel):
                _try(parcel, by, ledger)
    finally:
        ledger.close()
    return ledger.sent_count


def _try(parcel: Parcel, by: Carrier, ledger: Ledger) -> None:
    message, outcome = parcel.ready.message, DeliveryAttempt.Outcome
    try:
        answer = by.hand_over(parcel)
    except NoAnswer as error:
        outcomes.doubt(message, str(error))
    except Refused as error:
        outcomes.refuse(message, str(error), address_is_gone=error.address_is_gone)
    except NotTaken as error:
        outcomes.put_off(message, outcome.DELAYED, str(error))
        if isinstance(error, Unreachable):
            raise
    else:
        ledger.sent(parcel, answer)
