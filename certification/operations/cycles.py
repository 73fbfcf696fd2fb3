"""Cycles of renewal open and end; what ends in renewal extends the period and opens the next."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from certification.emails import renewal as emails
from certification.models import Certification, EntryStatus, RenewalCycle, SchemeVersion
from certification.operations import certifying, issuing, log
from certification.standing import today
from institute import mail
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked


@transaction.atomic
def open_cycle(*, certification: Certification) -> RenewalCycle:
    """The running cycle, opened from the first day of the period when there is none.

    The reminders of its end are written at once.
    """
    certification = locked(certification)
    running = certification.cycles.running().first()
    if running:
        return running
    last = certification.cycles.order_by("-number").first()
    begins = last.during.upper if last else certification.period.lower
    return _open(certification, begins)


def _open(certification: Certification, begins: dt.date) -> RenewalCycle:
    version = _rules(certification)
    cycle = RenewalCycle.objects.create(
        certification=certification,
        number=certification.cycles.count() + 1,
        during=DateRange(begins, max(certification.until, begins + dt.timedelta(days=1))),
        need=version.cpd,
    )
    mail.queue_all(emails.reminders(cycle))
    log.record(
        act="renewal.cycle_opened", subject=cycle, actor=None, certification=certification.number
    )
    return cycle


def _rules(certification: Certification) -> SchemeVersion:
    """The rules in force today; those it was granted under where none are."""
    today = SchemeVersion.objects.in_force().filter(scheme=certification.scheme).first()
    return today or certification.scheme_version


@transaction.atomic
def close(*, cycle: RenewalCycle, act: str, by: User | None, reason: str = "") -> RenewalCycle:
    """End the cycle with what counts, extend the period, open the next, issue the document.

    The caller has locked the certification, then the cycle, and asked whether it may be.
    """
    _end(cycle)
    certification = certifying.change(
        certification=cycle.certification, act=act, by=by, reason=reason
    )
    months = _rules(certification).valid_months
    until = certifying.months_after(certification.until, months)
    certification.period = DateRange(certification.period.lower, until)
    _save_period(certification)
    log.record(
        act="renewal.closed",
        subject=cycle,
        actor=by,
        certification=certification.number,
        until=str(until),
        counted=cycle.counted,
    )
    _open(certification, cycle.during.upper)
    issuing.issue(certification=certification, by=by)
    return cycle


def _save_period(certification: Certification) -> None:
    try:
        with transaction.atomic():
            certification.save(update_fields=["period"])
    except IntegrityError as error:
        raise RuleBroken("The holder was certified anew under this scheme meanwhile.") from error


def _end(cycle: RenewalCycle) -> None:
    """Apply the caps, keep what counted, and let the next cycle begin today."""
    account = cycle.account()
    cycle.counted = {line.category.slug: str(line.counted) for line in account.lines}
    for entry in cycle.entries.filter(status=EntryStatus.CLAIMED).select_for_update():
        entry.move("approve")
        entry.decided_at = timezone.now()
        entry.save(update_fields=["status", "decided_at"])
    cycle.move("renew")
    cycle.closed_at = timezone.now()
    cycle.during = DateRange(cycle.begins, max(today(), cycle.begins + dt.timedelta(days=1)))
    cycle.save()
    mail.cancel_about(cycle, reason="It is renewed.")


def open_missing() -> int:
    """Open the cycles that are missing; how many were."""
    without = Certification.objects.held().exclude(cycles__status__in=("open", "audit"))
    return len([open_cycle(certification=one) for one in without[:500]])
