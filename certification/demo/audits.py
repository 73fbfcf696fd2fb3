"""Audits of hours: one that waits, one that was passed, and one after which hours are missing."""

import uuid
from collections.abc import Sequence
from decimal import Decimal

from django.utils import timezone

from certification.demo.clock import A_DAY
from certification.demo.people import Staff
from certification.models import Certification, CpdAudit, CpdEntry, RenewalCycle
from certification.operations import auditing, cpd, cycles, renewing
from institute.accounts.models import User

# What each of them claims: category, title, hours, days ago.
HOURS = (
    ("learning", "Two conferences on release engineering, with notes", "14", 420),
    ("practice", "Reviews of three migrations, with written findings", "22", 260),
    ("giving", "Taught estimation to new program managers", "9", 120),
)
STANDS = "The certificate names the hours."
FALLS = "The letter is about another person's work. Send one about yours and claim it again."


def plant_audits(holders: Sequence[User], people: Staff) -> None:
    """The last three of the pilot ask to renew, and the draw takes each of them."""
    waiting, stood, fell = (_asked(one) for one in holders[-3:])
    first, *_ = _claims(waiting)
    _judge(first, "approve", STANDS, people)
    for entry in _claims(stood):
        _judge(entry, "approve", STANDS, people)
    for entry in _claims(fell):
        is_right = entry.category != "practice"
        _judge(entry, "approve" if is_right else "reject", STANDS if is_right else FALLS, people)


def _asked(holder: User) -> CpdAudit:
    cycle = cycles.open_cycle(certification=Certification.objects.get(holder=holder))
    for category, title, hours, days in HOURS:
        said = cpd.Claim(category, title, (timezone.now() - days * A_DAY).date(), Decimal(hours))
        key = uuid.uuid5(uuid.NAMESPACE_URL, f"demo audit {holder.email} {category}")
        cpd.claim(cycle=cycle, by=holder, said=said, key=key)
    _let_it_be_drawn(cycle)
    renewing.ask_to_renew(cycle=cycle, by=holder)
    return cycle.audits.get()


def _let_it_be_drawn(cycle: RenewalCycle) -> None:
    """The draw is out of the seed: the first seed that takes this cycle."""
    for number in range(1000):
        cycle.seed = f"demo {number}"
        if auditing.draw(cycle) < auditing.SHARE:
            break
    cycle.save(update_fields=["seed"])


def _claims(audit: CpdAudit) -> list[CpdEntry]:
    return list(audit.cycle.entries.waiting().order_by("pk"))


def _judge(entry: CpdEntry, act: str, reason: str, people: Staff) -> None:
    auditing.judge(entry=entry, act=act, by=people.manager, reason=reason)
