"""The reader's page, which needs no login."""

from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from institute import mail
from institute.accounts.models import User
from institute.mail.consent import Basis, StopReason, Topic
from institute.mail.models import ConsentRecord, OutboundMessage, Status, Suppression
from institute.mail.operations import (
    deliver,
    mailbox_of,
    permissions_of,
    record_consent,
    stop_writing,
    unsubscribe,
)
from institute.panels import export
from tests import make
from tests.mail.post import emails

NOON = "2026-11-02 17:00:00+00:00"


def page_of(person: User, name: str = "preferences") -> str:
    return reverse(f"mail:{name}", args=[mailbox_of(person.email).token])


def may_write_about(person: User) -> set[str]:
    return {topic for topic, verdict in permissions_of(person.email).items() if verdict.allowed}


def test_every_message_we_sent_stands_there_with_its_reason(client: Client, ada: User) -> None:
    mail.queue(emails.reminder(ada))
    mail.queue(emails.code(ada))
    deliver()
    mail.queue(emails.answer(make.person("someone@else.example")))
    mail.queue(emails.answer(ada))  # not sent yet
    page = client.get(page_of(ada)).content.decode()

    assert "Your course starts on Mon 11 January 2027" in page
    assert emails.BECAUSE in page
    assert "It confirms or completes what you agreed with us." in page
    assert "Your question" not in page
    assert "else.example" not in page


def test_token_cannot_be_guessed(client: Client, ada: User) -> None:
    token = mailbox_of(ada.email).token
    assert len(token) >= 43
    wrong = token[:-1] + ("a" if token[-1] != "a" else "b")
    assert client.get(reverse("mail:preferences", args=[wrong])).status_code == 404
    assert client.post(reverse("mail:unsubscribe", args=[wrong])).status_code == 404


def test_address_has_one_token_for_life(ada: User) -> None:
    assert mailbox_of("ADA@example.com ").token == mailbox_of(ada.email).token


def test_page_keeps_its_address_to_itself(client: Client, ada: User) -> None:
    response = client.get(page_of(ada))
    assert response["Referrer-Policy"] == "same-origin"
    assert "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"]


def test_reader_switches_a_topic_on_and_off(client: Client, ada: User) -> None:
    client.post(page_of(ada, "topics"), {"topics": ["events"]})
    assert may_write_about(ada) == {"events"}
    consent = ConsentRecord.objects.get()
    assert (consent.basis, consent.topic, consent.method) == (
        "express",
        "events",
        "preferences page",
    )

    client.post(page_of(ada, "topics"), {"topics": []})
    assert may_write_about(ada) == set()
    assert ConsentRecord.objects.get().withdrawn_at
    assert Suppression.objects.get().topic == "events"


def test_saving_without_a_change_changes_nothing(client: Client, ada: User) -> None:
    record_consent(ada.email, Basis.EXPRESS, method="web form")
    wanted = {"topics": ["course news", "events", "mentorship offers"]}
    client.post(page_of(ada, "topics"), wanted)
    assert ConsentRecord.objects.count() == 1
    assert not Suppression.objects.exists()


def test_one_topic_off_leaves_the_others_on(client: Client, ada: User) -> None:
    record_consent(ada.email, Basis.PURCHASE, method="invoice")
    client.post(page_of(ada, "topics"), {"topics": ["course news", "mentorship offers"]})
    assert may_write_about(ada) == {Topic.COURSE_NEWS, Topic.MENTORSHIP_OFFERS}


def test_one_topic_on_after_unsubscribing_opens_that_topic_only(client: Client, ada: User) -> None:
    record_consent(ada.email, Basis.PURCHASE, method="invoice")
    client.post(page_of(ada, "unsubscribe"))
    client.post(page_of(ada, "topics"), {"topics": ["events"]})
    assert may_write_about(ada) == {Topic.EVENTS}
    record_consent(ada.email, Basis.PURCHASE, method="invoice")
    assert may_write_about(ada) == {Topic.EVENTS}


