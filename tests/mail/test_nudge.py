"""Nudges: at most one for each transaction and queue, and nothing lost when the broker is away."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from celery.signals import before_task_publish
from django.db import transaction

from institute import mail
from institute.mail import listeners, tasks
from institute.mail.events import letters_queued
from institute.mail.models import OutboundMessage, Status
from tests import make
from tests.mail.post import emails

BROKER_IS_AWAY = """
import time, django
django.setup()
from institute.mail import listeners
listeners.tell_the_workers(queue="security")
listeners._away["until"] = 0
started = time.perf_counter()
listeners.tell_the_workers(queue="security")
print(time.perf_counter() - started)
"""


@pytest.fixture
def nudges() -> Iterator[list[str]]:
    """The queues that were nudged."""
    heard: list[str] = []

    def hear(*, queue: str, **_: Any) -> None:
        heard.append(queue)

    letters_queued.connect(hear)
    yield heard
    letters_queued.disconnect(hear)


@pytest.mark.django_db(transaction=True)
def test_nudge_comes_once_and_after_the_commit(nudges: list[str]) -> None:
    person = make.person()
    with transaction.atomic():
        for sequence in range(5):
            mail.queue(emails.reminder(person, sequence=sequence))
        mail.queue(emails.code(person))
        assert nudges == []
    assert sorted(nudges) == ["security", "transactional"]


@pytest.mark.django_db(transaction=True)
def test_undone_step_takes_its_nudge_with_it_and_only_its_own(nudges: list[str]) -> None:
    person = make.person()
    with transaction.atomic():
        with transaction.atomic():
            mail.queue(emails.reminder(person))
            transaction.set_rollback(True)
        mail.queue(emails.reminder(person, sequence=2))
    assert nudges == ["transactional"]


@pytest.mark.django_db(transaction=True)
def test_letter_that_was_there_already_nudges_nobody(nudges: list[str]) -> None:
    person = make.person()
    mail.queue(emails.reminder(person))
    mail.queue(emails.reminder(person))
    assert nudges == ["transactional"]


def test_nudge_delivers_its_queue_and_a_sweep_the_rest(db: None) -> None:
    person = make.person()
    mail.queue(emails.reminder(person))
    mail.queue(emails.code(person))
    assert tasks.nudge("security") == 1
    assert tasks.sweep() == 1
    assert set(OutboundMessage.objects.values_list("status", flat=True)) == {Status.SENT}


def test_burst_shares_a_nudge_at_once_and_one_for_its_end() -> None:
    told = threading.Semaphore(0)

    def count(**_: Any) -> None:
        told.release()

    before_task_publish.connect(count)
    try:
        for _ in range(50):
            listeners.tell_the_workers(queue="commercial")
        assert [told.acquire(timeout=2) for _ in range(2)] == [True, True]
        assert not told.acquire(timeout=3 * listeners.BREATH)
    finally:
        before_task_publish.disconnect(count)


def test_code_somebody_waits_for_is_never_held_back() -> None:
    told: list[str] = []

    def count(routing_key: str, **_: Any) -> None:
        told.append(routing_key)

    before_task_publish.connect(count)
    try:
        for _ in range(3):
            listeners.tell_the_workers(queue="security")
    finally:
        before_task_publish.disconnect(count)
    assert len(told) == 3


@pytest.mark.parametrize("address", ["unix:///nowhere/valkey.sock?db=0", "redis://127.0.0.1:1/0"])
def test_broker_that_is_away_costs_a_request_next_to_nothing(address: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", BROKER_IS_AWAY],
        env=os.environ | {"REDIS_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert float(ran.stdout) < 0.5
    assert "No nudge for the security queue" in ran.stderr


@pytest.mark.parametrize("core", ["consent", "mime"])
def test_pure_core_knows_no_django(core: str) -> None:
    script = f"import sys, institute.mail.{core}; sys.exit('django' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)
