"""One owner per data directory: a lock on a file that the watchdog shares."""

import fcntl
import os
import time
from pathlib import Path

from institute.local.errors import AlreadyRunning, LocalError
from institute.local.watchdog import born

SURE_AFTER = 0.5  # seconds: a killed owner is recorded for a moment, until its watchdog notices
PATIENCE = 40.0  # seconds: longer than any watchdog needs to stop everything


def take(path: Path) -> int:
    """The lock as an open file. Waits for an owner that is being cleared, refuses a living one."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    started = time.monotonic()
    while not try_to_lock(file):
        waited = time.monotonic() - started
        refuse(path, waited, file)
        time.sleep(0.05)
    os.ftruncate(file, 0)
    os.pwrite(file, str(os.getpid()).encode(), 0)
    return file


def refuse(path: Path, waited: float, file: int) -> None:
    """Raise once it is clear that the lock will not come."""
    living = owner(path)
    if living and waited > SURE_AFTER:
        os.close(file)
        raise AlreadyRunning(living)
    if waited > PATIENCE:
        os.close(file)
        raise LocalError(f"Something still holds {path} after {PATIENCE:.0f} seconds.")


def try_to_lock(file: int) -> bool:
    """True when we are the owner now."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def owner(path: Path) -> int:
    """The process that owns the directory; 0 when there is none, or it has just died."""
    try:
        pid = int(path.read_text() or 0)
    except FileNotFoundError:
        return 0
    return pid if pid and born(pid) else 0
