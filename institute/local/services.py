"""The embedded services as a whole: started, attached to, or left alone."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from institute.local import lock, service
from institute.local.errors import AlreadyRunning, LocalError
from institute.local.guard import Guard
from institute.local.places import Places, places
from institute.local.postgres import postgres
from institute.local.probes import postgres_answers, valkey_answers
from institute.local.valkey import valkey

ATTACH_PATIENCE = 60.0  # seconds: another process may be making the cluster


def needs_postgres() -> bool:
    """False when the environment names a database of its own."""
    return "DATABASE_URL" not in os.environ


def needs_valkey() -> bool:
    """False when the environment names a Redis or Valkey of its own."""
    return "REDIS_URL" not in os.environ


def needed(guard: Guard, *, durable: bool = True) -> list[service.Service]:
    """The services that the environment leaves to us, in the order to start them."""
    found = [valkey(guard, durable=durable)] if needs_valkey() else []
    return [*found, postgres(guard, durable=durable)] if needs_postgres() else found


def start(data_dir: Path, *, durable: bool = True) -> Guard:
    """Start what is needed and return its guard; closing that stops everything again."""
    guard = Guard(places(data_dir))
    try:
        for each in needed(guard, durable=durable):
            service.start(guard, each)
    except BaseException:
        guard.close()
        raise
    return guard


@contextmanager
def running(data_dir: Path) -> Iterator[None]:
    """Have the services up: those of whoever runs them already, else our own meanwhile."""
    here = places(data_dir)
    guard = None if are_running(here) else start_or_attach(here)
    try:
        yield
    finally:
        if guard:
            guard.close()


def are_running(here: Places) -> bool:
    """True when nothing is needed, or another process has it running."""
    if not needs_postgres() and not needs_valkey():
        return True
    return lock.owner(here.lock) != 0 and all_answer(here)


def start_or_attach(here: Places) -> Guard | None:
    """Our own services; none when another process turns out to be starting them."""
    try:
        return start(here.data)
    except AlreadyRunning as other:
        wait_for(here, other)
        return None


def wait_for(here: Places, other: AlreadyRunning) -> None:
    """Wait until the services of another process answer."""
    deadline = time.monotonic() + ATTACH_PATIENCE
    while not all_answer(here):
        if time.monotonic() > deadline:
            raise LocalError(f"{other}, but its services do not answer: stop it and try again.")
        time.sleep(0.05)


def all_answer(here: Places) -> bool:
    """True when every service we need is there."""
    postgres_ready = not needs_postgres() or postgres_answers(here.postgres_socket)
    return postgres_ready and (not needs_valkey() or valkey_answers(here.valkey_socket))
