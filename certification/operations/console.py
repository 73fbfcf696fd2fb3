"""What an examiner does at the console: give minutes, pause, go on, end. Every act is logged."""

from collections.abc import Iterable

from django.db import transaction

from certification.models import Attempt, SubmittedBy, TimeAdjustment
from certification.operations import submitting
from certification.operations.instants import now
from certification.operations.log import record
from certification.operations.sections import set_clock
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked

MOST_MINUTES = 240


@transaction.atomic
def add_minutes(*, attempts: Iterable[Attempt], minutes: int, why: str, by: User) -> int:
    """Give minutes to sittings that run, with the reason; how many got them."""
    if not 0 < abs(minutes) <= MOST_MINUTES:
        raise RuleBroken(f"Give from 1 to {MOST_MINUTES} minutes.")
    if not why.strip():
        raise RuleBroken("Say why: the candidate and the log have a right to it.")
    return sum(_give(each, minutes * 60, why.strip(), by) for each in _held(attempts, by))


def give_seconds(*, attempt: Attempt, seconds: int, why: str, by: User) -> bool:
    """The same, for one sitting and in seconds."""
    with transaction.atomic():
        return _give(attempt, seconds, why, by)


@transaction.atomic
def pause(*, attempts: Iterable[Attempt], why: str, by: User) -> int:
    """Stop the clock of sittings that run; how many stopped."""
    return sum(_pause(each, why.strip(), by) for each in _held(attempts, by))


@transaction.atomic
def resume(*, attempts: Iterable[Attempt], by: User) -> int:
    """Let the clock run on, later by as long as it stood; how many run again."""
    return sum(_resume(each, by) for each in _held(attempts, by))


def end(*, attempts: Iterable[Attempt], why: str, by: User) -> int:
    """Hand in what is stored for them; how many were running."""
    if not why.strip():
        raise RuleBroken("Say why you end the sitting: the log keeps it.")
    done = 0
    for each in _of_others(attempts, by):
        before = each.version
        after = submitting.submit(attempt=each, how=SubmittedBy.STAFF, by=by, why=why.strip())
        done += after.version > before and after.submitted_by == SubmittedBy.STAFF
    return done


def _held(attempts: Iterable[Attempt], by: User) -> list[Attempt]:
    """All of them locked, in one order, before the first entry in the log.

    A candidate who hands in holds one and waits for the log; we must not hold the log by then.
    """
    chosen = [one.pk for one in _of_others(attempts, by)]
    rows = Attempt.objects.filter(pk__in=chosen).select_for_update(of=("self",))
    return list(rows.order_by("pk"))


def _of_others(attempts: Iterable[Attempt], by: User) -> list[Attempt]:
    """Nobody gives minutes to themselves, nor stops their own clock."""
    chosen = list(attempts)
    found = [one for one in chosen if one.candidate_id != by.pk]
    if chosen and not found:
        raise RuleBroken("It is your own sitting. A colleague looks after it.")
    return sorted(found, key=lambda one: one.pk)


def _give(attempt: Attempt, seconds: int, why: str, by: User) -> bool:
    attempt = locked(attempt)
    if not attempt.is_running:
        return False
    clock = attempt.clock.given(seconds)
    if clock.deadline <= attempt.started_at:
        raise RuleBroken("That would end the sitting before it began.")
    TimeAdjustment.objects.create(attempt=attempt, seconds=seconds, why=why[:300], given_by=by)
    set_clock(attempt, clock)
    attempt.version += 1
    attempt.save()
    record(act="attempt.time_given", subject=attempt, actor=by, seconds=seconds, why=why[:300])
    return True


def _pause(attempt: Attempt, why: str, by: User) -> bool:
    attempt, moment = locked(attempt), now()
    if not attempt.can("pause") or attempt.clock.is_over(moment):
        return False
    attempt.move("pause")
    set_clock(attempt, attempt.clock.paused(moment))
    attempt.version += 1
    attempt.save()
    record(act="attempt.paused", subject=attempt, actor=by, why=why[:300])
    return True


def _resume(attempt: Attempt, by: User) -> bool:
    attempt = locked(attempt)
    if not attempt.can("resume"):
        return False
    stood = now()
    attempt.move("resume")
    set_clock(attempt, attempt.clock.resumed(stood))
    attempt.version += 1
    attempt.save()
    record(act="attempt.resumed", subject=attempt, actor=by)
    return True
