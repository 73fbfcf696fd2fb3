"""Diaries of every shape around the days on which clocks change."""

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from mentorship.slots import Block, Diary, Override, Reason, Span, Terms, Travel, WeekRule

ZONES = tuple(
    map(
        ZoneInfo,
        (
            "America/Toronto",
            "Europe/London",
            "Asia/Kolkata",
            "Asia/Kathmandu",
            "Australia/Lord_Howe",
            "Pacific/Auckland",
            "America/Santiago",
            "America/Havana",
        ),
    )
)
LONDON = ZoneInfo("Europe/London")
DAY, HOUR, MINUTE = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(minutes=1)
AN_HOUR = Terms(length=HOUR, increment=HOUR, horizon=400 * DAY)


def at(hour: int, minute: int = 0) -> dt.time:
    return dt.time(hour, minute)


def open_on(day: dt.date, starts: dt.time, ends: dt.time, zone: ZoneInfo) -> Diary:
    return Diary(1, zone, overrides=(Override(day, ((starts, ends),)),))


def every_day(starts: dt.time, ends: dt.time, zone: ZoneInfo, **fields: object) -> Diary:
    rules = tuple(WeekRule(weekday, starts, ends, zone) for weekday in range(7))
    return Diary(1, zone, rules, **fields)  # type: ignore[arg-type]


def utc(day: dt.date, hour: int = 0, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, at(hour, minute), dt.UTC)


def on_the_wall(*parts: int) -> dt.datetime:
    """A wall time without a zone: year, month, day, hour and minute."""
    return dt.datetime(*parts, tzinfo=dt.UTC).replace(tzinfo=None)  # type: ignore[arg-type, misc]


def around(day: dt.date) -> Span:
    return Span(utc(day - 2 * DAY), utc(day + 3 * DAY))


def _changes(zone: ZoneInfo) -> list[dt.date]:
    noons = [dt.datetime(2026, 9, 1, 12, tzinfo=zone) + number * DAY for number in range(430)]
    return [noon.date() for noon in noons if (noon - DAY).utcoffset() != noon.utcoffset()]


CHANGES = sorted({day for zone in ZONES for day in _changes(zone)})

zones = st.sampled_from(ZONES)
days = st.builds(lambda day, more: day + more * DAY, st.sampled_from(CHANGES), st.integers(-2, 2))
# Any quarter of an hour, and those of the night, in which clocks change, more often.
quarters = st.one_of(st.integers(0, 95), st.integers(0, 14))
times = quarters.map(lambda quarter: dt.time(quarter // 4, quarter % 4 * 15))
hours = st.tuples(times, times)
terms = st.builds(
    Terms,
    length=st.sampled_from([15, 30, 45, 60, 90]).map(lambda minutes: minutes * MINUTE),
    before=st.sampled_from([0, 10, 15]).map(lambda minutes: minutes * MINUTE),
    after=st.sampled_from([0, 10, 15]).map(lambda minutes: minutes * MINUTE),
    notice=st.sampled_from([0, 1, 12, 24]).map(lambda number: number * 60 * MINUTE),
    horizon=st.sampled_from([2, 4, 60]).map(lambda number: number * DAY),
    increment=st.sampled_from([15, 20, 30, 60]).map(lambda minutes: minutes * MINUTE),
)


def spans(day: dt.date) -> st.SearchStrategy[Span]:
    """Stretches of up to half a day within the four days from the one before."""
    midnight = dt.datetime.combine(day - DAY, dt.time(), dt.UTC)
    return st.builds(
        lambda start, length: Span(
            midnight + start * 5 * MINUTE, midnight + (start + length) * 5 * MINUTE
        ),
        st.integers(0, 4 * 288),
        st.integers(1, 144),
    )


@st.composite
def diaries(draw: st.DrawFn, day: dt.date) -> Diary:
    """A mentor's diary with something of everything around a day."""
    home = draw(zones)
    rules = st.builds(WeekRule, st.integers(0, 6), times, times, st.one_of(st.just(home), zones))
    blocks = st.builds(
        Block,
        spans(day),
        st.sampled_from([Reason.TIME_OFF, Reason.ELSEWHERE, Reason.BOOKED, Reason.YOU_ARE_BOOKED]),
    )
    away = st.builds(Travel, zones, st.just(day), st.sampled_from([day, day + DAY]))
    override = st.builds(Override, st.just(day), st.lists(hours, max_size=2).map(tuple))
    return Diary(
        key=1,
        zone=home,
        rules=tuple(draw(st.lists(rules, min_size=1, max_size=6))),
        overrides=tuple(draw(st.lists(override, max_size=1))),
        travels=tuple(draw(st.lists(away, max_size=1))),
        blocks=tuple(draw(st.lists(blocks, max_size=4))),
        booked=tuple(draw(st.lists(spans(day), max_size=5))),
        max_per_day=draw(st.sampled_from([None, 1, 2])),
        max_per_week=draw(st.sampled_from([None, 1, 3])),
    )


@st.composite
def questions(draw: st.DrawFn) -> tuple[Diary, Terms, Span, dt.datetime, tuple[Span, ...]]:
    """Diary, terms, window, now and the student's own sessions."""
    day = draw(days)
    window = Span(*(dt.datetime.combine(day + more * DAY, dt.time(), dt.UTC) for more in (-2, 3)))
    now = window.start + draw(st.integers(0, 3 * 24 * 60)) * MINUTE
    busy = tuple(draw(st.lists(spans(day), max_size=2)))
    return draw(diaries(day)), draw(terms), window, now, busy
