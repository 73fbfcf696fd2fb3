"""What a page at a table asks every few seconds: did somebody join, agree, plan or end the week?

Five short queries, and none of the run's long columns. An answer has a mark; a page that has seen
it is told nothing.
"""

import hashlib
import uuid
from dataclasses import dataclass
from functools import cached_property

from courses.models import Absence, RunState, SimulationRun, Step
from courses.teams.table import Team
from institute.accounts.models import User


@dataclass(frozen=True)
class News:
    """The table now, beside the week and the draft that stand on the reader's page."""

    team: Team
    week: int
    draft: int

    @property
    def run(self) -> SimulationRun:
        return self.team.run

    @property
    def is_over(self) -> bool:
        return self.run.status != RunState.PLAYING

    @property
    def week_ended(self) -> bool:
        return self.run.next_week > self.week

    @property
    def is_older(self) -> bool:
        """Whether the page shows a plan that is not the newest of its week."""
        return not self.week_ended and self.run.draft_number > self.draft

    @property
    def must_look(self) -> bool:
        """Whether this page has nothing more to ask: what it shows is past."""
        return self.is_over or self.week_ended

    @cached_property
    def ended_by(self) -> User | None:
        turns = self.run.turns.filter(week=self.week).select_related("by")
        return next((turn.by for turn in turns.defer("decisions", "events")), None)

    @cached_property
    def mark(self) -> str:
        """Changes with anything the fragment says."""
        run = self.run
        seen = [run.status, run.week, run.draft_number, run.user_id, self.week, self.draft]
        seats = sorted((seat.part, seat.user_id) for seat in self.team.seats.values())
        agreed = sorted(user.pk for user in self.team.agreed)
        said = repr((seen, seats, agreed)).encode()
        return hashlib.blake2b(said, digest_size=9).hexdigest()


def news_of(reader: User, pk: uuid.UUID, *, week: int, draft: int) -> News | None:
    """The table of a run the reader plays at; nothing for anybody else."""
    runs = SimulationRun.objects.of(reader).without_their_state()
    run = runs.select_related("table", "user").filter(pk=pk, table__isnull=False).first()
    return News(Team(run, run.table, reader), week, draft) if run else None


def was_passed_over(reader: User, pk: uuid.UUID) -> bool:
    """Whether the reader's seat at that run was freed while their page was open."""
    freed = Absence.objects.filter(run=pk, user=reader, step=Step.SEAT, back_at__isnull=True)
    return freed.exists()
