"""Times as staff type them during a call."""

import datetime as dt
import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiries import when

TORONTO = ZoneInfo("America/Toronto")
SUNDAY = dt.datetime(2026, 11, 22, 14, 6, 30, tzinfo=TORONTO)
ZONES = ["America/Toronto", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"]


def at(text: str, now: dt.datetime = SUNDAY, zone: ZoneInfo = TORONTO) -> str:
    found = when.read(text, now=now, zone=zone)
    return found.astimezone(zone).strftime("%a %d %b %Y %H:%M") if found else ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("5pm", "Sun 22 Nov 2026 17:00"),
        ("5 PM", "Sun 22 Nov 2026 17:00"),
        ("17:30", "Sun 22 Nov 2026 17:30"),
        ("5:30", "Sun 22 Nov 2026 17:30"),
        ("05:30", "Mon 23 Nov 2026 05:30"),
        ("3", "Sun 22 Nov 2026 15:00"),
        ("9", "Mon 23 Nov 2026 09:00"),
        ("tue 2p", "Tue 24 Nov 2026 14:00"),
        ("2p tue", "Tue 24 Nov 2026 14:00"),
        ("tuesday at 14:15", "Tue 24 Nov 2026 14:15"),
        ("tue 14", "Tue 24 Nov 2026 14:00"),
        ("sun 1pm", "Sun 29 Nov 2026 13:00"),
        ("sun 3pm", "Sun 22 Nov 2026 15:00"),
        ("+2d", "Tue 24 Nov 2026 14:06"),
        ("+2d 10am", "Tue 24 Nov 2026 10:00"),
        ("+1w", "Sun 29 Nov 2026 14:06"),
        ("30m", "Sun 22 Nov 2026 14:36"),
        ("in 30 min", "Sun 22 Nov 2026 14:36"),
        ("2h", "Sun 22 Nov 2026 16:06"),
        ("fri am", "Fri 27 Nov 2026 10:00"),
        ("pm", "Mon 23 Nov 2026 14:00"),
        ("tomorrow 9", "Mon 23 Nov 2026 09:00"),
        ("tmr", "Mon 23 Nov 2026 10:00"),
        ("24 nov 2pm", "Tue 24 Nov 2026 14:00"),
        ("nov 24", "Tue 24 Nov 2026 10:00"),
        ("3 feb 9am", "Wed 03 Feb 2027 09:00"),
        ("2026-11-24 14:00", "Tue 24 Nov 2026 14:00"),
        ("next tue", "Tue 24 Nov 2026 10:00"),
        ("noon", "Mon 23 Nov 2026 12:00"),
        ("12am", "Mon 23 Nov 2026 00:00"),
    ],
)
def test_what_is_typed_is_understood(typed: str, meant: str) -> None:
    assert at(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "soon", "30", "0", "0m", "25:00", "13:75", "14 pm", "0 am", "2026-02-30"),
        *("2026-11-21", "today 9am", "9999-12-31 23:59", "0001-01-01", "29 feb", "tue tue"),
        *("-2d", "5pm pm", "+999w", "٥pm", "ma 5", "24/11"),
    ],
)
def test_what_cannot_be_meant_is_refused(typed: str) -> None:
    assert at(typed) == ""


def test_next_tuesday_is_in_the_week_after_this_one() -> None:
    monday = SUNDAY + dt.timedelta(days=1)

    assert at("tue", monday) == "Tue 24 Nov 2026 10:00"
    assert at("next tue", monday) == "Tue 01 Dec 2026 10:00"


def test_an_hour_that_clocks_skip_moves_on() -> None:
    before = dt.datetime(2027, 3, 13, 12, tzinfo=TORONTO)

    assert at("sun 02:30", before) == "Sun 14 Mar 2027 03:30"


def test_an_hour_that_comes_twice_is_not_missed() -> None:
    first = dt.datetime(2026, 11, 1, 5, 45, tzinfo=dt.UTC)  # 1:45 in Toronto, for the first time

    found = when.read("01:30", now=first, zone=TORONTO)

    assert found == dt.datetime(2026, 11, 1, 6, 30, tzinfo=dt.UTC)


def test_two_days_from_now_keeps_the_wall_clock_over_a_clock_change() -> None:
    before = dt.datetime(2027, 3, 13, 11, tzinfo=TORONTO)

    assert at("+2d", before) == "Mon 15 Mar 2027 11:00"
    assert at("48h", before) == "Mon 15 Mar 2027 12:00"


def test_days_from_a_late_evening_are_at_ten_in_the_morning() -> None:
    late = SUNDAY.replace(hour=22, minute=30)

    assert at("+2d", late) == "Tue 24 Nov 2026 10:00"


def test_the_words_of_a_promise_follow_its_time() -> None:
    due, words = when.leading("tue 2p send  the syllabus", now=SUNDAY, zone=TORONTO)

    assert due == dt.datetime(2026, 11, 24, 19, tzinfo=dt.UTC)
    assert words == "send  the syllabus"
    assert when.leading("send it", now=SUNDAY, zone=TORONTO) == (None, "send it")
    assert when.leading("5pm", now=SUNDAY, zone=TORONTO)[1] == ""


WORDS = sorted("5pm 17:30 tue 2p +2d 30m fri am pm tomorrow next nov 29 feb 24".split())  # noqa: SIM905
TYPED = st.one_of(
    st.text(max_size=70),
    st.lists(
        st.sampled_from(WORDS) | st.integers(0, 3000).map(str) | st.dates().map(str),
        max_size=5,
    ).map(" ".join),
)


@given(
    TYPED,
    st.integers(10**9, 7 * 10**9).map(lambda s: dt.datetime.fromtimestamp(s, dt.UTC)),
    st.sampled_from(ZONES),
)
def test_a_time_that_is_read_lies_ahead(text: str, now: dt.datetime, zone: str) -> None:
    found = when.read(text, now=now, zone=ZoneInfo(zone))

    assert found is None or (found > now and found.tzinfo is dt.UTC)


@given(st.integers(0, 23), st.integers(0, 59), st.sampled_from(ZONES))
def test_a_clock_time_is_the_next_one_on_that_wall(hour: int, minute: int, zone: str) -> None:
    found = when.read(f"{hour:02}:{minute:02}", now=SUNDAY, zone=ZoneInfo(zone))

    assert found
    assert found.astimezone(ZoneInfo(zone)).time() == dt.time(hour, minute)
    assert found - SUNDAY <= dt.timedelta(days=1)


@pytest.mark.parametrize("character", ["5", "ش", "pm ", "\0", "tue ", "𝟓"])
def test_a_wall_of_text_is_refused_at_once(character: str) -> None:
    began = time.perf_counter()

    assert when.read(character * 10_000, now=SUNDAY, zone=TORONTO) is None
    when.leading(character * 10_000, now=SUNDAY, zone=TORONTO)

    assert time.perf_counter() - began < 0.1
