"""The hours of a week: merged, the same minutes whatever was typed, and planned ahead."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.week_hours import (
    DAY,
    NEVER,
    WEEK,
    Row,
    Season,
    Week,
    in_force,
    merged,
    next_change,
    planned,
    rows_of,
    seasons_of,
    without,
)

TORONTO = "America/Toronto"
JANUARY = dt.date(2027, 1, 4)
times = st.integers(0, 95).map(lambda quarter: dt.time(quarter // 4, quarter % 4 * 15))
Days = list[list[tuple[dt.time, dt.time]]]
weeks = st.lists(st.lists(st.tuples(times, times), max_size=4), min_size=7, max_size=7)


def hour(pair: str) -> tuple[dt.time, dt.time]:
    first, last = pair.split("-")
    return dt.time.fromisoformat(first), dt.time.fromisoformat(last)


def week(**days: str) -> Week:
    """`week(tue="09:00-12:00 13:00-15:00")`."""
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return Week.of([[hour(pair) for pair in days.get(name, "").split()] for name in names])


def minutes(days: Sequence[Sequence[tuple[dt.time, dt.time]]]) -> set[int]:
    """Every open minute of the week, the slow way."""
    found: set[int] = set()
    for day, pairs in enumerate(days):
        for first, last in pairs:
            start, end = (each.hour * 60 + each.minute for each in (first, last))
            length = (end - start) % DAY or DAY
            found.update((day * DAY + start + n) % WEEK for n in range(length))
    return found


@given(weeks)
def test_merging_keeps_every_minute_and_adds_none(
    days: Days,
) -> None:
    assert minutes(Week.of(days).days) == minutes(days)


@given(weeks)
def test_merged_hours_do_not_overlap_and_stay_as_they_are(
    days: Days,
) -> None:
    made = Week.of(days)
    assert made.minutes == len(minutes(made.days))
    assert Week.of(made.days) == made


@given(weeks, weeks)
def test_the_same_minutes_are_the_same_week(one: Days, other: Days) -> None:
    alike = minutes(one) == minutes(other)
    assert (Week.of(one) == Week.of(other)) is alike


def test_hours_that_overlap_or_touch_are_one_stretch() -> None:
    assert week(tue="09:00-12:00 11:00-13:00 13:00-14:00").days[1] == (hour("09:00-14:00"),)


def test_hours_may_run_past_midnight_and_into_the_next_day() -> None:
    assert week(mon="22:00-06:00", tue="05:00-07:00").days[0] == (hour("22:00-07:00"),)
    assert week(sun="22:00-02:00", mon="01:00-03:00").days[0] == ()


def test_always_open_is_seven_whole_days() -> None:
    always = Week.of([[hour("00:00-00:00")]] * 7)
    assert always.minutes == WEEK
    assert all(pairs == (hour("00:00-00:00"),) for pairs in always.days)


def test_hours_of_one_date_are_merged_too() -> None:
    assert merged([hour("13:00-15:00"), hour("09:00-13:30")]) == (hour("09:00-15:00"),)


def test_mornings_only_from_a_day_on() -> None:
    full, mornings = week(mon="09:00-17:00"), week(mon="09:00-12:00")
    now = (Season(None, TORONTO, full),)

    both = planned(now, Season(JANUARY, TORONTO, mornings))

    assert [(each.begins, each.week) for each in both] == [(None, full), (JANUARY, mornings)]
    assert in_force(both, JANUARY - dt.timedelta(days=1)) == now[0]
    assert without(both, JANUARY) == now


def test_a_season_with_an_end_gives_back_what_held_before() -> None:
    full, short = week(mon="09:00-17:00"), week(mon="09:00-12:00")
    until = dt.date(2027, 1, 31)
    found = planned((Season(None, TORONTO, full),), Season(JANUARY, TORONTO, short), until)

    assert [(each.begins, each.week) for each in found] == [
        (None, full), (JANUARY, short), (dt.date(2027, 2, 1), full),
    ]  # fmt: skip


def test_seasons_that_follow_alike_are_joined() -> None:
    full = week(mon="09:00-17:00")
    assert len(planned((Season(None, TORONTO, full),), Season(JANUARY, TORONTO, full))) == 1
    assert planned((), Season(None, TORONTO, NEVER)) == (Season(None, TORONTO, NEVER),)


@pytest.mark.parametrize(
    ("zone", "day", "by"),
    [
        ("America/Toronto", "2027-03-14 03:00", 60),
        ("Europe/London", "2027-03-28 02:00", 60),
        ("Australia/Lord_Howe", "2027-04-04 01:30", -30),
        ("Asia/Kathmandu", "", 0),
    ],
)
def test_the_next_change_of_a_clock_is_named(zone: str, day: str, by: int) -> None:
    found = next_change(ZoneInfo(zone), dt.datetime(2026, 11, 22, 12, 0, 3, 7, tzinfo=dt.UTC))

    if not day:
        assert found is None
    else:
        assert found
        assert f"{found[0]:%Y-%m-%d %H:%M}" == day
        assert found[1] == dt.timedelta(minutes=by)


@given(weeks, weeks)
def test_a_plan_comes_back_as_it_was_written(one: Days, other: Days) -> None:
    now = Season(None, TORONTO, Week.of(one))
    made = planned((now,), Season(JANUARY, TORONTO, Week.of(other)), dt.date(2027, 1, 31))

    assert seasons_of(rows_of(made), TORONTO, dt.date(2026, 11, 22)) == made
    over = seasons_of(rows_of(made), TORONTO, dt.date(2027, 2, 1))
    assert over == (now,)


def test_rows_that_overlap_are_read_as_one_week() -> None:
    rows = [
        Row(0, dt.time(9), dt.time(12), TORONTO),
        Row(0, dt.time(11), dt.time(15), TORONTO, valid_from=JANUARY),
        Row(1, dt.time(9), dt.time(10), TORONTO, valid_to=dt.date(2026, 11, 1)),
    ]
    found = seasons_of(rows, TORONTO, dt.date(2026, 11, 22))
    assert found == (
        Season(None, TORONTO, week(mon="09:00-12:00")),
        Season(JANUARY, TORONTO, week(mon="09:00-15:00")),
    )
