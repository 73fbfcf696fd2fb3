"""The past, so that real operations write it: Django's clock reads what the story says."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.db import models
from django.utils import timezone

A_DAY = dt.timedelta(days=1)
AN_HOUR = dt.timedelta(hours=1)


@contextmanager
def set_to(moment: dt.datetime) -> Iterator[None]:
    """Inside, it is that moment. For one command in a process of its own, never for a server."""
    with patch.object(timezone, "now", lambda: moment):
        yield


@contextmanager
def dated(*kinds: type[models.Model]) -> Iterator[None]:
    """Inside, rows of these kinds keep the `created_at` they are given."""
    named = [kind._meta.get_field("created_at") for kind in kinds]  # noqa: SLF001 - only its dates
    fields = [field for field in named if isinstance(field, models.DateTimeField)]
    for field in fields:
        field.auto_now_add = False
    try:
        yield
    finally:
        for field in fields:
            field.auto_now_add = True


def ago(days: float, *, hour: int = 15, minute: int = 0) -> dt.datetime:
    """So many days before now, at an hour UTC at which Canada works."""
    day = timezone.now() - days * A_DAY
    return day.astimezone(dt.UTC).replace(hour=hour, minute=minute, second=0, microsecond=0)
