"""The end of a sitting: by the candidate, by the clock, or by staff; once."""

from django.db import transaction
from django.db.models import Max

from certification.models import Attempt, Response, SubmittedBy
from certification.operations.instants import now
from certification.operations.log import record
from institute.accounts.models import User
from institute.moves import locked

AT_ONCE = 50  # attempts one sweep takes in a transaction


@transaction.atomic
def submit(
    *, attempt: Attempt, how: str = SubmittedBy.CANDIDATE, by: User | None = None, why: str = ""
) -> Attempt:
    """Hand in what is stored. Handing in twice is once: the first end stands."""
    attempt = locked(attempt)
    return _hand_in(attempt, how, by, why) if attempt.is_running else attempt


def submit_if_over(attempt: Attempt) -> Attempt:
    """Somebody looks at a sitting whose time has run out before the sweep came by."""
    if attempt.is_running and attempt.clock.is_over(now()):
        return submit_by_clock(attempt)
    return attempt


@transaction.atomic
def submit_by_clock(attempt: Attempt) -> Attempt:
    """Hand in if the time is over under the lock as well: minutes may have been added."""
    attempt = locked(attempt)
    if attempt.is_running and attempt.clock.is_over(now()):
        return _hand_in(attempt, SubmittedBy.CLOCK, None, "")
    return attempt


def submit_overdue() -> int:
    """Hand in every sitting whose time is over; sittings another sweep holds are left to it."""
    done = 0
    while taken := _take_some():
        done += taken
    return done


@transaction.atomic
def _take_some() -> int:
    overdue = Attempt.objects.overdue().order_by("deadline_at")
    rows = list(overdue.select_for_update(skip_locked=True, of=("self",))[:AT_ONCE])
    for attempt in rows:
        _hand_in(attempt, SubmittedBy.CLOCK, None, "")
    return len(rows)


def _hand_in(attempt: Attempt, how: str, by: User | None, why: str) -> Attempt:
    attempt.move("submit")
    attempt.version += 1
    attempt.submitted_at, attempt.submitted_by = now(), how
    answers = Response.objects.filter(attempt_item__attempt=attempt)
    attempt.last_saved_at = answers.aggregate(last=Max("saved_at"))["last"]
    attempt.paused_at = attempt.break_until = attempt.break_started_at = None
    attempt.save()
    said: dict[str, object] = {"why": why} if why else {}
    record(
        act="attempt.submitted",
        subject=attempt,
        actor=by,
        how=str(how),
        answers=answers.count(),
        **said,
    )
    return attempt
