"""What runs by the clock: each finds ids, calls one operation per row, and is safe to run twice."""

import logging

from django.db import OperationalError
from django.db.models import F
from django.utils import timezone

from courses.models import (
    Cohort,
    CohortState,
    Debrief,
    Enrolment,
    ScenarioVersion,
    SimulationRun,
    WaitlistEntry,
)
from courses.operations import (
    catalogue,
    cohorts,
    debriefing,
    enrolling,
    scenario_reports,
    team_letters,
    waiting,
)
from institute.celery import app
from institute.errors import RuleBroken

log = logging.getLogger(__name__)


@app.task(name="courses.tasks.release_overdue_holds")
def release_overdue_holds() -> int:
    """Let go of reserved places whose time ran out, and of offers nobody answered."""
    released = [enrolling.release_hold(enrolment=held) for held in Enrolment.objects.overdue()]
    expired = [waiting.expire_offer(entry=entry) for entry in WaitlistEntry.objects.overdue()]
    return sum(released) + sum(expired)


@app.task(name="courses.tasks.offer_freed_seats")
def offer_freed_seats() -> int:
    """Offer every free seat for which somebody waits: what an operation could not do at once."""
    open_ones = Cohort.objects.filter(
        status=CohortState.OPEN,
        taken__lt=F("capacity"),
        starts_at__gt=timezone.now(),
        waitlist__status="waiting",
    ).distinct()
    offered = 0
    for cohort in open_ones:
        while waiting.offer_next(cohort):
            offered += 1
    return offered


@app.task(name="courses.tasks.follow_the_calendar")
def follow_the_calendar() -> int:
    """Start and complete cohorts as their dates pass."""
    now = timezone.now()
    due = Cohort.objects.filter(
        status=CohortState.OPEN, starts_at__lte=now
    ) | Cohort.objects.filter(status=CohortState.RUNNING, ends_at__lte=now)
    return len([cohorts.follow_the_calendar(cohort=cohort) for cohort in due])


@app.task(name="courses.tasks.roll_catalogue")
def roll_catalogue() -> int:
    """Let the catalogue follow enrolment that closed by the clock."""
    return catalogue.roll_forward()


@app.task(name="courses.tasks.measure_scenario")
def measure_scenario(version_id: int) -> None:
    """Make the Monte-Carlo report on a version of a scenario."""
    try:
        scenario_reports.report_on(version_id)
    except OperationalError:
        raise  # the database comes back; the sweep goes on
    except Exception:
        log.exception("The report on scenario version %s stopped.", version_id)
        scenario_reports.stop_report(version_id=version_id)


@app.task(name="courses.tasks.go_on_measuring")
def go_on_measuring() -> int:
    """Go on with reports whose worker was lost."""
    waiting = list(ScenarioVersion.objects.measuring().values_list("pk", flat=True)[:20])
    for version_id in waiting:
        measure_scenario(version_id)
    return len(waiting)


@app.task(name="courses.tasks.debrief_run")
def debrief_run(run_id: str) -> None:
    """Work out the debrief of a finished run, from the step at which it stands."""
    run = SimulationRun.objects.filter(pk=run_id).first()
    if run:  # an account may have been erased in the meantime
        _debrief(debriefing.open_for(run=run).pk)


@app.task(name="courses.tasks.go_on_debriefing")
def go_on_debriefing() -> int:
    """Go on with debriefs whose worker was lost, and open those that nobody opened."""
    for run in SimulationRun.objects.not_debriefed()[:20]:
        debriefing.open_for(run=run)
    waiting = list(Debrief.objects.unfinished().values_list("pk", flat=True)[:20])
    for debrief_id in waiting:
        _debrief(debrief_id)
    return len(waiting)


@app.task(name="courses.tasks.ask_for_votes")
def ask_for_votes() -> int:
    """Write to those at a table whose vote a week has been waiting for."""
    return team_letters.ask_for_votes()


def _debrief(debrief_id: int) -> None:
    try:
        debriefing.work_out(debrief_id)
    except OperationalError:
        raise  # the database comes back; the sweep goes on
    except RuleBroken as rule:
        log.warning("Debrief %s cannot be made: %s", debrief_id, rule)
        debriefing.stop(debrief_id=debrief_id)
    except Exception:
        log.exception("Debrief %s stopped.", debrief_id)
        debriefing.stop(debrief_id=debrief_id)
