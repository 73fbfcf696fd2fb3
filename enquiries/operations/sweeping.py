"""Doing something to each row of a sweep: one that fails does not hold up the others."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import OperationalError

log = logging.getLogger(__name__)
T = TypeVar("T")


def each(rows: Iterable[T], act: Callable[[T], bool]) -> int:
    """How many of the rows something was done to; a row that fails is looked at next time."""
    return sum(_tried(row, act) for row in rows)


def _tried(row: T, act: Callable[[T], bool]) -> bool:
    try:
        return act(row)
    except OperationalError:
        raise  # the database is away: nothing else will work either
    except Exception:
        log.exception("%s could not be done for %r", act.__name__, row)
        return False
