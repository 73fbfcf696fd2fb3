"""How many mails a second leave: the outbox against plain `send_mail` and the server's own limit.

Everything is measured in one run, against a mail server in a process of its own that only counts.
It empties the outbox of the database it runs on, so give it one of its own.
"""

import os
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import django
from django.apps import apps

from tests.mail.sink import Sink

MAILS = 1_000
RAW_MAILS = 2_000
PATIENCE = 60


def measure(mails: int = MAILS) -> dict[str, float]:
    """Mails a second: `sink` (raw limit), `plain` (send_mail), `outbox_1` and `outbox_2` workers."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "institute.settings")
    if not apps.ready:
        django.setup()
    with Sink() as sink:
        found = {"sink": _raw(sink.port)}
        sink.reset()
        with _worker(sink.url, processes=2, queues="bench-plain"):
            found["plain"] = _rate(sink, partial(_queue_plain, mails), mails)
        for workers in (1, 2):
            _fill(mails)
            with _worker(sink.url, processes=workers, queues="bench-outbox"):
                found[f"outbox_{workers}"] = _rate(sink, partial(_nudge, workers), mails)
    return found


def _raw(port: int) -> float:
    """One kept connection and bytes made beforehand."""
    data = _example()
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.ehlo()
        started = time.perf_counter()
        for _ in range(RAW_MAILS):
            server.sendmail("a@example.com", ["b@example.com"], data)
        return RAW_MAILS / (time.perf_counter() - started)


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


def _rate(sink: Sink, start: Callable[[], None], mails: int) -> float:
    sink.reset()
    start()
    arrived = sink.wait_for(mails, seconds=PATIENCE)
    assert arrived == mails, f"{arrived} of {mails} mails arrived"
    return sink.report().per_second


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
        plain.apply_async(
            args=["Your course starts", text, "a@example.com", to], queue="bench-plain"
        )


def _nudge(workers: int) -> None:
    from institute.mail.tasks import nudge

    for _ in range(workers):
        nudge.apply_async(args=["transactional"], queue="bench-outbox")


@contextmanager
def _worker(email_url: str, *, processes: int, queues: str) -> Iterator[None]:
    """A Celery worker with that many processes, ready for work."""
    command = [sys.executable, "-m", "celery", "-A", "tests.bench.post", "worker"]
    command += ["-c", str(processes), "-Q", queues, "--without-mingle", "--without-gossip", "-n"]
    environment = os.environ | {
        "EMAIL_URL": email_url,
        "DEBUG": "0",
        "SECRET_KEY": "for the benchmark only",
        "SITE_URL": "http://testserver",
    }
    name = f"{queues}-{processes}@bench"
    worker = subprocess.Popen([*command, name], env=environment, stderr=subprocess.DEVNULL)
    try:
        _wait_for(name)
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
