"""A series keeps its hour on one clock, whatever the other one does."""

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from mentorship.recurrence import Note, dates
from tests.mentorship.slot_cases import days, on_the_wall, times, zones

TORONTO, LONDON = ZoneInfo("America/Toronto"), ZoneInfo("Europe/London")
HOUR = dt.timedelta(hours=1)


def test_a_series_stays_at_half_past_six_and_says_where_london_shifts() -> None:
    found = dates(on_the_wall(2027, 3, 2, 18, 30), TORONTO, 1, 6, other=LONDON)

    assert [f"{each.local:%d %H:%M}" for each in found] == [
        "02 18:30", "09 18:30", "16 18:30", "23 18:30", "30 18:30", "06 18:30",
    ]  # fmt: skip
    assert [f"{each.other:%H:%M}" for each in found] == [
        "23:30", "23:30", "22:30", "22:30", "23:30", "23:30",
    ]  # fmt: skip
    assert [each.other_shifted for each in found] == [False, False, True, True, False, False]
    assert found[2].shift == -HOUR


def test_every_second_week_is_a_fortnight_apart_on_the_wall() -> None:
    found = dates(on_the_wall(2026, 11, 24, 9), LONDON, 2, 3)

    assert [each.local.day for each in found] == [24, 8, 22]
    assert not any(each.other_shifted for each in found)


def test_a_missing_hour_moves_on_by_the_change_and_is_marked() -> None:
    found = dates(on_the_wall(2027, 3, 7, 2, 30), TORONTO, 1, 3)

    assert [f"{each.local:%H:%M}" for each in found] == ["02:30", "03:30", "02:30"]
    assert [each.note for each in found] == [None, Note.MOVED, None]


def test_an_hour_that_comes_twice_is_the_first_and_is_marked() -> None:
    found = dates(on_the_wall(2027, 10, 31, 1, 30), TORONTO, 1, 2)

    assert found[1].note == Note.TWICE
    assert found[1].start == dt.datetime(2027, 11, 7, 5, 30, tzinfo=dt.UTC)


def test_no_dates_are_no_series() -> None:
    assert dates(on_the_wall(2027, 3, 7, 2, 30), TORONTO, 1, 0, other=LONDON) == ()


@given(day=days, at=times, zone=zones, other=zones, every=st.integers(1, 4))
def test_every_date_reads_the_same_where_it_is_pinned(
    day: dt.date, at: dt.time, zone: ZoneInfo, other: ZoneInfo, every: int
) -> None:
    first = dt.datetime.combine(day - dt.timedelta(weeks=3), at)

    found = dates(first, zone, every, 6, other=other)

    assert len(found) == 6
    for number, each in enumerate(found):
        assert each.start == each.local.astimezone(dt.UTC) == each.other.astimezone(dt.UTC)
        wished = first + dt.timedelta(weeks=every * number)
        if each.note is not Note.MOVED:
            assert each.local.replace(tzinfo=None) == wished
        else:
            assert dt.timedelta() < each.local.replace(tzinfo=None) - wished <= HOUR
    assert not found[0].other_shifted
