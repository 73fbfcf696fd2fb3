"""Instants and the wall clocks they are read on. Plain Python.

Instants are UTC; a wall time belongs to one zone and one day. Where clocks go forward a wall time
may be missing: an opening hour then begins with the first moment that is there. Where clocks go
back a wall time comes twice: the first one counts.
"""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

UTC = dt.UTC
DAY = 86_400  # seconds
WEEK = dt.timedelta(weeks=1)
EPOCH_DAY = dt.date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of time between two UTC instants; the end is not part of it."""

    start: dt.datetime
    end: dt.datetime

    @property
    def length(self) -> dt.timedelta:
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class TwoClocks:
    """One instant as two people read it: "18:30 Toronto, 23:30 London"."""

    yours: dt.datetime
    theirs: dt.datetime

    @property
    def alike(self) -> bool:
        """Both read the same day and hour: one clock is enough to say."""
        return self.yours.replace(tzinfo=None) == self.theirs.replace(tzinfo=None)

    @property
    def days_apart(self) -> int:
        """1 when it is already tomorrow for them, -1 when it is still yesterday."""
        return (self.theirs.date() - self.yours.date()).days

    @property
    def your_city(self) -> str:
        return city(self.yours.tzinfo)

    @property
    def their_city(self) -> str:
        return city(self.theirs.tzinfo)


@dataclass(frozen=True)
class ClockChange:
    """Two clocks stand differently apart at a session than somebody is used to.

    `zone` is the one that changed, `day` the first day on its new time. The reader would expect
    the session at `expected`; it is at `reads`. Both are wall times in the reader's zone.
    """

    zone: ZoneInfo
    day: dt.date
    reads: dt.datetime
    expected: dt.datetime
    is_ahead: bool

    @property
    def city(self) -> str:
        return city(self.zone)

    @property
    def words(self) -> str:
        """Which clock changes and when, and the hour to expect: one sentence in English."""
        verb = "change" if self.is_ahead else "changed"
        day = f"{self.day.day} {self.day:%B}"
        return (
            f"Clocks {verb} in {self.city} on {day}: "
            f"this session is at {self.reads:%H:%M} for you, not {self.expected:%H:%M}."
        )


def wall(instant: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """What the clock on a wall in that zone reads at an instant."""
    return instant.astimezone(zone)


def two_clocks(instant: dt.datetime, yours: ZoneInfo, theirs: ZoneInfo) -> TwoClocks:
    """An instant on the reader's clock and on the other person's."""
    return TwoClocks(wall(instant, yours), wall(instant, theirs))


def city(zone: dt.tzinfo | None) -> str:
    """Where a clock hangs: "St Johns"."""
    return str(zone).rpartition("/")[2].replace("_", " ")


def apart(yours: ZoneInfo, theirs: ZoneInfo, at: dt.datetime) -> dt.timedelta:
    """How far their clock is ahead of yours at an instant."""
    return _offset(theirs, at) - _offset(yours, at)


def changes_between(
    yours: ZoneInfo, theirs: ZoneInfo, around: dt.datetime, *, now: dt.datetime
) -> ClockChange | None:
    """The change that makes an instant read differently from now, or from the week before it.

    None while the two clocks stand as far apart as they do now and did a week earlier.
    """
    then = apart(yours, theirs, around)
    for since in (now, around - WEEK):
        usual = apart(yours, theirs, since)
        if since < around and usual != then:
            zone, moment = _last_change((yours, theirs), since, around)
            reads = wall(around, yours).replace(tzinfo=None)
            expected = wall(around, theirs).replace(tzinfo=None) - usual
            return ClockChange(zone, wall(moment, zone).date(), reads, expected, moment > now)
    return None


def epoch_at(zone: ZoneInfo, day: int, seconds: int) -> int:
    """The epoch second of a wall time: seconds after midnight of a day, given by its ordinal."""
    if seconds >= DAY:
        day, seconds = day + 1, seconds - DAY
    offset = _steady_offset(zone, day)
    if offset is None:
        return _epoch_on_change_day(zone, day, seconds)
    return (day - EPOCH_DAY) * DAY + seconds - offset


def exists(local: dt.datetime, zone: ZoneInfo) -> bool:
    """Whether a naive wall time is ever read in that zone."""
    there = local.replace(tzinfo=zone)
    return there.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == local.replace(fold=0)


def comes_twice(local: dt.datetime, zone: ZoneInfo) -> bool:
    """Whether a naive wall time is read twice, because clocks go back over it."""
    first, second = (local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return first != second and exists(local, zone)


@lru_cache(maxsize=32_768)
def _steady_offset(zone: ZoneInfo, day: int) -> int | None:
    """Seconds ahead of UTC all day long; None on a day on which the clock changes."""
    midnight = dt.datetime.combine(dt.date.fromordinal(day), dt.time())
    tonight = midnight + dt.timedelta(days=1)
    offset = _wall_offset(zone, midnight)
    return offset if offset == _wall_offset(zone, tonight) else None


@lru_cache(maxsize=4_096)
def _epoch_on_change_day(zone: ZoneInfo, day: int, seconds: int) -> int:
    """The first instant at which the clock reads this time or a later one."""
    local = dt.datetime.combine(dt.date.fromordinal(day), dt.time()) + dt.timedelta(seconds=seconds)
    plain = (day - EPOCH_DAY) * DAY + seconds
    late = plain - _wall_offset(zone, local)
    early = plain - _wall_offset(zone, local.replace(fold=1))
    if early >= late:  # there is such a time, once or twice
        return late
    return _change(zone, early, late)


def _last_change(
    zones: tuple[ZoneInfo, ...], since: dt.datetime, until: dt.datetime
) -> tuple[ZoneInfo, dt.datetime]:
    """The zone that changed its clock last between two instants, and when."""
    found = [(_latest(zone, since, until), zone) for zone in zones]
    moment, zone = max((each for each in found if each[0]), key=lambda each: each[0] or since)
    assert moment is not None
    return zone, moment


def _latest(zone: ZoneInfo, since: dt.datetime, until: dt.datetime) -> dt.datetime | None:
    offset, later = _offset(zone, until), until
    while later > since:
        earlier = max(later - dt.timedelta(days=1), since)
        if _offset(zone, earlier) != offset:
            moment = _change(zone, int(earlier.timestamp()), int(later.timestamp()))
            return dt.datetime.fromtimestamp(moment, UTC)
        later = earlier
    return None


def _change(zone: ZoneInfo, early: int, late: int) -> int:
    """The epoch second between two at which the clock changed: it changed once."""
    before = _offset(zone, dt.datetime.fromtimestamp(early, UTC))
    while late - early > 1:
        middle = (early + late) // 2
        if _offset(zone, dt.datetime.fromtimestamp(middle, UTC)) == before:
            early = middle
        else:
            late = middle
    return late


def _offset(zone: ZoneInfo, instant: dt.datetime) -> dt.timedelta:
    offset = instant.astimezone(zone).utcoffset()
    assert offset is not None
    return offset


def _wall_offset(zone: ZoneInfo, local: dt.datetime) -> int:
    offset = local.replace(tzinfo=zone).utcoffset()
    assert offset is not None
    return int(offset.total_seconds())
