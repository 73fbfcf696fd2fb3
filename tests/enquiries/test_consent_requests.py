"""Asking to go on writing, and the law's boundary days from the enquiry to the mail server."""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from enquiries import emails
from enquiries.models import Enquiry, Wording
from enquiries.operations import asking, consenting, following
from institute import mail
from institute.mail.consent import Basis, Scope, StopReason, Topic
from institute.mail.models import (
    ConsentRecord,
    OutboundMessage,
    Status,
    Suppression,
    address_hash,
)
from institute.mail.operations import (
    deliver,
    mailbox_of,
    permissions_of,
    preview,
    record_consent,
    switch_topic,
    unsubscribe,
)
from tests import make
from tests.conftest import at_the_same_time
from tests.enquiries.asking import asked, circumstances

TORONTO = ZoneInfo("America/Toronto")
ANA = "ana@example.com"

pytestmark = pytest.mark.django_db


def noon(year: int, month: int, day: int) -> dt.datetime:
    return dt.datetime(year, month, day, 12, tzinfo=TORONTO)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(noon(2026, 1, 10), tick=False) as travelled:
        yield travelled


def requests_to(address: str) -> list[OutboundMessage]:
    sent = OutboundMessage.objects.to(address).filter(kind="enquiries.consent_request")
    return list(sent.order_by("pk"))


def days_of_requests(clock: time_machine.Traveller, last: dt.date) -> list[int]:
    """How many days were left when each request was written; a sweep at every noon of a year."""
    start = timezone.now()
    for day in range(400):
        clock.move_to(start + dt.timedelta(days=day))
        consenting.ask_for_consent()
    written = [message.queued_at.astimezone(TORONTO).date() for message in requests_to(ANA)]
    return [(last - day).days for day in written]


# --- When we ask ---------------------------------------------------------------------------


def test_reader_is_asked_thirty_and_seven_days_before_the_end(
    clock: time_machine.Traveller,
) -> None:
    asking.ask(asked=asked(contact=ANA), circumstances=circumstances())

    assert days_of_requests(clock, dt.date(2026, 7, 9)) == [30, 7]


def test_later_purchase_moves_both_requests(clock: time_machine.Traveller) -> None:
    record_consent(ANA, Basis.INQUIRY, method="form", obtained_at=noon(2026, 1, 10))
    record_consent(ANA, Basis.PURCHASE, method="invoice", obtained_at=noon(2024, 8, 1))

    assert days_of_requests(clock, dt.date(2026, 7, 31)) == [30, 7]


def test_new_enquiry_brings_requests_of_its_own(clock: time_machine.Traveller) -> None:
    record_consent(ANA, Basis.INQUIRY, method="form", obtained_at=noon(2026, 1, 10))
    clock.move_to(noon(2026, 6, 12))
    consenting.ask_for_consent()
    clock.move_to(noon(2026, 6, 25))
    record_consent(ANA, Basis.INQUIRY, method="form")
    (first,) = requests_to(ANA)

    deliver()

    first.refresh_from_db()
    assert first.status == Status.CANCELLED
    assert first.reason == "They turned to us since, so we may write for longer."
    assert days_of_requests(clock, dt.date(2026, 12, 24))[1:] == [30, 7]


def test_who_said_yes_is_never_asked(clock: time_machine.Traveller) -> None:
    record_consent(ANA, Basis.INQUIRY, method="form")
    record_consent(ANA, Basis.EXPRESS, method="form", topic=Topic.COURSE_NEWS)

    assert days_of_requests(clock, dt.date(2026, 7, 9)) == []


def test_who_said_stop_is_never_asked(clock: time_machine.Traveller) -> None:
    record_consent(ANA, Basis.INQUIRY, method="form")
    switch_topic(ANA, Topic.COURSE_NEWS, on=False)

    assert days_of_requests(clock, dt.date(2026, 7, 9)) == []


def test_nobody_is_asked_after_the_last_day(clock: time_machine.Traveller) -> None:
    record_consent(ANA, Basis.INQUIRY, method="form")
    clock.move_to(noon(2026, 7, 10))

    assert consenting.ask_for_consent() == 0


def test_request_an_outage_held_up_does_not_crowd_the_second(
    clock: time_machine.Traveller,
) -> None:
    record_consent(ANA, Basis.INQUIRY, method="form")
    clock.move_to(noon(2026, 6, 20))  # 19 days are left

    assert days_of_requests(clock, dt.date(2026, 7, 9)) == [7]


