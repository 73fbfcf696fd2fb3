"""Decisions and batches, each by the operation that makes it."""

import datetime as dt
from collections.abc import Sequence
from functools import partial

from django.utils import timezone

from certification.demo.clock import ago
from certification.demo.ledger import Ledger
from certification.demo.people import Staff
from certification.demo.sittings import Sitting
from certification.demo.stories import Stage
from certification.models import Attempt, Outcome, ReleaseBatch
from certification.operations import deciding, releasing

# Of each batch: when it was decided and when it goes out, in days before today.
BATCHES = {
    Stage.SPRING: ("Spring results", 108, 100),
    Stage.AUTUMN: ("Autumn results", 19, 14),
    Stage.PLANNED: ("December results", 4, -6),
}
DEFERRED = {
    (Stage.AUTUMN, 3): "The connection failed for 40 minutes in the second half. The candidate is "
    "offered another form at no cost before anything is decided.",
    (Stage.PLANNED, 2): "One of the two people named in the application has not answered yet.",
}


def plant_results(sittings: Sequence[Sitting], people: Staff, ledger: Ledger) -> None:
    """Say in the ledger what is done with each paper, and when."""
    for stage, (title, decided, out) in BATCHES.items():
        of_stage = [one for one in sittings if one.story.stage == stage]
        _batch(title, ago(decided), ago(out), of_stage, people, ledger)


def _batch(
    title: str,
    decided: dt.datetime,
    out: dt.datetime,
    sittings: Sequence[Sitting],
    people: Staff,
    ledger: Ledger,
) -> None:
    """Plan the batch, decide one after the other, and let it out when its time has come."""
    planned: list[ReleaseBatch] = []

    def plan() -> None:
        planned.append(releasing.plan_release(title=title, at=out, by=people.manager))

    ledger.do(decided, plan)
    for number, one in enumerate(sittings, start=1):
        decide = partial(_decide, one, planned, people)
        ledger.do(decided + number * dt.timedelta(minutes=4), decide)
    if out <= timezone.now():
        ledger.do(out, lambda: releasing.release(batch=planned[0]))


def _decide(one: Sitting, planned: Sequence[ReleaseBatch], people: Staff) -> None:
    attempt = Attempt.objects.get(pk=one.attempt.pk)
    reason = DEFERRED.get((one.story.stage, one.story.place), "")
    if reason and one.story.form.startswith("PRO"):
        decision = deciding.decide(
            attempt=attempt, outcome=Outcome.DEFERRED, by=people.manager, reason=reason
        )
    else:
        decision = deciding.decide_as_scored(attempt=attempt, by=people.manager)
    deciding.put_in_batch(decision=decision, batch=planned[0], by=people.manager)
