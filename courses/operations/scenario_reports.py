"""The Monte-Carlo report on a version of a scenario, made by a worker, batch by batch."""

from typing import Any

from django.db import transaction

from courses.models import ScenarioVersion
from courses.simulations.checking.dates import summary, truths
from courses.simulations.scenario import read
from institute.moves import locked

DEALS = 500
A_BATCH = 50
UNFINISHED = ("waiting", "running")


@transaction.atomic
def ask_report(*, version: ScenarioVersion) -> ScenarioVersion:
    """A report on this version, to be made by a worker; asking again while it is made is free."""
    version = locked(version)
    if version.report.get("state") not in UNFINISHED:
        version.report = {"state": "waiting", "done": 0, "of": DEALS}
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
    """Measure the next deals; False when nothing is left."""
    version = locked(ScenarioVersion(pk=version_id))
    report: dict[str, Any] = version.report
    if report.get("state") not in UNFINISHED:
        return False
    scenario = read(version.source)
    found = [*report.get("truths", []), *truths(scenario, report["done"], A_BATCH)]
    done = min(report["done"] + A_BATCH, DEALS)
    version.report = {"state": "running", "done": done, "of": DEALS, "truths": found}
    if done >= DEALS:
        outlook = summary(scenario, found)
        version.report = {"state": "done", "done": done, "of": DEALS, "outlook": outlook}
    version.save(update_fields=["report"])
    return bool(done < DEALS)


@transaction.atomic
def stop_report(*, version_id: int) -> None:
    """Somebody may ask again for a report that could not be made."""
    version = locked(ScenarioVersion(pk=version_id))
    if version.report.get("state") in UNFINISHED:
        version.report = {"state": "failed"}
        version.save(update_fields=["report"])
