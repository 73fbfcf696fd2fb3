"""More time and breaks for one person: granted once, and given to a running sitting on request."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from certification import sitting_clock
from certification.models import Accommodation, Attempt, TimeAdjustment
from certification.operations.log import record
from certification.operations.sections import set_clock
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked


@dataclass(frozen=True)
class Grant:
    """What is granted. `until` is the last day; None holds until it is ended."""

    factor: Decimal
    break_minutes: int
    since: dt.date
    until: dt.date | None = None
    reason: str = ""


@transaction.atomic
def grant(*, person: User, what: Grant, by: User) -> Accommodation:
    """Grant it; an earlier one that still holds ends with it."""
    if what.factor == 1 and not what.break_minutes:
        raise RuleBroken("Give more time, breaks, or both.")
    if what.until and what.until < what.since:
        raise RuleBroken("The last day comes before the first.")
    if person.pk == by.pk:
        raise RuleBroken("A colleague has to grant you this.")
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    Accommodation.objects.filter(person=person, ended_at__isnull=True).update(
        ended_at=timezone.now()
    )
    last = what.until + dt.timedelta(days=1) if what.until else None
    made = Accommodation.objects.create(
        person=person,
        factor=what.factor,
        break_minutes=what.break_minutes,
        valid=DateRange(what.since, last),
        granted_by=by,
        reason=what.reason,
    )
    record(
        act="accommodation.granted",
        subject=made,
        actor=by,
        person=person.pk,
        factor=str(what.factor),
        break_minutes=what.break_minutes,
    )
    return made


@transaction.atomic
def end(*, accommodation: Accommodation, by: User) -> Accommodation:
    """It no longer holds for sittings to come; a running one keeps what it has."""
    held = Accommodation.objects.select_for_update().get(pk=accommodation.pk)
    if held.ended_at is None:
        held.ended_at = timezone.now()
        held.save(update_fields=["ended_at"])
        record(act="accommodation.ended", subject=held, actor=by)
    return held


@transaction.atomic
def apply_now(*, accommodation: Accommodation, attempt: Attempt, by: User) -> Attempt:
    """Give it to the sitting that runs. Giving it twice is once."""
    attempt = locked(attempt)
    if attempt.candidate_id != accommodation.person_id or not attempt.is_running:
        raise RuleBroken("This person has no sitting that runs.")
    seconds = sitting_clock.limit(attempt.form.minutes, accommodation.factor)
    if seconds > attempt.limit_seconds:
        _give(attempt, accommodation, seconds, by)
    if accommodation.break_minutes and accommodation.created_at > attempt.started_at:
        _give_breaks(attempt, accommodation, by)
    return attempt


def _give(attempt: Attempt, held: Accommodation, seconds: int, by: User) -> None:
    more = seconds - attempt.limit_seconds
    why = f"More time, × {held.factor.normalize()}"
    TimeAdjustment.objects.create(attempt=attempt, seconds=more, why=why, given_by=by)
    set_clock(attempt, attempt.clock.given(more))
    attempt.factor, attempt.limit_seconds = held.factor, seconds
    attempt.version += 1
    attempt.save()
    record(act="attempt.time_given", subject=attempt, actor=by, seconds=more, why=why)


def _give_breaks(attempt: Attempt, held: Accommodation, by: User) -> None:
    """Breaks once: the log knows whether this accommodation gave them already."""
    known = f"accommodation {held.pk}"
    if attempt.adjustments.filter(seconds=0, why=known).exists():
        return
    TimeAdjustment.objects.create(attempt=attempt, seconds=0, why=known, given_by=by)
    attempt.extra_break_seconds += held.break_minutes * 60
    attempt.version += 1
    attempt.save()
    record(act="attempt.breaks_given", subject=attempt, actor=by, minutes=held.break_minutes)
