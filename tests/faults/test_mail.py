"""Workers killed, the broker emptied, two beats: every letter leaves, none twice unless counted."""

import time
from typing import Any

import pytest
import redis
from django.conf import settings
from django.utils import timezone

from institute import mail
from institute.accounts.models import User
from institute.mail.models import OutboundMessage, Status
from institute.mail.operations.sweeping import WAIT_FOR_NEWS
from tests.mail.post import emails
from tests.mail.sink import Report, Sink
from tests.mail.worker import Killable, celery

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

LETTERS = 500
PROCESSES = 2
QUEUES = "security,transactional,commercial,default"
KILL_AT = (120, 300)
OPEN = (Status.QUEUED, Status.SENDING)


def queue_letters() -> None:
    names = [f"reader{number}@example.com" for number in range(LETTERS)]
    people = User.objects.bulk_create([User(email=name, display_name="Reader") for name in names])
    assert mail.queue_all(emails.reminder(person) for person in people) == LETTERS


def start_worker(sink: Sink) -> Killable:
    words = ["worker", "-c", str(PROCESSES), "-Q", QUEUES, "--without-mingle", "--without-gossip"]
    return celery(*words, port=sink.port)


def empty_the_broker() -> None:
    redis.from_url(settings.REDIS_URL).flushdb()


def wait_until_nothing_is_open(seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while OutboundMessage.objects.filter(status__in=OPEN).exists():
        assert time.monotonic() < until, "Letters are still waiting."
        time.sleep(0.2)


def fifteen_minutes_pass() -> None:
    """For the letters nobody knows about."""
    unknown = OutboundMessage.objects.filter(status=Status.UNKNOWN)
    unknown.update(handed_at=timezone.now() - WAIT_FOR_NEWS)


def copies_beyond_one(report: Report) -> set[str]:
    return {key for key, number in report.copies.items() if number > 1}


@pytest.fixture
def two_beats(tmp_path: Any) -> Any:
    """Started for a sink, stopped at the end of the test."""
    started: list[Killable] = []

    def start(sink: Sink) -> None:
        for number in (1, 2):
            schedule = str(tmp_path / f"beat{number}")
            started.append(celery("beat", "-s", schedule, "--pidfile=", port=sink.port))

    yield start
    for beat in started:
        beat.kill()


def test_500_letters_survive_two_killed_workers_an_empty_broker_and_two_beats(
    two_beats: Any, record_property: Any
) -> None:
    queue_letters()
    with Sink(seconds_each=0.005) as sink:
        two_beats(sink)
        for arrived in KILL_AT:
            with start_worker(sink) as worker:
                assert sink.wait_for(arrived, seconds=60) >= arrived
                worker.kill()
            empty_the_broker()
        with start_worker(sink):
            wait_until_nothing_is_open()
            once = sink.report()
            unknown = {m.message_id for m in OutboundMessage.objects.filter(status=Status.UNKNOWN)}
            fifteen_minutes_pass()
            sink.wait_for(len(once.times) + len(unknown), seconds=60)
            wait_until_nothing_is_open()
        all_sent = sink.report()

    everything = {message.message_id for message in OutboundMessage.objects.all()}
    doubted = {m.message_id for m in OutboundMessage.objects.filter(doubts__gt=0)}
    assert copies_beyond_one(once) == set()
    assert len(unknown) <= PROCESSES * len(KILL_AT)
    assert OutboundMessage.objects.filter(status=Status.SENT).count() == LETTERS
    assert set(all_sent.copies) == everything
    assert copies_beyond_one(all_sent) <= unknown == doubted
    record_property("count: processes killed", (PROCESSES + 1) * len(KILL_AT))
    record_property("count: messages sent", LETTERS)
    record_property("count: messages lost", LETTERS - len(all_sent.copies))
    record_property("count: messages in the unknown state", len(unknown))
    record_property("count: duplicates", len(copies_beyond_one(all_sent)))
