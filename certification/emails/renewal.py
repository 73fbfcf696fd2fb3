"""Letters about renewal: reminders, audits, and every change a holder must know of."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from certification.models import Certification, CertificationEvent, CpdAudit, RenewalCycle
from certification.models.certification import HOLDS
from institute.accounts.models import User
from institute.mail.letters import Letter, MailClass, Topic, letter

WHY = "You get this because TPM Institute certified you."
DAYS = (180, 90, 30, 7)  # before the end
MORNING = dt.time(9)


def reminders(cycle: RenewalCycle) -> Iterator[Letter]:
    """The reminders of a cycle that are still ahead, each with the time in which it is true."""
    until, now = cycle.certification.until, timezone.now()
    ends = [*(until - dt.timedelta(days=days) for days in DAYS[1:]), until]
    for days, last in zip(DAYS, ends, strict=True):
        if _morning(last) > now:
            yield renewal_reminder(cycle, days, _morning(last))


def _morning(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, MORNING, ZoneInfo(settings.INSTITUTE_ZONE))


def _not_renewed(cycle: RenewalCycle, _: int) -> str | None:
    cycle.refresh_from_db()
    if not cycle.is_running:
        return "It was renewed, or has ended."
    held = cycle.certification.status in HOLDS
    return None if held else "The certification is not held any more."


@letter(MailClass.TRANSACTIONAL, Topic.ACCOUNT, why=WHY, still_true=_not_renewed)
def renewal_reminder(cycle: RenewalCycle, days: int, last: dt.datetime) -> Letter:
    """So many days to the end: what to do, and where."""
    certification = cycle.certification
    context = {"until": day(certification.until), "opens": days == DAYS[0], "days": days}
    first = _morning(certification.until - dt.timedelta(days=days))
    return _about(cycle, certification, context, sequence=days, send_after=first, not_after=last)


@letter(MailClass.TRANSACTIONAL, Topic.ACCOUNT, why=WHY)
def standing_changed(event: CertificationEvent) -> Letter:
    """What the certification is worth from today, and why."""
    certification = event.certification
    grace_ends = certification.until + dt.timedelta(days=certification.grace_days)
    context = {
        "act": event.act,
        "reason": event.reason if event.by_id else "",
        "until": day(certification.until),
        "grace_ends": day(grace_ends),
    }
    return _about(event, certification, context)


@letter(MailClass.TRANSACTIONAL, Topic.ACCOUNT, why=WHY)
def audit_opened(audit: CpdAudit) -> Letter:
    """The draw fell on this renewal: a person looks at the claims."""
    return _about(audit, audit.cycle.certification, {})


@letter(MailClass.TRANSACTIONAL, Topic.ACCOUNT, why=WHY)
def audit_settled(audit: CpdAudit) -> Letter:
    """What came of the audit, claim by claim."""
    refused = audit.cycle.entries.filter(status="rejected").order_by("pk")
    context = {
        "passed": bool(audit.passed),
        "refused": [{"title": one.title, "reason": one.reason} for one in refused],
    }
    return _about(audit, audit.cycle.certification, context)


def _about(
    record: models.Model, certification: Certification, said: dict[str, Any], **when: Any
) -> Letter:
    holder: User = certification.holder
    page = reverse("certification:renewal", args=[certification.public_id])
    known = {
        "name": holder.short_name,
        "title": certification.scheme.title,
        "number": certification.number,
        "url": settings.SITE_URL + page,
        "phone": settings.PHONE,
    }
    return Letter(to=holder.email, about=record, person=holder, context=known | said, **when)


def day(date: dt.date) -> str:
    """ "8 May 2027"."""
    return f"{date.day} {date:%B %Y}"
