"""Two people, two wall clocks, and the weeks in which they stand differently apart."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.clocks import (
    Span,
    apart,
    changes_between,
    city,
    comes_twice,
    epoch_at,
    exists,
    two_clocks,
    wall,
)
from tests.mentorship.slot_cases import days, on_the_wall, times, zones

TORONTO, LONDON = ZoneInfo("America/Toronto"), ZoneInfo("Europe/London")
KOLKATA, LORD_HOWE = ZoneInfo("Asia/Kolkata"), ZoneInfo("Australia/Lord_Howe")
HOUR = dt.timedelta(hours=1)


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[misc, arg-type]


def test_one_instant_on_two_clocks() -> None:
    clocks = two_clocks(utc(2026, 11, 26, 23, 30), TORONTO, KOLKATA)

    assert f"{clocks.yours:%H:%M} {clocks.your_city}" == "18:30 Toronto"
    assert f"{clocks.theirs:%H:%M} {clocks.their_city}" == "05:00 Kolkata"
    assert clocks.days_apart == 1
    assert not clocks.alike


def test_one_clock_is_enough_for_two_who_read_the_same() -> None:
    clocks = two_clocks(utc(2026, 11, 26, 23), TORONTO, ZoneInfo("America/New_York"))

    assert clocks.alike
    assert clocks.days_apart == 0


def test_a_city_is_read_from_its_zone() -> None:
    assert city(ZoneInfo("America/Argentina/Buenos_Aires")) == "Buenos Aires"
    assert city(ZoneInfo("UTC")) == "UTC"


def test_nothing_is_said_while_the_clocks_stay_as_they_are() -> None:
    now = utc(2026, 11, 22, 15)

    assert changes_between(TORONTO, LONDON, utc(2026, 12, 3, 23), now=now) is None
    assert changes_between(TORONTO, TORONTO, utc(2027, 3, 16, 23), now=now) is None


def test_both_clocks_changing_alike_is_no_change() -> None:
    now, later = utc(2026, 10, 20, 12), utc(2026, 11, 20, 12)

    assert changes_between(TORONTO, LONDON, later, now=now) is None


def test_the_warning_names_the_city_the_day_and_both_hours() -> None:
    change = changes_between(TORONTO, LONDON, utc(2026, 10, 27, 23, 30), now=utc(2026, 10, 20))

    assert change is not None
    assert change.words == (
        "Clocks change in London on 25 October: this session is at 19:30 for you, not 18:30."
    )


def test_a_change_in_the_days_before_is_still_worth_a_word() -> None:
    change = changes_between(LONDON, TORONTO, utc(2027, 3, 16, 23, 30), now=utc(2027, 3, 15, 20))

    assert change is not None
    assert change.words == (
        "Clocks changed in Toronto on 14 March: this session is at 23:30 for you, not 00:30."
    )


def test_a_month_later_the_new_hours_are_the_usual_ones() -> None:
    now = utc(2027, 4, 20)

    assert changes_between(TORONTO, KOLKATA, utc(2027, 4, 21, 12), now=now) is None


def test_a_session_that_is_over_is_compared_with_its_own_week() -> None:
    past = utc(2026, 10, 27, 23, 30)

    change = changes_between(TORONTO, LONDON, past, now=utc(2026, 12, 1))

    assert change is not None
    assert change.day == dt.date(2026, 10, 25)


def test_where_both_clocks_change_the_last_one_is_named() -> None:
    """Auckland on 27 September and Toronto on 1 November: two hours in all."""
    auckland = ZoneInfo("Pacific/Auckland")

    for yours, theirs in ((TORONTO, auckland), (auckland, TORONTO)):
        change = changes_between(yours, theirs, utc(2026, 11, 3, 20), now=utc(2026, 9, 20))

        assert change is not None
        assert (change.city, change.day) == ("Toronto", dt.date(2026, 11, 1))
        assert abs(change.expected - change.reads) == 2 * HOUR


def test_half_an_hour_is_a_change_too() -> None:
    change = changes_between(KOLKATA, LORD_HOWE, utc(2026, 10, 6, 3), now=utc(2026, 10, 1))

    assert change is not None
    assert change.zone is LORD_HOWE
    assert change.expected - change.reads == HOUR / 2


@pytest.mark.parametrize(
    ("first", "last", "hours"),
    [
        ((2026, 3, 8), (2026, 3, 28), 4),
        ((2026, 10, 25), (2026, 10, 31), 4),
        ((2027, 3, 14), (2027, 3, 27), 4),
        ((2027, 10, 31), (2027, 11, 6), 4),
        ((2026, 11, 1), (2027, 3, 13), 5),
    ],
)
def test_toronto_and_london_are_four_hours_apart_in_those_weeks(
    first: tuple[int, int, int], last: tuple[int, int, int], hours: int
) -> None:
    noons = [utc(*day, 17) for day in (first, last)]

    assert [apart(TORONTO, LONDON, noon) for noon in noons] == [hours * HOUR] * 2
    before, after = (noons[0] - 24 * HOUR, noons[1] + 24 * HOUR)
    assert apart(TORONTO, LONDON, before) != hours * HOUR
    assert apart(TORONTO, LONDON, after) != hours * HOUR


@given(yours=zones, theirs=zones, day=days, ahead=st.integers(1, 200))
def test_a_warning_is_given_exactly_where_the_hour_differs(
    yours: ZoneInfo, theirs: ZoneInfo, day: dt.date, ahead: int
) -> None:
    now = dt.datetime.combine(day, dt.time(12), dt.UTC)
    around = now + dt.timedelta(days=ahead, hours=5)
    usual = {apart(yours, theirs, each) for each in (now, around - 7 * 24 * HOUR)}

    change = changes_between(yours, theirs, around, now=now)

    assert (change is not None) == (usual != {apart(yours, theirs, around)})
    if change:
        assert change.zone in (yours, theirs)
        assert change.reads != change.expected
        assert change.reads == wall(around, yours).replace(tzinfo=None)


@given(day=days, at=times, zone=zones)
def test_a_wall_time_that_is_read_leads_back_to_itself(
    day: dt.date, at: dt.time, zone: ZoneInfo
) -> None:
    local = dt.datetime.combine(day, at)
    epoch = epoch_at(zone, day.toordinal(), at.hour * 3600 + at.minute * 60)
    reads = dt.datetime.fromtimestamp(epoch, zone)

    assert reads.fold == 0
    if exists(local, zone):
        assert reads.replace(tzinfo=None) == local
    else:
        before = dt.datetime.fromtimestamp(epoch - 1, zone).replace(tzinfo=None)
        assert before < local < reads.replace(tzinfo=None)
        assert not comes_twice(local, zone)


def test_hours_that_are_missing_and_hours_that_come_twice() -> None:
    assert not exists(on_the_wall(2027, 3, 14, 2, 30), TORONTO)
    assert exists(on_the_wall(2027, 3, 14, 3), TORONTO)
    assert comes_twice(on_the_wall(2027, 11, 7, 1, 30), TORONTO)
    assert not comes_twice(on_the_wall(2027, 11, 7, 2), TORONTO)


def test_spans_that_only_touch_do_not_overlap() -> None:
    first, second = (
        Span(utc(2026, 11, 22, hour), utc(2026, 11, 22, hour + 1)) for hour in (10, 11)
    )

    assert not first.overlaps(second)
    assert first.overlaps(first)
    assert first.length == HOUR
