"""The Monte-Carlo report on a version of a scenario, made by a worker, batch by batch."""

from dataclasses import asdict
from typing import Any

from django.db import transaction

from courses.models import ScenarioVersion
from courses.simulations.checking.dates import summary, truths
from courses.simulations.measuring.ranking import TASKS, measure, ranking
from courses.simulations.scenario import Scenario as Programme
from courses.simulations.scenario import read
from institute.moves import locked

DEALS, A_BATCH = 500, 50
PROJECTIONS = DEALS // A_BATCH
PLAYED = 40  # deals that every policy plays: some twenty seconds of a processor for a report
STEPS = PROJECTIONS + len(TASKS)
UNFINISHED = ("waiting", "running")


@transaction.atomic
def ask_report(*, version: ScenarioVersion) -> ScenarioVersion:
    """A report on this version, to be made by a worker; asking again while it is made is free."""
    version = locked(version)
    if version.report.get("state") not in UNFINISHED:
        version.report = {"state": "waiting", "done": 0, "of": STEPS}
        version.save(update_fields=["report"])
    return version


def report_on(version_id: int) -> None:
    """Go on with a report where it stands.

    Progress is kept with every batch, so a killed worker's successor goes on there; two workers
    on one report take turns at its lock.
    """
    while _batch(version_id):
        pass


@transaction.atomic
def _batch(version_id: int) -> bool:
    """Take the next step; False when nothing is left."""
    version = locked(ScenarioVersion(pk=version_id))
    report: dict[str, Any] = version.report
    if report.get("state") not in UNFINISHED:
        return False
    programme = read(version.source)
    version.report = _one_more(programme, report)
    if version.report["done"] >= STEPS:
        version.report = _finished(programme, version.report)
    version.save(update_fields=["report"])
    return bool(version.report["state"] in UNFINISHED)


def _one_more(programme: Programme, report: dict[str, Any]) -> dict[str, Any]:
    """Project some more deals, or play another task of the ranking."""
    done = report["done"]
    dates, played = report.get("truths", []), report.get("played", {})
    if done < PROJECTIONS:
        dates = [*dates, *truths(programme, done * A_BATCH, A_BATCH)]
    else:
        task = TASKS[done - PROJECTIONS]
        played = played | {task: measure(programme, task, PLAYED)}
    return {
        "state": "running",
        "done": done + 1,
        "of": STEPS,
        "truths": dates,
        "played": played,
    }


def _finished(programme: Programme, report: dict[str, Any]) -> dict[str, Any]:
    """What is kept: the outlook and the verdict, not every number behind them."""
    found = asdict(ranking(report["played"]))
    for row in found["rows"]:
        del row["totals"]
    outlook = summary(programme, report["truths"])
    return {
        "state": "done",
        "done": STEPS,
        "of": STEPS,
        "deals": DEALS,
        "played": PLAYED,
        "outlook": outlook,
        "ranking": found,
    }


@transaction.atomic
def stop_report(*, version_id: int) -> None:
    """Somebody may ask again for a report that could not be made."""
    version = locked(ScenarioVersion(pk=version_id))
    if version.report.get("state") in UNFINISHED:
        version.report = {"state": "failed"}
        version.save(update_fields=["report"])
