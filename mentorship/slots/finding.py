"""The slot finder: which sessions are free, and the one reason why each other one is not.

Every obstacle is turned into the starts it forbids, so that a session is judged by its first
second alone: a block from 12:00 forbids an hour's session every start after 11:00.
"""

import datetime as dt
import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from mentorship.clocks import DAY, UTC, Span
from mentorship.slots.opening import Opening
from mentorship.slots.shapes import Asked, Diary, Dropped, Found, Reason, Terms
from mentorship.slots.stretches import Pair, Stretches

SECOND = dt.timedelta(seconds=1)
EVER = 2**62
BLOCKING = (Reason.TIME_OFF, Reason.ELSEWHERE, Reason.BOOKED)


def find(
    diary: Diary, terms: Terms, *, window: Span, now: dt.datetime, busy: Sequence[Span] = ()
) -> Found:
    """Sessions that begin in the window and are not past; `busy` are the student's own."""
    length, opening = terms.length // SECOND, Opening(diary)
    first, last = _up(max(window.start, now)), _up(window.end)
    starts = opening.starts(first, last, length, terms.increment // SECOND) if first < last else []
    refused = {reason: Stretches(pairs) for reason, pairs in _refused(terms, now, busy, diary)}
    if starts:
        refused |= _full(diary, opening, starts)
    return _sorted_out(starts, length, refused, Asked(window, now, tuple(busy)))


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


def _sorted_out(
    starts: list[int], length: int, refused: dict[Reason, Stretches], asked: Asked
) -> Found:
    free, dropped = [], []
    every = Stretches(pair for stretches in refused.values() for pair in stretches.pairs())
    inside = [reason for reason in Reason if reason in refused]
    moment = dt.datetime.fromtimestamp
    for start in starts:
        span = Span(moment(start, UTC), moment(start + length, UTC))
        if start in every:
            dropped.append(Dropped(span, next(r for r in inside if start in refused[r])))
        else:
            free.append(span)
    return Found(tuple(free), tuple(dropped), asked)


def _refused(
    terms: Terms, now: dt.datetime, busy: Sequence[Span], diary: Diary
) -> Iterator[tuple[Reason, list[Pair]]]:
    """The starts that notice, horizon, blocks and the student's own sessions forbid."""
    length = terms.length // SECOND
    before, after = terms.before // SECOND, terms.after // SECOND
    yield Reason.NOTICE, [(-EVER, _up(now + terms.notice))]
    yield Reason.HORIZON, [(_down(now + terms.horizon) + 1, EVER)]
    padded: list[Pair] = []
    for reason in BLOCKING:
        blocks = [_pair(block.span) for block in diary.blocks if block.reason == reason]
        yield reason, [(start - length + 1, end) for start, end in blocks]
        padded += [(start - length - after + 1, end + before) for start, end in blocks]
    yield Reason.BUFFER, padded
    yield Reason.YOU_ARE_BOOKED, [(start - length + 1, end) for start, end in map(_pair, busy)]


def _full(diary: Diary, opening: Opening, starts: list[int]) -> dict[Reason, Stretches]:
    """The local days, and ISO weeks of them, in which the mentor takes nobody more."""
    caps = (diary.max_per_day, diary.max_per_week)
    if caps == (None, None):
        return {}
    days = list(opening.days(starts[0] - 7 * DAY, starts[-1] + 7 * DAY))
    begun = sorted(_down(span.start) for span in diary.booked)
    taken = {day: _within(begun, pair) for day, pair in days}
    return {
        Reason.DAY_FULL: Stretches(pair for day, pair in days if _reached(taken[day], caps[0])),
        Reason.WEEK_FULL: _full_weeks(days, taken, caps[1]),
    }


def _full_weeks(days: list[tuple[int, Pair]], taken: dict[int, int], cap: int | None) -> Stretches:
    weeks: Counter[int] = Counter()
    for day, number in taken.items():
        weeks[_week(day)] += number
    return Stretches(pair for day, pair in days if _reached(weeks[_week(day)], cap))


def _week(day: int) -> int:
    """The number of an ISO week: ordinal 1 was a Monday."""
    return (day - 1) // 7


def _reached(number: int, cap: int | None) -> bool:
    return cap is not None and number >= cap


def _within(moments: Sequence[int], pair: Pair) -> int:
    """How many of the sorted moments lie in a stretch."""
    return bisect_left(moments, pair[1]) - bisect_left(moments, pair[0])


def _pair(span: Span) -> Pair:
    return _down(span.start), _up(span.end)


def _down(moment: dt.datetime) -> int:
    return math.floor(moment.timestamp())


def _up(moment: dt.datetime) -> int:
    return math.ceil(moment.timestamp())
