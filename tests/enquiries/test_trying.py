"""Calls nobody answers: the next try, the letter about it, and when we give up."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from enquiries.models import (
    Call,
    CallDirection,
    CallStatus,
    DeskShift,
    Enquiry,
    Interaction,
    LostReason,
    NextAction,
    Outcome,
    Source,
    Status,
)
from enquiries.operations import calling
from enquiries.operations.callbacks import book
from enquiries.operations.closing import Closing
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.mail.consent import Basis, MailClass
from institute.mail.letters import KINDS
from institute.mail.models import OutboundMessage
from institute.mail.operations import preview, record_consent
from tests import make
from tests.conftest import at_the_same_time
from tests.enquiries.following import delivered

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2026, 11, 23, 15, tzinfo=dt.UTC)  # 10:00 in Toronto
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
NUMBER, ADDRESS = "+14165550142", "marcus@example.com"
KIND = "enquiries.tried_to_call"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as moved:
        yield moved


@pytest.fixture
def asked(clock: object) -> Enquiry:
    """Somebody who said when they like to be called."""
    person = make.contact("Marcus Bell", ADDRESS, NUMBER)
    return make.enquiry(person, call_window="morning")


def called(
    desk: User, enquiry: Enquiry, outcome: str = Outcome.NO_ANSWER, **said: object
) -> Enquiry:
    """The enquiry after a call of ours about it."""
    call = calling.open_call(staff=desk, direction=CallDirection.OUT, enquiry=enquiry)
    closing = Closing(outcome, **said)  # type: ignore[arg-type]
    calling.close_call(call=call, closing=closing, by=desk)
    return Enquiry.objects.get(pk=enquiry.pk)


def letters() -> list[OutboundMessage]:
    return list(OutboundMessage.objects.filter(kind=KIND).order_by("pk"))


def works_all_week(user: User) -> None:
    for weekday in range(5):
        DeskShift.objects.create(staff=user, weekday=weekday, starts=dt.time(9), ends=dt.time(18))


def test_letter_says_when_we_tried_and_when_we_try_again(desk: User, asked: Enquiry) -> None:
    asked.zone = "America/Vancouver"
    asked.save()

    called(desk, asked, zone="America/Vancouver")

    (letter,) = letters()
    assert (letter.to_address, letter.mail_class) == (ADDRESS, MailClass.REPLY)
    assert letter.not_after == MONDAY + DAY
    shown = preview(letter).words
    assert shown
    assert shown.subject == "We tried to call you"
    for words in (shown.text, shown.html):
        assert "Hello Marcus Bell," in words
        assert "Mon 23 November 2026, 07:00" in words
        assert "Mon 23 November 2026, 11:00" in words
        assert "(905) 282-9318" in words
        assert "Reply with a day and a time on your clock" in words


def test_letter_is_an_answer_and_never_commercial() -> None:
    assert KINDS[KIND].mail_class == MailClass.REPLY


def test_missed_call_we_returned_in_vain_is_written_about(desk: User, clock: object) -> None:
    person = make.contact("Marcus Bell", ADDRESS, NUMBER)
    enquiry = make.enquiry(person, source=Source.MISSED_CALL)
    earlier = MONDAY - HOUR
    Call.objects.create(
        number=NUMBER,
        status=CallStatus.CLOSED,
        outcome=Outcome.MISSED,
        started_at=earlier,
        closed_at=earlier,
    )

    called(desk, enquiry)

    assert len(letters()) == 1


def test_call_back_nobody_answered_is_written_about(
    desk: User, clock: time_machine.Traveller
) -> None:
    works_all_week(desk)
    enquiry = make.enquiry(make.contact("Marcus Bell", ADDRESS, NUMBER))
    book(enquiry=enquiry, at=MONDAY + HOUR, by=desk)
    clock.move_to(MONDAY + HOUR)

    enquiry = called(desk, enquiry)

    assert len(letters()) == 1
    assert enquiry.status == Status.WORKING


def test_call_nobody_asked_for_is_not_written_about(desk: User, clock: object) -> None:
    called(desk, make.enquiry(make.contact("Marcus Bell", ADDRESS, NUMBER)))

    assert not letters()


def test_one_letter_a_day_and_another_the_day_after(
    desk: User, asked: Enquiry, clock: time_machine.Traveller
) -> None:
    for later in (dt.timedelta(), 4 * HOUR, DAY + 5 * HOUR):
        clock.move_to(MONDAY + later)
        asked = called(desk, asked)

    assert [letter.context["tried"][:6] for letter in letters()] == ["Mon 23", "Tue 24"]


def test_nobody_is_written_to_without_an_address(desk: User, clock: object) -> None:
    enquiry = make.enquiry(
        make.contact("Marcus Bell", phone=NUMBER), email="", call_window="morning"
    )

    called(desk, enquiry)

    assert not letters()


def test_call_written_down_days_later_sends_no_letter(desk: User, asked: Enquiry) -> None:
    call = calling.open_call(staff=desk, direction=CallDirection.OUT, enquiry=asked)
    call.started_at = MONDAY - 2 * DAY
    call.save()

    calling.close_call(call=call, closing=Closing(Outcome.NO_ANSWER), by=desk)

    assert not letters()


def test_once_we_talked_they_wait_for_no_call(
    desk: User, asked: Enquiry, clock: time_machine.Traveller
) -> None:
    called(desk, asked, Outcome.FOLLOW_UP)
    clock.shift(DAY)

    called(desk, asked)

    assert not letters()


def test_letter_that_waits_is_not_sent_once_we_talked(
    desk: User, asked: Enquiry, clock: time_machine.Traveller
) -> None:
    called(desk, asked)
    (letter,) = letters()
    clock.shift(HOUR)
    called(desk, asked, Outcome.FOLLOW_UP)

    letter = delivered(letter)

    assert letter.status == "cancelled"
    assert "We have talked since." in letter.reason


def test_letter_of_a_closed_enquiry_is_not_sent(desk: User, asked: Enquiry) -> None:
    called(desk, asked)
    called(desk, asked, Outcome.NOT_INTERESTED, lost_reason=LostReason.PRICE)

    assert delivered(letters()[0]).status == "cancelled"


def test_tries_follow_the_table(desk: User, asked: Enquiry, clock: time_machine.Traveller) -> None:
    planned = []
    for at in (MONDAY, MONDAY + 4 * HOUR, MONDAY + DAY, MONDAY + 2 * DAY):
        clock.move_to(at)
        asked = called(desk, asked)
        planned.append((asked.next_action, asked.next_action_at))

    assert planned == [
        (NextAction.CALL, MONDAY + 4 * HOUR),  # 14:00
        (NextAction.CALL, MONDAY + DAY),  # the other half of the next day, 10:00
        (NextAction.CALL, MONDAY + 2 * DAY + 5 * HOUR),  # 15:00
        ("", None),
    ]
    assert (asked.status, asked.lost_reason) == (Status.LOST, LostReason.SILENT)
    assert len(letters()) == 2  # none on the day we gave up


def test_third_try_leads_to_a_letter_where_the_law_lets_us(
    desk: User, asked: Enquiry, clock: time_machine.Traveller
) -> None:
    record_consent(ADDRESS, Basis.INQUIRY, method="enquiry form", obtained_at=MONDAY)
    for _ in range(3):
        asked = called(desk, asked)

    assert (asked.next_action, asked.next_action_at) == (NextAction.WRITE, MONDAY + DAY)


def test_word_of_theirs_begins_the_tries_anew(
    desk: User, asked: Enquiry, clock: time_machine.Traveller
) -> None:
    for _ in range(3):
        asked = called(desk, asked)
    clock.shift(HOUR)
    Interaction.objects.create(enquiry=asked, kind="email", direction="in", text="Try again")
    clock.shift(HOUR)

    asked = called(desk, asked)

    assert asked.status == Status.WORKING
    assert asked.next_action_at == MONDAY + 6 * HOUR


def test_desk_says_what_the_next_try_is(as_desk: Client, desk: User, asked: Enquiry) -> None:
    def said() -> str:
        call = calling.open_call(staff=desk, direction=CallDirection.OUT, enquiry=asked)
        address = reverse("enquiries:desk_draft", args=[call.public_id])
        page = as_desk.post(address, {"outcome": "no_answer", "version": "1"}).content.decode()
        calling.close_call(call=call, closing=Closing(Outcome.NO_ANSWER), by=desk)
        return page

    record_consent(ADDRESS, Basis.INQUIRY, method="enquiry form", obtained_at=MONDAY)
    first, second, third, fourth = (said() for _ in range(4))

    assert "Mon 23 Nov" in first
    assert "14:00" in first
    assert "15:00" in second
    assert ", by email, unless you type another" in third
    assert "Four tries. It is closed as lost: no answer" in fourth


def test_who_chose_a_time_after_four_tries_tries_again(desk: User, asked: Enquiry) -> None:
    for _ in range(3):
        asked = called(desk, asked)

    asked = called(desk, asked, when=MONDAY + DAY)

    assert (asked.status, asked.next_action_at) == (Status.WORKING, MONDAY + DAY)


def test_desk_reads_that_the_enquiry_was_closed(
    as_desk: Client, desk: User, asked: Enquiry
) -> None:
    for _ in range(3):
        asked = called(desk, asked)
    call = calling.open_call(staff=desk, direction=CallDirection.OUT, enquiry=asked)

    sent = {"outcome": "no_answer", "version": "1"}
    address = reverse("enquiries:desk_save", args=[call.public_id])
    page = as_desk.post(address, sent, follow=True).content.decode()

    assert "It is closed as lost and can be reopened." in page


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_colleagues_who_try_at_the_same_time_send_one_letter() -> None:
    person = make.contact("Marcus Bell", ADDRESS, NUMBER)
    enquiry = make.enquiry(person, call_window="morning")
    staff = [make.staff(Role.DESK) for _ in range(4)]

    ends = at_the_same_time(lambda who: called(who, enquiry), staff)

    assert not [end for end in ends if isinstance(end, Exception)], ends
    assert len(letters()) == 1


def test_new_address_on_the_same_day_brings_no_second_letter(desk: User, asked: Enquiry) -> None:
    called(desk, asked)
    Enquiry.objects.filter(pk=asked.pk).update(email="marcus.bell@example.com")
    asked.refresh_from_db()

    called(desk, asked)

    assert len(letters()) == 1
