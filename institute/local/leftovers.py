"""What a power cut or a `kill -9` of everything leaves behind, cleared before a start."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from institute.local.places import Places
from institute.local.watchdog import PAUSE, born, send

MARK = "TPM_INSTITUTE_DATA"  # in the environment of web, worker and beat
PATIENCE = 10.0  # seconds


def clear(here: Places) -> None:
    """End processes of this directory that lost their owner. Call it with the lock held."""
    end(set(marked_processes(here)), signal.SIGTERM)
    end(set(service_processes(here)), signal.SIGINT)


def clear_postgres_files(here: Places) -> None:
    """Files that would stop PostgreSQL from starting, or name a process that is not it."""
    for path in (here.pgdata / "postmaster.pid", here.postgres_socket, lock_of_socket(here)):
        path.unlink(missing_ok=True)


def lock_of_socket(here: Places) -> Path:
    """PostgreSQL keeps one beside its socket."""
    return here.postgres_socket.with_name(f"{here.postgres_socket.name}.lock")


def end(pids: set[int], number: int) -> None:
    """Ask, wait, then use force."""
    for pid in pids:
        send(os.kill, pid, number)
    deadline = time.monotonic() + PATIENCE
    while any(map(born, pids)) and time.monotonic() < deadline:
        time.sleep(PAUSE)
    for pid in filter(born, pids):
        send(os.kill, pid, signal.SIGKILL)


def marked_processes(here: Places) -> Iterator[int]:
    """Processes that were started for this directory, children of children included."""
    mark = f"{MARK}={here.data}".encode()
    for folder in processes():
        if mark in read(folder / "environ").split(b"\0"):
            yield int(folder.name)


def service_processes(here: Places) -> Iterator[int]:
    """PostgreSQL and Valkey work inside their data: their folder tells whose they are."""
    if not Path("/proc/self/cwd").exists():
        yield from listed_services(here)
    homes = {str(here.pgdata), str(here.valkey)}
    for folder in processes():
        try:
            home = str((folder / "cwd").readlink())
        except OSError:
            continue
        if home in homes:
            yield int(folder.name)


def listed_services(here: Places) -> Iterator[int]:
    """The same where there is no /proc: by the data folder in the command line."""
    listing = subprocess.check_output(["ps", "-axo", "pid=,command="], text=True)
    for line in listing.splitlines():
        pid, _, command = line.strip().partition(" ")
        if str(here.pgdata) in command or str(here.valkey_socket) in command:
            yield int(pid)


def processes() -> Iterator[Path]:
    """The /proc folder of every other process."""
    ours = str(os.getpid())
    for folder in Path("/proc").glob("[0-9]*"):
        if folder.name != ours:
            yield folder


def read(path: Path) -> bytes:
    """Empty when the process is gone or is not ours."""
    try:
        return path.read_bytes()
    except OSError:
        return b""
