"""Announcements between floors: after commit, ids only."""

from functools import partial

from django.db import transaction
from django.dispatch import Signal


def announce_on_commit(event: Signal, **ids: int | str) -> None:
    """Tell the listeners once the transaction has committed.

    A listener that fails does not fail the writer; its sweep does the work later.
    """
    transaction.on_commit(partial(event.send_robust, sender=None, **ids), robust=True)
