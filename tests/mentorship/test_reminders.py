"""Reminders: once each, for sessions that take place, while they are worth having."""

import datetime as dt
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.core import mail as outgoing
from django.utils import timezone

from institute.mail.consent import MailClass
from institute.mail.models import OutboundMessage, Status
from institute.mail.operations import claiming, deliver, tidy
from institute.mail.operations.checking import check
from institute.mail.operations.marking import Ledger
from institute.mail.operations.rendering import pack
from mentorship.models import Booking
from mentorship.operations.booking import accept
from mentorship.operations.changing import cancel, reschedule
from tests.conftest import at_the_same_time
from tests.mail.sink import Sink
from tests.mail.worker import LEASE, Killable
from tests.mentorship.post import NOW, START, amara, booked, grace, kinds_to, row
from tests.mentorship.reminding import booked_long_ago, reminders_of

DAY, HOUR, MINUTE = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(minutes=1)
BOTH = ["session_in_a_day", "session_in_an_hour"]


@pytest.fixture
def clock() -> Iterator[Any]:
    """Sun 22 November 2026, 9:12 in Toronto, until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def reminded(booking: Booking) -> list[str]:
    """The reminders of the student that left, in order."""
    sent = booking.student.messages_received.filter(status=Status.SENT).order_by("sent_at")
    kinds = [kind.removeprefix("mentorship.") for kind in sent.values_list("kind", flat=True)]
    return [kind for kind in kinds if kind in BOTH]


# --- When ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_each_leaves_when_its_time_has_come(clock: Any) -> None:
    booking = booked(grace(), amara())
    seen = {}
    for before in (DAY + MINUTE, DAY - MINUTE, HOUR + MINUTE, HOUR - MINUTE):
        clock.move_to(START - before)
        deliver()
        seen[before] = reminded(booking)

    assert list(seen.values()) == [[], BOTH[:1], BOTH[:1], BOTH]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "queued"),
    [
        (DAY + MINUTE, BOTH),
        (DAY, BOTH[1:]),
        (DAY - MINUTE, BOTH[1:]),
        (HOUR + MINUTE, BOTH[1:]),
        (HOUR, []),
        (HOUR - MINUTE, []),
    ],
)
def test_who_books_later_than_that_needs_no_reminder(
    before: dt.timedelta, queued: list[str], clock: Any
) -> None:
    clock.move_to(START - before)

    booking = booked(grace(), amara())

    assert kinds_to(booking.student) == ["session_confirmed", *queued, "session_feedback"]


@pytest.mark.django_db
def test_a_request_accepted_in_the_last_day_has_only_the_last_reminder(clock: Any) -> None:
    clock.move_to(START - DAY - HOUR)
    booking = booked(grace(asks=True), amara())
    clock.move_to(START - DAY + HOUR)

    accept(booking=booking, by=booking.mentor.user)

    after = ["session_accepted", "session_in_an_hour", "session_feedback"]
    assert kinds_to(booking.student)[1:] == after


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "last"), [("session_in_a_day", 2 * HOUR), ("session_in_an_hour", 5 * MINUTE)]
)
def test_none_leaves_after_its_last_moment(kind: str, last: dt.timedelta, clock: Any) -> None:
    booking = booked(grace(), amara())
    clock.move_to(START - last)

    deliver()

    late = row(kind, booking.student)
    assert (late.status, late.reason) == (Status.EXPIRED, "The moment it was for has passed.")


# --- For what takes place ------------------------------------------------------------------


def _cancelled(booking: Booking) -> None:
    cancel(booking=booking, by=booking.student)


def _moved(booking: Booking) -> None:
    start = booking.starts_at + 2 * DAY
    reschedule(booking=booking, start=start, by=booking.student, seen=0)


CHANGES: list[Callable[[Booking], None]] = [_cancelled, _moved]


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES)
def test_none_for_a_session_that_was_changed_before_it_was_due(
    change: Callable[[Booking], None], clock: Any
) -> None:
    booking = booked(grace(), amara())
    change(booking)
    for before in (DAY - MINUTE, HOUR - MINUTE):
        clock.move_to(START - before)
        deliver()

    assert reminded(booking) == []


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES)
def test_none_for_a_session_that_is_changed_while_a_worker_holds_it(
    change: Callable[[Booking], None], clock: Any
) -> None:
    booking = booked(grace(), amara())
    deliver()
    clock.move_to(START - DAY + MINUTE)
    claimed = claiming.claim(MailClass)
    assert len(claimed) == 2
    parcels = [pack(ready) for ready in check(claimed)]
    change(booking)

    ledger = Ledger()
    handed = [ledger.hand(parcel) for parcel in parcels]
    ledger.close()

    assert handed == [False, False]


@pytest.mark.django_db
def test_the_last_check_reads_the_session_itself(clock: Any) -> None:
    """Should an act ever forget to stop its letters, the check under the claim still does."""
    asleep, moved = booked(grace(), amara()), booked(grace(), amara())
    Booking.objects.filter(pk=asleep.pk).update(status="cancelled_by_student")
    Booking.objects.filter(pk=moved.pk).update(sequence=1)
    clock.move_to(START - DAY + MINUTE)

    deliver()

    reasons = [row("session_in_a_day", one.student).reason for one in (asleep, moved)]
    assert reasons == [
        "The session is cancelled by the student now.",
        "The session has moved since; a newer letter says so.",
    ]


@pytest.mark.django_db
def test_a_moved_session_is_reminded_of_at_its_new_time(clock: Any) -> None:
    booking = booked(grace(), amara())
    _moved(booking)
    for before in (DAY - MINUTE, HOUR - MINUTE):
        clock.move_to(START + 2 * DAY - before)
        deliver()

    assert reminded(booking) == BOTH


# --- Once ----------------------------------------------------------------------------------


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_eight_sweeps_at_once_send_each_reminder_once() -> None:
    sessions = booked_long_ago(4)
    outgoing.outbox.clear()

    at_the_same_time(lambda _: deliver().sent, range(8))

    assert_only_the_kept_are_reminded(sessions)
    copies = Counter(sent.message()["Message-ID"] for sent in outgoing.outbox)
    assert set(copies.values()) == {1}


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_costs_no_reminder_and_doubles_none(record_property: Any) -> None:
    sessions = booked_long_ago(6)
    with Sink(seconds_each=0.05) as sink:
        with Killable("tests.mail.worker", port=sink.port) as worker:
            assert sink.wait_for(10, seconds=30) >= 10
            worker.kill()
        time.sleep(LEASE + 0.2)
        tidy()
        with Killable("tests.mail.worker", port=sink.port):
            until = time.monotonic() + 30
            while open_rows().exists() and time.monotonic() < until:
                time.sleep(0.1)
        copies = sink.report().copies

    assert set(copies.values()) == {1}
    doubted = OutboundMessage.objects.filter(status=Status.UNKNOWN)
    assert doubted.count() <= 1  # the one that was in its hands
    assert_only_the_kept_are_reminded(sessions, {message.pk for message in doubted})
    record_property("count: reminder workers killed", 1)
    record_property("count: reminders sent twice", sum(copies.values()) - len(copies))


def open_rows() -> Any:
    due = OutboundMessage.objects.filter(send_after__lte=timezone.now())
    return due.filter(status__in=(Status.QUEUED, Status.SENDING))


def assert_only_the_kept_are_reminded(sessions: Any, doubted: set[int] | None = None) -> None:
    """The day's reminder of kept sessions left; nothing else of the others did."""
    expected = {Status.SENT, Status.UNKNOWN} if doubted else {Status.SENT}
    due = [one for one in reminders_of(sessions.kept) if one.send_after <= timezone.now()]
    assert len(due) == 2 * len(sessions.kept)
    assert {one.status for one in due} <= expected
    assert {one.status for one in reminders_of(sessions.cancelled)} == {Status.CANCELLED}
    old = [one for one in reminders_of(sessions.moved) if one.about_sequence == 0]
    new = [one for one in reminders_of(sessions.moved) if one.about_sequence == 1]
    assert {one.status for one in old} == {Status.CANCELLED}
    assert {one.status for one in new} == {Status.QUEUED}
    assert {one.status for one in reminders_of(sessions.begun)} == {Status.EXPIRED}
