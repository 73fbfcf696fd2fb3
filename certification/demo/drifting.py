"""Anchor scripts that markers met: most mark as the experts, one has grown severe."""

import datetime as dt
from collections.abc import Iterator

from certification import irt
from certification.demo.clock import ago, dated
from certification.demo.ledger import Ledger
from certification.demo.papers import SEED
from certification.demo.people import Staff
from certification.models import AnchorScript, Mark, MarkingTask, Round, TaskStatus
from certification.operations import anchors, dealing, handing_over
from institute.accounts.models import User

OFF, SEVERE = 0.15, 0.75  # how often a level beside the experts', and how often one below
FIRST_DAY, LAST_DAY = 140, 12


def plant_drift(people: Staff, ledger: Ledger) -> None:
    """Marks on anchors between the spring and two weeks ago, with their entries of the log."""
    anchors.plant()
    met = list(_met(people))
    with dated(MarkingTask, Mark):
        MarkingTask.objects.bulk_create(task for task, _ in met)
        Mark.objects.bulk_create(mark for _, mark in met)
    for task, mark in met:
        assert task.submitted_at
        ledger.note(
            task.submitted_at,
            "mark.given",
            task,
            task.marker,
            revision=1,
            levels=mark.levels,
            asks_moderation=False,
        )


def _met(people: Staff) -> Iterator[tuple[MarkingTask, Mark]]:
    """The examiner met one anchor of each case, so that there is one left to meet."""
    scripts = list(AnchorScript.objects.select_related("version").order_by("key"))
    taken: set[str] = set()
    for marker, low, known in (
        (people.examiner, 0.0, scripts[::2]),
        (people.second, 0.0, scripts),
        (people.third, SEVERE, scripts),
    ):
        step = (FIRST_DAY - LAST_DAY) / len(known)
        for number, script in enumerate(known):
            at = ago(FIRST_DAY - number * step, hour=14 + number % 6, minute=7 * number % 60)
            yield _one(script, marker, low, at, taken)


def _one(
    script: AnchorScript, marker: User, low: float, at: dt.datetime, taken: set[str]
) -> tuple[MarkingTask, Mark]:
    chance = irt.stream(SEED, "anchor", script.key, marker.email)
    task = MarkingTask(
        anchor=script,
        version=script.version,
        code=dealing.new_code(taken),
        round=chance.choice((Round.FIRST, Round.SECOND)),
        marker=marker,
        status=TaskStatus.SUBMITTED,
        due_at=at + handing_over.DUE,
        submitted_at=at,
        created_at=at,
    )
    levels = {}
    for criterion in script.version.rubric:
        agreed = script.levels[criterion["key"]]
        beside = chance.choice((-1, 1)) if chance.random() < OFF else 0
        step = -1 if chance.random() < low else beside
        levels[criterion["key"]] = max(0, min(len(criterion["levels"]) - 1, agreed + step))
    seconds = chance.randrange(140, 420)
    return task, Mark(
        task=task, revision=1, levels=levels, seconds=seconds, created_at=at, marked_by=marker
    )
