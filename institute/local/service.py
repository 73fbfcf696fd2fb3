"""A server of the embedded default: prepared, started, and waited for."""

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass

from institute.local.account import OURSELVES
from institute.local.errors import LocalError
from institute.local.guard import Ending, Guard, Popen

PATIENCE = 300.0  # seconds: recovery after a crash may take long, and must not be cut short


@dataclass(frozen=True)
class Service:
    """One server: what to run, what to do before, and how to know that it serves."""

    name: str
    command: list[str]
    prepare: Callable[[], None]
    answers: Callable[[], bool]
    ending: Ending
    account: str = OURSELVES


def start(guard: Guard, service: Service) -> Popen:
    """Start it and return when it serves."""
    process = launch(guard, service)
    deadline = time.monotonic() + PATIENCE
    while not service.answers():
        if process.poll() is not None or time.monotonic() > deadline:
            guard.forget(process)
            raise LocalError(failure(guard, service))
        time.sleep(0.02)
    return process


def launch(guard: Guard, service: Service) -> Popen:
    """Start it without waiting; its own words go to its log."""
    service.prepare()
    with guard.places.log(service.name).open("wb") as log:
        return guard.start(
            service.command,
            service.ending,
            service.account,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd="/",
        )


def failure(guard: Guard, service: Service) -> str:
    """Why it did not start: the last thing it said."""
    log = guard.places.log(service.name)
    said = log.read_text(errors="replace").strip().splitlines()[-3:]
    return "\n".join([f"{service.name} did not start; see {log}", *said])
