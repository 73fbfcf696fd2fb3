"""When a cohort meets, in the words people use: "Mon and Wed, 18:30 to 20:00"."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
Span = tuple[dt.datetime, dt.datetime]


def meeting_words(classes: Sequence[Span], zone: ZoneInfo, *, short: bool = False) -> str:
    """The pattern of the first week of classes on a zone's clock; empty without classes.

    `short` leaves the end out: "Mon and Wed 18:30".
    """
    if not classes:
        return ""
    first = classes[0][0]
    local = [
        (start.astimezone(zone), end.astimezone(zone))
        for start, end in classes
        if start - first < dt.timedelta(days=7)
    ]
    days = list(dict.fromkeys(DAYS[start.weekday()] for start, _ in local))
    clocks = list(dict.fromkeys(_clock(span, short=short) for span in local))
    if len(clocks) == 1:
        return f"{joined(days)}{' ' if short else ', '}{clocks[0]}"
    return joined([f"{DAYS[span[0].weekday()]} {_clock(span, short=short)}" for span in local])


def _clock(span: Span, *, short: bool) -> str:
    start, end = span
    return f"{start:%H:%M}" if short else f"{start:%H:%M} to {end:%H:%M}"


def joined(words: Sequence[str]) -> str:
    """ "Mon, Wed and Fri"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1] if words else "")))


def same_clock(at: dt.datetime, one: ZoneInfo, other: ZoneInfo) -> bool:
    """Whether both clocks show the same time at that moment."""
    return at.astimezone(one).utcoffset() == at.astimezone(other).utcoffset()
