"""The slot finder: which sessions are free, and the one reason why each other one is not.

Every obstacle is turned into the starts it forbids, so that a session is judged by its first
second alone: a block from 12:00 forbids an hour's session every start after 11:00.
"""

import datetime as dt
import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from mentorship.clocks import DAY, UTC, Span
from mentorship.slots.opening import Opening, Pair
from mentorship.slots.shapes import Asked, Diary, Found, Reason, Terms

SECOND = dt.timedelta(seconds=1)
EVER = 2**62


def find(
    diary: Diary, terms: Terms, *, window: Span, now: dt.datetime, busy: Sequence[Span] = ()
) -> Found:
    """Sessions that begin in the window and are not past; `busy` are the student's own."""
    now = now.astimezone(UTC)
    length, opening = terms.length // SECOND, Opening(diary)
    first, last = max(_up(window.start), _up(now)), _up(window.end)
    starts = opening.starts(first, last, length, terms.increment // SECOND) if first < last else []
    refused = _refused(terms, now, diary, busy)
    if starts:
        refused |= _full(diary, opening, starts)
    why = _judged(starts, refused)
    free = [start for start, reason in zip(starts, why, strict=True) if reason is None]
    dropped = [(start, reason) for start, reason in zip(starts, why, strict=True) if reason]
    return Found(free, dropped, length, Asked(window, now, tuple(busy)))


def is_free(
    diary: Diary, terms: Terms, start: dt.datetime, *, now: dt.datetime, busy: Sequence[Span] = ()
) -> Reason | None:
    """None when a session may begin then, else the reason `find` drops it for.

    A start that is past, or that is not offered at all, is CLOSED.
    """
    start = start.astimezone(UTC)
    found = find(diary, terms, window=Span(start, start + SECOND), now=now, busy=busy)
    if any(each.start == start for each in found.free):
        return None
    reasons = (each.reason for each in found.dropped if each.span.start == start)
    return next(reasons, Reason.CLOSED)


def nearest(free: Iterable[Span], at: dt.datetime, number: int = 3) -> tuple[Span, ...]:
    """The free sessions that begin nearest to an instant, in order of time."""
    at = at.astimezone(UTC)
    return tuple(sorted(sorted(free, key=lambda span: abs(span.start - at))[:number]))


def _judged(starts: list[int], refused: dict[Reason, list[Pair]]) -> list[Reason | None]:
    """Each start's reason, or None: the reasons are written over one another, the first last."""
    why: list[Reason | None] = [None] * len(starts)
    for reason in reversed(Reason):
        for start, end in refused.get(reason, ()):
            from_here = bisect_left(starts, start)
            to_there = bisect_left(starts, end, from_here)
            if from_here < to_there:
                why[from_here:to_there] = [reason] * (to_there - from_here)
    return why


def _refused(
    terms: Terms, now: dt.datetime, diary: Diary, busy: Sequence[Span]
) -> dict[Reason, list[Pair]]:
    """The starts that notice, horizon, blocks and the student's own sessions forbid."""
    length = terms.length // SECOND
    before, after = terms.before // SECOND, terms.after // SECOND
    refused: dict[Reason, list[Pair]] = defaultdict(list)
    refused[Reason.NOTICE] = [(-EVER, _up(now + terms.notice))]
    refused[Reason.HORIZON] = [(_down(now + terms.horizon) + 1, EVER)]
    refused[Reason.YOU_ARE_BOOKED] = [
        (_down(span.start) - length + 1, _up(span.end)) for span in busy
    ]
    for block in diary.blocks:
        start, end = _down(block.span.start) - length + 1, _up(block.span.end)
        refused[block.reason].append((start, end))
        if block.reason is not Reason.YOU_ARE_BOOKED:
            refused[Reason.BUFFER].append((start - after, end + before))
    return refused


def _full(diary: Diary, opening: Opening, starts: list[int]) -> dict[Reason, list[Pair]]:
    """The local days, and ISO weeks of them, in which the mentor takes nobody more."""
    caps = (diary.max_per_day, diary.max_per_week)
    if caps == (None, None):
        return {}
    days = list(opening.days(starts[0] - 7 * DAY, starts[-1] + 7 * DAY))
    begun = sorted(_down(span.start) for span in diary.booked)
    taken = {day: _within(begun, pair) for day, pair in days}
    return {
        Reason.DAY_FULL: [pair for day, pair in days if _reached(taken[day], caps[0])],
        Reason.WEEK_FULL: _full_weeks(days, taken, caps[1]),
    }


def _full_weeks(days: list[tuple[int, Pair]], taken: dict[int, int], cap: int | None) -> list[Pair]:
    weeks: Counter[int] = Counter()
    for day, number in taken.items():
        weeks[_week(day)] += number
    return [pair for day, pair in days if _reached(weeks[_week(day)], cap)]


def _week(day: int) -> int:
    """The number of an ISO week: ordinal 1 was a Monday."""
    return (day - 1) // 7


def _reached(number: int, cap: int | None) -> bool:
    return cap is not None and number >= cap


def _within(moments: Sequence[int], pair: Pair) -> int:
    """How many of the sorted moments lie in a stretch."""
    return bisect_left(moments, pair[1]) - bisect_left(moments, pair[0])


def _down(moment: dt.datetime) -> int:
    return math.floor(moment.timestamp())


def _up(moment: dt.datetime) -> int:
    return math.ceil(moment.timestamp())
