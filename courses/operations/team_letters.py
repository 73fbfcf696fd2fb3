"""Letters a table gives rise to by itself: a vote is waited for, the run is over."""

import datetime as dt

from django.db.models import F, Max, Q
from django.utils import timezone

from courses import emails
from courses.models import Ballot, Decides, RunState, SimulationRun
from courses.teams import rights
from institute import mail
from institute.accounts.models import User

#: How long a plan may wait for a majority before those who are missing are written to.
DECENT_WAIT = dt.timedelta(hours=12)


def tell_it_is_over(run: SimulationRun, by: User) -> None:
    """Write to everybody at the table but whoever ended the last week; alone there is no table."""
    if rights.table_of(run):
        seats = run.seats.exclude(user=by).select_related("run__version", "user")
        mail.queue_all(emails.team_run_finished(seat) for seat in seats)


def ask_for_votes() -> int:
    """Write to whose vote a week waits for, once a week; how many letters were new."""
    return sum(_ask(run) for run in _waiting())


def _waiting() -> list[SimulationRun]:
    """Runs that vote, whose plan as it stands had its last ballot long enough ago."""
    on_the_plan = Q(
        ballots__week=F("week") + 1,
        ballots__draft_number=F("draft_number"),
    )
    runs = SimulationRun.objects.filter(
        status=RunState.PLAYING, table__isnull=False, table__decides=Decides.VOTE
    )
    voted = runs.annotate(voted_at=Max("ballots__at", filter=on_the_plan))
    long_ago = voted.filter(voted_at__lte=timezone.now() - DECENT_WAIT)
    return list(long_ago.without_their_state())


def _ask(run: SimulationRun) -> int:
    """Who has not agreed, while those who have are no majority."""
    agreed = set(Ballot.objects.on_the_plan(run).values_list("user_id", flat=True))
    seats = list(run.seats.select_related("run__version", "user"))
    if not agreed or len(agreed) >= rights.needed(len(seats)):
        return 0
    missing = [seat for seat in seats if seat.user_id not in agreed]
    return mail.queue_all(emails.vote_missing(seat) for seat in missing)
