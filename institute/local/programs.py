"""What `up` runs beside the services: the web server, the worker and the clock."""

import sys
from collections.abc import Sequence
from pathlib import Path

from institute.local.guard import Ending

ENDING = Ending(stage=1, patience=6.0)
QUEUES = "security,transactional,commercial,default"
MANAGE = str(Path(__file__).resolve().parents[2] / "manage.py")


def web(port: int) -> list[str]:
    """Granian with one worker of four threads. Idle threads are kept: each owns a connection."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", "127.0.0.1", "--port", str(port)),
        *("--workers", "1", "--blocking-threads", "4", "--backpressure", "32"),
        *("--blocking-threads-idle-timeout", "600"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "10"),
        *("--no-ws", "--log-level", "warning"),
        "institute.wsgi:application",
    ]


def worker() -> list[str]:
    """Celery with two processes on all queues; it has no peers to talk to."""
    # In a container we may well be root; the warning about it is long and changes nothing.
    python = [sys.executable, "-W", "ignore:You're running the worker with superuser privileges"]
    return [
        *celery("worker", "--without-mingle", "--without-gossip", python=python),
        *("--queues", QUEUES, "--concurrency", "2"),
    ]


def beat(data: Path) -> list[str]:
    """The one clock."""
    return [*celery("beat"), "--schedule", str(data / "beat-schedule"), "--pidfile="]


def celery(*words: str, python: Sequence[str] = (sys.executable,)) -> list[str]:
    """One of Celery's programs, saying only what needs attention."""
    quietly = ("--loglevel", "warning")
    return [*python, "-m", "celery", "--quiet", "-A", "institute", *words, *quietly]


def manage(*words: str) -> list[str]:
    """A management command."""
    return [sys.executable, MANAGE, *words]
