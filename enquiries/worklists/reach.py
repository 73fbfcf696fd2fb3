"""Whether each of these people may be written to or called, for a page of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from enquiries.models import DoNotCall, Enquiry
from institute.mail.consent import MailClass, Reader, Sending, Topic, permission
from institute.mail.models import ConsentRecord, Suppression, address_hash

A_MONTH = 30
WHAT = Sending(MailClass.COMMERCIAL, Topic.COURSE_NEWS)


@dataclass(frozen=True)
class Reach:
    """What the law and the person let us do, in few words."""

    words: str = ""
    look: str = ""
    may_call: bool = True


def reach_of(enquiries: Iterable[Enquiry]) -> dict[int, Reach]:
    """By the enquiry's key; three queries, however many there are."""
    enquiries = list(enquiries)
    verdicts = _verdicts({one.email for one in enquiries if one.email})
    numbers = {one.phone for one in enquiries if one.phone}
    silent = set(DoNotCall.objects.filter(number__in=numbers).values_list("number", flat=True))
    return {
        one.pk: Reach(*verdicts.get(one.email, ("", "")), may_call=one.phone not in silent)
        for one in enquiries
    }


def _verdicts(addresses: set[str]) -> dict[str, tuple[str, str]]:
    """May write until 14 Mar, and whether that is soon, by address."""
    hashes = {address_hash(address): address for address in addresses}
    given, stopped = defaultdict(list), defaultdict(list)
    for row in ConsentRecord.objects.filter(address__in=addresses).standing():
        given[row.address].append(row.as_consent())
    for stop in Suppression.objects.filter(address_hash__in=hashes):
        stopped[hashes[stop.address_hash]].append(stop.as_stop())
    return {
        address: _hint(Reader(consents=given[address], stops=stopped[address]))
        for address in addresses
    }


def _hint(reader: Reader) -> tuple[str, str]:
    now = timezone.now()
    verdict = permission(WHAT, reader, now=now)
    if not verdict.allowed:
        return "Reply only", "closed"
    until = verdict.expires_on
    if until is None:
        return "May write", "done"
    soon = (until - now.date()).days <= A_MONTH
    return f"May write until {until.day} {until:%b}", "warn" if soon else "done"
