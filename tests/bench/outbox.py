"""How many mails a second leave: the outbox against plain `send_mail` and the server's own limit.

Everything is measured in one run, against a mail server in a process of its own that only counts.
It empties the outbox of the database it runs on, so give it one of its own.
"""

import os
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from statistics import median
from typing import Any

import django
from django.apps import apps

from tests.mail.sink import Sink

MAILS = 600
ROUNDS = 3
RAW_MAILS = 1_000
PATIENCE = 60


def measure(mails: int = MAILS, rounds: int = ROUNDS) -> dict[str, float]:
    """Mails a second: `sink` (the limit), `plain` (send_mail), `outbox_1`, `outbox_2` (workers).

    Medians of rounds in which each has its turn; the workers idle while it is not theirs.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "institute.settings")
    if not apps.ready:
        django.setup()
    with Sink() as sink, ExitStack() as workers:
        for name, processes in {"plain": 2, "outbox_1": 1, "outbox_2": 2}.items():
            workers.enter_context(_worker(name, sink.url, processes))
        turns = [_round(sink, mails) for _ in range(rounds)]
        return {name: median(turn[name] for turn in turns) for name in turns[0]}


def _round(sink: Sink, mails: int) -> dict[str, float]:
    return {
        "sink": _raw(sink),
        "plain": _plain(sink, mails),
        "outbox_1": _outbox(sink, mails, 1),
        "outbox_2": _outbox(sink, mails, 2),
    }


def _plain(sink: Sink, mails: int) -> float:
    """Two processes with a kept connection each; the queue is full before they begin."""
    _queue_plain(mails)
    with _consuming("plain"):
        return _rate(sink, mails)


def _outbox(sink: Sink, mails: int, workers: int) -> float:
    from institute.mail.tasks import nudge

    _fill(mails)
    for _ in range(workers):
        nudge.apply_async(args=("transactional",), queue=f"bench-outbox_{workers}")
    with _consuming(f"outbox_{workers}"):
        return _rate(sink, mails)


@contextmanager
def _consuming(name: str) -> Iterator[None]:
    """Let the worker of that name take tasks from its queue."""
    from institute.celery import app

    waits = {"reply": True, "timeout": PATIENCE, "limit": 1}
    where: dict[str, Any] = {"destination": [f"{name}@bench"]} | waits
    app.control.add_consumer(f"bench-{name}", **where)
    yield
    app.control.cancel_consumer(f"bench-{name}", **where)


def _rate(sink: Sink, mails: int) -> float:
    arrived = sink.wait_for(mails, seconds=PATIENCE)
    assert arrived == mails, f"{arrived} of {mails} mails arrived"
    report = sink.report()
    sink.reset()
    return report.per_second


def _raw(sink: Sink) -> float:
    """One kept connection and bytes made beforehand."""
    data = _example()
    with smtplib.SMTP("127.0.0.1", sink.port) as server:
        server.ehlo()
        for _ in range(RAW_MAILS):
            server.sendmail("a@example.com", ["b@example.com"], data)
    return _rate(sink, RAW_MAILS)


def _example() -> bytes:
    """A letter as it leaves."""
    from institute.mail.consent import MailClass
    from institute.mail.models import OutboundMessage
    from institute.mail.operations.checking import check
    from institute.mail.operations.claiming import claim
    from institute.mail.operations.rendering import pack

    _fill(1)
    data = pack(check(claim([MailClass.TRANSACTIONAL]))[0]).data
    OutboundMessage.objects.all().delete()
    return data


def _fill(mails: int) -> None:
    """Queue that many letters, to one person each."""
    from institute.accounts.models import User
    from institute.mail.models import OutboundMessage
    from institute.mail.operations import queue_all
    from tests.mail.post import emails

    OutboundMessage.objects.all().delete()
    names = [f"bench{number}@example.com" for number in range(mails)]
    User.objects.bulk_create(
        [User(email=name, display_name="Bench Mark") for name in names], ignore_conflicts=True
    )
    queue_all(emails.reminder(person) for person in User.objects.filter(email__in=names))


def _queue_plain(mails: int) -> None:
    from tests.bench.post import plain

    text = "Be at your desk at 18:30, Toronto time. What you need: http://testserver/next/\n" * 8
    for number in range(mails):
        to = f"bench{number}@example.com"
        mail = ("Your course starts", text, "a@example.com", to)
        plain.apply_async(args=mail, queue="bench-plain")


@contextmanager
def _worker(name: str, email_url: str, processes: int) -> Iterator[None]:
    """A Celery worker with that many processes, ready for work and idle."""
    command = [sys.executable, "-m", "celery", "-A", "tests.bench.post", "worker"]
    command += ["-n", f"{name}@bench", "-c", str(processes), "-Q", f"bench-idle-{name}"]
    command += ["--without-mingle", "--without-gossip"]
    environment = os.environ | {
        "EMAIL_URL": email_url,
        "DEBUG": "0",
        "SECRET_KEY": "for the benchmark only",
        "SITE_URL": "http://testserver",
    }
    quiet = subprocess.DEVNULL
    worker = subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet)
    try:
        _wait_for(f"{name}@bench")
        yield
    finally:
        worker.terminate()
        worker.wait(timeout=30)


def _wait_for(name: str) -> None:
    from institute.celery import app

    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if app.control.inspect(destination=[name], timeout=0.5).ping():
            return
    raise RuntimeError("The Celery worker did not start.")


if __name__ == "__main__":
    for measured, rate in measure().items():
        print(f"{measured:10} {rate:8.0f} mails/s")
