"""The smallest single change that would yield a session where none is free."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from mentorship.clocks import Span
from mentorship.slots.finding import find
from mentorship.slots.shapes import Diary, Found, Reason, Terms

MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
QUARTER = 15  # sessions get shorter by so many minutes
SHORTEST = 15


class Lever(StrEnum):
    """What would be changed, the easiest to ask for first."""

    LENGTH = "length"  # minutes of the session
    YOURS = "yours"  # the student moves a session of their own; no figures
    NOTICE = "notice"  # hours ahead
    BUFFER = "buffer"  # minutes before and after, together
    HORIZON = "horizon"  # days ahead
    DAY_CAP = "day_cap"  # sessions
    WEEK_CAP = "week_cap"  # sessions


@dataclass(frozen=True)
class Change:
    """One change: from what to what, in the unit of its lever, and the session it would yield."""

    lever: Lever
    today: int
    instead: int
    yields: Span


def cheapest_change(found: Found, terms: Terms, diary: Diary) -> Change | None:
    """None when something is free already, or when no single change would help."""
    if found.free:
        return None
    reasons = found.counts
    tries = (change for reason, change in TRIES if reason is None or reason in reasons)
    return next((found_one for each in tries if (found_one := each(found, terms, diary))), None)


def _shorter(found: Found, terms: Terms, diary: Diary) -> Change | None:
    whole = terms.length // MINUTE
    for minutes in _shorter_lengths(whole):
        spans = _again(found, replace(terms, length=minutes * MINUTE), diary)
        if spans:
            return Change(Lever.LENGTH, whole, minutes, spans[0])
    return None


def _shorter_lengths(minutes: int) -> Iterator[int]:
    yield from range((minutes - 1) // QUARTER * QUARTER, SHORTEST - 1, -QUARTER)


def _yours(found: Found, terms: Terms, diary: Diary) -> Change | None:
    others = tuple(each for each in diary.blocks if each.reason is not Reason.YOU_ARE_BOOKED)
    asked = found.asked
    spans = find(replace(diary, blocks=others), terms, window=asked.window, now=asked.now).free
    return Change(Lever.YOURS, 0, 0, spans[0]) if spans else None


def _sooner(found: Found, terms: Terms, diary: Diary) -> Change | None:
    spans = _again(found, replace(terms, notice=dt.timedelta()), diary)
    if not spans:
        return None
    ahead = (spans[-1].start - found.asked.now) // HOUR
    return Change(Lever.NOTICE, terms.notice // HOUR, ahead, spans[-1])


def _without_breaks(found: Found, terms: Terms, diary: Diary) -> Change | None:
    none = dt.timedelta()
    spans = _again(found, replace(terms, before=none, after=none), diary)
    breaks = (terms.before + terms.after) // MINUTE
    return Change(Lever.BUFFER, breaks, 0, spans[0]) if spans else None


def _further(found: Found, terms: Terms, diary: Diary) -> Change | None:
    until = max(found.asked.window.end - found.asked.now, terms.horizon)
    spans = _again(found, replace(terms, horizon=until), diary)
    if not spans:
        return None
    days = -(-(spans[0].start - found.asked.now) // DAY)
    return Change(Lever.HORIZON, terms.horizon // DAY, days, spans[0])


def _more_a_day(found: Found, terms: Terms, diary: Diary) -> Change | None:
    cap = diary.max_per_day or 0
    spans = _again(found, terms, replace(diary, max_per_day=cap + 1))
    return Change(Lever.DAY_CAP, cap, cap + 1, spans[0]) if spans else None


def _more_a_week(found: Found, terms: Terms, diary: Diary) -> Change | None:
    cap = diary.max_per_week or 0
    spans = _again(found, terms, replace(diary, max_per_week=cap + 1))
    return Change(Lever.WEEK_CAP, cap, cap + 1, spans[0]) if spans else None


def _again(found: Found, terms: Terms, diary: Diary) -> tuple[Span, ...]:
    asked = found.asked
    return find(diary, terms, window=asked.window, now=asked.now, busy=asked.busy).free


Try = Callable[[Found, Terms, Diary], Change | None]
# A shorter session may fit where no whole one was even offered.
TRIES: tuple[tuple[Reason | None, Try], ...] = (
    (None, _shorter),
    (Reason.YOU_ARE_BOOKED, _yours),
    (Reason.NOTICE, _sooner),
    (Reason.BUFFER, _without_breaks),
    (Reason.HORIZON, _further),
    (Reason.DAY_FULL, _more_a_day),
    (Reason.WEEK_FULL, _more_a_week),
)
