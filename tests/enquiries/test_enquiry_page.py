"""The page of an enquiry: everything staff do with it is one form and one answer."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from enquiries.models import (
    DoNotCall,
    Enquiry,
    Interaction,
    Kind,
    NextAction,
    Promise,
    Status,
)
from enquiries.operations import answering, working
from enquiries.operations.working import Happened
from institute.accounts.models import User
from institute.mail.consent import Basis
from institute.mail.models import OutboundMessage
from institute.mail.operations import record_consent, unsubscribe
from tests import make
from tests.enquiries.counting import queries
from tests.enquiries.test_answering import asked, written

pytestmark = pytest.mark.django_db


def act(client: Client, enquiry: Enquiry, name: str, /, **fields: Any) -> HttpResponse:
    answer = client.post(enquiry.get_absolute_url(), {"act": name, **fields})
    assert isinstance(answer, HttpResponse)
    return answer


def page(client: Client, enquiry: Enquiry) -> str:
    return client.get(enquiry.get_absolute_url()).content.decode()


def compose(client: Client, enquiry: Enquiry, **fields: Any) -> HttpResponse:
    known = {
        "act": "send", "kind": "reply", "to": "sara@example.com", "subject": "Yes",
        "text": "Per person.", "action": "decide", "at": "+3d", "form_token": str(uuid.uuid4()),
    }  # fmt: skip
    answer = client.post(f"{enquiry.get_absolute_url()}write/", known | fields)
    assert isinstance(answer, HttpResponse)
    return answer


def test_the_page_says_what_was_asked_and_what_is_owed(as_desk: Client) -> None:
    enquiry = asked(
        question="Is it per person?",
        page="https://example.com/courses/",
        utm={"source": "letter"},
        snapshot={"contact": "sara at example"},
        call_window="morning",
    )

    text = page(as_desk, enquiry)

    for words in (
        *("Is it per person?", "https://example.com/courses/", "source letter"),
        *("sara at example", "Morning, 9:00 to 12:00", enquiry.ref, "Answer by ", "May write"),
    ):
        assert words in text


def test_an_answer_that_is_late_says_how_late(as_desk: Client) -> None:
    enquiry = asked(respond_by=timezone.now() - dt.timedelta(hours=3))

    assert "Unanswered, 3 h late" in page(as_desk, enquiry)


def test_a_note_is_kept(as_desk: Client, desk: User) -> None:
    enquiry = asked()

    answer = act(as_desk, enquiry, "keep", kind="note", text="Prefers spring.")

    assert answer.status_code == 302
    said = Interaction.objects.get()
    assert (said.kind, said.text, said.staff) == (Kind.NOTE, "Prefers spring.", desk)


def test_their_letter_ends_what_follows_by_itself(as_desk: Client) -> None:
    enquiry = asked()

    act(as_desk, enquiry, "keep", kind="wrote", text="Please call me.")

    said = Interaction.objects.get()
    assert (said.kind, said.direction) == ("email", "in")
    enquiry.refresh_from_db()
    assert enquiry.status == Status.NEW  # it still waits for an answer of ours


def test_a_number_that_must_not_be_called_has_no_button(as_desk: Client) -> None:
    enquiry = make.enquiry(make.contact("Tom", phone="+14165550142"))
    DoNotCall.objects.create(number="+14165550142")

    text = page(as_desk, enquiry)

    assert "This number is on our do-not-call list." in text
    assert 'name="direction" value="out"' not in text


def test_an_empty_note_is_told_where_it_was_typed(as_desk: Client) -> None:
    answer = act(as_desk, asked(), "keep", kind="note", text="  ")

    assert answer.status_code == 422
    assert "Write what was said or done." in answer.content.decode()


def test_the_next_step_is_planned_in_the_words_of_the_desk(as_desk: Client) -> None:
    enquiry = asked()

    act(as_desk, enquiry, "next", action="write", at="+2d")

    enquiry.refresh_from_db()
    assert enquiry.next_action == NextAction.WRITE
    assert enquiry.next_action_at
    assert dt.timedelta(days=1) < enquiry.next_action_at - timezone.now() < dt.timedelta(days=3)


@pytest.mark.parametrize("typed", ["yesterday", "", "99:99", "\0", "x" * 5000, "-1d"])
def test_a_time_that_cannot_be_read_is_handed_back(as_desk: Client, typed: str) -> None:
    enquiry = asked()

    assert act(as_desk, enquiry, "next", action="call", at=typed).status_code == 422


def test_a_promise_is_made_and_closed_with_words(as_desk: Client) -> None:
    enquiry = asked()
    act(as_desk, enquiry, "promise", text="Send the dates", at="+1d")
    made = Promise.objects.get()

    bare = act(as_desk, enquiry, "evidence", promise=made.pk)
    act(as_desk, enquiry, "evidence", promise=made.pk, text="Sent them by post.")

    made.refresh_from_db()
    assert bare.status_code == 422
    assert made.kept_by_interaction
    assert made.kept_by_interaction.text == "Sent them by post."


def test_a_promise_is_closed_on_what_was_done(as_desk: Client, desk: User) -> None:
    enquiry = asked()
    due = timezone.now() + dt.timedelta(hours=1)
    made = working.promise(enquiry=enquiry, text="Call", due_at=due, by=desk)
    done = working.record(enquiry=enquiry, happened=Happened(Kind.NOTE, text="Rang."), by=desk)

    act(as_desk, enquiry, "evidence", promise=made.pk, done=f"said-{done.pk}")

    made.refresh_from_db()
    assert made.kept_by_interaction == done


@pytest.mark.parametrize(
    "done", ["said-999999999", "said-x", "mail-", "user-1", "said-" + "9" * 30]
)
def test_evidence_that_is_none_is_refused(as_desk: Client, desk: User, done: str) -> None:
    enquiry = asked()
    due = timezone.now() + dt.timedelta(hours=1)
    made = working.promise(enquiry=enquiry, text="Call", due_at=due, by=desk)

    assert act(as_desk, enquiry, "evidence", promise=made.pk, done=done).status_code == 422


def test_only_what_may_be_done_now_has_a_button(as_desk: Client, desk: User) -> None:
    enquiry = asked()
    assert 'value="qualify"' in page(as_desk, enquiry)

    working.lose(enquiry=enquiry, reason="price", by=desk)

    closed = page(as_desk, enquiry)
    assert 'value="qualify"' not in closed
    assert "Reopen it" in closed
    assert act(as_desk, enquiry, "move", to="qualify").status_code == 422


def test_the_status_moves_closes_and_opens(as_desk: Client) -> None:
    enquiry = asked()

    def status() -> str:
        enquiry.refresh_from_db()
        return enquiry.status

    act(as_desk, enquiry, "move", to="qualify")
    assert status() == Status.QUALIFIED
    act(as_desk, enquiry, "lose", reason="price", why="Too dear.")
    assert status() == Status.LOST
    act(as_desk, enquiry, "reopen", action="call", at="+1d")
    assert status() == Status.WORKING


def test_an_act_that_only_other_pages_do_is_refused_here(as_desk: Client) -> None:
    assert act(as_desk, asked(), "move", to="convert").status_code == 422


def test_two_open_enquiries_are_joined_when_staff_say_so(as_desk: Client) -> None:
    enquiry = asked()
    other = make.enquiry(enquiry.person)
    assert "another open enquiry" in page(as_desk, enquiry)

    act(as_desk, enquiry, "join", to=other.pk)

    enquiry.refresh_from_db()
    assert enquiry.duplicate_of == other


def test_enquiries_of_somebody_else_are_not_joined(as_desk: Client) -> None:
    assert act(as_desk, asked(), "join", to=make.enquiry().pk).status_code == 422


def test_it_is_given_to_a_person_or_a_queue(as_desk: Client, desk: User) -> None:
    enquiry = asked()

    act(as_desk, enquiry, "assign", to=desk.pk)
    enquiry.refresh_from_db()
    assert enquiry.owner == desk

    act(as_desk, enquiry, "assign", to="advising")
    enquiry.refresh_from_db()
    assert enquiry.owner_id is None
    assert enquiry.queue == "advising"


def test_an_answer_is_sent_and_stands_in_the_history(as_desk: Client) -> None:
    enquiry = asked()

    assert compose(as_desk, enquiry).status_code == 302

    assert OutboundMessage.objects.get().context["text"] == "Per person."
    assert "We wrote: Yes" in page(as_desk, enquiry)


def test_a_double_click_sends_once(as_desk: Client) -> None:
    enquiry, token = asked(), str(uuid.uuid4())

    answers = [compose(as_desk, enquiry, form_token=token).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert OutboundMessage.objects.count() == 1


def test_the_preview_shows_the_letter_and_sends_nothing(as_desk: Client) -> None:
    answer = compose(as_desk, asked(), act="preview")

    assert "As they will read it" in answer.content.decode()
    assert not OutboundMessage.objects.exists()


def test_the_button_is_dead_and_says_why_when_the_law_says_no(as_desk: Client, desk: User) -> None:
    enquiry = asked()
    answering.write(kind="reply", enquiry=enquiry, written=written(), by=desk)
    unsubscribe("sara@example.com")

    for kind, reason in (("reply", "have not come back to us"), ("news", "switched these")):
        text = as_desk.get(f"{enquiry.get_absolute_url()}write/?as={kind}").content.decode()
        assert reason in text
        assert 'disabled aria-describedby="why-not"' in text
        refused = compose(as_desk, enquiry, kind=kind)
        assert refused.status_code == 422
        assert reason in refused.content.decode()
    assert OutboundMessage.objects.count() == 1


def test_after_the_answer_the_page_offers_news(as_desk: Client, desk: User) -> None:
    enquiry = asked()
    answering.write(kind="reply", enquiry=enquiry, written=written(), by=desk)

    text = as_desk.get(f"{enquiry.get_absolute_url()}write/").content.decode()

    assert "Send the news" in text
    assert "May write until" in text


def test_who_gave_only_a_number_cannot_be_written_to(as_desk: Client) -> None:
    enquiry = make.enquiry(make.contact("Tom", phone="+14165550142"))

    text = as_desk.get(f"{enquiry.get_absolute_url()}write/").content.decode()

    assert "We have no email address for them." in text


def test_older_rows_come_alone(as_desk: Client, desk: User) -> None:
    enquiry = asked()
    happened = Happened(Kind.NOTE, text="Long ago.", at=timezone.now() - dt.timedelta(days=9))
    working.record(enquiry=enquiry, happened=happened, by=desk)
    before = (timezone.now() - dt.timedelta(days=1)).isoformat()

    answer = as_desk.get(
        enquiry.get_absolute_url(),
        {"before": before, "kind": "note"},
        headers={"HX-Request": "true", "HX-Target": "older"},
    )

    text = answer.content.decode()
    assert "Long ago." in text
    assert "<h2" not in text


@pytest.mark.parametrize(
    "query", ["?before=nonsense", "?before=2026-13-40", "?kind=%00", "?before=0"]
)
def test_an_address_made_up_by_hand_shows_the_page(as_desk: Client, query: str) -> None:
    assert as_desk.get(asked().get_absolute_url() + query).status_code == 200


@pytest.mark.parametrize("name", ["", "fly", "keep"])
def test_an_act_nobody_knows_changes_nothing(as_desk: Client, name: str) -> None:
    assert act(as_desk, asked(), name).status_code in {200, 422}
    assert not Interaction.objects.exists()


def test_the_page_costs_as_much_for_a_long_history_as_for_a_short_one(
    as_desk: Client, desk: User
) -> None:
    short, long = asked(), make.enquiry(make.contact("Tom", "tom@example.com"))
    record_consent("tom@example.com", Basis.INQUIRY, method="enquiry form")
    for enquiry, rows in ((short, 2), (long, 12)):
        for number in range(rows):
            due = timezone.now() + dt.timedelta(hours=number + 1)
            working.promise(enquiry=enquiry, text=f"Call {number}", due_at=due, by=desk)
            happened = Happened(Kind.NOTE, text=f"Note {number}")
            working.record(enquiry=enquiry, happened=happened, by=desk)
        answering.write(kind="reply", enquiry=enquiry, written=written(enquiry.email), by=desk)
    queries(as_desk, short.get_absolute_url())  # what is asked once in a process

    few, many = (queries(as_desk, one.get_absolute_url()) for one in (short, long))

    assert few == many


GARBAGE = ["A" * 30_000, "\0", "a\0b", "\u202e\u2067", "a\nb", "-1", "9" * 40, "\x01", "{{ x }}"]
FIELDS = {
    "keep": ("kind", "text"),
    "next": ("action", "at"),
    "promise": ("text", "at"),
    "evidence": ("promise", "done", "text"),
    "move": ("to", "why"),
    "lose": ("reason", "why"),
    "reopen": ("action", "at"),
    "join": ("to",),
    "assign": ("to",),
}
GOOD = {"kind": "note", "text": "Hm.", "action": "call", "at": "+1d", "reason": "price"}


@pytest.mark.parametrize("typed", GARBAGE)
def test_every_field_takes_garbage(as_desk: Client, typed: str) -> None:
    for name, fields in FIELDS.items():
        for field in fields:
            answer = act(as_desk, asked_anew(), name, **GOOD | {field: typed})
            assert answer.status_code < 500, (name, field)
    for field in ("kind", "to", "subject", "text", "action", "at", "form_token"):
        assert compose(as_desk, asked_anew(), **{field: typed}).status_code < 500, field


def asked_anew() -> Enquiry:
    return make.enquiry(make.contact("Sara", "sara@example.com"))
