"""The outbox as staff see it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from institute import mail
from institute.accounts.models import User
from institute.mail.models import OutboundMessage, Status
from institute.mail.operations import deliver
from tests import make
from tests.mail.post import emails

LIST = reverse("mail:messages")


def page_of(message: OutboundMessage | None, name: str = "message") -> str:
    assert message
    return reverse(f"mail:{name}", args=[message.pk])


def test_list_shows_state_and_reason(as_desk: Client, ada: User) -> None:
    mail.queue(emails.reminder(ada))
    mail.queue(emails.news(ada))
    deliver()
    page = as_desk.get(LIST).content.decode()

    assert "Your course starts on Mon 11 January 2027" in page
    assert "It confirms or completes what was agreed" in page
    assert "There is no consent, recent enquiry or purchase to write on." in page


def test_learner_is_told_whom_the_page_is_for(as_student: Client) -> None:
    assert as_student.get(LIST).status_code == 403


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("state=sent", {"ada"}),
        ("state=queued", {"bob"}),
        ("state=look", {"cyd"}),
        ("mail_class=security", {"cyd"}),
        ("mail_class=transactional", {"ada", "bob"}),
        ("kind=post.code", {"cyd"}),
        ("q=BOB@", {"bob"}),
        ("q=nobody", set()),
        ("state=nonsense&mail_class=x&kind=y&page=zzz", {"ada", "bob", "cyd"}),
    ],
)
def test_filters(as_desk: Client, asked: str, shown: set[str]) -> None:
    ada, bob, cyd = (make.person(f"{name}@example.com") for name in ("ada", "bob", "cyd"))
    mail.queue(emails.reminder(ada))
    deliver()
    mail.queue(emails.reminder(bob))
    mail.queue(emails.code(cyd))
    OutboundMessage.objects.filter(person=cyd).update(status=Status.FAILED)

    page = as_desk.get(f"{LIST}?{asked}").content.decode()

    assert {name for name in ("ada", "bob", "cyd") if f">{name}@example.com<" in page} == shown


def test_list_asks_the_same_number_of_questions_whatever_its_length(
    as_desk: Client,
) -> None:
    as_desk.get(LIST)  # the session is cached from now on
    counts = []
    for more in (2, 60):
        mail.queue_all(emails.reminder(make.person()) for _ in range(more))
        with CaptureQueriesContext(connection) as asked:
            assert as_desk.get(LIST).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_empty_list_says_what_will_stand_there(as_desk: Client) -> None:
    assert "No messages yet" in as_desk.get(LIST).content.decode()


def test_message_shows_headers_why_and_both_forms(as_desk: Client, ada: User) -> None:
    message = mail.queue(emails.invited(ada))
    deliver()
    page = as_desk.get(page_of(message)).content.decode()

    assert message
    assert message.message_id.replace("<", "&lt;").replace(">", "&gt;") in page
    assert emails.BECAUSE in page
    assert "Exactly the words that left." in page
    assert page_of(message, "preview") in page
    assert "The calendar file is attached." in page
    assert "séance.ics" in page


def test_html_is_shown_alone_in_a_sandbox(as_desk: Client, ada: User) -> None:
    message = mail.queue(emails.reminder(ada))
    response = as_desk.get(page_of(message, "preview"))

    policy = response["Content-Security-Policy"]
    assert "style-src 'unsafe-inline'" in policy
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "Be at your desk" in response.content.decode()


def test_message_page_keeps_the_strict_policy(as_desk: Client, ada: User) -> None:
    message = mail.queue(emails.reminder(ada))
    policy = as_desk.get(page_of(message))["Content-Security-Policy"]
    assert "frame-src 'self'" in policy
    assert "unsafe-inline" not in policy


def test_words_that_open_an_account_are_not_shown_outside_the_demo(
    as_desk: Client, ada: User, settings: Any
) -> None:
    message = mail.queue(emails.code(ada))
    assert "123456" in as_desk.get(page_of(message)).content.decode()
    settings.EMAIL_URL_GIVEN = True
    assert "123456" not in as_desk.get(page_of(message)).content.decode()
    assert as_desk.get(page_of(message, "preview")).status_code == 404


def test_message_that_cannot_be_written_says_why(as_desk: Client, ada: User) -> None:
    message = mail.queue(emails.broken(ada))
    assert "The file could not be made." in as_desk.get(page_of(message)).content.decode()


def test_staff_stop_a_waiting_message(as_desk: Client, desk: User, ada: User) -> None:
    message = mail.queue(emails.reminder(ada))
    response = as_desk.post(page_of(message, "cancel"), follow=True)

    row = OutboundMessage.objects.get()
    assert row.status == Status.CANCELLED
    assert row.reason == f"Cancelled by {desk.name}."
    assert "Cancelled. It is not sent." in response.content.decode()
    assert deliver().sent == 0


def test_message_that_left_cannot_be_stopped(as_desk: Client, ada: User) -> None:
    message = mail.queue(emails.reminder(ada))
    deliver()
    response = as_desk.post(page_of(message, "cancel"), follow=True)
    assert "already been handed" in response.content.decode()
    assert OutboundMessage.objects.get().status == Status.SENT


def test_staff_send_a_failed_message_again(as_desk: Client, ada: User) -> None:
    message = mail.queue(emails.reminder(ada))
    OutboundMessage.objects.update(status=Status.FAILED, attempts=6, error="451 later")
    as_desk.post(page_of(message, "retry"))
    assert deliver().sent == 1
    assert OutboundMessage.objects.get().status == Status.SENT


def test_sent_message_is_not_sent_again(as_desk: Client, ada: User) -> None:
    message = mail.queue(emails.reminder(ada))
    deliver()
    response = as_desk.post(page_of(message, "retry"), follow=True)
    assert "already sent" in response.content.decode()


@pytest.mark.parametrize("name", ["retry", "cancel"])
def test_looking_changes_nothing(as_desk: Client, ada: User, name: str) -> None:
    message = mail.queue(emails.reminder(ada))
    assert as_desk.get(page_of(message, name)).status_code == 405


def test_message_that_is_not_there_is_404(as_desk: Client) -> None:
    assert as_desk.get(reverse("mail:message", args=[404])).status_code == 404
