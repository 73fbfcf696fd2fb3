"""Granting a certification, and every later change of what it is worth."""

import calendar
import datetime as dt
import secrets

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from certification.models import Certification, CertificationEvent, Decision, Standing
from certification.operations import log
from certification.standing import today
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that look alike on paper


@transaction.atomic
def certify(*, decision: Decision) -> Certification:
    """The certification a granted decision leads to; an attempt decided anew keeps the one it has.

    A certification of the same scheme that is still held is superseded from today; days are the
    Institute's.
    """
    attempt, day = decision.attempt, today()
    given = Certification.objects.granted_by(attempt)
    kept = given.filter(decision=decision).first() or given.live().first()
    if kept:
        return kept
    version = attempt.form.scheme_version
    for held in Certification.objects.of(attempt.candidate).live().filter(scheme=version.scheme):
        change(certification=held, act="supersede", by=None, reason="Certified anew.")
    made = Certification.objects.create(
        holder=attempt.candidate,
        scheme=version.scheme,
        scheme_version=version,
        number=new_number(day),
        decision=decision,
        awarded_on=day,
        period=DateRange(day, months_after(day, version.valid_months)),
        is_demo=attempt.is_demo,
    )
    _note(made, "grant", "", None, "")
    return made


@transaction.atomic
def take_back(*, decision: Decision) -> None:
    """The attempt was decided anew and is refused: what an earlier decision gave is withdrawn."""
    for held in Certification.objects.granted_by(decision.attempt):
        if held.can("withdraw"):
            change(
                certification=held,
                act="withdraw",
                by=decision.decided_by,
                reason=decision.reason or "The result was decided anew, and it is not granted.",
            )


@transaction.atomic
def change(
    *, certification: Certification, act: str, by: User | None, reason: str = ""
) -> Certification:
    """Do a named act on a certification: suspend, withdraw, reinstate, lapse and the like.

    Who suspends or withdraws says why. Raises RuleBroken when the act does not fit its standing.
    """
    certification = locked(certification)
    if act in ("suspend", "withdraw") and not reason:
        raise RuleBroken("Write down why: the holder reads it.")
    before = certification.status
    certification.move(act)
    if certification.status == Standing.SUPERSEDED:
        _end_today(certification)
    certification.version += 1
    certification.save()
    _note(certification, act, before, by, reason)
    return certification


def _end_today(certification: Certification) -> None:
    """The period ends where the next one begins; a day is the least a certification lasts."""
    start = certification.period.lower
    day = max(today(), start + dt.timedelta(days=1))
    if day < certification.period.upper:
        certification.period = DateRange(start, day)


def _note(
    certification: Certification, act: str, before: str, by: User | None, reason: str
) -> None:
    CertificationEvent.objects.create(
        certification=certification,
        act=act,
        before=before,
        after=certification.status,
        reason=reason,
        by=by,
    )
    log.record(
        act=f"certification.{act}",
        subject=certification,
        actor=by,
        before=before,
        after=str(certification.status),
        reason=reason,
    )


def new_number(day: dt.date) -> str:
    """TI-26-0418-7KQ2M: year, month and day, and five random letters (33 million a day)."""
    tail = "".join(secrets.choice(LETTERS) for _ in range(5))
    return f"TI-{day:%y-%m%d}-{tail}"


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day of the month so many months on; the last one where there is no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    last = calendar.monthrange(year, month)[1]
    return dt.date(year, month, min(day.day, last))