def test_topic_nobody_offers_changes_nothing(client: Client, ada: User) -> None:
    response = client.post(page_of(ada, "topics"), {"topics": ["account"]}, follow=True)
    assert "Nothing was changed." in response.content.decode()
    assert not ConsentRecord.objects.exists()


def test_tick_of_a_bounced_address_does_not_reopen_it(client: Client, ada: User) -> None:
    stop_writing(ada.email, StopReason.BOUNCED)
    client.post(page_of(ada, "topics"), {"topics": ["events"]})
    assert may_write_about(ada) == set()


# --- One click (RFC 8058) ---------------------------------------------------------------------


@time_machine.travel(NOON, tick=False)
def test_one_click_stops_everything_that_promotes_at_once(ada: User) -> None:
    record_consent(ada.email, Basis.EXPRESS, method="web form")
    waiting = [mail.queue(emails.news(ada)), mail.queue(emails.evening(ada))]
    agreed = mail.queue(emails.reminder(ada))
    no_cookies = Client(enforce_csrf_checks=True)

    response = no_cookies.post(page_of(ada, "unsubscribe"), {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    assert not response.cookies
    assert may_write_about(ada) == set()
    assert ConsentRecord.objects.get().withdrawn_at
    for message in (*waiting, agreed):
        assert message
        message.refresh_from_db()
    assert {message.status for message in waiting if message} == {Status.SUPPRESSED}
    assert agreed
    assert agreed.status == Status.QUEUED
    assert deliver().sent == 1


def test_one_click_twice_is_the_same_as_once(client: Client, ada: User) -> None:
    for _ in range(2):
        assert "Stopped" in client.post(page_of(ada, "unsubscribe")).content.decode()
    assert Suppression.objects.count() == 1


def test_link_scanner_that_only_looks_stops_nothing(client: Client, ada: User) -> None:
    record_consent(ada.email, Basis.EXPRESS, method="web form")
    response = client.get(page_of(ada, "unsubscribe"))
    assert response.status_code == 200
    assert client.head(page_of(ada, "unsubscribe")).status_code == 200
    assert len(may_write_about(ada)) == 3
    assert not Suppression.objects.exists()


# --- Evidence ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change", [{"basis": "purchase"}, {"address": "else@example.com"}, {"withdrawn_at": None}]
)
def test_consent_is_never_rewritten(ada: User, change: dict[str, Any]) -> None:
    record_consent(ada.email, Basis.EXPRESS, method="web form")
    unsubscribe(ada.email)
    with pytest.raises(IntegrityError, match="evidence"), transaction.atomic():
        ConsentRecord.objects.update(**change)


def test_consent_is_never_deleted(ada: User) -> None:
    record_consent(ada.email, Basis.EXPRESS, method="web form")
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        ConsentRecord.objects.all().delete()


def test_consent_keeps_its_evidence(ada: User) -> None:
    record = record_consent(
        ada.email, Basis.EXPRESS_PENDING, method="phone", script="v3", staff="Dana", call=17
    )
    assert record.evidence == {"script": "v3", "staff": "Dana", "call": 17}
    assert record.expires_on


def test_person_gets_their_messages_and_consents_in_the_export(ada: User) -> None:
    mail.queue(emails.reminder(ada))
    record_consent(ada.email, Basis.EXPRESS, method="web form")
    held: Any = export(ada)["mail"]
    assert [row["kind"] for row in held["messages"]] == ["post.reminder"]
    assert [row["basis"] for row in held["consents"]] == ["express"]


def test_page_asks_the_same_number_of_questions_whatever_its_length(
    client: Client, ada: User
) -> None:
    counts = []
    for first, last in ((0, 2), (2, 40)):
        mail.queue_all(emails.reminder(ada, sequence=number) for number in range(first, last))
        deliver()
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page_of(ada)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert OutboundMessage.objects.count() == 40
