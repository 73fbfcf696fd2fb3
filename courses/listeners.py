"""What courses do when something of theirs happened: one line to Celery, which may be away.

Each word that is lost is found again by a sweep of the timetable.
"""

import logging
from time import monotonic

from courses.events import run_finished

log = logging.getLogger(__name__)

PAUSE = 15.0  # seconds without tasks after one that could not be queued
_away = {"until": 0.0}


def debrief(*, run_id: str, **_: object) -> None:
    """A run is over: its debrief is worked out while its learner guesses."""
    if monotonic() < _away["until"]:
        return
    from institute.celery import app  # noqa: PLC0415 - not for every web worker

    try:
        app.send_task("courses.tasks.debrief_run", args=(run_id,), retry=False)
    except Exception as error:
        _away["until"] = monotonic() + PAUSE
        log.warning("Could not queue the debrief of run %s: %s", run_id, error)


run_finished.connect(debrief, dispatch_uid="courses: debrief a run")
