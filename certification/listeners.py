"""What certification does when something happened: one line to Celery, which may be away.

Each word that is lost is found again by a sweep of the timetable.
"""

import logging
from time import monotonic

from courses.events import course_completed

log = logging.getLogger(__name__)

PAUSE = 15.0  # seconds without tasks after one that could not be queued
_away = {"until": 0.0}


def count_course(*, enrolment_id: int, **_: object) -> None:
    """A course was completed: its hours count for whoever is certified."""
    if monotonic() < _away["until"]:
        return
    # Celery is read by the process that sends, not by every web worker.
    from institute.celery import app

    try:
        app.send_task("certification.tasks.follow_course", args=(enrolment_id,), retry=False)
    except Exception as error:
        _away["until"] = monotonic() + PAUSE
        log.warning("Could not queue the hours of place %s: %s", enrolment_id, error)


course_completed.connect(count_course, dispatch_uid="certification: count course")
