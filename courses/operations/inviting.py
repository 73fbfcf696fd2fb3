"""Asking somebody of one's class to a table by name, and their answer."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from courses import emails
from courses.models import Seat, SimulationRun, Table, TeamInvitation
from courses.operations import teaming
from courses.teams import classmates, rights
from institute import mail
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked

#: A table has four parts to give; more names than this are no invitation but a mailing.
MOST_ASKED = 8
AGAIN_AFTER = dt.timedelta(days=7)
NOT_YOURS = "Choose somebody from the list: it names who your class can see."
SITS = "They have a seat at this table already."
ENOUGH = "Eight people were asked to this table, and that is the most. Send the link to others."
ASKED_LATELY = "You asked them to another table this week. Give them time, or send them the link."


@transaction.atomic
def ask(*, run: SimulationRun, by: User, place: int) -> TeamInvitation:
    """Write to a classmate, once; asked again it stays the same invitation.

    `place` is the enrolment `classmates` lists. Raises RuleBroken for anybody not on that list,
    when the table is closed, and for whoever this lead asked elsewhere within a week.
    """
    run = locked(run)
    rights.must_lead(run, by)
    teaming.must_be_open(run, Table.objects.filter(run=run).first())
    mate = classmates.one_of(by, place)
    if mate is None:
        raise RuleBroken(NOT_YOURS)
    known = run.invitations.filter(user=mate.user).first()
    if known:
        return known
    _must_be_fair(run, by, mate.user)
    invitation = TeamInvitation.objects.create(
        run=run, user=mate.user, by=by, cohort=mate.cohort, shown_as=mate.shown_as
    )
    mail.queue(emails.team_invitation(invitation))
    return invitation


def _must_be_fair(run: SimulationRun, by: User, mate: User) -> None:
    if run.seats.filter(user=mate).exists():
        raise RuleBroken(SITS)
    if run.invitations.count() >= MOST_ASKED:
        raise RuleBroken(ENOUGH)
    since = timezone.now() - AGAIN_AFTER
    if TeamInvitation.objects.filter(by=by, user=mate, asked_at__gt=since).exists():
        raise RuleBroken(ASKED_LATELY)


@transaction.atomic
def accept(*, invitation: TeamInvitation, part: str) -> Seat:
    """Sit down at the table one was asked to; sent twice it is one seat.

    Raises RuleBroken when the part is taken, the table closed or the first week ended meanwhile.
    """
    run = locked(invitation.run)
    invitation = locked(invitation)
    seat = run.seats.filter(user=invitation.user).first()
    if seat:
        return seat
    seat = teaming.seat_down(run, invitation.user, part)
    invitation.move("accept")
    _answered(invitation)
    return seat


@transaction.atomic
def decline(*, invitation: TeamInvitation) -> TeamInvitation:
    """Say no; nothing is asked and the lead sees only that it is a no."""
    locked(invitation.run)
    invitation = locked(invitation)
    if invitation.can("decline"):
        invitation.move("decline")
        _answered(invitation)
    return invitation


def _answered(invitation: TeamInvitation) -> None:
    invitation.answered_at = timezone.now()
    invitation.save(update_fields=["status", "answered_at"])
