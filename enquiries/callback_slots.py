"""When somebody at the desk is free to call back: shifts minus what is taken, at a lawful hour."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from enquiries.calling_rules import is_calling_time
from enquiries.hours import ZONE, is_business_day

LENGTH = dt.timedelta(minutes=15)


@dataclass(frozen=True)
class Shift:
    """Hours of a weekday on Toronto's clock in which somebody may be promised."""

    staff: int
    weekday: int
    starts: dt.time
    ends: dt.time


@dataclass(frozen=True)
class Taken:
    """Time in which somebody cannot call: another call-back, an absence."""

    staff: int
    start: dt.datetime
    end: dt.datetime


@dataclass(frozen=True)
class Slot:
    """A quarter of an hour, and who is free in it."""

    start: dt.datetime
    staff: tuple[int, ...]

    @property
    def end(self) -> dt.datetime:
        return self.start + LENGTH


def free(
    shifts: Iterable[Shift],
    taken: Iterable[Taken],
    *,
    days: Iterable[dt.date],
    zone: dt.tzinfo,
    now: dt.datetime,
) -> list[Slot]:
    """Slots after `now` on these days in Toronto, soonest first, lawful on the clock of `zone`."""
    shifts, taken = list(shifts), list(taken)
    who: dict[dt.datetime, set[int]] = {}
    for day in filter(is_business_day, days):
        for shift in shifts:
            for start in _starts(shift, day):
                if start > now and _lawful(start, zone) and not _busy(shift.staff, start, taken):
                    who.setdefault(start, set()).add(shift.staff)
    return [Slot(start, tuple(sorted(who[start]))) for start in sorted(who)]


def on_shift(shifts: Iterable[Shift], start: dt.datetime) -> set[int]:
    """Who works through the whole quarter of an hour that begins at this instant."""
    day = start.astimezone(ZONE).date()
    if not is_business_day(day):
        return set()
    spans = (
        (shift.staff, *_span(shift, day)) for shift in shifts if shift.weekday == day.weekday()
    )
    return {staff for staff, begins, ends in spans if begins <= start and start + LENGTH <= ends}


def nearest(slots: Iterable[Slot], at: dt.datetime, number: int = 3) -> list[Slot]:
    """The slots closest to an instant, soonest first."""
    closest = sorted(slots, key=lambda slot: (abs(slot.start - at), slot.start))[:number]
    return sorted(closest, key=lambda slot: slot.start)


def _starts(shift: Shift, day: dt.date) -> Iterator[dt.datetime]:
    """Every quarter of the hour from which a whole slot fits into the shift."""
    if shift.weekday != day.weekday():
        return
    begins, ends = _span(shift, day)
    start = begins + -(begins - dt.datetime.min.replace(tzinfo=dt.UTC)) % LENGTH
    while start + LENGTH <= ends:
        yield start
        start += LENGTH


def _span(shift: Shift, day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """The shift on that day, built from wall times, in UTC."""
    begins = dt.datetime.combine(day, shift.starts, ZONE)
    ends = dt.datetime.combine(day, shift.ends, ZONE)
    return begins.astimezone(dt.UTC), ends.astimezone(dt.UTC)


def _lawful(start: dt.datetime, zone: dt.tzinfo) -> bool:
    last_minute = start + LENGTH - dt.timedelta(minutes=1)
    return is_calling_time(start, zone) and is_calling_time(last_minute, zone)


def _busy(staff: int, start: dt.datetime, taken: list[Taken]) -> bool:
    end = start + LENGTH
    return any(each.staff == staff and each.start < end and start < each.end for each in taken)
