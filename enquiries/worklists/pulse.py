"""Whether anything on the pipeline's pages has changed, for the price of one look at the cache.

A counter moves once a change is committed, never before, so that nobody who reads the new number
can still read old rows. Words such as "3 h overdue" change by themselves: the minute is part of
the answer, and heals what a cache that was away did not count.
"""

import hashlib
import uuid

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from institute.accounts.models import User

BEAT = "pipeline:beat"


def changed() -> None:
    """Something on these pages is other than it was, as soon as it is committed."""
    transaction.on_commit(lambda: cache.set(BEAT, uuid.uuid4().hex, None), robust=True)


def etag(user: User, address: str) -> str:
    """The same for as long as this page would say the same to this reader."""
    beat: str = cache.get(BEAT) or ""
    minute = timezone.now().strftime("%Y%m%d%H%M")
    parts = "\x1f".join((beat, minute, str(user.pk), user.time_zone, address))
    return f'W/"{hashlib.blake2b(parts.encode(), digest_size=12).hexdigest()}"'