def test_request_that_could_not_leave_in_time_never_leaves(
    clock: time_machine.Traveller,
) -> None:
    record_consent(ANA, Basis.INQUIRY, method="form")
    clock.move_to(noon(2026, 7, 9))  # the last day
    consenting.ask_for_consent()
    (request,) = requests_to(ANA)

    clock.move_to(noon(2026, 7, 10))
    deliver()

    request.refresh_from_db()
    assert request.status == Status.EXPIRED


def test_request_waits_for_morning_where_the_reader_is(clock: time_machine.Traveller) -> None:
    make.contact("Ana Lima", ANA)
    person = make.contact("Ana", "ana2@example.com")
    person.zone = "Asia/Kolkata"
    person.save()
    record_consent("ana2@example.com", Basis.INQUIRY, method="form")
    clock.move_to(noon(2026, 6, 9))
    consenting.ask_for_consent()
    deliver()

    (request,) = requests_to("ana2@example.com")
    assert request.status == Status.QUEUED
    assert request.send_after == dt.datetime(2026, 6, 10, 8, tzinfo=ZoneInfo("Asia/Kolkata"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_two_beats_at_once_ask_once() -> None:
    with time_machine.travel(noon(2026, 1, 10), tick=False):
        record_consent(ANA, Basis.INQUIRY, method="form")
    with time_machine.travel(noon(2026, 6, 9), tick=False):
        found = at_the_same_time(lambda _: consenting.ask_for_consent(), range(6), at_once=6)

        assert sum(found) == 1
        assert len(requests_to(ANA)) == 1


def test_request_says_what_the_law_prescribes(clock: time_machine.Traveller) -> None:
    record_consent(ANA, Basis.INQUIRY, method="form")
    clock.move_to(noon(2026, 6, 9))
    consenting.ask_for_consent()
    (request,) = requests_to(ANA)
    shown = mail_preview(request)

    for words in (
        "TPM Institute asks for your consent",
        "courses and the dates of the next cohorts",
        "1 Example Street, Toronto, Ontario",
        "withdraw it at any time",
        "not ticked",
        "(905) 282-9318",
        "Thu 9 July 2026",
    ):
        assert words in shown


def mail_preview(message: OutboundMessage) -> str:
    words = preview(message).words
    assert words
    return words.text


# --- The page ------------------------------------------------------------------------------


def consent_page(address: str = ANA) -> str:
    return reverse("enquiries:consent", args=[mailbox_of(address).token])


def test_looking_changes_nothing(client: Client) -> None:
    page = client.get(consent_page())

    assert page.status_code == 200
    assert not ConsentRecord.objects.exists()
    assert " checked" not in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex, nofollow"


def test_button_without_the_tick_changes_nothing(client: Client) -> None:
    page = client.post(consent_page(), {})

    assert page.status_code == 422
    assert "Tick the box to say yes" in page.content.decode()
    assert not ConsentRecord.objects.exists()


def test_yes_is_kept_once_with_the_words_that_were_read(client: Client) -> None:
    for _ in range(2):
        page = client.post(consent_page(), {"yes": "1"})

    record = ConsentRecord.objects.get()
    assert (record.basis, record.topic) == (Basis.EXPRESS, Topic.COURSE_NEWS)
    assert record.method == "consent page"
    assert record.evidence == {"words": consenting.CONSENT_WORDS}
    assert "You said yes" in page.content.decode()


def test_yes_opens_what_was_switched_off_and_nothing_else(client: Client) -> None:
    unsubscribe(ANA)

    client.post(consent_page(), {"yes": "1"})

    allowed = {topic for topic, verdict in permissions_of(ANA).items() if verdict.allowed}
    assert allowed == {Topic.COURSE_NEWS}


def test_yes_does_not_write_to_an_address_that_is_gone(client: Client) -> None:
    Suppression.objects.create(
        address_hash=address_hash(ANA), scope=Scope.ALL, reason=StopReason.BOUNCED
    )

    client.post(consent_page(), {"yes": "1"})

    assert not permissions_of(ANA)[Topic.COURSE_NEWS].allowed


def test_unknown_token_is_not_there(client: Client) -> None:
    assert client.get(reverse("enquiries:consent", args=["nothing"])).status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_button_pressed_many_times_at_once_keeps_one_yes() -> None:
    mailbox = mailbox_of(ANA)

    found = at_the_same_time(lambda _: consenting.say_yes(mailbox), range(8), at_once=8)

    assert sorted(found) == [False] * 7 + [True]
    assert ConsentRecord.objects.count() == 1


# --- The boundary days, end to end -----------------------------------------------------------


def news_on(day: dt.datetime, enquiry: Enquiry) -> OutboundMessage:
    """A message that promotes, written and handed to the mail server at that moment."""
    with time_machine.travel(day, tick=False):
        text = Wording(key="news", version=1, purpose="email", title="News", body="{dates}")
        mine = following.take_number(enquiry=enquiry)
        message = mail.queue(emails.follow_up(enquiry, text=text, number=mine.number))
        assert message
        deliver()
        message.refresh_from_db()
    return message


@pytest.mark.parametrize(
    ("asked_on", "last", "first_without"),
    [
        # six months, and one day early
        (noon(2026, 9, 14), noon(2027, 3, 13), noon(2027, 3, 14)),
        # 31 August: there is no 31 February
        (noon(2026, 8, 31), noon(2027, 2, 27), noon(2027, 2, 28)),
        # 31 August into a leap year
        (noon(2027, 8, 31), noon(2028, 2, 28), noon(2028, 2, 29)),
        # 29 August reaches the leap day itself
        (noon(2027, 8, 29), noon(2028, 2, 28), noon(2028, 2, 29)),
        # from a leap day
        (noon(2028, 2, 29), noon(2028, 8, 28), noon(2028, 8, 29)),
        # across a year's end
        (noon(2026, 7, 1), noon(2026, 12, 31), noon(2027, 1, 1)),
        # 23:30 in Toronto is the next day in UTC
        (noon(2026, 9, 14).replace(hour=23, minute=30), noon(2027, 3, 13), noon(2027, 3, 14)),
    ],
)
def test_enquiry_carries_news_to_its_last_day_and_not_beyond(
    asked_on: dt.datetime, last: dt.datetime, first_without: dt.datetime
) -> None:
    with time_machine.travel(asked_on, tick=False):
        enquiry = asking.ask(asked=asked(contact=ANA), circumstances=circumstances())

    leaves, stays = news_on(last, enquiry), news_on(first_without, enquiry)

    assert leaves.status == Status.SENT
    assert (leaves.basis, leaves.basis_expires) == (Basis.INQUIRY, last.date())
    assert stays.status == Status.SUPPRESSED
    assert stays.reason == "There is no consent, recent enquiry or purchase to write on."


@pytest.mark.parametrize(
    ("minute", "status"),
    [(0, Status.SENT), (1, Status.QUEUED)],
)
def test_last_minute_of_the_last_day_is_night_and_the_next_morning_is_too_late(
    minute: int, status: str
) -> None:
    with time_machine.travel(noon(2026, 9, 14), tick=False):
        enquiry = asking.ask(asked=asked(contact=ANA), circumstances=circumstances())
    evening = noon(2027, 3, 13).replace(hour=20, minute=59) + dt.timedelta(minutes=minute)

    message = news_on(evening, enquiry)

    assert message.status == status
    if status == Status.QUEUED:
        with time_machine.travel(noon(2027, 3, 14), tick=False):
            deliver()
        message.refresh_from_db()
        assert message.status == Status.SUPPRESSED


@pytest.mark.parametrize(
    ("bought", "last", "first_without"),
    [
        (noon(2024, 11, 3), noon(2026, 11, 2), noon(2026, 11, 3)),
        (noon(2024, 2, 29), noon(2026, 2, 27), noon(2026, 2, 28)),  # no leap day two years on
        (noon(2026, 2, 28), noon(2028, 2, 27), noon(2028, 2, 28)),
    ],
)
def test_purchase_carries_news_for_two_years(
    bought: dt.datetime, last: dt.datetime, first_without: dt.datetime
) -> None:
    record_consent(ANA, Basis.PURCHASE, method="invoice", obtained_at=bought)
    enquiry = make.enquiry(make.contact("Ana", ANA))

    assert news_on(last, enquiry).status == Status.SENT
    assert news_on(first_without, enquiry).status == Status.SUPPRESSED


def test_consent_that_ends_while_a_message_waits_is_asked_again_at_the_door() -> None:
    with time_machine.travel(noon(2026, 9, 14), tick=False):
        enquiry = asking.ask(asked=asked(contact=ANA), circumstances=circumstances())
    with time_machine.travel(noon(2027, 3, 13), tick=False):
        text = Wording(key="news", version=1, purpose="email", title="News", body="{dates}")
        mine = following.take_number(enquiry=enquiry)
        message = mail.queue(emails.follow_up(enquiry, text=text, number=mine.number))
    assert message
    with time_machine.travel(noon(2027, 3, 14), tick=False):
        deliver()

    message.refresh_from_db()
    assert message.status == Status.SUPPRESSED
