"""Planning backwards: always in order, never in the past, and plain about what no longer fits."""

import datetime as dt
from datetime import UTC, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.backplan import (
    CV_BEFORE,
    CV_LATEST,
    CV_TAKES,
    DAY,
    HOUR,
    MOCK_BEFORE,
    MOCK_LATEST,
    MOCK_TAKES,
    Planned,
    State,
    Step,
    plan,
    state_of,
)

NOW = dt.datetime(2026, 11, 22, 15, tzinfo=UTC)
moments = st.integers(0, 730 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes))
distances = st.timedeltas(timedelta(minutes=1), timedelta(days=366))


def planned_in(distance: timedelta) -> dict[Step, Planned]:
    return {one.step: one for one in plan(interview_at=NOW + distance, planned_at=NOW)}


def test_with_time_enough_every_step_stands_at_its_usual_distance() -> None:
    steps = planned_in(30 * DAY)

    assert steps[Step.CV].due == NOW + 30 * DAY - CV_BEFORE
    assert steps[Step.MOCK].due == NOW + 30 * DAY - MOCK_BEFORE
    assert steps[Step.DEBRIEF].due == NOW + 31 * DAY
    assert not any(one.note for one in steps.values())


def test_ten_days_leave_a_review_that_is_handed_in_today() -> None:
    steps = planned_in(10 * DAY)

    assert steps[Step.CV].due == NOW + CV_TAKES
    assert "Hand your CV in today" in steps[Step.CV].note


def test_four_days_leave_no_review_and_the_usual_mock() -> None:
    steps = planned_in(4 * DAY)

    assert steps[Step.CV].is_dropped
    assert "Send the CV you have" in steps[Step.CV].note
    assert steps[Step.MOCK].due == NOW + DAY


def test_two_days_leave_a_mock_tomorrow() -> None:
    mock = planned_in(2 * DAY)[Step.MOCK]

    assert mock.due == NOW + DAY
    assert "first time that suits" in mock.note


def test_an_interview_tomorrow_is_practised_alone() -> None:
    steps = planned_in(30 * HOUR)

    assert steps[Step.MOCK].is_dropped
    assert "Practise alone" in steps[Step.MOCK].note
    assert steps[Step.INTERVIEW].due == NOW + 30 * HOUR


def test_what_is_over_cannot_be_planned() -> None:
    with pytest.raises(ValueError, match="before it takes place"):
        plan(interview_at=NOW, planned_at=NOW)


@given(moments, distances)
def test_the_steps_are_four_in_order_and_none_lies_behind(
    now: dt.datetime, distance: timedelta
) -> None:
    steps = plan(interview_at=now + distance, planned_at=now)

    assert [one.step for one in steps] == list(Step)
    due = [one.due for one in steps if one.due]
    assert due == sorted(due)
    assert all(at > now for at in due)


@given(moments, distances)
def test_no_step_is_asked_for_sooner_than_it_can_be_done(
    now: dt.datetime, distance: timedelta
) -> None:
    at = now + distance
    cv, mock, _, _ = plan(interview_at=at, planned_at=now)

    assert cv.due is None or now + CV_TAKES <= cv.due <= at - CV_LATEST
    assert mock.due is None or now + MOCK_TAKES <= mock.due <= at - MOCK_LATEST


@given(moments, distances)
def test_a_step_is_left_out_only_with_a_reason_and_never_when_there_is_time(
    now: dt.datetime, distance: timedelta
) -> None:
    cv, mock, _, _ = plan(interview_at=now + distance, planned_at=now)

    assert all(one.note for one in (cv, mock) if one.is_dropped)
    assert not cv.is_dropped or distance < CV_TAKES + CV_LATEST
    assert not mock.is_dropped or distance < CV_TAKES + MOCK_LATEST


@given(moments, distances, st.timedeltas(timedelta(0), timedelta(days=60)))
def test_time_moves_a_step_from_open_to_late_to_missed_and_never_back(
    now: dt.datetime, distance: timedelta, later: timedelta
) -> None:
    order = [State.TO_BOOK, State.LATE, State.MISSED]
    for one in plan(interview_at=now + distance, planned_at=now):
        if not one.is_dropped:
            first = order.index(state_of(one, now=now))
            assert first <= order.index(state_of(one, now=now + later))


def test_what_was_done_counts_even_when_it_was_left_out() -> None:
    dropped = planned_in(30 * HOUR)[Step.MOCK]

    assert state_of(dropped, now=NOW) == State.DROPPED
    assert state_of(dropped, now=NOW, is_booked=True) == State.BOOKED
    assert state_of(dropped, now=NOW, is_done=True) == State.DONE


def test_a_mock_past_its_day_can_still_be_had_until_the_night_before() -> None:
    mock = planned_in(30 * DAY)[Step.MOCK]

    assert state_of(mock, now=NOW + 28 * DAY) == State.LATE
    assert state_of(mock, now=NOW + 30 * DAY - HOUR) == State.MISSED
