"""Delivering what is due."""

from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import time_machine
from django.core import mail as django_mail
from django.utils import timezone

from institute import mail
from institute.accounts.models import User
from institute.mail.consent import Basis, MailClass, Scope, StopReason
from institute.mail.models import OutboundMessage, Status, Suppression
from institute.mail.operations import deliver, record_consent, stop_writing, tidy, unsubscribe
from institute.mail.operations.claiming import BACKOFF, MAX_ATTEMPTS, claim
from tests import make
from tests.mail.post import emails

NOON = "2026-11-02 17:00:00+00:00"  # in Toronto; commercial mail may leave


def queued(letter: Any) -> OutboundMessage:
    message = mail.queue(letter)
    assert message
    return message


def after_delivery(message: OutboundMessage) -> OutboundMessage:
    deliver()
    message.refresh_from_db()
    return message


def wire() -> Any:
    """The one message that left, parsed from its bytes."""
    (written,) = django_mail.outbox
    return message_from_bytes(written.message().as_bytes(), policy=policy.default)


def test_due_letter_is_sent(ada: User) -> None:
    row = after_delivery(queued(emails.reminder(ada)))

    assert row.status == Status.SENT
    assert row.subject == "Your course starts on Mon 11 January 2027"
    assert row.basis == "transactional"
    assert row.sent_at
    assert row.handed_at
    assert [attempt.outcome for attempt in row.tries.all()] == ["sent"]
    assert django_mail.outbox[0].to == [ada.email]


def test_headers_and_both_parts_arrive(ada: User) -> None:
    row = after_delivery(queued(emails.reminder(ada)))
    message = wire()

    assert message["Message-ID"] == row.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] is None
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    assert "Be at your desk at 18:30, Toronto time." in text
    assert "<p>Be at your desk at 18:30" in html
    for part in (text, html):
        assert emails.BECAUSE in part
        assert "http://testserver/email/" in part


def test_calendar_file_is_a_part_and_an_attachment(ada: User) -> None:
    after_delivery(queued(emails.invited(ada)))
    message = wire()

    assert message["Subject"] == "À bientôt: your session is booked"
    kinds = [(part.get_content_type(), part.get_param("method")) for part in message.walk()]
    assert kinds == [
        ("multipart/mixed", None),
        ("multipart/alternative", None),
        ("text/plain", None),
        ("text/html", None),
        ("text/calendar", "REQUEST"),
        ("text/calendar", "REQUEST"),
    ]
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "séance.ics"
    assert attached.get_payload(decode=True) == emails.CALENDAR


@time_machine.travel(NOON, tick=False)
def test_commercial_letter_can_be_stopped_with_one_click(ada: User) -> None:
    record_consent(ada.email, Basis.INQUIRY, method="web form")
    row = after_delivery(queued(emails.news(ada)))
    message = wire()

    assert (row.status, row.basis) == (Status.SENT, Basis.INQUIRY)
    assert row.basis_expires
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"].startswith("<http://testserver/email/")
    assert message["List-Unsubscribe"].endswith("/unsubscribe/>")


@time_machine.travel(NOON, tick=False)
def test_commercial_letter_without_consent_does_not_leave(ada: User) -> None:
    row = after_delivery(queued(emails.news(ada)))
    assert row.status == Status.SUPPRESSED
    assert row.reason == "There is no consent, recent enquiry or purchase to write on."
    assert not django_mail.outbox


@time_machine.travel(NOON, tick=False)
def test_missing_mailing_address_stops_commercial_mail(ada: User, settings: Any) -> None:
    settings.MAILING_ADDRESS = ""
    record_consent(ada.email, Basis.EXPRESS, method="web form")
    row = after_delivery(queued(emails.news(ada)))
    assert row.status == Status.SUPPRESSED
    assert "mailing address is not set" in row.reason


