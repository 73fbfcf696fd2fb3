"""Moving through a sitting: the open section, breaks, the tab that writes, flags."""

from django.db import transaction

from certification.models import Attempt, AttemptItem, AttemptStatus
from certification.operations.instants import now
from certification.operations.log import record
from certification.sitting_clock import Clock
from institute.errors import RuleBroken
from institute.moves import locked

OVER = "The time of this exam is over."


@transaction.atomic
def leave_section(*, attempt: Attempt, section: int) -> Attempt:
    """Lock the section and open the next; a break begins where one is scheduled.

    Leaving a section twice is once: a second form of the same section changes nothing.
    """
    attempt = locked(attempt)
    if attempt.section != section:
        return attempt
    _refuse_not_writing(attempt)
    after = attempt.form.sections.filter(position__gt=section).order_by("position").first()
    if after is None:
        raise RuleBroken("This is the last section. Hand the exam in when you are done.")
    left = attempt.form.sections.get(position=section)
    attempt.section = after.position
    if left.break_minutes:
        _begin_break(attempt, left.break_minutes * 60)
    attempt.version += 1
    attempt.save()
    record(act="attempt.section_left", subject=attempt, actor=attempt.candidate, section=section)
    return attempt


@transaction.atomic
def take_break(*, attempt: Attempt) -> Attempt:
    """A break of the person's own minutes. Taking it twice is once."""
    attempt = locked(attempt)
    if attempt.clock.on_break(now()):
        return attempt
    _refuse_not_writing(attempt)
    if not attempt.extra_break_seconds:
        raise RuleBroken("You have no break minutes left.")
    _begin_break(attempt, attempt.extra_break_seconds, own=True)
    attempt.version += 1
    attempt.save()
    record(act="attempt.break_taken", subject=attempt, actor=attempt.candidate)
    return attempt


@transaction.atomic
def end_break(*, attempt: Attempt) -> Attempt:
    """Back at the desk; what is left of the break no longer counts as time."""
    attempt = locked(attempt)
    if attempt.break_until and attempt.is_running:
        set_clock(attempt, attempt.clock.back(now()))
        attempt.version += 1
        attempt.save()
        record(act="attempt.break_ended", subject=attempt, actor=attempt.candidate)
    return attempt


def take_tab(*, attempt: Attempt, tab: str) -> None:
    """From now on this tab writes; answers of another one are told so."""
    Attempt.objects.filter(pk=attempt.pk).running().update(tab=tab)


def claim_tab(*, attempt: Attempt, tab: str) -> None:
    """The first tab that asks writes."""
    Attempt.objects.filter(pk=attempt.pk, tab="").running().update(tab=tab)


def flag(*, item: int, flagged: bool) -> None:
    """Mark a question to come back to, while the clock runs."""
    AttemptItem.objects.filter(pk=item, attempt__status=AttemptStatus.STARTED).update(
        flagged=flagged
    )


def set_clock(attempt: Attempt, clock: Clock) -> None:
    """Write the clock back onto the attempt; the caller saves it."""
    attempt.deadline_at = clock.deadline
    attempt.break_until, attempt.break_is_own = clock.break_until, clock.break_is_own
    attempt.extra_break_seconds, attempt.paused_at = clock.own_breaks, clock.paused_at
    if clock.break_until is None:
        attempt.break_started_at = None


def _begin_break(attempt: Attempt, seconds: int, *, own: bool = False) -> None:
    moment = now()
    set_clock(attempt, attempt.clock.back(moment).with_break(moment, seconds, own=own))
    attempt.break_started_at = moment


def _refuse_not_writing(attempt: Attempt) -> None:
    """Only somebody whose clock runs moves on."""
    if attempt.status == AttemptStatus.PAUSED:
        raise RuleBroken("The sitting is paused. Your clock stands still.")
    if not attempt.is_running or not attempt.clock.takes_answers(now()):
        raise RuleBroken(OVER)
