"""Asking to go on writing while we still may, and keeping the yes."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from enquiries import emails
from enquiries.models import ContactPoint, PointKind
from institute import mail
from institute.mail.consent import LAW_ZONE, Basis, Topic, Verdict
from institute.mail.letters import Letter
from institute.mail.models import ConsentRecord, Mailbox
from institute.mail.operations import mailbox_of, permissions_of, permissions_of_all, switch_topic

TOPIC = Topic.COURSE_NEWS
# How many days are left -> which of the two requests it is. A request that an outage made late
# by more than a week is not sent: the next one follows too soon.
FIRST, SECOND = 30, 7
STAGES = ((24, 30, FIRST), (0, 7, SECOND))
CHUNK = 500
CONSENT_WORDS = (
    "Yes, TPM Institute may email me about its courses and the dates of the next cohorts. "
    "I can withdraw this at any time."
)


def ask_for_consent() -> int:
    """Ask every reader whose permission ends in 30 or in 7 days, once each; how many letters."""
    if not settings.MAILING_ADDRESS.strip():
        return 0
    today = timezone.localdate(timezone=LAW_ZONE)
    return sum(
        mail.queue_all(list(_requests(addresses, today))) for addresses in _batched(_ending(today))
    )


def _ending(today: dt.date) -> list[str]:
    """Addresses with an implied permission that ends within the month; others may last longer."""
    implied = ConsentRecord.objects.standing().exclude(basis=Basis.EXPRESS)
    window = (today, today + dt.timedelta(days=FIRST))
    found = implied.filter(expires_on__range=window).order_by("address")
    return list(found.values_list("address", flat=True).distinct())


def _batched(addresses: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(addresses), CHUNK):
        yield addresses[at : at + CHUNK]


def _requests(addresses: Sequence[str], today: dt.date) -> Iterator[Letter]:
    known = _readers(addresses)
    for address, verdicts in permissions_of_all(addresses).items():
        ends, stage = _stage(verdicts[TOPIC], today)
        if ends and stage:
            yield emails.consent_request(
                mailbox_of(address), ends=ends, stage=stage, reader=known.get(address)
            )


def _stage(verdict: Verdict, today: dt.date) -> tuple[dt.date | None, int]:
    """The last lawful day and which request is due; express consent has no last day."""
    if not verdict.allowed or verdict.expires_on is None:
        return None, 0
    left = (verdict.expires_on - today).days
    due = (stage for least, most, stage in STAGES if least <= left <= most)
    return verdict.expires_on, next(due, 0)


def _readers(addresses: Iterable[str]) -> dict[str, dict[str, str]]:
    """The name and the clock of the people we know at these addresses."""
    points = ContactPoint.objects.filter(
        kind=PointKind.EMAIL, normalised__in=addresses, person__merged_into=None
    )
    rows = points.order_by("-pk").values_list("normalised", "person__name", "person__zone")
    return {address: {"name": name, "zone": zone} for address, name, zone in rows}


@transaction.atomic
def say_yes(mailbox: Mailbox) -> bool:
    """Keep express consent with the words that were read; False when it was given before."""
    mailbox = Mailbox.objects.select_for_update().get(pk=mailbox.pk)  # a button pressed twice
    if has_said_yes(mailbox):
        return False
    switch_topic(mailbox.address, TOPIC, on=True, method="consent page", words=CONSENT_WORDS)
    return True


def has_said_yes(mailbox: Mailbox) -> bool:
    """Whether we may write without an end."""
    verdict = permissions_of(mailbox.address)[TOPIC]
    return verdict.allowed and verdict.expires_on is None
