"""Candidates who save over HTTP while the web process, the worker and Valkey are killed."""

import os
import random
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from django.db import connection

from certification.models import Attempt
from institute.local.binaries import valkey_server
from tests.servers import ask, database_url, free_port, signed_in

QUESTIONS = 6
LATE = 0.1  # of the packets are followed by an older one


class Program:
    """A program that is ended by `kill -9` and started again, as the supervisor does."""

    def __init__(self, command: Sequence[str], environment: dict[str, str]) -> None:
        self._command, self._environment = list(command), os.environ | environment
        self._running: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        quiet = subprocess.DEVNULL
        self._running = subprocess.Popen(
            self._command,
            env=self._environment,
            stdout=quiet,
            stderr=quiet,
            start_new_session=True,
        )

    def kill(self) -> None:
        """No goodbye: the whole group at once."""
        assert self._running
        if self._running.poll() is None:
            os.killpg(self._running.pid, signal.SIGKILL)
        self._running.wait()


@dataclass(frozen=True)
class House:
    """The three programs that will be killed, and where the first listens."""

    port: int
    web: Program
    worker: Program
    valkey: Program


def house(folder: Path) -> House:
    """A web server, a worker with its clock and a Valkey, all on the test's own database."""
    port, socket = free_port(), folder / "v.sock"
    known = {
        "DATABASE_URL": database_url(),
        "REDIS_URL": f"unix://{socket}?db=0",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    python = [sys.executable, "-m"]
    web = [*python, "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    web += ["--workers", "2", "--blocking-threads", "4", "--backpressure", "64", "--no-ws"]
    worker = [*python, "celery", "-A", "institute.celery", "worker", "-B", "-c", "1"]
    worker += ["-s", str(folder / "beat"), "--without-mingle", "--without-gossip"]
    valkey = [str(valkey_server()), "--port", "0", "--unixsocket", str(socket), "--save", ""]
    return House(
        port,
        Program([*web, "--log-level", "error", "tests.wsgi:application"], known),
        Program(worker, known),
        Program([*valkey, "--dir", str(folder)], {}),
    )


@dataclass
class Candidate:
    """Somebody who types into one question after another, as the page would send it."""

    attempt: Attempt
    cookie: str
    acknowledged: dict[tuple[int, int], str] = field(default_factory=dict)
    late: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    failures: int = 0
    is_over: bool = False

    def sit(self, port: int, every: float, until: float) -> None:
        """Save every few seconds until told that the time is over; what failed is sent again."""
        dice, seq = random.Random(self.attempt.code), 0
        time.sleep(dice.random() * every)
        while not self.is_over and time.monotonic() < until:
            seq += 1
            position = dice.randint(1, QUESTIONS)
            while not self._acknowledged(port, position, seq) and time.monotonic() < until:
                time.sleep(0.3)
            if dice.random() < LATE and seq > 1 and not self.is_over:
                self.late.append(self._send(port, position, seq - 1))
            time.sleep(every)

    def _acknowledged(self, port: int, position: int, seq: int) -> bool:
        status = self._send(port, position, seq)
        if status == 200:
            self.acknowledged[position, seq] = f"{self.attempt.code} {seq}"
        self.is_over = status == 410
        return status in (200, 410)

    def _send(self, port: int, position: int, seq: int) -> int:
        path = f"{self.attempt.get_absolute_url()}q/{position}/answer/"
        form = {"text": f"{self.attempt.code} {seq}", "seq": str(seq)}
        try:
            answer = ask(port, "POST", path, cookie=self.cookie, form=form)
        except OSError:
            self.failures += 1
            return 0
        if answer.status == 200:
            self.seconds.append(answer.seconds)
        elif answer.status not in (409, 410):
            self.failures += 1
        return answer.status


def candidates(attempts: Sequence[Attempt]) -> list[Candidate]:
    return [Candidate(one, signed_in(one.candidate)) for one in attempts]


def wait_for(port: int, seconds: float = 60) -> None:
    """Until the web server answers."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if ask(port, "GET", "/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The web server did not answer.")


def kill_each(which: House, seconds: float) -> None:
    """One after the other: the web process, the worker, Valkey."""
    turns = ((0.25, which.web, 0), (0.2, which.worker, 1), (0.2, which.valkey, 2))
    for share, program, away in turns:
        time.sleep(seconds * share)
        program.kill()
        time.sleep(away)
        program.start()


def bare_inserts(done: threading.Event) -> list[float]:
    """How long a bare INSERT takes meanwhile, ten times a second."""
    taken = []
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bare_insert (id bigserial, body text)")
        while not done.wait(0.1):
            began = time.perf_counter()
            cursor.execute("INSERT INTO bare_insert (body) VALUES ('An answer of some length.')")
            taken.append(time.perf_counter() - began)
        cursor.execute("DROP TABLE bare_insert")
    connection.close()
    return taken


def sit_all(
    people: Sequence[Candidate], which: House, *, every: float, seconds: float
) -> list[float]:
    """Everybody sits while everything is killed once; the times of bare inserts meanwhile."""
    until, done = time.monotonic() + seconds + 60, threading.Event()
    with ThreadPoolExecutor(len(people) + 2) as pool:
        bare = pool.submit(bare_inserts, done)
        killing = pool.submit(kill_each, which, seconds)
        list(pool.map(lambda one: one.sit(which.port, every, until), people))
        killing.result()
        done.set()
        return bare.result()


def p95(seconds: Sequence[float]) -> float:
    """Milliseconds."""
    return statistics.quantiles(seconds, n=20)[-1] * 1000
