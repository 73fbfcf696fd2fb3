"""The Celery app that the mail benchmark runs: the outbox's own tasks, and plain `send_mail`."""

import os
from typing import Any

import django
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "institute.settings")
django.setup()

from django.core.mail import get_connection, send_mail  # noqa: E402

from institute.celery import app  # noqa: E402
from tests.mail.post import emails  # noqa: E402, F401 - makes the letters known

__all__ = ["app"]
_kept: dict[str, Any] = {}


@setup_logging.connect
def _quiet(**_: object) -> None:
    """No line per task: both sides are measured without a log."""


@app.task(name="tests.bench.plain")
def plain(subject: str, text: str, sender: str, to: str) -> None:
    """What most projects do: one task, one `send_mail`, here at least over a kept connection."""
    if "connection" not in _kept:
        _kept["connection"] = get_connection()
        _kept["connection"].open()
    send_mail(subject, text, sender, [to], connection=_kept["connection"])
