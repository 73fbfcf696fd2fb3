"""What mentorship does when something happened: one line to Celery, which may be away.

Each word that is lost is found again by a sweep of the timetable.
"""

import logging
from time import monotonic

from courses.events import place_cancelled, place_confirmed
from mentorship.events import time_freed

log = logging.getLogger(__name__)

PAUSE = 15.0  # seconds without tasks after one that could not be queued
_away = {"until": 0.0}


def offer_the_time(*, mentor_id: int, **_: object) -> None:
    """A time of this mentor has become free: hold it for whoever waits."""
    _queue("mentorship.tasks.offer_times", mentor_id)


def grant_sessions(*, enrolment_id: int, **_: object) -> None:
    """A place has become sure: give the sessions that come with it."""
    _queue("mentorship.tasks.follow_place", enrolment_id)


def take_sessions_back(*, enrolment_id: int, **_: object) -> None:
    """A place was given back: its unused sessions go with it."""
    _queue("mentorship.tasks.follow_place", enrolment_id)


def _queue(task: str, key: int) -> None:
    if monotonic() < _away["until"]:
        return
    # Celery is read by the process that sends, not by every web worker.
    from institute.celery import app

    try:
        app.send_task(task, args=(key,), retry=False)
    except Exception as error:
        _away["until"] = monotonic() + PAUSE
        log.warning("Could not queue %s: %s", task, error)


time_freed.connect(offer_the_time, dispatch_uid="mentorship: offer the time")
place_confirmed.connect(grant_sessions, dispatch_uid="mentorship: grant sessions")
place_cancelled.connect(take_sessions_back, dispatch_uid="mentorship: take sessions back")
