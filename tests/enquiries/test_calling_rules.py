"""The hours of the law, our list, and what lets us call."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiries.calling_rules import (
    EXPRESS,
    LISTED,
    NO_GROUND,
    REQUESTED,
    Calling,
    is_calling_time,
    may_call,
    next_calling_time,
    zone_of,
)

TORONTO, VANCOUVER = ZoneInfo("America/Toronto"), ZoneInfo("America/Vancouver")
MONDAY = dt.datetime(2026, 11, 23, 12, tzinfo=TORONTO)


@pytest.mark.parametrize(
    ("clock", "allowed"),
    [
        ("2026-11-23 08:59:59", False),
        ("2026-11-23 09:00:00", True),
        ("2026-11-23 21:29:59", True),
        ("2026-11-23 21:30:00", False),
        ("2026-11-28 09:59:59", False),
        ("2026-11-28 10:00:00", True),
        ("2026-11-29 17:59:59", True),
        ("2026-11-29 18:00:00", False),
    ],
)
def test_the_hours_are_those_of_the_person_called(clock: str, allowed: bool) -> None:
    at = dt.datetime.fromisoformat(clock).replace(tzinfo=VANCOUVER)

    assert may_call(Calling(zone=VANCOUVER, requested=True), now=at).allowed is allowed


def test_too_early_says_their_clock_and_when_it_opens() -> None:
    at = dt.datetime(2026, 11, 23, 10, tzinfo=TORONTO)

    verdict = may_call(Calling(zone=VANCOUVER, requested=True), now=at)

    assert "07:00" in verdict.reason
    assert verdict.opens_at == dt.datetime(2026, 11, 23, 9, tzinfo=VANCOUVER)


def test_friday_night_opens_on_saturday_at_ten() -> None:
    at = dt.datetime(2026, 11, 27, 22, tzinfo=TORONTO)

    opens = may_call(Calling(requested=True), now=at).opens_at

    assert opens == dt.datetime(2026, 11, 28, 10, tzinfo=TORONTO)


def test_a_listed_number_is_not_called_even_when_they_asked() -> None:
    listed = Calling(do_not_call=True, requested=True, express_consent=True)

    assert may_call(listed, now=MONDAY).reason == LISTED


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        (Calling(requested=True), REQUESTED),
        (Calling(express_consent=True), EXPRESS),
        (Calling(), NO_GROUND),
    ],
)
def test_the_reason_is_named(to: Calling, reason: str) -> None:
    assert may_call(to, now=MONDAY).reason == reason


@pytest.mark.parametrize(
    ("field", "since", "last"),
    [
        ("inquired_at", "2026-05-25", "2026-11-24"),
        ("inquired_at", "2026-08-31", "2027-02-27"),  # there is no 31 February
        ("inquired_at", "2027-08-31", "2028-02-28"),  # a leap year
        ("purchased_at", "2026-01-15", "2027-07-14"),
        ("purchased_at", "2026-08-31", "2028-02-28"),
    ],
)
def test_a_relationship_ends_on_its_last_day(field: str, since: str, last: str) -> None:
    began = dt.datetime.fromisoformat(f"{since} 12:00").replace(tzinfo=TORONTO)
    to = Calling(**{field: began})  # type: ignore[arg-type]
    noon = dt.datetime.fromisoformat(f"{last} 12:00").replace(tzinfo=TORONTO)

    assert may_call(to, now=noon).allowed
    assert may_call(to, now=noon + dt.timedelta(days=1)).reason == NO_GROUND


def test_what_lies_ahead_lets_nobody_call() -> None:
    assert not may_call(Calling(inquired_at=MONDAY + dt.timedelta(1)), now=MONDAY).allowed


@pytest.mark.parametrize(
    ("number", "zone"),
    [
        ("+14165550142", "America/Toronto"),
        ("+16045550100", "America/Vancouver"),
        ("+18005550142", "America/Toronto"),
        ("+442079460958", "Europe/London"),
        ("", "America/Toronto"),
        ("+1", "America/Toronto"),
        ("+99912345678", "America/Toronto"),
        ("٤١٦", "America/Toronto"),
    ],
)
def test_the_area_code_says_the_clock(number: str, zone: str) -> None:
    assert zone_of(number) == zone


@given(
    st.integers(1_600_000_000, 2_000_000_000).map(lambda s: dt.datetime.fromtimestamp(s, dt.UTC)),
    st.sampled_from(["America/Toronto", "America/St_Johns", "Asia/Kathmandu"]),
)
def test_the_opening_is_the_next_lawful_instant(at: dt.datetime, zone: str) -> None:
    there = ZoneInfo(zone)
    opens = next_calling_time(at, there)

    assert opens >= at
    assert is_calling_time(opens, there)
    assert opens == at or not is_calling_time(opens - dt.timedelta(minutes=1), there)
