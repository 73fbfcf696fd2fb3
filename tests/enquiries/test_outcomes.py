"""What the end of a call leads to."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from enquiries import calling_rules, hours
from enquiries.models import Enquiry, NextAction, Outcome
from enquiries.outcomes import ENDINGS, Moment, Step, next_step

TORONTO, VANCOUVER = ZoneInfo("America/Toronto"), ZoneInfo("America/Vancouver")
LONDON, KOLKATA = ZoneInfo("Europe/London"), ZoneInfo("Asia/Kolkata")
# A Monday, 14:00 in Toronto.
MONDAY = dt.datetime(2026, 11, 23, 19, tzinfo=dt.UTC)


def at(step: Step | None, zone: ZoneInfo = TORONTO) -> str:
    """The day and time of a step on a clock."""
    assert step
    return f"{step.at.astimezone(zone):%a %d %H:%M}"


def test_every_outcome_the_desk_may_choose_is_known_to_the_records() -> None:
    assert set(ENDINGS) == set(Outcome.values) - {Outcome.MISSED}
    assert {each.action for each in ENDINGS.values()} - {""} <= set(NextAction.values)
    assert {each.act for each in ENDINGS.values()} - {""} <= set(Enquiry.MOVES)


def test_every_outcome_has_a_key_of_its_own() -> None:
    keys = [each.key for each in ENDINGS.values()]

    assert len(keys) == len(set(keys))
    assert set("efbixwt") <= set(keys)


@pytest.mark.parametrize(
    ("outcome", "action", "when"),
    [
        ("enrolled", "enrol", "Tue 24 14:00"),
        ("follow_up", "call", "Wed 25 10:00"),
        ("info_sent", "check", "Tue 24 14:00"),
        ("transferred", "call", "Mon 23 15:00"),
    ],
)
def test_an_outcome_leads_to_its_next_step(outcome: str, action: str, when: str) -> None:
    step = next_step(outcome, Moment(MONDAY, TORONTO))

    assert step
    assert step.action == action
    assert at(step) == when


@pytest.mark.parametrize("outcome", ["callback", "not_interested", "wrong_number", "returned"])
def test_other_outcomes_leave_nothing_or_ask_for_a_time(outcome: str) -> None:
    assert next_step(outcome, Moment(MONDAY, TORONTO)) is None


def test_a_follow_up_is_at_ten_where_the_caller_is() -> None:
    step = next_step("follow_up", Moment(MONDAY, VANCOUVER))

    assert at(step, VANCOUVER) == "Wed 25 10:00"


def test_a_follow_up_waits_until_somebody_is_at_the_desk() -> None:
    step = next_step("follow_up", Moment(MONDAY, LONDON))

    assert at(step, TORONTO) == "Wed 25 09:00"
    assert at(step, LONDON) == "Wed 25 14:00"


def test_a_follow_up_over_a_holiday_takes_the_next_business_day() -> None:
    thursday_before_christmas = dt.datetime(2026, 12, 23, 19, tzinfo=dt.UTC)

    step = next_step("follow_up", Moment(thursday_before_christmas, TORONTO))

    assert at(step) == "Tue 29 10:00"


def test_nobody_is_tried_a_fifth_time() -> None:
    tries = [next_step("no_answer", Moment(MONDAY, TORONTO, tries=n)) for n in (1, 2, 3, 4)]

    assert [at(step) for step in tries[:3]] == ["Tue 24 09:00", "Tue 24 10:00", "Tue 24 10:00"]
    assert tries[3] is None


def test_the_second_try_is_in_the_other_half_of_the_day() -> None:
    morning = MONDAY - dt.timedelta(hours=4)

    assert at(next_step("no_answer", Moment(morning, TORONTO))) == "Mon 23 14:00"
    assert at(next_step("no_answer", Moment(morning, TORONTO, tries=2))) == "Tue 24 15:00"


def test_after_three_tries_we_write_where_the_law_lets_us() -> None:
    step = next_step("no_answer", Moment(MONDAY, TORONTO, tries=3, may_write=True))

    assert step
    assert step.action == NextAction.WRITE


@pytest.mark.parametrize("zone", [TORONTO, VANCOUVER, LONDON, KOLKATA])
@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_a_call_is_never_planned_at_an_unlawful_hour(zone: ZoneInfo, hour: int) -> None:
    now = MONDAY.replace(hour=hour)

    for outcome, tries in (("follow_up", 1), ("no_answer", 1), ("no_answer", 2)):
        step = next_step(outcome, Moment(now, zone, tries=tries))
        assert step
        assert calling_rules.is_calling_time(step.at, zone)
        assert hours.is_open(step.at)
