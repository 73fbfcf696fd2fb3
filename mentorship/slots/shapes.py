"""What the slot finder is asked with, and what it answers."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from mentorship.clocks import Span


class Reason(StrEnum):
    """Why a session cannot begin at a time the mentor is open. The first that holds is given."""

    CLOSED = "closed"  # not a time that is offered at all
    NOTICE = "notice"
    HORIZON = "horizon"
    TIME_OFF = "time_off"
    ELSEWHERE = "elsewhere"
    BOOKED = "booked"
    BUFFER = "buffer"  # the session is clear, the break before or after it is not
    DAY_FULL = "day_full"
    WEEK_FULL = "week_full"
    YOU_ARE_BOOKED = "you_are_booked"


Hours = tuple[dt.time, dt.time]  # wall times; an end that is not later is on the next day


@dataclass(frozen=True, slots=True)
class WeekRule:
    """Open every week, on the clock of a zone. 0 is Monday; both dates are included."""

    weekday: int
    starts: dt.time
    ends: dt.time
    zone: ZoneInfo
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """The hours of one date, in place of the week's; none at all is a day off."""

    day: dt.date
    hours: tuple[Hours, ...] = ()


@dataclass(frozen=True, slots=True)
class Travel:
    """From the first date to the last, the mentor's wall clock is this zone's."""

    zone: ZoneInfo
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch in which no session may be: TIME_OFF, ELSEWHERE or BOOKED."""

    span: Span
    reason: Reason


@dataclass(frozen=True)
class Diary:
    """All there is to know about one mentor's time.

    `blocks` of bookings include their breaks; `booked` are the sessions themselves, which count
    towards the most a mentor takes in a local day and in an ISO week of local days.
    """

    key: int
    zone: ZoneInfo
    rules: tuple[WeekRule, ...] = ()
    overrides: tuple[Override, ...] = ()
    travels: tuple[Travel, ...] = ()
    blocks: tuple[Block, ...] = ()
    booked: tuple[Span, ...] = ()
    max_per_day: int | None = None
    max_per_week: int | None = None

    def without(self, session: Span, blocks: Span | None = None) -> "Diary":
        """The diary as if one session were not in it; `blocks` is its time with this mentor.

        Time off or another calendar that is as long stays, and so does another student's session.
        """
        own = {Block(session, Reason.YOU_ARE_BOOKED)}
        if blocks is not None:
            own.add(Block(blocks, Reason.BOOKED))
        booked = self.booked if blocks is None else (one for one in self.booked if one != session)
        kept = tuple(block for block in self.blocks if block not in own)
        return replace(self, blocks=kept, booked=tuple(booked))


@dataclass(frozen=True)
class Terms:
    """How long a session is, its breaks, and how early and how late it may be asked for."""

    length: dt.timedelta
    before: dt.timedelta = dt.timedelta()
    after: dt.timedelta = dt.timedelta()
    notice: dt.timedelta = dt.timedelta()
    horizon: dt.timedelta = dt.timedelta(days=60)
    increment: dt.timedelta = dt.timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A session that cannot be had, and the one reason why."""

    span: Span
    reason: Reason


@dataclass(frozen=True)
class Asked:
    """The question a finding answers."""

    window: Span
    now: dt.datetime
    busy: tuple[Span, ...]


class Found:
    """Every session the mentor's hours would allow: free, or dropped for a reason.

    Made of the first seconds of the sessions; spans are made for those who look at them.
    """

    def __init__(self, free: list[int], why: list[tuple[int, Reason]], length: int, asked: Asked):
        self._free, self._why, self._length, self.asked = free, why, length, asked

    @cached_property
    def free(self) -> tuple[Span, ...]:
        return tuple(spans(self._free, self._length))

    @cached_property
    def dropped(self) -> tuple[Dropped, ...]:
        starts = (start for start, _ in self._why)
        reasons = (reason for _, reason in self._why)
        return tuple(map(Dropped, spans(starts, self._length), reasons))

    @cached_property
    def counts(self) -> Counter[Reason]:
        """How many were dropped for each reason."""
        return Counter(reason for _, reason in self._why)


def spans(starts: Iterable[int], length: int) -> Iterator[Span]:
    """Sessions of so many seconds from their first seconds."""
    moment, utc = dt.datetime.fromtimestamp, dt.UTC
    lasts = dt.timedelta(seconds=length)
    for start in starts:
        begins = moment(start, utc)
        yield Span(begins, begins + lasts)
