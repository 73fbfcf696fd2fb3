"""Interviews: planned once, planned again when they move, silent when called off, debriefed."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest
import time_machine
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from institute import panels
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.mail.models import OutboundMessage, Status
from institute.mail.operations import deliver
from mentorship import preparation
from mentorship.backplan import State, Step
from mentorship.models import BookingStatus, InterviewTarget, OfferKind, Outcome, WaitlistEntry
from mentorship.operations.interviews import (
    Debrief,
    aim_for,
    call_off,
    change_interview,
    debrief,
    next_interview_on,
)
from tests import make
from tests.conftest import at_the_same_time
from tests.mentorship.preparing import aim, interviewer, mock, target

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def letters(kind: str) -> list[tuple[int, str]]:
    """The sequence and state of each letter of a kind."""
    found = OutboundMessage.objects.filter(kind=f"mentorship.{kind}").order_by("pk")
    return [(one.about_sequence, one.status) for one in found]


def states(of: InterviewTarget) -> dict[Step, State]:
    return {line.planned.step: line.state for line in preparation.plan_of(of).lines}


def test_planning_twice_with_one_form_is_one_plan_and_two_letters(student: User) -> None:
    token, wish = uuid.uuid4(), aim()

    assert aim_for(student=student, aim=wish, form_token=token) == aim_for(
        student=student, aim=wish, form_token=token
    )
    assert letters("plan_made") == [(0, Status.QUEUED)]
    assert letters("debrief_asked") == [(0, Status.QUEUED)]


def test_the_debrief_is_asked_for_a_day_after_and_for_a_week(student: User) -> None:
    planned = target(student)
    letter = OutboundMessage.objects.get(kind="mentorship.debrief_asked")

    assert letter.send_after == planned.at + DAY
    assert letter.not_after == planned.at + 8 * DAY


def test_another_date_makes_another_plan_and_stops_the_old_letters(student: User) -> None:
    planned = target(student)

    changed = change_interview(target=planned, aim=aim(30))

    assert changed.sequence == 1
    assert letters("plan_made") == [(0, Status.CANCELLED), (1, Status.QUEUED)]
    assert letters("debrief_asked") == [(0, Status.CANCELLED), (1, Status.QUEUED)]


def test_another_name_keeps_the_plan(student: User) -> None:
    planned = target(student)
    same = replace(aim(), at=planned.at, company="Southlake")

    changed = change_interview(target=planned, aim=same)

    assert (changed.company, changed.sequence) == ("Southlake", 0)
    assert changed.planned_at == planned.planned_at
    assert letters("plan_made") == [(0, Status.QUEUED)]


def test_nothing_is_written_about_an_interview_called_off(student: User) -> None:
    planned = target(student)

    call_off(target=planned)
    call_off(target=planned)
    with time_machine.travel(planned.at + 2 * DAY, tick=False):
        deliver()

    assert letters("plan_made") == [(0, Status.CANCELLED)]
    assert letters("debrief_asked") == [(0, Status.CANCELLED)]


@pytest.mark.parametrize("days", [-1, 400])
def test_an_interview_lies_ahead_within_a_year(student: User, days: int) -> None:
    with pytest.raises(RuleBroken, match="Choose a moment"):
        target(student, days)


def test_the_database_refuses_an_interview_planned_after_it_took_place(student: User) -> None:
    planned = target(student)

    with pytest.raises(IntegrityError, match="planned_before_it_takes_place"):
        InterviewTarget.objects.filter(pk=planned.pk).update(at=timezone.now() - DAY)


def test_a_debrief_waits_for_the_interview_and_may_be_said_again(student: User) -> None:
    planned = target(student)
    with pytest.raises(RuleBroken, match="it lies ahead"):
        debrief(target=planned, says=Debrief(Outcome.WAITING))

    with time_machine.travel(planned.at + DAY / 2, tick=False):
        debrief(target=planned, says=Debrief(Outcome.WAITING, asked=" The float. "))
        heard = debrief(target=planned, says=Debrief(Outcome.OFFER, asked="The float."))
        deliver()

    assert (heard.outcome, heard.asked) == (Outcome.OFFER, "The float.")
    assert letters("debrief_asked") == [(0, Status.CANCELLED)]


def test_whoever_has_the_nearest_interview_is_offered_an_hour_first(student: User) -> None:
    entry = WaitlistEntry.objects.create(
        student=student,
        offer=make.offer(OfferKind.MOCK),
        earliest=timezone.now().date(),
        latest=timezone.now().date() + 30 * DAY,
    )

    far = target(student, 21)
    near = target(student, 9)
    entry.refresh_from_db()
    assert entry.interview_on == near.day

    call_off(target=near)
    entry.refresh_from_db()
    assert entry.interview_on == next_interview_on(student) == far.day

    call_off(target=far)
    entry.refresh_from_db()
    assert entry.interview_on is None


def test_a_date_typed_into_the_waiting_list_stays_when_another_interview_is_called_off(
    student: User,
) -> None:
    planned = target(student)
    typed = planned.day + DAY
    entry = WaitlistEntry.objects.create(
        student=student,
        offer=make.offer(OfferKind.MOCK),
        earliest=typed - 9 * DAY,
        latest=typed,
        interview_on=typed,
    )

    call_off(target=planned)

    entry.refresh_from_db()
    assert entry.interview_on == typed


# --- Where each step stands ------------------------------------------------------------------


def test_a_step_is_open_until_a_session_is_booked_and_done_once_it_took_place(
    student: User,
) -> None:
    planned = target(student)
    assert states(planned)[Step.MOCK] == State.TO_BOOK

    booking = mock(interviewer(), student, days_ago=-10, status=BookingStatus.CONFIRMED)
    assert states(planned)[Step.MOCK] == State.BOOKED

    with time_machine.travel(booking.ends_at + dt.timedelta(hours=1), tick=False):
        assert states(planned)[Step.MOCK] == State.DONE


def test_a_mock_called_off_or_long_ago_does_not_count(student: User) -> None:
    planned = target(student)
    mock(interviewer(), student, days_ago=-10, status=BookingStatus.CANCELLED_BY_MENTOR)
    mock(interviewer(), student, days_ago=30)

    assert states(planned)[Step.MOCK] == State.TO_BOOK


def test_after_the_interview_the_debrief_is_what_comes_next(student: User) -> None:
    planned = target(student)

    assert preparation.plan_of(planned).next
    with time_machine.travel(planned.at + DAY / 2, tick=False):
        step = preparation.plan_of(planned).next
        assert step
        assert step.planned.step == Step.DEBRIEF
        assert step.url.endswith("/debrief/")


def test_any_number_of_interviews_is_read_with_the_same_questions(student: User) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            preparation.plans(student, InterviewTarget.objects.visible_to(student).ahead())
        return len(queries)

    target(student)
    one = asked()
    for days in range(10, 16):
        target(student, days)
        mock(interviewer(), student, days_ago=-days / 2, status=BookingStatus.CONFIRMED)

    assert asked() == one


def test_today_the_timeline_and_the_privacy_file_know_of_it(student: User) -> None:
    planned = target(student)

    assert f"Interview: {planned}" in [row.title for row in panels.timeline(student)]
    exported = panels.export(student)["interviews"]
    assert isinstance(exported, dict)
    assert exported["interviews"][0]["company"] == "Northlake"
    (row,) = [row for row in panels.history(panels.Whose(user=student)) if row.kind == "mentoring"]
    assert row.title == "Prepares for Staff TPM at Northlake"


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_form_sent_eight_times_at_once_is_one_interview() -> None:
    student, token, wish = make.student(), uuid.uuid4(), aim()

    outcomes = at_the_same_time(
        lambda _: aim_for(student=student, aim=wish, form_token=token), range(8)
    )

    assert not [one for one in outcomes if isinstance(one, Exception)]
    assert InterviewTarget.objects.count() == 1
    assert letters("plan_made") == [(0, Status.QUEUED)]
