"""Audits: a share of renewals, drawn before anybody knows, judged by a person."""

import hashlib

from django.db import transaction
from django.utils import timezone

from certification.emails import renewal as emails
from certification.models import CpdAudit, CpdEntry, EntryStatus, RenewalCycle
from certification.models.certification import HOLDS
from certification.operations import cycles, log
from institute import mail
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import again_after_deadlock, locked

SHARE = 0.10


def draw(cycle: RenewalCycle) -> float:
    """From 0 to 1, out of the seed that was stored when the cycle opened: the same each time."""
    said = f"{cycle.seed}:{cycle.public_id}".encode()
    return int.from_bytes(hashlib.sha256(said).digest()[:6], "big") / 2**48


def pick(*, cycle: RenewalCycle) -> CpdAudit | None:
    """Open an audit when the draw says so and there are claims to look at.

    The caller has locked the cycle.
    """
    drawn = draw(cycle)
    claims = list(cycle.entries.filter(status=EntryStatus.CLAIMED).select_for_update())
    if drawn >= SHARE or not claims:
        return None
    for entry in claims:
        entry.move("pick")
        entry.save(update_fields=["status"])
    cycle.move("pick")
    cycle.save(update_fields=["status"])
    audit = CpdAudit.objects.create(cycle=cycle, draw=drawn, share=SHARE)
    mail.queue(emails.audit_opened(audit))
    log.record(act="audit.opened", subject=audit, actor=None, claims=len(claims), draw=str(drawn))
    return audit


@again_after_deadlock
@transaction.atomic
def judge(*, entry: CpdEntry, act: str, by: User, reason: str) -> CpdEntry:
    """Approve or reject one claim, with a reason. The last one settles the audit.

    Raises RuleBroken for the holder's own claims, and when somebody judged it before.
    """
    certification = locked(entry.cycle.certification)
    if certification.holder_id == by.pk:
        raise RuleBroken("Nobody judges their own hours.")
    cycle = locked(entry.cycle)
    entry = locked(entry)
    if act not in ("approve", "reject") or entry.status != EntryStatus.AUDIT:
        raise RuleBroken(f"This claim waits for nobody: it is {entry.status_words}.")
    if not reason.strip():
        raise RuleBroken("Write the reason: the holder reads it.")
    entry.move(act)
    entry.reason, entry.decided_by, entry.decided_at = reason.strip(), by, timezone.now()
    entry.save()
    log.record(act=f"cpd.{act}", subject=entry, actor=by, reason=entry.reason)
    if not cycle.entries.waiting().exists():
        _settle(cycle, by)
    return entry


def _settle(cycle: RenewalCycle, by: User) -> None:
    """Renew when the hours that stand are enough; else the holder goes on, and may ask again."""
    audit = cycle.audits.open().get()
    held = cycle.certification.status in HOLDS
    audit.settled_at, audit.passed = timezone.now(), cycle.account().is_complete
    audit.save(update_fields=["settled_at", "passed"])
    log.record(act="audit.settled", subject=audit, actor=by, passed=audit.passed)
    mail.queue(emails.audit_settled(audit))
    if audit.passed and held:
        cycles.close(cycle=cycle, act="renew", by=by)
    else:
        cycle.move("reopen")
        cycle.save(update_fields=["status"])
