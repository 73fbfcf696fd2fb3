"""What simulations contribute: a picture of a learner, development, the privacy file."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import mark_safe

from courses.debriefs import record
from courses.debriefs.charts.bars import against_par
from courses.debriefs.finding import finished_of
from courses.models import SimulationRun
from courses.panels.today import reader
from courses.teams import record as teams
from institute.accounts.models import User
from institute.accounts.roles import may_enter
from institute.learning import Learned
from institute.panels import NavEntry, TimelineRow

HOURS = Decimal("0.75")  # a run and its debrief, as learners are told before they start


def teaches(user: User) -> bool:
    return may_enter("teaching", user.roles)


IN_THE_RAIL = NavEntry("staff", "Class runs", "courses:debriefs_taught", "net", 21, teaches)


def picture(request: HttpRequest) -> dict[str, object] | None:
    """The five responsibilities over the newest debriefs, and a debrief that waits to be read."""
    user = reader(request)
    found, waiting = record.newest_scores(user), record.waiting(user)
    if not found and waiting is None:
        return None
    rows = [
        (row, mark_safe(against_par(row.yours, row.par)))  # noqa: S308 - figures only
        for row in record.picture(found)
    ]
    newest = found[0].run if found else None
    return {"rows": rows, "runs": len(found), "newest": newest, "waiting": waiting}


def learned(user: User) -> Iterator[Learned]:
    """Each finished run whose debrief was read, once."""
    for run in finished_of(user).burnt():
        day = (run.finished_at or run.started_at).astimezone(user.zone).date()
        title = f"Simulation: {run.version.title}"
        yield Learned(f"courses:run {run.pk}", title, day, HOURS, "simulation")


def timeline(user: User) -> Iterable[TimelineRow]:
    """Each run that was finished."""
    for run in finished_of(user):
        url = reverse("courses:debrief", args=[run.pk])
        title = f"Finished a run of {run.version.title}"
        yield TimelineRow(run.finished_at or run.started_at, title, url, "simulation")


def everything(user: User) -> dict[str, Any]:
    """Runs with their turns, debriefs with guess, commitment, link and comment; teams."""
    runs = SimulationRun.objects.filter(user=user).with_scenario().order_by("started_at")
    return {
        "runs": [_run(run) for run in runs.select_related("debrief__commented_by")],
        **teams.everything(user),
    }


def _run(run: SimulationRun) -> dict[str, Any]:
    return {
        "scenario": run.version.title,
        "version": run.version.number,
        "engine": run.engine,
        "mode": run.mode,
        "status": run.status,
        "started": run.started_at,
        "finished": run.finished_at,
        "total": run.total,
        "score": run.score,
        "plan": run.draft,
        "weeks": list(run.turns.order_by("week").values("week", "decisions", "at")),
        "debrief": _debrief(run),
    }


def _debrief(run: SimulationRun) -> dict[str, Any] | None:
    debrief = getattr(run, "debrief", None)
    if debrief is None:
        return None
    teacher = debrief.commented_by
    return {
        "guess": debrief.guess,
        "resolve": debrief.resolve,
        "shared_at": debrief.share_token and f"/simulations/shared/{debrief.share_token}/",
        "comment": debrief.comment,
        "rubric": debrief.rubric,
        "commented_by": teacher and teacher.name,
        "commented": debrief.commented_at,
        # Before the guess the debrief is sealed, and so is its luck.
        "found": debrief.parts if debrief.guess else None,
    }
