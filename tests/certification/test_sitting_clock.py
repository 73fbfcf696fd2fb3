"""The clock of a sitting: seconds only, in the candidate's favour, whatever the hands do."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from certification.sitting_clock import Clock, last_start, limit, words

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def after(seconds: float) -> dt.datetime:
    return NOON + dt.timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("minutes", "factor", "seconds"),
    [(60, "1.00", 3600), (60, "1.25", 4500), (90, "1.50", 8100), (1, "1.33", 80), (7, "1.25", 525)],
)
def test_a_factor_is_applied_once_and_parts_of_a_second_are_the_candidates(
    minutes: int, factor: str, seconds: int
) -> None:
    assert limit(minutes, Decimal(factor)) == seconds


def test_more_time_reaches_beyond_the_window() -> None:
    assert last_start(NOON, 60, Decimal("1.50"), 600) == after(1800 + 600)
    assert last_start(NOON, 60, Decimal("1.00"), 0) == NOON


def test_a_break_stands_still_and_an_early_return_takes_the_rest_off() -> None:
    clock = Clock(after(3600)).with_break(after(600), 300)

    assert clock.left(after(600)) == clock.left(after(899)) == 3000
    assert clock.on_break(after(899))
    assert not clock.on_break(after(900))
    assert not clock.takes_answers(after(700))
    assert clock.takes_answers(after(900))
    back = clock.back(after(700))
    assert back.left(after(700)) == 3000
    assert back.deadline == after(3700)
    assert clock.back(after(1000)).left(after(1000)) == 2900  # late by a hundred seconds


def test_what_is_left_of_ones_own_break_stays_ones_own() -> None:
    clock = Clock(after(3600), own_breaks=600).with_break(NOON, 600, own=True).back(after(200))

    assert clock.own_breaks == 400
    assert clock.left(after(200)) == 3600


def test_a_pause_gives_back_exactly_as_long_as_it_stood() -> None:
    paused = Clock(after(3600), grace=30).paused(after(100.25))

    assert paused.left(after(900)) == 3499.75
    assert not paused.is_over(after(99_999))
    assert paused.takes_answers(after(130))
    assert not paused.takes_answers(after(131))
    assert paused.resumed(after(500.75)).deadline == after(4000.5)
    assert paused.resumed(after(500.75)).left(after(500.75)) == 3499.75


def test_answers_count_until_the_grace_has_passed() -> None:
    clock = Clock(NOON, grace=30)

    assert clock.takes_answers(after(30))
    assert not clock.is_over(after(30))
    assert not clock.takes_answers(after(30.001))
    assert clock.is_over(after(30.001))


@pytest.mark.parametrize("day", [dt.date(2026, 3, 8), dt.date(2026, 11, 1)])
def test_clocks_that_change_during_an_exam_change_nothing(day: dt.date) -> None:
    """It begins at half past one in Toronto, half an hour before the hands move."""
    toronto = ZoneInfo("America/Toronto")
    start = dt.datetime.combine(day, dt.time(0, 30), toronto).astimezone(dt.UTC)
    clock = Clock(start + dt.timedelta(seconds=limit(180, Decimal(1))))

    hour_later = start + dt.timedelta(hours=1)
    assert clock.left(hour_later.astimezone(toronto)) == clock.left(hour_later) == 7200
    paused = clock.paused(start.astimezone(toronto)).resumed(hour_later.astimezone(toronto))
    assert paused.deadline - clock.deadline == dt.timedelta(hours=1)


acts = some.lists(some.tuples(some.sampled_from("bopg"), some.integers(0, 900)), max_size=12)


@given(acts)
def test_no_break_or_pause_costs_or_wins_working_time(steps: list[tuple[str, int]]) -> None:
    """Whatever happens, time left falls only while the clock runs, and by exactly that."""
    now, clock = NOON, Clock(after(36_000), own_breaks=3600)
    expected = 36_000
    for act, seconds in steps:
        length = dt.timedelta(seconds=seconds)
        if act == "b":
            clock = clock.with_break(now, 900).back(now + length)
        elif act == "o":
            clock = clock.with_break(now, 900, own=True).back(now + length)
        elif act == "p":
            clock = clock.paused(now).resumed(now + length)
        else:
            expected -= seconds
        now += length
        assert clock.left(now) == expected


def test_time_left_reads_as_a_clock() -> None:
    assert [words(seconds) for seconds in (4672.9, 59, 0)] == ["1:17:52", "0:00:59", "0:00:00"]
