"""What somebody's finished runs show of them, over several deals."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from courses.debriefs.finding import finished_of
from courses.models import Competency, Debrief, SimulationRun
from courses.models.run import DebriefState
from courses.simulations.debriefing.names import FIVE, SCORES
from institute.accounts.models import User

SHOWN = 3  # one run alone says little of a person: the mean of three is worth looking at
COMPETENCIES = {
    "align": "align-goals",
    "lead": "lead-teams",
    "risk": "manage-risk",
    "comm": "communicate-stakeholders",
    "exec": "drive-delivery",
}


@dataclass(frozen=True)
class Mean:
    """The mean total of the newest runs asked for; None while there are fewer."""

    runs: int
    total: Decimal | None


def mean_of(user: User, scenarios: Sequence[str], runs: int) -> Mean:
    """Of each deal only the first run counts, and of those only the newest: nobody picks."""
    totals = [run.total for run in _first_of_each_deal(user, scenarios) if run.total is not None]
    newest = totals[-runs:] if runs > 0 else []
    if not newest or len(newest) < runs:
        return Mean(len(newest), None)
    return Mean(len(newest), sum(newest, Decimal(0)) / len(newest))


def _first_of_each_deal(user: User, scenarios: Sequence[str]) -> Iterable[SimulationRun]:
    met: set[tuple[int, int]] = set()
    for run in finished_of(user).filter(version__scenario__slug__in=scenarios):
        deal = (run.version.scenario_id, run.seed)
        if deal not in met:
            met.add(deal)
            yield run


@dataclass(frozen=True)
class Scores:
    """What one debrief found of the scores, by their keys."""

    run: uuid.UUID
    rows: dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """One responsibility over the newest debriefs: yours and the reference's, both means."""

    key: str
    name: str
    competency: str
    yours: float
    par: float


def picture(found: Sequence[Scores]) -> list[Shown]:
    """The five responsibilities as these debriefs show them."""
    names = dict(
        Competency.objects.filter(slug__in=COMPETENCIES.values()).values_list("slug", "name")
    )
    return [
        Shown(
            key,
            SCORES[key],
            names.get(COMPETENCIES[key], ""),
            _mean([one.rows[key]["yours"] for one in found]),
            _mean([one.rows[key]["par"] for one in found]),
        )
        for key in FIVE
        if found
    ]


def newest_scores(user: User) -> list[Scores]:
    """The scores of the newest debriefs somebody has read, the newest first.

    Nothing else of them is fetched: a debrief is eighty thousand characters.
    """
    read = Debrief.objects.filter(run__user=user, status=DebriefState.READY).exclude(guess={})
    newest = read.order_by("-run__finished_at").values_list("run", "parts__scores__rows")
    return [Scores(run, {row["key"]: row for row in rows}) for run, rows in newest[:SHOWN]]


def waiting(user: User) -> SimulationRun | None:
    """A finished run whose debrief its learner has not opened yet."""
    unread = Q(debrief__guess={}) | Q(debrief__isnull=True)
    return finished_of(user).filter(unread).last()


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
