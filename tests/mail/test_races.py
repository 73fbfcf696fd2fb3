"""Workers side by side, and workers that die: each letter leaves once."""

import threading
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as django_mail
from django.db import connection, transaction
from django.utils import timezone

from institute import mail
from institute.accounts.models import User
from institute.mail.consent import MailClass
from institute.mail.letters import KINDS
from institute.mail.models import OutboundMessage, Status
from institute.mail.operations import claiming, deliver, tidy
from tests import make
from tests.conftest import at_the_same_time
from tests.mail.post import emails
from tests.mail.sink import Sink
from tests.mail.worker import Killable

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def people(number: int) -> list[User]:
    """So many people, cheaply."""
    names = [f"reader{index}@example.com" for index in range(number)]
    return User.objects.bulk_create([User(email=name, display_name="Reader") for name in names])


def claim_everything(_: int) -> list[int]:
    claimed: list[int] = []
    while batch := claiming.claim(MailClass):
        claimed += [message.pk for message in batch]
    return claimed


def test_eight_workers_send_each_of_500_letters_once() -> None:
    mail.queue_all(emails.reminder(person) for person in people(500))

    delivered = at_the_same_time(lambda _: deliver().sent, range(8))

    assert sum(delivered) == 500
    copies = Counter(sent.message()["Message-ID"] for sent in django_mail.outbox)
    assert len(copies) == 500
    assert set(copies.values()) == {1}
    assert OutboundMessage.objects.filter(status=Status.SENT, attempts=1).count() == 500


def test_claims_overlap_without_the_row_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    mail.queue_all(emails.reminder(person) for person in people(500))
    unlocked = claiming.CLAIM.replace("FOR UPDATE SKIP LOCKED", "")
    monkeypatch.setattr(claiming, "CLAIM", unlocked)

    claimed = at_the_same_time(claim_everything, range(8))

    assert sum(len(keys) for keys in claimed) > 500


def test_letter_queued_twice_at_once_is_one_row() -> None:
    person = make.person()

    queued = at_the_same_time(lambda _: mail.queue(emails.reminder(person)), range(16))

    assert sum(message is not None for message in queued) == 1
    assert OutboundMessage.objects.count() == 1


def test_letter_cancelled_while_its_worker_writes_it_does_not_leave(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person = make.person()
    mail.queue(emails.invited(person))
    writing, cancelled = threading.Event(), threading.Event()

    def slowly(_: Any) -> list[Any]:
        writing.set()
        assert cancelled.wait(10)
        return []

    slow = replace(KINDS["post.invited"], attach=slowly)
    monkeypatch.setitem(KINDS, "post.invited", slow)

    def act(who: str) -> int:
        if who == "worker":
            return deliver().sent
        assert writing.wait(10)
        stopped = mail.cancel_about(person, reason="The session was cancelled.")
        cancelled.set()
        return stopped

    assert at_the_same_time(act, ["worker", "desk"]) == [0, 1]
    assert OutboundMessage.objects.get().status == Status.CANCELLED
    assert not django_mail.outbox


def test_letter_locked_by_a_transaction_is_passed_over() -> None:
    first, second = people(2)
    mail.queue(emails.reminder(first))
    mail.queue(emails.reminder(second))
    held = OutboundMessage.objects.get(to_address=first.email)

    with transaction.atomic():
        OutboundMessage.objects.select_for_update().get(pk=held.pk)
        assert at_the_same_time(lambda _: deliver().sent, [1]) == [1]
    assert deliver().sent == 1


def test_killed_worker_loses_nothing(
    monkeypatch: pytest.MonkeyPatch, settings: Any, record_property: Any
) -> None:
    mail.queue_all(emails.reminder(person) for person in people(60))
    with Sink(seconds_each=0.02) as sink:
        with Killable("tests.mail.worker", port=sink.port) as worker:
            assert sink.wait_for(20, seconds=30) >= 20
            worker.kill()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        _leases_end()
        tidy()
        unknown = set(OutboundMessage.objects.filter(status=Status.UNKNOWN))
        deliver()
        copies = sink.report().copies

    assert len(unknown) <= 1
    assert OutboundMessage.objects.filter(status=Status.SENT).count() == 60 - len(unknown)
    assert {key for key, number in copies.items() if number > 1} == set()
    sent = OutboundMessage.objects.filter(status=Status.SENT)
    assert {message.message_id for message in sent} <= set(copies)
    record_property("count: processes killed", 1)
    record_property("count: messages lost", 0)


def _leases_end() -> None:
    """As when two minutes have passed."""
    OutboundMessage.objects.filter(status=Status.SENDING).update(
        lease_until=timezone.now() - timedelta(seconds=1)
    )
    connection.close()
