"""Playing as a team: opening a table, taking a part, agreeing with a plan, leaving."""

import secrets
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from courses.models import Ballot, Decides, RunState, Seat, SimulationRun, Table
from courses.operations import simulating
from courses.operations.simulating import Planned
from courses.teams import rights
from courses.teams.table import may_become_a_team
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked

NO_TEAM = "Only a practice run of your own can become a team’s, before its first week is ended."
CLOSED = "This invitation is closed. Ask the lead for another."
BEGUN = "This team has ended its first week, so nobody joins it any more."
TAKEN = "Somebody took that part a moment ago. Choose another."
SEEN = "You know this deal already, or your class plays it. Ask the lead to start another run."
LEADS = "You lead this run. Hand the lead to somebody else first, then leave."
NOBODY = "Nobody has that part."
NO_VOTE = "In this team the lead decides, so there is nothing to agree with."


@transaction.atomic
def open_table(*, run: SimulationRun, by: User, decides: str, part: str) -> Table:
    """Make a run a team's; asked again it stays as it is. Whoever opens it leads."""
    run = locked(run)
    table = rights.table_of(run)
    if table:
        return table
    if not may_become_a_team(run, by):
        raise RuleBroken(NO_TEAM)
    Seat.objects.create(run=run, user=by, part=part)
    token = secrets.token_urlsafe(24)
    return Table.objects.create(run=run, decides=decides, invite_token=token)


@transaction.atomic
def take_part(*, table: Table, user: User, part: str) -> Seat:
    """Sit down; who sits already keeps their part.

    Raises RuleBroken when the part is taken, the invitation closed, the first week ended, or when
    the deal is one this person knows.
    """
    run = locked(table.run)  # nobody joins while the first week is being ended
    seat = run.seats.filter(user=user).first()
    return seat or seat_down(run, user, part)


def seat_down(run: SimulationRun, user: User, part: str) -> Seat:
    """Take a part at a table whose run is locked."""
    must_be_open(run, Table.objects.filter(run=run).first())
    _must_not_know(run, user)
    try:
        with transaction.atomic():
            return Seat.objects.create(run=run, user=user, part=part)
    except IntegrityError as taken:
        raise RuleBroken(TAKEN) from taken


def must_be_open(run: SimulationRun, table: Table | None) -> None:
    """Raise RuleBroken once the lead has closed the invitation or the first week is ended."""
    if table is None or not table.invite_token or run.status != RunState.PLAYING:
        raise RuleBroken(CLOSED)
    if run.week:
        raise RuleBroken(BEGUN)


def _must_not_know(run: SimulationRun, user: User) -> None:
    """A deal somebody was debriefed on, or that their class plays, is no fresh game for them."""
    dealt = SimulationRun.objects.of_scenario(run.version.scenario_id).on_luck(run.seed)
    if dealt.of(user).burnt().exists() or dealt.of_classes_with(user).exists():
        raise RuleBroken(SEEN)


@transaction.atomic
def close_invitation(*, run: SimulationRun, by: User) -> None:
    """The link leads nowhere from now on."""
    run = locked(run)
    rights.must_lead(run, by)
    Table.objects.filter(run=run).update(invite_token=None)


@transaction.atomic
def leave(*, run: SimulationRun, user: User) -> None:
    """Give the seat up, and with it every ballot. The lead hands over first."""
    run = locked(run)
    if run.user_id == user.pk:
        raise RuleBroken(LEADS)
    run.seats.filter(user=user).delete()
    Ballot.objects.filter(run=run, user=user).delete()


@transaction.atomic
def hand_over(*, run: SimulationRun, by: User, part: str) -> SimulationRun:
    """The person with that part leads from now on; the run and its debrief are theirs."""
    run = locked(run)
    rights.must_lead(run, by)
    if run.status != RunState.PLAYING:
        raise RuleBroken(simulating.OVER)
    heir = run.seats.filter(part=part).exclude(user=by).select_related("user").first()
    if heir is None:
        raise RuleBroken(NOBODY)
    run.user = heir.user
    run.save(update_fields=["user"])
    return run


@transaction.atomic
def agree(*, run: SimulationRun, by: User, planned: Planned, decisions: dict[str, Any]) -> Ballot:
    """Keep what is on the screen as the week's plan, if it is new, and agree with it.

    Raises Stale when a newer plan stands: nobody agrees with what they have not seen.
    """
    run = locked(run)
    table = rights.table_of(run)
    if table is None or table.decides != Decides.VOTE:
        raise RuleBroken(NO_VOTE)
    if not run.seats.filter(user=by).update(heard_at=timezone.now()):
        raise RuleBroken(rights.NOT_SEATED)
    run = simulating.save_draft(run=run, planned=planned, decisions=decisions)
    ballot, _ = Ballot.objects.update_or_create(
        run=run, week=run.next_week, user=by, defaults={"draft_number": run.draft_number}
    )
    return ballot


@transaction.atomic
def put_forward(
    *, run: SimulationRun, by: User, planned: Planned, decisions: dict[str, Any]
) -> SimulationRun:
    """Keep a plan its sender may not end the week with; in a team that votes they agree with it."""
    table = rights.table_of(run)
    if table and table.decides == Decides.VOTE:
        return agree(run=run, by=by, planned=planned, decisions=decisions).run
    return simulating.save_draft(run=run, planned=planned, decisions=decisions)
