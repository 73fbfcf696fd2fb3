"""The Celery app; tasks are found in each app's `tasks.py`, clocks only in `timetable.py`."""

import os

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "institute.settings")

app = Celery("institute")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_finalize.connect
def _follow_the_timetable(sender: Celery, **_: object) -> None:
    from institute.timetable import TIMETABLE

    sender.conf.beat_schedule = TIMETABLE


@app.task(name="institute.heartbeat")
def heartbeat() -> None:
    """Say that a worker takes work: `/readyz` looks for it."""
    from django.core.cache import cache

    cache.set("heartbeat", "1", 90)


@worker_ready.connect
def _first_beat(**_: object) -> None:
    heartbeat()
