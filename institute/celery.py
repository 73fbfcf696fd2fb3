"""The Celery app; tasks are found in each app's `tasks.py`, clocks only in `timetable.py`."""

import os
from urllib.parse import parse_qs, urlsplit

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "institute.settings")


def broker_address(redis_url: str) -> str:
    """The same server in Celery's spelling: a unix socket is `redis+socket://` there."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    number = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={number}"


def configuration() -> dict[str, object]:
    """Read once, when the app is first used: the settings must be ready by then."""
    from django.conf import settings

    from institute.timetable import TIMETABLE

    return {
        "broker_url": broker_address(settings.REDIS_URL),
        "broker_connection_retry_on_startup": True,
        # A nudge that cannot be published is given up quickly: the sweep does the work.
        "task_publish_retry": False,
        "task_ignore_result": True,
        # A killed worker's task runs again, so every task is safe to run twice.
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        "task_time_limit": 240,
        "task_soft_time_limit": 220,
        "task_default_queue": "default",
        "timezone": "UTC",
        "beat_schedule": TIMETABLE,
        "worker_hijack_root_logger": False,
        "broker_transport_options": {
            "visibility_timeout": 300,
            "unacked_restore_interval": 5,
            "unacked_restore_throttle": 1,
            "socket_connect_timeout": 1,
            "socket_timeout": 5,
            # Publishing connects once: without these a request waits six seconds for a dead broker.
            "max_retries": 1,
            "interval_start": 0,
            "interval_step": 0,
            "connect_retries_timeout": 0.5,
        },
    }


app = Celery("institute")
app.add_defaults(configuration)
app.autodiscover_tasks()


@app.task(name="institute.heartbeat")
def heartbeat() -> None:
    """Say that a worker takes work: `/readyz` looks for it."""
    from django.core.cache import cache

    cache.set("heartbeat", "1", 90)


@worker_ready.connect
def _first_beat(**_: object) -> None:
    heartbeat()