@time_machine.travel("2026-11-03 03:00:00+00:00", tick=False)  # 22:00 in Toronto
def test_commercial_letter_waits_for_the_morning(ada: User) -> None:
    record_consent(ada.email, Basis.EXPRESS, method="web form")
    row = after_delivery(queued(emails.news(ada)))

    assert row.status == Status.QUEUED
    assert row.send_after.isoformat() == "2026-11-03T13:00:00+00:00"
    assert row.attempts == 0
    with time_machine.travel("2026-11-03 13:00:00+00:00", tick=False):
        assert after_delivery(row).status == Status.SENT


@time_machine.travel(NOON, tick=False)
def test_consent_is_asked_when_it_leaves_not_when_it_is_queued(ada: User) -> None:
    record_consent(ada.email, Basis.EXPRESS, method="web form")
    row = queued(emails.news(ada, send_after=timezone.now() + timedelta(hours=1)))
    unsubscribe(ada.email)
    row.refresh_from_db()
    assert row.status == Status.SUPPRESSED


def test_letter_leaves_after_its_moment_and_not_before(ada: User) -> None:
    now = timezone.now()
    row = queued(emails.reminder(ada, send_after=now + timedelta(hours=1)))
    assert after_delivery(row).status == Status.QUEUED
    with time_machine.travel(now + timedelta(minutes=61), tick=False):
        assert after_delivery(row).status == Status.SENT


def test_letter_that_comes_too_late_expires(ada: User) -> None:
    row = after_delivery(queued(emails.reminder(ada, not_after=timezone.now())))
    assert row.status == Status.EXPIRED
    assert row.reason == "The moment it was for has passed."


def test_letter_that_is_no_longer_true_is_cancelled(ada: User) -> None:
    row = queued(emails.checked(ada))
    User.objects.filter(pk=ada.pk).update(display_name="Gone")
    assert after_delivery(row).status == Status.CANCELLED
    assert row.reason == "The person has gone."


def test_letter_about_a_record_that_is_gone_is_cancelled(ada: User) -> None:
    row = queued(emails.checked(ada))
    ada.delete()
    assert after_delivery(row).status == Status.CANCELLED


def test_letter_of_a_kind_nobody_declares_fails_in_words(ada: User) -> None:
    row = queued(emails.reminder(ada))
    OutboundMessage.objects.update(kind="post.forgotten")
    assert after_delivery(row).status == Status.FAILED
    assert "no longer sends" in row.reason


def test_broken_letter_is_tried_six_times_and_given_up(ada: User) -> None:
    row, now = queued(emails.broken(ada)), timezone.now()
    waits = []
    with time_machine.travel(now, tick=False) as clock:
        for _ in range(MAX_ATTEMPTS):
            after_delivery(row)
            waits.append(row.send_after - timezone.now())
            clock.move_to(row.send_after)

    assert tuple(waits[:-1]) == BACKOFF
    assert (row.status, row.attempts) == (Status.FAILED, MAX_ATTEMPTS)
    assert row.reason == "Given up after 6 tries."
    assert {attempt.outcome for attempt in row.tries.all()} == {"broken"}
    assert "The file could not be made" in row.error


def test_broken_letter_holds_nobody_up(ada: User) -> None:
    broken = queued(emails.broken(ada))
    others = [queued(emails.reminder(make.person())) for _ in range(3)]
    deliver()
    broken.refresh_from_db()
    assert broken.status == Status.QUEUED
    for row in others:
        row.refresh_from_db()
        assert row.status == Status.SENT


def test_promoting_line_cannot_leave_in_another_class(ada: User) -> None:
    row = after_delivery(queued(emails.smuggled(ada)))
    assert row.status == Status.QUEUED
    assert "may only stand in a commercial letter" in row.error
    assert not django_mail.outbox


def test_more_urgent_letters_leave_first(ada: User) -> None:
    queued(emails.reminder(ada))
    queued(emails.code(ada))
    deliver()
    assert django_mail.outbox[0].subject == "Your code"


def test_one_class_can_be_delivered_alone(ada: User) -> None:
    queued(emails.reminder(ada))
    queued(emails.code(ada))
    assert deliver([MailClass.SECURITY]).sent == 1
    assert OutboundMessage.objects.get(kind="post.reminder").status == Status.QUEUED


