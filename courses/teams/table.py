"""The table as one of its people sees it: seats, free parts, who agreed, who may end the week."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils import timezone

from courses.models import (
    SILENCE,
    Ballot,
    Decides,
    Part,
    RunMode,
    RunState,
    Seat,
    SimulationRun,
    Table,
    TeamInvitation,
)
from courses.teams import rights
from institute.accounts.models import User

#: What each part watches, in words for who chooses one.
WATCHES = {
    Part.ALIGN: "what is built, and whether teams meet on it",
    Part.LEAD: "the people: mood, overtime, who was never synced",
    Part.RISK: "what may go wrong, and what is bought against it",
    Part.COMM: "the sponsor and the others: what they believe",
    Part.EXEC: "the plan: what sets the date this week",
}


@dataclass(frozen=True)
class Place:
    """A part, and who has taken it; nobody yet where `user` is missing."""

    part: str
    label: str
    watches: str
    user: User | None
    is_lead: bool = False
    is_me: bool = False
    agrees: bool = False
    heard_at: dt.datetime | None = None

    @property
    def is_silent(self) -> bool:
        """Whether the table has waited for them long enough to go on."""
        return bool(self.heard_at and self.heard_at <= timezone.now() - SILENCE)


@dataclass(frozen=True)
class Team:
    """The table of a run, for one of its people."""

    run: SimulationRun
    table: Table
    reader: User

    @property
    def asked(self) -> list[TeamInvitation]:
        """Whom the lead has asked by name and who has no seat yet; for the lead."""
        rows = self.run.invitations.exclude(user__in=self.run.seats.values("user"))
        return list(rows.select_related("cohort__version"))

    @cached_property
    def seats(self) -> dict[str, Seat]:
        return {seat.part: seat for seat in self.run.seats.select_related("user")}

    @cached_property
    def places(self) -> list[Place]:
        return [self._place(part) for part in Part]

    def _place(self, part: Part) -> Place:
        seat = self.seats.get(part)
        user = seat.user if seat else None
        leads = bool(user and user.pk == self.run.user_id)
        return Place(
            part,
            part.label,
            WATCHES[part],
            user,
            leads,
            user == self.reader,
            bool(user and self.votes and user in self.agreed),
            seat.heard_at if seat else None,
        )

    @property
    def taken(self) -> list[Place]:
        return [place for place in self.places if place.user]

    @property
    def free(self) -> list[Place]:
        return [place for place in self.places if not place.user]

    @property
    def others(self) -> list[Place]:
        return [place for place in self.taken if not place.is_me]

    @property
    def silent(self) -> list[Place]:
        """The others who were not heard for three days."""
        return [place for place in self.others if place.is_silent and not place.is_lead]

    @property
    def lead_is_silent(self) -> bool:
        return any(place.is_silent and place.is_lead for place in self.others)

    @property
    def is_lead(self) -> bool:
        return self.run.user_id == self.reader.pk

    @property
    def is_seated(self) -> bool:
        return any(seat.user == self.reader for seat in self.seats.values())

    @property
    def is_open(self) -> bool:
        """Whether somebody may still join: nobody does once the first week is played."""
        is_waiting = self.run.week == 0 and self.run.status == RunState.PLAYING
        return is_waiting and bool(self.table.invite_token) and bool(self.free)

    @property
    def invitation(self) -> str:
        return reverse("courses:team_join", args=[self.table.invite_token])

    @property
    def votes(self) -> bool:
        return self.table.decides == Decides.VOTE

    @cached_property
    def agreed(self) -> list[User]:
        """Who agrees with the plan as it stands."""
        ballots = Ballot.objects.on_the_plan(self.run).select_related("user").order_by("at")
        return [ballot.user for ballot in ballots]

    @property
    def i_agree(self) -> bool:
        return self.reader in self.agreed

    @property
    def needed(self) -> int:
        return rights.needed(len(self.seats))

    @property
    def alone_from(self) -> dt.datetime:
        return rights.alone_from(self.table, self.run)

    @property
    def lead_may_alone(self) -> bool:
        return timezone.now() >= self.alone_from

    @property
    def may_end(self) -> bool:
        """Whether the week ends when this reader says so, with the plan as it stands."""
        if self.is_lead and (not self.votes or self.lead_may_alone):
            return True
        return self.votes and len({*self.agreed, self.reader}) >= self.needed


def team_of(run: SimulationRun, reader: User) -> Team | None:
    """The table of a run; nothing for who plays alone."""
    table = rights.table_of(run)
    return Team(run, table, reader) if table else None


def invited(token: str) -> Table | None:
    """The table an invitation leads to."""
    found = Table.objects.filter(invite_token=token)
    return found.select_related("run__version__scenario", "run__user").first()


def may_become_a_team(run: SimulationRun, reader: User) -> bool:
    """A practice run of one's own, before its first week is played."""
    is_own = run.user_id == reader.pk and run.mode == RunMode.PRACTICE
    return is_own and run.week == 0 and run.status == RunState.PLAYING
