"""A table that waits for somebody: who was heard, going on without who is silent, coming back.

Three days without a look at the run or a vote are silence. The lead may then free the seat, and
anybody seated may take the lead from a silent lead. What somebody did stays theirs.
"""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from courses import emails
from courses.models import SILENCE, Absence, Ballot, RunState, Seat, SimulationRun, Step
from courses.operations import simulating
from courses.teams import rights
from institute import mail
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked

NOTED_EVERY = dt.timedelta(minutes=5)
NOBODY = "Nobody has that part."
NOT_SILENT = "{name} was here less than three days ago, so the table goes on with them."
NOT_FREED = "No seat of yours was freed at this table."
TAKEN = "Somebody has that part now. Ask the lead whether another is free."


def heard(run: SimulationRun, by: User) -> bool:
    """Note that somebody at the table has looked; written at most every five minutes."""
    now = timezone.now()
    seats = Seat.objects.filter(run=run, user=by, heard_at__lt=now - NOTED_EVERY)
    return bool(seats.update(heard_at=now))


@transaction.atomic
def seat_out(*, run: SimulationRun, by: User, part: str) -> Absence:
    """Free the seat of somebody silent: their vote is no longer waited for, and they are told.

    Raises RuleBroken for anybody but the lead, and while they were heard within three days.
    """
    run = locked(run)
    rights.must_lead(run, by)
    seat = _seat(run, part=part)
    if seat is None or seat.user_id == by.pk:
        raise RuleBroken(NOBODY)
    absence = _passed_over(run, seat, by, Step.SEAT)
    Ballot.objects.filter(run=run, user=seat.user).delete()
    seat.delete()
    mail.queue(emails.seat_freed(absence))
    return absence


@transaction.atomic
def take_lead(*, run: SimulationRun, by: User) -> SimulationRun:
    """Lead instead of a silent lead, who keeps their seat and is told; asked again it stays so."""
    run = locked(run)
    if run.user_id == by.pk:
        return run
    if not run.seats.filter(user=by).exists():
        raise RuleBroken(rights.NOT_SEATED)
    seat = _seat(run, user=run.user)
    if seat is None:
        raise RuleBroken(NOBODY)
    absence = _passed_over(run, seat, by, Step.LEAD)
    run.user = by
    run.save(update_fields=["user"])
    mail.queue(emails.lead_taken(absence))
    return run


@transaction.atomic
def come_back(*, run: SimulationRun, user: User) -> Seat:
    """Take the freed seat again, for as long as the run is played."""
    run = locked(run)
    seat = _seat(run, user=user)
    if seat:
        return seat
    freed = run.absences.filter(user=user, step=Step.SEAT, back_at__isnull=True).last()
    if freed is None:
        raise RuleBroken(NOT_FREED)
    _must_be_played(run)
    try:
        with transaction.atomic():
            seat = Seat.objects.create(run=run, user=user, part=freed.part)
    except IntegrityError as taken:
        raise RuleBroken(TAKEN) from taken
    run.absences.filter(user=user, step=Step.SEAT, back_at__isnull=True).update(
        back_at=seat.heard_at
    )
    return seat


def _seat(run: SimulationRun, **which: object) -> Seat | None:
    """A seat under its lock, so that whoever looks in at this moment comes before or after."""
    seats = run.seats.select_for_update(of=("self",)).select_related("user")
    return seats.filter(**which).first()


def _passed_over(run: SimulationRun, seat: Seat, by: User, step: str) -> Absence:
    _must_be_played(run)
    now = timezone.now()
    if seat.heard_at > now - SILENCE:
        raise RuleBroken(NOT_SILENT.format(name=seat.user.name))
    return Absence.objects.create(
        run=run,
        user=seat.user,
        by=by,
        part=seat.part,
        step=step,
        silent_since=seat.heard_at,
        at=now,
    )


def _must_be_played(run: SimulationRun) -> None:
    if run.status != RunState.PLAYING:
        raise RuleBroken(simulating.OVER)