def test_words_that_open_an_account_are_wiped_outside_the_demo(ada: User, settings: Any) -> None:
    settings.EMAIL_URL_GIVEN = True
    assert after_delivery(queued(emails.code(ada))).context == {}
    assert after_delivery(queued(emails.reminder(ada))).context != {}


def test_bounced_address_gets_nothing_more(ada: User) -> None:
    waiting = queued(emails.reminder(ada))
    stop_writing(ada.email, StopReason.BOUNCED)
    waiting.refresh_from_db()
    assert waiting.status == Status.SUPPRESSED
    assert after_delivery(queued(emails.answer(ada))).status == Status.SUPPRESSED
    assert Suppression.objects.get().scope == Scope.ALL


# --- Leases ----------------------------------------------------------------------------------


def test_claimed_letter_is_not_claimed_again(ada: User) -> None:
    queued(emails.reminder(ada))
    assert len(claim(MailClass)) == 1
    assert claim(MailClass) == []


def test_letter_of_a_dead_worker_is_sent_when_it_was_not_handed_over(ada: User) -> None:
    row, now = queued(emails.reminder(ada)), timezone.now()
    claim(MailClass)
    with time_machine.travel(now + timedelta(seconds=121), tick=False):
        tidy()
        assert after_delivery(row).status == Status.SENT


def test_letter_tried_before_is_taken_alone(ada: User) -> None:
    now = timezone.now()
    for sequence in range(3):
        queued(emails.reminder(ada, sequence=sequence))
    claim(MailClass)
    with time_machine.travel(now + timedelta(seconds=121), tick=False):
        assert [len(claim(MailClass)) for _ in range(4)] == [1, 1, 1, 0]


def test_letter_that_kills_its_workers_is_given_up(ada: User) -> None:
    row, now = queued(emails.reminder(ada)), timezone.now()
    for number in range(MAX_ATTEMPTS + 1):
        with time_machine.travel(now + number * timedelta(seconds=121), tick=False):
            tidy()
            claim(MailClass)
    row.refresh_from_db()
    assert row.status == Status.FAILED
    assert "the worker stopped each time" in row.reason


def handed_over_and_lost(row: OutboundMessage) -> OutboundMessage:
    """As a worker leaves it that is killed between the hand-over and the answer."""
    claim(MailClass)
    OutboundMessage.objects.filter(pk=row.pk).update(handed_at=timezone.now())
    return row


def test_letter_handed_over_and_lost_becomes_unknown(ada: User) -> None:
    row, now = handed_over_and_lost(queued(emails.reminder(ada))), timezone.now()
    with time_machine.travel(now + timedelta(seconds=121), tick=False):
        assert tidy().unknown == 1
        assert tidy().unknown == 0
    assert after_delivery(row).status == Status.UNKNOWN
    assert "sent once more after 15 minutes" in row.reason
    assert [attempt.outcome for attempt in row.tries.all()] == ["unknown"]


def test_unknown_letter_is_sent_once_more_and_only_once(ada: User) -> None:
    row, now = handed_over_and_lost(queued(emails.reminder(ada))), timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        clock.shift(timedelta(seconds=121))
        tidy()
        clock.shift(timedelta(minutes=15))
        assert tidy().sent_again == 1
        handed_over_and_lost(row)
        clock.shift(timedelta(hours=1))
        assert tidy().unknown == 1
        assert tidy().sent_again == 0
    row.refresh_from_db()
    assert (row.status, row.doubts) == (Status.UNKNOWN, 2)
    assert "not sent again" in row.reason


@time_machine.travel(NOON, tick=False)
def test_unknown_commercial_letter_is_never_sent_again(ada: User) -> None:
    record_consent(ada.email, Basis.EXPRESS, method="web form")
    row = handed_over_and_lost(queued(emails.news(ada)))
    with time_machine.travel("2026-11-02 19:00:00+00:00", tick=False):
        assert tidy().unknown == 1
        assert tidy().sent_again == 0
    row.refresh_from_db()
    assert row.status == Status.UNKNOWN
    assert "not sent again" in row.reason
