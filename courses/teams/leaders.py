"""The leaderboard of a class: those who agreed, on the deal the class shares, each once."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from courses.models import BoardConsent, Cohort, Enrolment, RunMode, SimulationRun
from courses.models.cohort import CohortQuerySet
from courses.models.enrolment import HOLDING
from courses.runs.counting import counts
from institute.accounts.models import User
from institute.accounts.roles import Role

#: With fewer, who stands where would tell too much about those who are missing.
FEWEST = 5


@dataclass(frozen=True)
class Line:
    """One person's place."""

    rank: int
    shown_as: str
    total: Decimal
    weeks: int
    is_me: bool


@dataclass(frozen=True)
class Board:
    """One simulation; no lines while fewer than five agreed and have finished."""

    title: str
    lines: list[Line]


def classes_of(reader: User) -> CohortQuerySet:
    """Classes whose board somebody may open: their own, those they teach; a manager's are all."""
    if reader.has_role(Role.MANAGER):
        return Cohort.objects.all()
    placed = Q(enrolments__student=reader, enrolments__status__in=HOLDING)
    taught = Q(sessions__instructor=reader)
    return Cohort.objects.filter(placed | taught).distinct()


def consent_of(reader: User, cohort: Cohort) -> BoardConsent | None:
    return BoardConsent.objects.standing().filter(user=reader, cohort=cohort).first()


def may_be_shown(reader: User, cohort: Cohort) -> bool:
    """Whether they have a confirmed place."""
    return Enrolment.objects.learning().filter(student=reader, cohort=cohort).exists()


def boards_of(cohort: Cohort, reader: User) -> list[Board]:
    """A board for each simulation the class has played together."""
    shown = _shown(cohort)
    found: dict[str, list[SimulationRun]] = {}
    for run in _finished(cohort):
        of_scenario = found.setdefault(run.version.title, [])
        if run.user_id in shown and counts(run):
            of_scenario.append(run)
    return [Board(title, _lines(runs, shown, reader)) for title, runs in found.items()]


def _shown(cohort: Cohort) -> dict[int, str]:
    """Who is shown, by which name: a consent that stands, of somebody who still has a place."""
    placed = Enrolment.objects.learning().filter(cohort=cohort).values("student")
    consents = BoardConsent.objects.standing().filter(cohort=cohort, user__in=placed)
    return dict(consents.values_list("user_id", "shown_as"))


def _finished(cohort: Cohort) -> list[SimulationRun]:
    runs = SimulationRun.objects.finished().filter(mode=RunMode.CLASS, enrolment__cohort=cohort)
    played = runs.with_scenario().without_their_state().select_related("user")
    return list(played.order_by("version__title", "finished_at"))


def _lines(runs: list[SimulationRun], shown: dict[int, str], reader: User) -> list[Line]:
    """Best first; the same whole points are the same rank. Nothing below the smallest number."""
    if len(runs) < FEWEST:
        return []
    totals = [_points(run) for run in runs]
    lines = [
        Line(
            rank=1 + sum(other > points for other in totals),
            shown_as=shown[run.user_id],
            total=points,
            weeks=run.week,
            is_me=run.user_id == reader.pk,
        )
        for run, points in zip(runs, totals, strict=True)
    ]
    return sorted(lines, key=lambda line: (line.rank, line.shown_as.casefold()))


def _points(run: SimulationRun) -> Decimal:
    return (run.total or Decimal(0)).quantize(Decimal(1))
