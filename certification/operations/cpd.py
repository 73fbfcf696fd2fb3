"""Hours: what a holder claims, and what our own records show."""

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from certification import cpd
from certification.evidence import Proof
from certification.models import (
    Certification,
    CpdEntry,
    CpdProof,
    EntryStatus,
    RenewalCycle,
    Source,
)
from certification.models.certification import LIVE, Standing
from certification.operations import log
from certification.standing import today
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.learning import Learned, learned
from institute.moves import locked

CLAIMABLE = (*LIVE, Standing.EXPIRED)  # hours can be made up after it expired
MOST_HOURS = Decimal(100)  # in one claim
QUARTER = Decimal("0.25")


@dataclass(frozen=True)
class Claim:
    """What a holder says they did."""

    category: str
    title: str
    done_on: dt.date
    hours: Decimal
    evidence: str = ""
    proof: Proof | None = None


@transaction.atomic
def claim(*, cycle: RenewalCycle, by: User, said: Claim, key: uuid.UUID) -> CpdEntry:
    """Claim hours done elsewhere. The same key is the same claim, once."""
    cycle = locked(cycle)
    _refuse_who_is_not_holder(cycle, by)
    known = CpdEntry.objects.of(by).filter(key=f"claim:{key}").first()
    if known:
        return known
    _refuse_closed(cycle)
    _refuse_odd(cycle, said, max(timezone.localdate(timezone=by.zone), today()))
    made = CpdEntry.objects.create(
        cycle=cycle,
        category=said.category,
        title=said.title,
        done_on=said.done_on,
        hours=said.hours,
        evidence=said.evidence,
        key=f"claim:{key}",
    )
    if said.proof:
        _keep(made, said.proof)
    digest = hashlib.sha256(said.proof.data).hexdigest() if said.proof else ""
    log.record(
        act="cpd.claimed",
        subject=made,
        actor=by,
        category=made.category,
        hours=str(made.hours),
        proof_sha256=digest,
    )
    return made


def _keep(entry: CpdEntry, proof: Proof) -> None:
    CpdProof.objects.create(
        entry=entry, name=proof.name, media_type=proof.media_type, content=proof.data
    )


@transaction.atomic
def take_back(*, entry: CpdEntry, by: User) -> CpdEntry:
    """The holder withdraws a claim that nobody has looked at."""
    cycle = locked(entry.cycle)
    _refuse_who_is_not_holder(cycle, by)
    entry = locked(entry)
    if entry.status == EntryStatus.WITHDRAWN:
        return entry
    if entry.source != Source.EXTERNAL:
        raise RuleBroken("These hours are in our own records and stay.")
    _refuse_closed(cycle)
    entry.move("take_back")
    entry.save(update_fields=["status"])
    log.record(act="cpd.taken_back", subject=entry, actor=by)
    return entry


@transaction.atomic
def post_learning(*, certification: Certification) -> int:
    """Write what our records show into the running cycle; each thing counts once."""
    cycle = certification.cycles.running().select_for_update(of=("self",)).first()
    if cycle is None or certification.status not in CLAIMABLE:
        return 0
    rows = [
        row for one in learned(certification.holder) if (row := _posted(cycle, one)) is not None
    ]
    known = set(
        CpdEntry.objects.filter(key__in=[r.key for r in rows]).values_list("key", flat=True)
    )
    new = CpdEntry.objects.bulk_create(
        [row for row in rows if row.key not in known], ignore_conflicts=True
    )
    if new:
        log.record(act="cpd.posted", subject=cycle, actor=None, entries=[one.key for one in new])
    return len(new)


def _posted(cycle: RenewalCycle, one: Learned) -> CpdEntry | None:
    """The entry for something in the cycle's time that its rules have a place for."""
    category = cpd.posts_to(cycle.need, one.source)
    if not category or one.on < cycle.begins or one.on > max(today(), cycle.begins):
        return None
    return CpdEntry(
        cycle=cycle,
        category=category,
        title=one.title[:160],
        done_on=one.on,
        hours=one.hours,
        source=one.source,
        status=EntryStatus.APPROVED,
        decided_at=timezone.now(),
        key=f"{cycle.certification_id}:{one.key}",
    )


def post_learning_of(user: User) -> int:
    """Do so for every certification this person has; how many entries are new."""
    mine = Certification.objects.of(user).exclude(status__in=(Standing.WITHDRAWN,))
    return sum(post_learning(certification=one) for one in mine)


def post_missed() -> int:
    """Find what announcements missed, for everybody with a running cycle."""
    cycles = RenewalCycle.objects.running().with_people().order_by("pk")
    return sum(post_learning(certification=cycle.certification) for cycle in cycles.iterator(200))


def _refuse_who_is_not_holder(cycle: RenewalCycle, by: User) -> None:
    if cycle.certification.holder_id != by.pk:
        raise RuleBroken("The holder claims their own hours.")


def _refuse_closed(cycle: RenewalCycle) -> None:
    if cycle.status != "open":
        raise RuleBroken(f"Nothing can be changed in this cycle: it is {cycle.status_words}.")
    if cycle.certification.status not in CLAIMABLE:
        words = cycle.certification.status_words
        raise RuleBroken(f"Hours count no longer: the certification is {words}.")


def _refuse_odd(cycle: RenewalCycle, said: Claim, last: dt.date) -> None:
    if not cycle.asks.has(said.category):
        raise RuleBroken("Choose one of the categories.")
    if not cycle.begins <= said.done_on <= last:
        raise RuleBroken(f"Hours count from {cycle.begins:%-d %B %Y} until today.")
    if not QUARTER <= said.hours <= MOST_HOURS or said.hours % QUARTER:
        raise RuleBroken("Enter hours in quarters, from 0.25 to 100.")
