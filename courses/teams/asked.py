"""What waits for somebody's answer: invitations by name, and seats that were freed."""

from dataclasses import dataclass

from courses.models import Absence, RunState, Step, TeamInvitation
from courses.teams.table import Place, Team
from institute.accounts.models import User


@dataclass(frozen=True)
class Asked:
    """An invitation that still leads to a seat, and the table as it stands."""

    invitation: TeamInvitation
    team: Team

    @property
    def free(self) -> list[Place]:
        return self.team.free


def invitations_of(user: User) -> list[Asked]:
    """Those not answered, to tables that still take somebody; at most twenty."""
    waiting = TeamInvitation.objects.waiting().to_open_tables().filter(user=user)
    rows = waiting.exclude(run__seats__user=user).with_scenario()[:20]
    return [Asked(row, Team(row.run, row.run.table, user)) for row in rows]


def freed_of(user: User) -> list[Absence]:
    """Seats of theirs that were freed at runs still played, the newest of each run."""
    freed = Absence.objects.filter(user=user, step=Step.SEAT, back_at__isnull=True)
    gone = freed.filter(run__status=RunState.PLAYING).exclude(run__seats__user=user)
    gone = gone.select_related("run__version", "by")
    return list(gone.order_by("run_id", "-at").distinct("run_id"))


def waits_for(user: User) -> int:
    """How many things wait for an answer."""
    return len(invitations_of(user)) + len(freed_of(user))
