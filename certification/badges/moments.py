"""Instants as credentials write them: UTC, whole seconds, a Z."""

import datetime as dt
import re

SHAPE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def written(moment: dt.datetime) -> str:
    """The instant as text."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read(text: object) -> dt.datetime | None:
    """The instant that was written, or nothing when it was written otherwise."""
    if not isinstance(text, str) or not SHAPE.fullmatch(text):
        return None
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None
