"""Calendar files: what each of ours has in common, and a person's own feed.

The library behind them is read when the first file is made, not by every web worker.
"""

from institute.accounts.models import User


def feed(user: User) -> bytes:
    """See `institute.calendars.feeds.feed`."""
    from institute.calendars import feeds

    return feeds.feed(user)
