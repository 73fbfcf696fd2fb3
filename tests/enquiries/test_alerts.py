"""What a sweep notices: nobody answered, a promise was kept, a message came back."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from enquiries import emails, hours
from enquiries.models import Direction, Enquiry, Interaction, Kind, NextAction, Promise
from enquiries.operations import alerting
from enquiries.operations.working import Happened, keep_promise, lose, promise, record
from institute import mail
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.mail.models import OutboundMessage, Status
from institute.mail.operations import deliver
from tests import make
from tests.conftest import at_the_same_time

TORONTO = ZoneInfo("America/Toronto")
WEDNESDAY = dt.datetime(2026, 11, 18, 12, tzinfo=TORONTO)
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)

pytestmark = pytest.mark.django_db


def toronto(*clock: int) -> dt.datetime:
    return dt.datetime(*clock, tzinfo=TORONTO)  # type: ignore[arg-type, misc]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(WEDNESDAY, tick=False) as travelled:
        yield travelled


def alerts() -> list[OutboundMessage]:
    return list(OutboundMessage.objects.filter(kind="enquiries.enquiry_unanswered").order_by("pk"))


def late(**fields: Any) -> Enquiry:
    return make.enquiry(respond_by=timezone.now() - MINUTE, **fields)


# --- Nobody answered ------------------------------------------------------------------------


def test_owner_is_told_once() -> None:
    owner, _ = make.staff(Role.DESK), make.staff(Role.DESK)
    late(owner=owner)

    assert [alerting.alert_unanswered(), alerting.alert_unanswered()] == [1, 0]

    (alert,) = alerts()
    assert (alert.to_address, alert.person) == (owner.email, owner)
    deliver()
    alert.refresh_from_db()
    assert alert.status == Status.SENT
    assert alert.subject.endswith(Enquiry.objects.get().name)


def test_everybody_at_the_desk_is_told_when_it_is_nobodys() -> None:
    people = {make.staff(Role.DESK).email for _ in range(2)}
    make.staff(Role.MANAGER)
    late()

    alerting.alert_unanswered()

    assert {alert.to_address for alert in alerts()} == people


def test_managers_are_told_when_nobody_is_at_the_desk() -> None:
    manager = make.staff(Role.MANAGER)
    late()

    alerting.alert_unanswered()

    assert [alert.to_address for alert in alerts()] == [manager.email]


def test_owner_who_has_left_is_not_written_to() -> None:
    gone, here = make.staff(Role.DESK, is_active=False), make.staff(Role.DESK)
    late(owner=gone)

    alerting.alert_unanswered()

    assert [alert.to_address for alert in alerts()] == [here.email]


def test_it_is_quiet_until_the_answer_is_due(desk: User) -> None:
    make.enquiry(respond_by=timezone.now() + MINUTE)

    assert alerting.alert_unanswered() == 0


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        # Wednesday 15:00 is due on Thursday at 15:00
        (toronto(2026, 11, 18, 15), toronto(2026, 11, 19, 15)),
        # Friday 16:00 is due on Monday at 16:00
        (toronto(2026, 11, 20, 16), toronto(2026, 11, 23, 16)),
        # the afternoon before Christmas is due after Boxing Day and the weekend
        (toronto(2026, 12, 24, 16), toronto(2026, 12, 29, 16)),
        # Labour Day is no business day
        (toronto(2026, 9, 4, 12), toronto(2026, 9, 8, 12)),
    ],
)
def test_alert_comes_when_one_business_day_has_passed(
    asked: dt.datetime, due: dt.datetime, desk: User, clock: time_machine.Traveller
) -> None:
    make.enquiry(created_at=asked, respond_by=hours.after(asked, hours.A_BUSINESS_DAY))

    clock.move_to(due - MINUTE)
    assert alerting.alert_unanswered() == 0
    clock.move_to(due)
    assert alerting.alert_unanswered() == 1


@pytest.mark.parametrize("status", ["lost", "quarantined", "spam"])
def test_enquiry_nobody_waits_for_raises_no_alert(status: str, desk: User) -> None:
    late(status=status, lost_reason="price" if status == "lost" else "")

    assert alerting.alert_unanswered() == 0


def test_alert_that_waits_is_dropped_when_somebody_answers(desk: User) -> None:
    enquiry = late()
    alerting.alert_unanswered()
    record(enquiry=enquiry, happened=Happened(Kind.CALL, Direction.OUT, "Rang."), by=desk)

    deliver()

    assert alerts()[0].status == Status.CANCELLED
    assert alerts()[0].reason == "Somebody has answered since."


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_two_beats_at_once_tell_once() -> None:
    make.staff(Role.DESK)
    for _ in range(4):
        late()

    found = at_the_same_time(lambda _: alerting.alert_unanswered(), range(6), at_once=6)

    assert sum(found) == 4
    assert len(alerts()) == 4


# --- Promises -------------------------------------------------------------------------------


def awaiting(desk: User, enquiry: Enquiry | None = None) -> tuple[Promise, OutboundMessage]:
    """A promise that a message will keep, and that message."""
    enquiry = enquiry or make.enquiry()
    made = promise(enquiry=enquiry, text="Send the dates", due_at=timezone.now() + HOUR, by=desk)
    message = mail.queue(emails.enquiry_received(enquiry))
    assert message
    keep_promise(promise=made, message=message)
    return made, message


def test_promise_closes_when_its_message_has_left(desk: User) -> None:
    made, message = awaiting(desk)

    assert alerting.settle_promises() == 0
    deliver()
    assert [alerting.settle_promises(), alerting.settle_promises()] == [1, 0]

    made.refresh_from_db()
    message.refresh_from_db()
    assert made.kept_by_message == message
    assert made.kept_at == message.sent_at


@pytest.mark.parametrize("status", ["bounced", "failed", "suppressed", "expired", "cancelled"])
def test_message_that_never_arrives_leaves_the_promise_open(status: str, desk: User) -> None:
    enquiry = make.enquiry(make.contact("Ana", phone="+19052829318"), email="ana@example.com")
    made, message = awaiting(desk, enquiry)
    OutboundMessage.objects.filter(pk=message.pk).update(status=status, reason="It came back.")

    alerting.settle_promises()
    alerting.settle_promises()

    made.refresh_from_db()
    enquiry.refresh_from_db()
    assert made.kept_at is None
    assert made.awaits_message is None
    assert (enquiry.next_action, enquiry.next_action_at) == (NextAction.CALL, timezone.now())
    note = Interaction.objects.get(enquiry=enquiry, kind=Kind.NOTE)
    assert note.text == "“Send the dates” is still to be done: It came back."


def test_message_that_may_have_arrived_settles_nothing(desk: User) -> None:
    made, message = awaiting(desk)
    OutboundMessage.objects.filter(pk=message.pk).update(status="unknown")

    assert alerting.settle_promises() == 0
    made.refresh_from_db()
    assert made.kept_at is None


# --- What came back -------------------------------------------------------------------------


def came_back(enquiry: Enquiry, status: str = "bounced") -> OutboundMessage:
    message = mail.queue(emails.enquiry_received(enquiry))
    assert message
    words = "The address does not exist. Nothing more is sent to it."
    OutboundMessage.objects.filter(pk=message.pk).update(status=status, reason=words)
    return message


def test_bounced_message_raises_a_call_the_same_minute(clock: time_machine.Traveller) -> None:
    enquiry = make.enquiry(make.contact("Ana", phone="+19052829318"), email="ana@example.com")
    came_back(enquiry)

    assert [alerting.call_about_what_came_back() for _ in range(2)] == [1, 0]

    enquiry.refresh_from_db()
    assert (enquiry.next_action, enquiry.next_action_at) == (NextAction.CALL, timezone.now())
    assert "does not exist" in Interaction.objects.get(enquiry=enquiry).text


def test_without_a_number_there_is_something_to_check() -> None:
    enquiry = make.enquiry()
    came_back(enquiry, "failed")

    alerting.call_about_what_came_back()

    enquiry.refresh_from_db()
    assert enquiry.next_action == NextAction.CHECK


def test_closed_enquiry_keeps_the_note_and_stays_closed() -> None:
    enquiry = make.enquiry()
    came_back(enquiry)
    lose(enquiry=enquiry, reason="price", by=None)

    alerting.call_about_what_came_back()

    enquiry.refresh_from_db()
    assert enquiry.next_action_at is None
    assert Interaction.objects.filter(enquiry=enquiry, kind=Kind.NOTE).count() == 1


def test_alert_that_came_back_from_a_colleague_is_no_ones_call(desk: User) -> None:
    late()
    alerting.alert_unanswered()
    OutboundMessage.objects.update(status="bounced")

    assert alerting.call_about_what_came_back() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_two_sweeps_at_once_note_it_once() -> None:
    enquiry = make.enquiry()
    came_back(enquiry)

    found = at_the_same_time(lambda _: alerting.call_about_what_came_back(), range(6), at_once=6)

    assert sum(found) == 1
    assert Interaction.objects.filter(kind=Kind.NOTE).count() == 1
