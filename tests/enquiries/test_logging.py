"""A call written down afterwards on a telephone: the rules of the desk on one page."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from enquiries.models import (
    Call,
    CallDirection,
    CallStatus,
    Enquiry,
    Interaction,
    NextAction,
    Outcome,
    Promise,
    Status,
)
from enquiries.operations.calling import open_call
from enquiries.operations.merging import merge
from institute.accounts.models import User
from tests import make
from tests.conftest import at_the_same_time

pytestmark = pytest.mark.django_db
PAGE = "/desk/log/"
CALLER = "+14165550142"
# a Monday, 14:30 in Toronto
NOW = dt.datetime(2026, 11, 16, 19, 30, tzinfo=dt.UTC)


def sent(**fields: Any) -> dict[str, Any]:
    known = {
        "token": str(uuid4()),
        "number": "(416) 555-0142",
        "name": "Ada Lovelace",
        "direction": "in",
        "ago": "0",
        "outcome": "follow_up",
        "notes": "Wants the January dates.",
    }
    return known | fields


def refused(client: Client, **fields: Any) -> str:
    answer = client.post(PAGE, sent(**fields))
    assert answer.status_code == 422
    assert Call.objects.count() == 0
    return str(answer.content.decode())


def test_a_call_of_a_stranger_becomes_a_person_and_an_enquiry(as_desk: Client, desk: User) -> None:
    with time_machine.travel(NOW, tick=False):
        assert as_desk.post(PAGE, sent(ago="15")).status_code == 302

    call, enquiry = Call.objects.get(), Enquiry.objects.get()
    assert (call.staff, call.status, call.outcome) == (desk, CallStatus.CLOSED, "follow_up")
    assert call.started_at == NOW - dt.timedelta(minutes=15)
    assert str(call.person) == "Ada Lovelace"
    assert (call.number, enquiry.person) == (CALLER, call.person)
    assert Interaction.objects.get().text.startswith("Wants the January dates.")


def test_a_known_caller_keeps_their_enquiry(as_desk: Client) -> None:
    person = make.contact("Ada", phone=CALLER)
    open_one = make.enquiry(person)
    with time_machine.travel(NOW, tick=False):
        form = sent(person=str(person.public_id), number="", later="tomorrow 10am")
        assert as_desk.post(PAGE, form).status_code == 302

    open_one.refresh_from_db()
    assert open_one.status == Status.WORKING
    # Tuesday, 10:00 in Toronto
    assert open_one.next_action_at == dt.datetime(2026, 11, 17, 15, tzinfo=dt.UTC)
    assert (Enquiry.objects.count(), open_one.next_action) == (1, NextAction.CALL)


def test_we_called_and_nobody_answered(as_desk: Client) -> None:
    make.enquiry(make.contact("Ada", phone=CALLER))
    form = sent(direction="out", outcome="no_answer", notes="", name="")
    assert as_desk.post(PAGE, form).status_code == 302

    call = Call.objects.get()
    assert (call.direction, call.outcome) == (CallDirection.OUT, Outcome.NO_ANSWER)
    assert Enquiry.objects.get().first_responded_at is None


def test_a_call_logged_returns_the_one_that_was_missed(as_desk: Client) -> None:
    ago = dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)
    missed = Call.objects.create(
        number=CALLER,
        outcome=Outcome.MISSED,
        status=CallStatus.CLOSED,
        started_at=ago,
        closed_at=ago,
    )
    as_desk.post(PAGE, sent(direction="out"))

    missed.refresh_from_db()
    assert missed.returned_by == Call.objects.exclude(pk=missed.pk).get()


def test_a_promise_in_the_notes_is_kept_as_one(as_desk: Client) -> None:
    with time_machine.travel(NOW, tick=False):
        as_desk.post(PAGE, sent(notes="Nice.\n/p 5pm send syllabus"))

    promise = Promise.objects.get()
    assert (promise.text, promise.due_at.hour) == ("send syllabus", 22)


def test_what_is_on_the_line_stays_on_the_line(as_desk: Client, desk: User) -> None:
    live = open_call(staff=desk)
    as_desk.post(PAGE, sent())

    live.refresh_from_db()
    assert live.status == CallStatus.OPEN
    assert Call.objects.count() == 2


def test_the_same_form_sent_twice_is_one_call(as_desk: Client) -> None:
    form = sent()
    assert [as_desk.post(PAGE, form).status_code for _ in range(2)] == [302, 302]

    assert (Call.objects.count(), Enquiry.objects.count()) == (1, 1)
    assert Interaction.objects.count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_twenty_presses_of_one_button_are_one_call(desk: User) -> None:
    form = sent()

    def press(_: int) -> int:
        client = Client()
        client.force_login(desk)
        return client.post(PAGE, form).status_code

    assert at_the_same_time(press, range(20), at_once=10) == [302] * 20
    assert (Call.objects.count(), Enquiry.objects.count()) == (1, 1)
    assert Interaction.objects.count() == 1


def test_the_form_of_somebody_else_is_refused(as_desk: Client) -> None:
    form = sent()
    other = Client()
    other.force_login(make.staff("desk"))  # type: ignore[arg-type]
    other.post(PAGE, form)

    answer = as_desk.post(PAGE, form)
    assert answer.status_code == 422
    assert "Open the page again" in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"outcome": ""}, "Choose how the call ended"),
        ({"outcome": "callback"}, "Choose a time for the call-back."),
        ({"outcome": "not_interested"}, "Say why not"),
        ({"outcome": "transferred"}, "Choose who takes it."),
        ({"outcome": "no_answer"}, "it was we who called"),
        ({"direction": ""}, "Say who called whom"),
        ({"number": "12"}, "This number cannot be read."),
        ({"number": "", "name": ""}, "Enter a number or an email address"),
        ({"email": "ada"}, "Enter an email address with an @"),
        ({"later": "other", "when": "soonish"}, "Enter a time like"),
        ({"later": "other"}, "Enter a time like"),
        ({"ago": "at", "started": "2020-01-01T10:00"}, "within the last two weeks"),
        ({"ago": "at", "started": "2099-01-01T10:00"}, "within the last two weeks"),
        ({"ago": "at", "started": ""}, "Enter when it was."),
        ({"ago": "at", "started": "yesterday"}, "Enter the day and the time"),
        ({"notes": "/p soonish maybe"}, "Begin a promise with its time"),
        ({"token": "x"}, "There is a problem"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_kept(
    fields: dict[str, str], words: str, as_desk: Client
) -> None:
    page = refused(as_desk, **fields)

    assert words in page
    assert fields.get("notes", "Wants the January dates.") in page


def test_nobody_is_called_at_night(as_desk: Client) -> None:
    with time_machine.travel(NOW, tick=False):
        page = refused(as_desk, later="other", when="tomorrow 11pm")

    assert "Nobody may be called at that hour. The next lawful time is Wed 18 Nov, 09:00." in page


def test_people_are_found_by_their_last_digits(as_desk: Client) -> None:
    person = make.contact("Ada Lovelace", phone=CALLER)
    page = as_desk.get(PAGE, {"q": "0142"}).content.decode()

    assert f'href="{PAGE}?person={person.public_id}"' in page
    assert "Their number" in page


def test_a_number_nobody_knows_is_written_into_the_form(as_desk: Client) -> None:
    page = as_desk.get(PAGE, {"q": "4165550142"}).content.decode()

    assert "Nobody known by this." in page
    assert 'value="(416) 555-0142"' in page


def test_the_lookup_alone_answers_to_htmx(as_desk: Client) -> None:
    make.contact("Ada Lovelace", phone=CALLER)
    part = as_desk.get(PAGE, {"q": "lovel"}, headers={"HX-Request": "true"}).content.decode()

    assert "<mark>Lovel</mark>" in part
    assert "<html" not in part


def test_a_chosen_person_stands_above_the_form(as_desk: Client) -> None:
    person = make.contact("Ada Lovelace", phone=CALLER)
    page = as_desk.get(PAGE, {"person": str(person.public_id)}).content.decode()

    assert "(416) 555-0142" in page
    assert "Their number" not in page
    assert f'name="person" value="{person.public_id}"' in page


@pytest.mark.parametrize("stray", ["?person=x", "?q=%00", "?q=" + "9" * 5000, "?person=&q=\u202e"])
def test_stray_addresses_open_the_page(stray: str, as_desk: Client) -> None:
    assert as_desk.get(PAGE + stray).status_code == 200


def test_students_stay_outside(as_student: Client) -> None:
    assert as_student.get(PAGE).status_code == 403


def test_an_old_link_to_a_caller_leads_on_through_every_merge(as_desk: Client, desk: User) -> None:
    first, second, third, last = (make.contact(f"Ada {number}") for number in range(4))
    for keep, gone in ((second, first), (third, second), (last, third)):
        merge(keep=keep, gone=gone, by=desk)

    as_desk.post(PAGE, sent(person=str(first.public_id)))

    assert Call.objects.get().person == last
