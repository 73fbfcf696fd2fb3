"""The letter of 8:00: once for each person and day, and what it says."""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from enquiries.models import Call
from enquiries.operations import mornings
from enquiries.operations.working import promise
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.mail.models import OutboundMessage, Status
from institute.mail.operations import deliver, preview
from tests import make
from tests.conftest import at_the_same_time

TORONTO = ZoneInfo("America/Toronto")
WEDNESDAY = dt.datetime(2026, 11, 18, 8, tzinfo=TORONTO)
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)

pytestmark = pytest.mark.django_db


def toronto(*clock: int) -> dt.datetime:
    return dt.datetime(*clock, tzinfo=TORONTO)  # type: ignore[arg-type, misc]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(WEDNESDAY, tick=False) as travelled:
        yield travelled


def letters() -> list[OutboundMessage]:
    return list(OutboundMessage.objects.filter(kind="enquiries.morning").order_by("pk"))


def text() -> str:
    words = preview(letters()[-1]).words
    assert words
    return f"{words.subject}\n{words.text}"


def test_everybody_who_works_on_enquiries_gets_one(desk: User, manager: User) -> None:
    make.student()
    make.staff(Role.MENTOR)
    make.staff(Role.DESK, is_active=False)

    assert mornings.send_mornings() == 2
    assert {letter.to_address for letter in letters()} == {desk.email, manager.email}


def test_it_is_written_once_a_day(desk: User, clock: time_machine.Traveller) -> None:
    clock.move_to(WEDNESDAY - 8 * HOUR)
    for _ in range(24 * 30):
        mornings.send_mornings()
        clock.shift(2 * MINUTE)

    (letter,) = letters()
    assert letter.queued_at == WEDNESDAY


def test_person_with_two_roles_gets_one() -> None:
    make.staff(Role.DESK, Role.MANAGER)

    assert mornings.send_mornings() == 1


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (toronto(2026, 11, 18, 7, 59), 0),
        (toronto(2026, 11, 18, 8, 0), 1),
        (toronto(2026, 11, 18, 11, 59), 1),  # the worker was down at 8:00
        (toronto(2026, 11, 18, 12, 0), 0),
        (toronto(2026, 11, 21, 8, 0), 0),  # Saturday
        (toronto(2026, 12, 25, 8, 0), 0),  # Christmas
        (toronto(2026, 12, 28, 8, 0), 0),  # Boxing Day, kept on the Monday
        (toronto(2026, 10, 12, 8, 0), 0),  # Thanksgiving
        (toronto(2027, 3, 15, 8, 0), 1),  # the first morning on daylight time
        (toronto(2026, 11, 2, 8, 0), 1),  # the first morning off it
    ],
)
def test_it_comes_on_business_mornings(
    at: dt.datetime, written: int, desk: User, clock: time_machine.Traveller
) -> None:
    clock.move_to(at)

    assert mornings.send_mornings() == written


@pytest.mark.parametrize("first", [dt.date(2027, 3, 11), dt.date(2026, 10, 29)])
def test_across_a_clock_change_there_is_one_for_each_business_day(
    first: dt.date, desk: User, clock: time_machine.Traveller
) -> None:
    clock.move_to(dt.datetime.combine(first, dt.time(), TORONTO))
    for _ in range(7 * 24 * 4):
        mornings.send_mornings()
        clock.shift(15 * MINUTE)

    at = [letter.queued_at.astimezone(TORONTO) for letter in letters()]
    assert len(at) == 5
    assert {moment.time() for moment in at} == {dt.time(8)}


def test_letter_that_waits_past_noon_does_not_leave(
    desk: User, clock: time_machine.Traveller
) -> None:
    mornings.send_mornings()
    clock.move_to(WEDNESDAY + 4 * HOUR)

    deliver()

    assert letters()[0].status == Status.EXPIRED


def test_somebody_away_from_toronto_gets_it_at_eight_in_toronto() -> None:
    make.staff(Role.DESK, time_zone="Europe/London")

    mornings.send_mornings()
    deliver()

    assert letters()[0].status == Status.SENT


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_beats_at_the_same_time_write_one() -> None:
    make.staff(Role.DESK)

    found = at_the_same_time(lambda _: mornings.send_mornings(), range(8), at_once=8)

    assert sum(found) == 1
    assert len(letters()) == 1


# --- What it says ---------------------------------------------------------------------------


def test_quiet_morning_says_so(desk: User) -> None:
    mornings.send_mornings()

    assert "Wed 18 November 2026: Nothing is promised or due today." in text()


def test_it_names_what_i_promised_today_and_what_is_overdue(
    desk: User, clock: time_machine.Traveller
) -> None:
    ana = make.enquiry(make.contact("Ana Lima"))
    clock.move_to(WEDNESDAY - DAY)
    for words, after in (("Send the dates", HOUR), ("Call back", 30 * HOUR), ("Later", 50 * HOUR)):
        promise(enquiry=ana, text=words, due_at=timezone.now() + after, by=desk)
    clock.move_to(WEDNESDAY)
    mornings.send_mornings()

    words = text()
    assert "2 promises." in words
    assert "Send the dates: Ana Lima, overdue since Tue 17 Nov 2026, 09:00" in words
    assert "Call back: Ana Lima, by 14:00" in words
    assert "Later" not in words


def test_it_names_what_is_next_for_me_and_not_for_others(desk: User) -> None:
    make.enquiry(make.contact("Mine"), owner=desk, next_action_at=timezone.now() + HOUR)
    make.enquiry(make.contact("Theirs"), owner=make.staff(), next_action_at=timezone.now() + HOUR)
    mornings.send_mornings()

    assert "Call: Mine" in text()
    assert "Theirs" not in text()


def test_it_counts_what_nobody_answered_missed_calls_and_suspects(desk: User) -> None:
    make.enquiry(respond_by=timezone.now() - HOUR)
    make.enquiry(respond_by=timezone.now() - HOUR)
    make.enquiry(status="quarantined")
    Call.objects.create(
        number="+19052829318", status="closed", outcome="missed", closed_at=timezone.now()
    )
    mornings.send_mornings()

    words = text()
    assert "2 unanswered enquiries and 1 missed call." in words
    assert "(905) 282-9318, since 08:00" in words
    assert "1 question to check for spam" in words


def test_long_lists_are_cut_and_counted(desk: User) -> None:
    for _ in range(11):
        make.enquiry(respond_by=timezone.now() - HOUR)
    mornings.send_mornings()

    assert "11 unanswered enquiries." in text()
    assert "and 3 more" in text()
