"""Who may end the week of a team run."""

import datetime as dt
from typing import Any

from django.utils import timezone

from courses.models import Ballot, Decides, SimulationRun, Table
from courses.runs.engines import engine_of, scenario_of
from institute.accounts.models import User
from institute.errors import RuleBroken

WAIT = dt.timedelta(hours=48)
NOT_SEATED = "You have no seat at this run any more."
LEAD_ENDS = "The lead ends the week. Your plan is kept; {lead} sees it."
LEAD_ONLY = "Only the lead can do this: {lead}."


class NotAgreed(RuleBroken):
    """The plan still needs others to agree with it."""


def table_of(run: SimulationRun) -> Table | None:
    """How the team of a run decides; nothing for who plays alone."""
    return Table.objects.filter(run=run).first()


def needed(seats: int) -> int:
    """More than half."""
    return seats // 2 + 1


def alone_from(table: Table, run: SimulationRun) -> dt.datetime:
    """When the lead of a team that votes may end the week alone: 48 hours after it began."""
    ended = run.turns.order_by("-week").values_list("at", flat=True).first()
    return (ended or table.opened_at) + WAIT


def must_lead(run: SimulationRun, by: User) -> None:
    """Raise RuleBroken for everybody at the table but its lead."""
    if run.user_id != by.pk:
        raise RuleBroken(LEAD_ONLY.format(lead=run.user.name))


def may_commit(run: SimulationRun, by: User, decisions: dict[str, Any]) -> None:
    """Ask on the locked row; `decisions` are cleaned. Who may not is told by RuleBroken.

    Raises NotAgreed where a majority decides and has not agreed with exactly these decisions.
    """
    table = table_of(run)
    if table is None:
        return
    seated = set(run.seats.values_list("user_id", flat=True))
    if by.pk not in seated:
        raise RuleBroken(NOT_SEATED)
    if table.decides == Decides.LEAD:
        if by.pk != run.user_id:
            raise NotAgreed(LEAD_ENDS.format(lead=run.user.name))
        return
    if by.pk == run.user_id and timezone.now() >= alone_from(table, run):
        return
    _must_be_agreed(run, by, decisions, len(seated))


def _must_be_agreed(run: SimulationRun, by: User, decisions: dict[str, Any], seats: int) -> None:
    """Whoever ends the week agrees with it by doing so; with one seat that is everybody."""
    agreed: set[int] = set()
    if decisions == engine_of(run.engine).clean(scenario_of(run.version), run.draft):
        agreed = set(Ballot.objects.on_the_plan(run).values_list("user_id", flat=True))
    agreed.add(by.pk)
    if len(agreed) < needed(seats):
        raise NotAgreed(
            f"You agree with this plan. It is kept, and the week ends when {needed(seats)} of "
            f"{seats} agree."
        )
