"""One owner per data directory."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from institute.local import lock
from institute.local.errors import AlreadyRunning
from institute.local.watchdog import born


def test_second_owner_is_told_who_the_first_is(tmp_path: Path) -> None:
    held = lock.take(tmp_path / "lock")

    with pytest.raises(AlreadyRunning, match=rf"already running \(pid {os.getpid()}\)"):
        lock.take(tmp_path / "lock")
    os.close(held)


def test_directory_is_free_again_when_its_owner_is_gone(tmp_path: Path) -> None:
    os.close(lock.take(tmp_path / "lock"))

    os.close(lock.take(tmp_path / "lock"))


def test_dead_owner_is_waited_for_while_its_watchdog_clears(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    held = lock.take(path)
    clearing = subprocess.Popen(["/bin/sleep", "0.8"], pass_fds=(held,))
    path.write_text(str(ended_process()))
    os.close(held)  # now only the clearing process holds it

    os.close(lock.take(path))
    assert clearing.wait() == 0


def test_nobody_owns_a_directory_that_was_never_used(tmp_path: Path) -> None:
    assert lock.owner(tmp_path / "lock") == 0


def test_ended_process_was_never_born() -> None:
    assert born(os.getpid())
    assert not born(ended_process())


def ended_process() -> int:
    """The number of a process that is gone."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid
