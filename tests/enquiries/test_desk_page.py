"""The pages of the phone desk, as the server gives them."""

import datetime as dt
import re
from importlib import import_module
from uuid import uuid4

import pytest
import time_machine
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from enquiries import hours
from enquiries.emails.desk import SALT
from enquiries.models import (
    Call,
    CallStatus,
    DoNotCall,
    Enquiry,
    Outcome,
    Promise,
    Purpose,
    Wording,
)
from enquiries.operations import calling
from enquiries.operations.closing import Closing
from enquiries.operations.confirming import confirm
from enquiries.operations.working import promise
from enquiries.scripts import FIRST, lines
from enquiries.worklists.desk import due_now, owed
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.mail.consent import Basis
from institute.mail.models import ConsentRecord, OutboundMessage
from institute.mail.operations import unsubscribe
from tests import make

NUMBER, ADDRESS = "+14165550142", "marcus@example.com"
AN_HOUR = dt.timedelta(hours=1)


def to(act: str, call: Call) -> str:
    return reverse(f"enquiries:desk_{act}", args=[call.public_id])


@pytest.fixture
def call(desk: User) -> Call:
    return calling.open_call(staff=desk)


def test_the_key_starts_a_call_and_shows_the_script(as_desk: Client, desk: User) -> None:
    page = as_desk.post(reverse("enquiries:desk_start"), follow=True).content.decode()

    assert Call.objects.get().staff == desk
    assert "Thank you for calling the TPM Institute, this is" in page
    assert "May we email you about our courses and certification?" in page


def test_a_draft_is_kept_and_read(as_desk: Client, call: Call) -> None:
    typed = {"version": "4", "notes": "/p 5pm send syllabus", "outcome": "follow_up", "when": "+2d"}

    answer = as_desk.post(to("draft", call), typed).content.decode()

    call.refresh_from_db()
    assert (call.draft["notes"], call.draft_version) == ("/p 5pm send syllabus", 4)
    assert "Send syllabus" in answer
    assert "Saved" in answer


def test_an_older_draft_is_told_so(as_desk: Client, call: Call) -> None:
    as_desk.post(to("draft", call), {"version": "4", "notes": "new"})

    answer = as_desk.post(to("draft", call), {"version": "3", "notes": "old"}).content.decode()

    call.refresh_from_db()
    assert call.draft["notes"] == "new"
    assert "Open in another tab" in answer


@pytest.mark.parametrize("notes", ["\0", "\u202e" * 10_000, "/p " * 5000, "/p 5pm", "🙂" * 999])
def test_any_words_are_kept(as_desk: Client, call: Call, notes: str) -> None:
    answer = as_desk.post(to("draft", call), {"version": "1", "notes": notes})

    assert answer.status_code == 200
    call.refresh_from_db()
    assert call.draft["notes"] == notes.replace("\0", "")


@pytest.mark.parametrize("version", ["", "-1", "x", "²", "9" * 50])
def test_a_version_that_is_no_number_overwrites_nothing(
    as_desk: Client, call: Call, version: str
) -> None:
    as_desk.post(to("draft", call), {"version": "2", "notes": "kept"})

    assert as_desk.post(to("draft", call), {"version": version, "notes": "x"}).status_code == 200
    call.refresh_from_db()
    assert call.draft["notes"] == "kept"


def test_a_draft_of_a_finished_call_says_that_it_is_gone(as_desk: Client, call: Call) -> None:
    as_desk.post(to("save", call), {"version": "1", "outcome": "wrong_number"})

    assert as_desk.post(to("draft", call), {"version": "9"}).status_code == 410


def test_a_call_of_a_colleague_is_not_there(as_desk: Client) -> None:
    theirs = calling.open_call(staff=make.staff(Role.DESK))

    for act in ("draft", "save", "park", "resume", "hang_up", "stop"):
        assert as_desk.post(to(act, theirs)).status_code == 404


def test_saving_without_an_outcome_keeps_the_words_and_names_the_gap(
    as_desk: Client, call: Call
) -> None:
    answer = as_desk.post(to("save", call), {"version": "1", "notes": "Two teams"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Choose how the call ended." in page
    assert "Two teams" in page
    assert re.search(r'name="outcome"[^>]*autofocus', page)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"email": "marcus@"}, "email"),
        ({"when": "never"}, "when"),
        ({"notes": "/p send it some day"}, "notes"),
        ({"number": "hello"}, "number"),
    ],
)
def test_what_cannot_be_read_gets_the_cursor(
    as_desk: Client, call: Call, said: dict[str, str], field: str
) -> None:
    typed = {"version": "1", "outcome": "follow_up", "number": NUMBER} | said

    answer = as_desk.post(to("save", call), typed)

    assert answer.status_code == 422
    assert re.search(rf'name="{field}"[^>]*autofocus', answer.content.decode())
    assert not Enquiry.objects.exists()


