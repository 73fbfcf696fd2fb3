"""Workers killed, the broker emptied, two beats: each reminder once, and none that is not true."""

import time
from typing import Any

import pytest
from django.utils import timezone

from institute.mail.models import OutboundMessage, Status
from mentorship.operations.changing import cancel
from tests.faults.test_mail import (
    OPEN,
    copies_beyond_one,
    empty_the_broker,
    fifteen_minutes_pass,
    start_worker,
    two_beats,
)
from tests.mail.sink import Sink
from tests.mentorship.reminding import REMINDERS, Sessions, booked_long_ago, reminders_of

__all__ = ["two_beats"]

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

EACH = 40  # sessions of each fate
KILL_AT = (60, 150)


def due() -> Any:
    return OutboundMessage.objects.filter(send_after__lte=timezone.now())


def wait_until_nothing_is_due(seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while due().filter(status__in=OPEN).exists():
        assert time.monotonic() < until, "Letters are still waiting."
        time.sleep(0.2)


def ids(messages: list[OutboundMessage]) -> set[str]:
    return {message.message_id for message in messages}


def test_each_reminder_leaves_once_and_only_for_sessions_that_take_place(
    two_beats: Any, record_property: Any
) -> None:
    sessions = booked_long_ago(EACH)
    with Sink(seconds_each=0.01) as sink:
        two_beats(sink)
        for arrived in KILL_AT:
            with start_worker(sink) as worker:
                assert sink.wait_for(arrived, seconds=60) >= arrived
                called_off_meanwhile = sessions.kept.pop()
                cancel(booking=called_off_meanwhile, by=called_off_meanwhile.student)
                sessions.cancelled.append(called_off_meanwhile)
                before_the_kill = sink.report().copies
                worker.kill()
            empty_the_broker()
        with start_worker(sink):
            wait_until_nothing_is_due()
            once = sink.report()
            unknown = ids(list(OutboundMessage.objects.filter(status=Status.UNKNOWN)))
            fifteen_minutes_pass()
            time.sleep(3)
            wait_until_nothing_is_due()
        arrived_at_last = sink.report()

    assert before_the_kill
    assert copies_beyond_one(once) == set()
    assert copies_beyond_one(arrived_at_last) <= unknown
    check(sessions, set(arrived_at_last.copies))
    reminders = OutboundMessage.objects.filter(kind__in=REMINDERS)
    wanted = reminders.filter(status=Status.SENT).count()
    record_property("count: reminders sent", wanted)
    twice = copies_beyond_one(arrived_at_last)
    record_property("count: reminders in doubt, sent once more", len(unknown))
    record_property("count: reminders sent twice without a doubt", len(twice - unknown))
    record_property("count: reminder workers killed", 3 * len(KILL_AT))


def check(sessions: Sessions, arrived: set[str]) -> None:
    """Every kept session is reminded of; no reminder of another one arrived that was stopped."""
    of_kept = [one for one in reminders_of(sessions.kept) if one.send_after <= timezone.now()]
    assert len(of_kept) == 2 * len(sessions.kept)
    assert {one.status for one in of_kept} == {Status.SENT}
    assert ids(of_kept) <= arrived
    stopped = [one for one in reminders_of(sessions.cancelled) if one.status == Status.CANCELLED]
    old = [one for one in reminders_of(sessions.moved) if one.about_sequence == 0]
    assert {one.status for one in old} == {Status.CANCELLED}
    late = reminders_of(sessions.begun)
    assert {one.status for one in late} == {Status.EXPIRED}
    assert not ids([*stopped, *old, *late]) & arrived
