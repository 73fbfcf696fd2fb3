"""Stops everything in order when the supervisor ends, in whichever way it ended.

    python watchdog.py PIPE LOCK

The supervisor holds the other end of the pipe; its closing is the signal. The watchdog shares
the supervisor's lock, so the next start waits until the last process is gone. Run as a script,
with the standard library only, so that it is small and imports nothing of the project.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

PAUSE = 0.05  # seconds between two looks


class Process(NamedTuple):
    """A process to stop: lower stages first, by its own signal, by force after its patience."""

    pid: int
    stage: int
    signal: int
    patience: float
    born: str


def main(pipe: int, lock: int) -> None:
    """Follow the supervisor until it ends, then stop what is left."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    known = follow(pipe)
    os.ftruncate(lock, 0)  # nobody owns the directory any more, it is only being cleared
    stop(known.values())


def follow(pipe: int) -> dict[int, Process]:
    """What still runs when the pipe closes: `+pid stage signal patience` and `-pid` lines."""
    known: dict[int, Process] = {}
    with os.fdopen(pipe) as lines:
        for line in lines:
            note(known, line)
    return known


def note(known: dict[int, Process], line: str) -> None:
    """Add or drop one process."""
    if line.startswith("-"):
        known.pop(int(line[1:]), None)
    else:
        process = describe(line)
        known[process.pid] = process


def describe(line: str) -> Process:
    """The process of a `+pid stage signal patience` line."""
    pid, stage, number, patience = line[1:].split()
    return Process(int(pid), int(stage), int(number), float(patience), born(int(pid)))


def stop(processes: Iterable[Process]) -> None:
    """Stop them stage by stage: what uses a service ends before the service."""
    left = list(processes)
    for stage in sorted({process.stage for process in left}):
        end([process for process in left if process.stage == stage])


def end(processes: list[Process]) -> None:
    """Ask all of them at once, wait, then use force on each with its whole group."""
    for process in processes:
        if is_running(process):
            send(os.kill, process.pid, process.signal)
    deadline = time.monotonic() + max(process.patience for process in processes)
    while any(map(is_running, processes)) and time.monotonic() < deadline:
        time.sleep(PAUSE)
    for process in processes:
        send(os.killpg, process.pid, signal.SIGKILL)


def send(kill: Callable[[int, int], None], pid: int, number: int) -> None:
    """Send a signal to a process or group that may be gone already."""
    with suppress(ProcessLookupError, PermissionError):
        kill(pid, number)


def is_running(process: Process) -> bool:
    """True while this very process lives: a new one with its number is another."""
    return process.born != "" and born(process.pid) == process.born


def born(pid: int) -> str:
    """When the process started, in its system's own words; empty when it has ended."""
    if not Path("/proc/self/stat").exists():
        return "alive" if exists(pid) else ""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    fields = text.rpartition(")")[2].split()
    return "" if fields[0] in "ZX" else fields[19]


def exists(pid: int) -> bool:
    """True when some process has this number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
