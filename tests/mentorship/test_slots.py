"""Free times where other booking systems went wrong, and the words for what is not free."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from mentorship.slots import (
    Block,
    Diary,
    Found,
    Override,
    Reason,
    Span,
    Terms,
    Travel,
    find,
    is_free,
    nearest,
)
from tests.mentorship.slot_cases import (
    AN_HOUR,
    DAY,
    HOUR,
    LONDON,
    MINUTE,
    around,
    at,
    every_day,
    open_on,
    utc,
)

TORONTO = ZoneInfo("America/Toronto")
KATHMANDU, LORD_HOWE = ZoneInfo("Asia/Kathmandu"), ZoneInfo("Australia/Lord_Howe")
AUCKLAND, SANTIAGO = ZoneInfo("Pacific/Auckland"), ZoneInfo("America/Santiago")
SPRING, AUTUMN = dt.date(2027, 3, 14), dt.date(2027, 11, 7)  # in Toronto


def asked(
    diary: Diary,
    day: dt.date,
    terms: Terms = AN_HOUR,
    now: dt.datetime | None = None,
    busy: tuple[Span, ...] = (),
) -> Found:
    """What is free around a day, asked two days before unless told otherwise."""
    window = around(day)
    return find(diary, terms, window=window, now=now or window.start, busy=busy)


def read(found: Found, zone: ZoneInfo) -> list[str]:
    return [f"{span.start.astimezone(zone):%H:%M}" for span in found.free]


def test_one_to_six_is_one_to_six_on_the_day_clocks_go_forward() -> None:
    found = asked(open_on(SPRING, at(13), at(18), TORONTO), SPRING)

    assert read(found, TORONTO) == ["13:00", "14:00", "15:00", "16:00", "17:00"]


def test_a_night_in_spring_has_one_hour_less_and_in_autumn_one_more() -> None:
    nights = [
        asked(open_on(change - DAY, at(22), at(6), TORONTO), change) for change in (SPRING, AUTUMN)
    ]

    assert [len(night.free) for night in nights] == [7, 9]


def test_hours_that_begin_in_the_missing_hour_begin_after_it() -> None:
    found = asked(open_on(SPRING, at(2, 30), at(5), TORONTO), SPRING)

    assert read(found, TORONTO) == ["03:00", "04:00"]


def test_hours_that_end_in_the_missing_hour_end_before_it() -> None:
    found = asked(open_on(SPRING, at(0), at(2, 30), TORONTO), SPRING)

    assert read(found, TORONTO) == ["00:00", "01:00"]


def test_hours_within_the_missing_hour_do_not_take_place() -> None:
    found = asked(open_on(SPRING, at(2, 15), at(2, 45), TORONTO), SPRING, Terms(15 * MINUTE))

    assert not found.free
    assert not found.dropped


def test_an_hour_that_comes_twice_is_meant_the_first_time() -> None:
    found = asked(open_on(AUTUMN, at(1), at(1, 30), TORONTO), AUTUMN, Terms(30 * MINUTE))

    assert [span.start for span in found.free] == [utc(AUTUMN, 5)]


def test_half_an_hour_is_missing_on_lord_howe() -> None:
    day = dt.date(2026, 10, 4)
    terms = Terms(length=30 * MINUTE)

    found = asked(open_on(day, at(1), at(4), LORD_HOWE), day, terms)

    assert read(found, LORD_HOWE) == ["01:00", "01:30", "02:30", "03:00", "03:30"]


def test_midnight_may_be_the_missing_hour() -> None:
    day = dt.date(2026, 9, 6)

    found = asked(open_on(day, at(0), at(3), SANTIAGO), day)

    assert read(found, SANTIAGO) == ["01:00", "02:00"]


def test_quarters_beside_utc_stay_on_the_mentors_hours() -> None:
    day = dt.date(2026, 11, 24)

    found = asked(open_on(day, at(9), at(11), KATHMANDU), day)

    assert [span.start for span in found.free] == [utc(day, 3, 15), utc(day, 4, 15)]


def test_hours_that_began_on_another_date_in_utc_are_found_in_full() -> None:
    day = dt.date(2027, 1, 12)
    east = open_on(day, at(23), at(5), AUCKLAND)
    west = open_on(day, at(22), at(21), TORONTO)
    window = Span(utc(day, 12), utc(day + DAY))
    later = Span(utc(day + 2 * DAY), utc(day + 3 * DAY))

    found = find(east, AN_HOUR, window=window, now=utc(day))
    last_hours = find(west, AN_HOUR, window=later, now=utc(day))

    assert read(found, AUCKLAND) == ["01:00", "02:00", "03:00", "04:00"]
    assert read(last_hours, TORONTO) == ["19:00", "20:00"]


def test_notice_is_counted_in_real_hours_over_a_clock_change() -> None:
    """24 hours from Saturday 12:00 are Sunday 13:00 on the day an hour is missing."""
    now = dt.datetime(2027, 3, 13, 12, tzinfo=TORONTO).astimezone(dt.UTC)
    terms = Terms(length=HOUR, increment=HOUR, notice=DAY)

    found = asked(open_on(SPRING, at(11), at(16), TORONTO), SPRING, terms, now)

    assert read(found, TORONTO) == ["13:00", "14:00", "15:00"]
    assert found.counts == {Reason.NOTICE: 2}


def test_free_times_go_on_after_the_clocks_have_changed() -> None:
    now = dt.datetime(2027, 3, 12, 9, tzinfo=TORONTO).astimezone(dt.UTC)
    diary = every_day(at(9), at(10), TORONTO)

    found = find(diary, AN_HOUR, window=Span(now, now + 10 * DAY), now=now)

    assert read(found, TORONTO) == ["09:00"] * 11


def test_a_journey_moves_the_hours_to_its_clock() -> None:
    day = dt.date(2026, 12, 2)
    diary = every_day(at(9), at(10), TORONTO, travels=(Travel(LONDON, day, day + DAY),))

    found = asked(diary, day)

    assert read(found, TORONTO) == ["09:00", "09:00", "04:00", "04:00", "09:00"]
    assert read(found, LONDON)[2:4] == ["09:00", "09:00"]


def test_a_date_of_its_own_replaces_the_week() -> None:
    day = dt.date(2026, 12, 2)
    other = Override(day, ((at(14), at(15)), (at(18), at(19))))
    closed = Override(day + DAY)

    found = asked(every_day(at(9), at(10), TORONTO, overrides=(other, closed)), day)

    assert read(found, TORONTO) == ["09:00", "09:00", "14:00", "18:00", "09:00"]


def test_a_session_may_run_on_into_the_hours_that_follow() -> None:
    day = dt.date(2026, 12, 2)
    hours = ((at(22), at(0)),), ((at(0), at(1)),)
    diary = Diary(1, LONDON, overrides=tuple(map(Override, (day, day + DAY), hours)))
    terms = Terms(length=90 * MINUTE, increment=30 * MINUTE)

    assert read(asked(diary, day, terms), LONDON) == ["22:00", "22:30", "23:00", "23:30"]


def test_breaks_may_lie_outside_the_hours_but_not_on_a_block() -> None:
    day = dt.date(2026, 12, 2)
    block = Block(Span(utc(day, 11), utc(day, 12)), Reason.BOOKED)
    diary = every_day(at(9), at(13), LONDON, blocks=(block,))
    terms = Terms(HOUR, before=10 * MINUTE, after=10 * MINUTE, increment=HOUR)
    window = Span(utc(day), utc(day + DAY))

    found = find(diary, terms, window=window, now=window.start)

    assert read(found, LONDON) == ["09:00"]
    assert [each.reason for each in found.dropped] == ["buffer", "booked", "buffer"]


@pytest.mark.parametrize("length", [30, 60])
def test_two_bookings_side_by_side_are_not_in_each_others_way(length: int) -> None:
    day = dt.date(2026, 12, 2)
    block = Block(Span(utc(day, 10), utc(day, 11)), Reason.BOOKED)
    diary = every_day(at(9), at(12), LONDON, blocks=(block,))
    terms = Terms(length=length * MINUTE)

    assert is_free(diary, terms, utc(day, 10) - terms.length, now=utc(day)) is None
    assert is_free(diary, terms, utc(day, 11), now=utc(day)) is None


def test_a_week_is_the_mentors_own_from_monday_to_sunday() -> None:
    """A session on Monday 00:30 in Auckland is Sunday in UTC; it counts for the new week."""
    monday = dt.date(2027, 1, 18)
    early = dt.datetime(2027, 1, 18, 0, 30, tzinfo=AUCKLAND).astimezone(dt.UTC)
    diary = every_day(at(9), at(10), AUCKLAND, booked=(Span(early, early + HOUR),), max_per_week=1)
    window = Span(utc(monday - 4 * DAY), utc(monday + 10 * DAY))

    found = find(diary, AN_HOUR, window=window, now=window.start)

    full = {each.span.start.astimezone(AUCKLAND).day for each in found.dropped}
    assert full == set(range(18, 25))
    assert set(found.counts) == {Reason.WEEK_FULL}


def test_a_day_that_is_full_is_the_mentors_day() -> None:
    """Both sessions are on 2 December in Toronto; in UTC the late one is on the third."""
    day = dt.date(2026, 12, 2)
    booked = tuple(Span(start, start + HOUR) for start in (utc(day, 14), utc(day + DAY, 3)))
    diary = every_day(at(16), at(17), TORONTO, booked=booked, max_per_day=2)

    found = asked(diary, day)

    assert [each.span.start for each in found.dropped] == [utc(day, 21)]
    assert found.dropped[0].reason == Reason.DAY_FULL


def test_what_is_past_is_not_offered_at_all() -> None:
    day = dt.date(2026, 12, 2)
    diary = every_day(at(9), at(17), LONDON)

    assert is_free(diary, AN_HOUR, utc(day, 9), now=utc(day, 9, 1)) == Reason.CLOSED
    assert is_free(diary, AN_HOUR, utc(day, 9), now=utc(day, 9)) is None


def test_a_start_that_is_not_offered_is_closed() -> None:
    day = dt.date(2026, 12, 2)
    diary = every_day(at(9), at(17), LONDON)

    for moment in (
        utc(day, 9, 20),
        utc(day, 17),
        utc(day, 3),
        utc(day, 9) + dt.timedelta(microseconds=1),
    ):
        assert is_free(diary, AN_HOUR, moment, now=utc(day)) == Reason.CLOSED
    assert is_free(diary, AN_HOUR, utc(day, 10).astimezone(KATHMANDU), now=utc(day)) is None


def test_the_three_nearest_come_in_order_of_time() -> None:
    day = dt.date(2026, 12, 2)
    found = asked(every_day(at(9), at(17), LONDON), day)

    near = nearest(found.free, utc(day, 12, 50))

    assert [span.start.hour for span in near] == [12, 13, 14]
    assert nearest([], utc(day)) == ()
