"""The first call: inside the window people like, on their clock, never after the promise."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiries import hours
from enquiries.hours import WINDOWS, first_call
from enquiries.models import CallWindow

TORONTO = ZoneInfo("America/Toronto")
ZONES = ["America/Toronto", "America/Vancouver", "Europe/London", "Asia/Kolkata", "Asia/Kathmandu"]
MONDAY = "2026-11-23"


def called(asked: str, window: str, zone: str = "America/Toronto") -> str:
    at = dt.datetime.fromisoformat(asked).replace(tzinfo=ZoneInfo(zone))
    by = hours.after(at, hours.A_BUSINESS_DAY)
    return f"{first_call(at, window, ZoneInfo(zone), by).astimezone(ZoneInfo(zone)):%a %H:%M}"


def test_every_window_of_the_form_has_its_hours() -> None:
    assert {*WINDOWS, ""} == set(CallWindow.values)


@pytest.mark.parametrize(
    ("asked", "window", "zone", "when"),
    [
        (f"{MONDAY} 08:00", "morning", "America/Toronto", "Mon 09:00"),
        (f"{MONDAY} 10:00", "morning", "America/Toronto", "Mon 10:30"),
        (f"{MONDAY} 11:45", "morning", "America/Toronto", "Tue 09:00"),
        (f"{MONDAY} 15:10", "morning", "America/Toronto", "Tue 09:00"),
        (f"{MONDAY} 10:00", "evening", "America/Toronto", "Mon 17:00"),
        (f"{MONDAY} 17:45", "evening", "America/Toronto", "Tue 17:00"),
        (f"{MONDAY} 10:00", "", "America/Toronto", "Tue 10:00"),
        (f"{MONDAY} 05:00", "morning", "America/Vancouver", "Mon 09:00"),
        (f"{MONDAY} 10:00", "afternoon", "Europe/London", "Mon 14:00"),
        (f"{MONDAY} 10:00", "evening", "Asia/Kolkata", "Tue 04:30"),
        ("2026-11-27 17:30", "morning", "America/Toronto", "Mon 09:00"),
        ("2026-12-24 17:30", "midday", "America/Toronto", "Tue 12:00"),
    ],
)
def test_the_next_opening_in_the_window(asked: str, window: str, zone: str, when: str) -> None:
    assert called(asked, window, zone) == when


@given(
    minute=st.integers(*(year * 525_960 for year in (56, 58))),
    window=st.sampled_from(sorted(WINDOWS)),
    zone=st.sampled_from(ZONES),
)
def test_it_never_falls_outside_the_window_or_after_the_promise(
    minute: int, window: str, zone: str
) -> None:
    asked = dt.datetime.fromtimestamp(minute * 60, dt.UTC)
    by = hours.after(asked, hours.A_BUSINESS_DAY)

    when = first_call(asked, window, ZoneInfo(zone), by)

    assert asked < when <= by
    if when != by:
        opens, closes = WINDOWS[window]
        assert opens <= when.astimezone(ZoneInfo(zone)).time() <= closes
        assert hours.is_open(when) or hours.is_open(when - dt.timedelta(seconds=1))
