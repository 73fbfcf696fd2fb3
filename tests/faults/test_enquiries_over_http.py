"""The form over HTTP: two hundred copies at once, and a post while half of the house is down."""

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from enquiries.models import Enquiry, Person
from institute.mail.models import OutboundMessage, Status
from institute.timetable import TIMETABLE
from tests.mail.sink import Sink
from tests.mail.worker import celery
from tests.servers import ask, web_server

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

COPIES = 200
FORM = {"name": "Ana Lima", "contact": "ana@example.com", "question": "Which course fits?"}
QUEUES = "security,transactional,commercial,default"
WORKER = ("worker", "-c", "1", "-Q", QUEUES, "--without-mingle", "--without-gossip")


def send(port: int) -> tuple[int, str]:
    """Post the form the way its script does; the status and the words that take its place."""
    headers = {
        "Host": "testserver",
        "HX-Request": "true",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    link = HTTPConnection("127.0.0.1", port, timeout=60)
    link.request("POST", "/enquire/", urlencode(FORM), headers)
    answer = link.getresponse()
    words = answer.read().decode()
    link.close()
    return answer.status, words


def test_two_hundred_identical_posts_are_one_enquiry_and_one_thank_you(
    record_property: Callable[[str, object], None],
) -> None:
    with web_server(workers=4) as port, ThreadPoolExecutor(COPIES) as pool:
        answers = Counter(pool.map(lambda _: send(port), range(COPIES)))

    record_property("count: identical questions sent at once", sum(answers.values()))
    [(status, words)] = answers
    assert status == 200
    assert "A person answers by" in words
    assert "(905) 282-9318" in words
    assert Enquiry.objects.count() == Person.objects.count() == 1
    assert OutboundMessage.objects.count() == 1


def test_a_question_is_acknowledged_within_a_minute() -> None:
    with Sink() as sink, celery(*WORKER, port=sink.port), web_server() as port:
        assert ask(port, "POST", "/enquire/", form=FORM).status == 302
        arrived = sink.wait_for(1, seconds=60)

    assert arrived == 1
    # Where the nudge is lost, the sweep finds the letter in time.
    assert TIMETABLE["mail: deliver what is due"]["schedule"] <= 30


def test_a_question_asked_while_worker_and_valkey_are_down_is_kept_and_acknowledged_later(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monkeypatch.context() as outage:
        outage.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
        with web_server() as port:
            began = time.monotonic()
            answer = ask(port, "POST", "/enquire/", form=FORM)
            took = time.monotonic() - began

    assert (answer.status, answer.location) == (302, "/enquire/thanks/")
    assert took < 5
    enquiry = Enquiry.objects.get()
    assert enquiry.status == "new"
    assert enquiry.person
    assert OutboundMessage.objects.about(enquiry).get().status == Status.QUEUED

    beat = ("beat", "-s", str(tmp_path / "beat"), "--pidfile=")
    with Sink() as sink, celery(*WORKER, port=sink.port):
        with celery(*beat, port=sink.port):
            assert sink.wait_for(1, seconds=60) == 1
        _wait_for_the_mark(enquiry)


def _wait_for_the_mark(enquiry: Enquiry) -> None:
    until = time.monotonic() + 30
    while OutboundMessage.objects.about(enquiry).get().status != Status.SENT:
        assert time.monotonic() < until, "The letter arrived and was not marked."
        time.sleep(0.1)