def test_a_whole_call_is_saved_by_one_plain_form(as_desk: Client, call: Call) -> None:
    course = make.course("Risk and escalation")
    typed = {
        "version": "1",
        "name": "Marcus Bell",
        "number": "416 555 0142",
        "email": ADDRESS,
        "reason": "course",
        "course": course.slug,
        "notes": "Two teams\n/p +2d send syllabus",
        "consent": "y",
        "outcome": "follow_up",
        "when": "+3d",
    }

    answer = as_desk.post(to("save", call), typed, follow=True)

    assert "Saved. Marcus Bell: follow up." in answer.content.decode()
    enquiry = Enquiry.objects.get()
    assert (enquiry.course, enquiry.question) == (course, "Two teams")
    assert Promise.objects.get().text == "send syllabus"


def test_holding_and_taking_up_keep_the_words(as_desk: Client, call: Call) -> None:
    as_desk.post(to("park", call), {"version": "1", "notes": "Back in a minute"})

    idle = as_desk.get(reverse("enquiries:desk")).content.decode()
    assert "Back in a minute" in idle
    page = as_desk.post(to("resume", call), follow=True).content.decode()
    assert "Back in a minute</textarea>" in page


def test_ending_the_call_leaves_the_outcome_to_be_said(as_desk: Client, call: Call) -> None:
    page = as_desk.post(to("hang_up", call), {"version": "1", "notes": "x"}, follow=True)

    assert "Wrap up" in page.content.decode()
    call.refresh_from_db()
    assert call.status == CallStatus.OPEN


def test_a_wish_to_be_left_alone_holds_before_anything_is_saved(
    as_desk: Client, call: Call
) -> None:
    as_desk.post(to("stop", call), {"version": "1", "number": "416 555 0142"})

    assert DoNotCall.objects.get().number == NUMBER


def test_another_reason_swaps_the_line_the_price_and_the_dates(as_desk: Client) -> None:
    cohort = make.cohort(make.course("Risk and escalation", price_cents=69_000))
    query = {"reason": "course", "course": cohort.version.course.slug}

    card = as_desk.get(reverse("enquiries:desk_script"), query).content.decode()

    assert "What do you run today" in card
    assert "$690" in card
    assert "$779.70" in card
    assert "12 of 12 seats left" in card


def test_what_is_due_names_why_we_may_not_call(as_desk: Client, desk: User) -> None:
    person = make.contact("Marcus Bell", phone=NUMBER)
    make.enquiry(person, owner=desk)
    DoNotCall.objects.create(number=NUMBER)

    page = as_desk.get(reverse("enquiries:desk")).content.decode()

    assert "This number is on our do-not-call list." in page


def test_the_pages_ask_the_database_the_same_however_much_is_due(
    as_desk: Client, desk: User
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            as_desk.get(reverse("enquiries:desk"))
        return len(asked)

    make.enquiry(make.contact(phone=NUMBER), owner=desk)
    queries()
    few = queries()
    for _ in range(5):
        make.enquiry(make.contact(phone=NUMBER), owner=desk)

    assert queries() == few


def said_yes(desk: User) -> str:
    """The path of the link in the message after a spoken yes."""
    call = calling.open_call(staff=desk)
    closing = Closing(Outcome.FOLLOW_UP, name="Marcus", number=NUMBER, email=ADDRESS, consent=True)
    calling.close_call(call=call, closing=closing, by=desk)
    url: str = OutboundMessage.objects.get().context["confirm_url"]
    return url[url.index("/enquire/") :]


def test_looking_at_the_link_confirms_nothing(client: Client, desk: User) -> None:
    link = said_yes(desk)

    assert client.get(link).status_code == 200
    assert not ConsentRecord.objects.filter(basis=Basis.EXPRESS).exists()


def test_one_tap_turns_a_spoken_yes_into_one_in_writing(client: Client, desk: User) -> None:
    link = said_yes(desk)

    assert "Thank you" in client.post(link).content.decode()
    client.post(link)

    yes = ConsentRecord.objects.get(basis=Basis.EXPRESS)
    assert (yes.address, yes.method, yes.expires_on) == (ADDRESS, "one tap in an email", None)
    assert yes.evidence["call"] == str(Call.objects.get().public_id)


def test_a_link_that_is_not_ours_confirms_nothing(client: Client, desk: User) -> None:
    link = said_yes(desk)

    assert client.post(f"{link[:-3]}xx/").status_code == 404
    assert confirm("made-up") == ""


def test_a_link_whose_call_is_gone_still_keeps_the_yes(client: Client, db: None) -> None:
    gone = signing.dumps({"call": str(uuid4()), "address": ADDRESS}, salt=SALT)
    link = reverse("enquiries:confirm", args=[gone])

    assert client.post(link).status_code == 200
    assert ConsentRecord.objects.filter(basis=Basis.EXPRESS, address=ADDRESS).exists()


def test_an_old_link_is_a_new_yes_after_a_stop(client: Client, desk: User) -> None:
    link = said_yes(desk)
    client.post(link)
    unsubscribe(ADDRESS)

    client.post(link)

    assert ConsentRecord.objects.filter(basis=Basis.EXPRESS).standing().count() == 1


def test_the_script_planted_in_the_database_is_the_one_we_began_with() -> None:
    planted = import_module("enquiries.migrations.0006_the_desk_has_its_script").LINES
    later = import_module("enquiries.migrations.0012_last_words_without_an_email_address")

    first = {key: (title, words) for key, title, words in planted}
    assert first | {later.KEY: ("Close", later.WORDS)} == FIRST


def test_a_message_is_announced_only_where_one_can_be_sent(as_desk: Client, call: Call) -> None:
    before = as_desk.get(reverse("enquiries:desk")).content.decode()
    after = as_desk.post(to("draft", call), {"version": "2", "email": ADDRESS}).content.decode()

    assert "a message in the next minute" not in before
    assert "it stays with your question" in before
    assert "a message in the next minute" in after


def due_of(user: User) -> dict[str, str]:
    """What is offered for each enquiry that is due, by the name of who asked."""
    return {each.task.enquiry.name: each.way for each in due_now(user, hours.ZONE)}


def test_the_desk_offers_what_is_due_and_can_be_done(as_desk: Client, desk: User) -> None:
    make.enquiry(make.contact("Ana Call", phone=NUMBER))
    make.enquiry(make.contact("Bo Write", phone="+14165550143"), next_action="write")
    make.enquiry(make.contact("Cy Mail", "cy@example.com"))
    make.enquiry(make.contact("Di Check", "di@example.com"), next_action="check")
    make.enquiry(make.contact("Ed Send", "ed@example.com"), next_action="send")

    assert due_of(desk) == {
        "Ana Call": "call",
        "Bo Write": "open",
        "Cy Mail": "write",
        "Di Check": "open",
        "Ed Send": "write",
    }


def test_next_without_a_number_has_no_key_to_call(as_desk: Client, desk: User) -> None:
    make.enquiry(make.contact("Cy Mail", "cy@example.com"))

    page = as_desk.get(reverse("enquiries:desk")).content.decode()

    assert 'data-key="c"' not in page
    assert "call the next" not in page
    assert 'data-key="w"' in page


@pytest.mark.parametrize(("text", "way"), [("call after lunch", "call"), ("send dates", "write")])
def test_a_promise_is_offered_as_it_is_kept(desk: User, text: str, way: str) -> None:
    who = make.contact("Ana", ADDRESS)
    one = make.enquiry(who, phone=NUMBER, next_action="check")
    promise(enquiry=one, text=text, due_at=timezone.now() + AN_HOUR, by=desk)

    assert due_now(desk, hours.ZONE)[0].way == way


def test_several_acts_for_one_enquiry_are_one_line(as_desk: Client, desk: User) -> None:
    one = make.enquiry(make.contact("Ana", phone=NUMBER), owner=desk, queue="")
    promise(enquiry=one, text="send the dates", due_at=timezone.now() + AN_HOUR, by=desk)

    lines_due = owed(due_now(desk, hours.ZONE))

    assert [each.what for each in lines_due] == ["send the dates, Call"]


@pytest.mark.parametrize(
    ("late", "then"),
    [
        ((20, 18, 8), "Fri 20 Nov, 19:08"),
        ((22, 14, 0), "15:00"),
        ((22, 4, 30), "Sun 22 Nov, 05:30"),
    ],
)
def test_the_day_is_named_where_the_hour_says_too_little(
    desk: User, late: tuple[int, int, int], then: str
) -> None:
    due = dt.datetime(2026, 11, *late, tzinfo=dt.UTC)
    make.enquiry(make.contact("Bruno"), zone="Europe/Zurich", next_action_at=due)

    with time_machine.travel(dt.datetime(2026, 11, 22, 18, tzinfo=dt.UTC)):
        assert due_now(desk, hours.ZONE)[0].task.then == then


def test_the_newest_version_of_a_line_is_said(db: None) -> None:
    Wording.objects.create(
        key="desk-consent", version=2, purpose=Purpose.SCRIPT, title="Consent", body="May we?"
    )

    assert lines()["desk-consent"].evidence == "desk-consent v2"
    assert lines()["desk-consent"].words == "May we?"


@pytest.mark.parametrize("owner", ["user:²", "user:9999999", "queue:nobody", "user:"])
def test_nobody_takes_what_goes_to_nobody_of_ours(as_desk: Client, call: Call, owner: str) -> None:
    said = {"number": NUMBER, "name": "Marcus", "outcome": "transferred", "owner": owner}

    answer = as_desk.post(to("save", call), said | {"version": "1"})

    assert answer.status_code == 422
    assert "Choose who takes it." in answer.content.decode()
