"""Processes under a guard end with it, in order, and by force when they will not."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from institute.local import watchdog
from institute.local.guard import Ending, Guard
from institute.local.places import places
from tests.local.running_institute import ROOT, eventually

SLEEP = ["/bin/sleep", "300"]
# Says when it was asked to end, and ends a moment later.
LATE = """
import signal, sys, time
def end(*_):
    time.sleep(0.2)
    print(time.time(), file=open(sys.argv[1], "w"))
    sys.exit()
signal.signal(signal.SIGTERM, end)
open(sys.argv[1] + ".up", "w").close()
signal.pause()
"""


@pytest.fixture
def guard(tmp_path: Path) -> Iterator[Guard]:
    held = Guard(places(tmp_path / "data"))
    yield held
    if held.places.lock.read_text():  # not closed by the test
        held.close()


def test_closing_ends_everything(guard: Guard) -> None:
    process = guard.start(SLEEP, Ending(stage=1))

    guard.close()

    assert process.wait(0) == -signal.SIGTERM


def test_lower_stages_end_before_higher_ones_are_asked(guard: Guard, tmp_path: Path) -> None:
    for stage in (3, 1, 2):
        late(guard, tmp_path, stage)

    guard.close()

    times = [float((tmp_path / str(stage)).read_text()) for stage in (1, 2, 3)]
    assert times == sorted(times)
    assert times[2] - times[0] > 0.3


def test_who_does_not_end_is_ended_by_force_with_its_children(guard: Guard, tmp_path: Path) -> None:
    noted = tmp_path / "child"
    stubborn = f"trap '' TERM; sleep 300 & echo $! > {noted}.new; mv {noted}.new {noted}; wait"
    process = guard.start(["/bin/sh", "-c", stubborn], Ending(stage=1, patience=0.2))
    eventually(noted.exists)

    guard.close()

    assert process.wait(0) == -signal.SIGKILL
    eventually(lambda: not watchdog.born(int(noted.read_text())))


def test_processes_end_when_the_owner_is_killed(tmp_path: Path) -> None:
    script = (
        "import time; from pathlib import Path; from institute.local.guard import *; "
        f"from institute.local.places import places; g = Guard(places(Path({str(tmp_path)!r})));"
        f"print(g.start({SLEEP!r}, Ending(stage=1)).pid, flush=True); time.sleep(300)"
    )
    owner = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=ROOT)
    assert owner.stdout is not None
    pid = int(owner.stdout.readline())
    assert watchdog.born(pid)

    owner.kill()
    owner.wait()
    owner.stdout.close()

    eventually(lambda: not watchdog.born(pid))


def test_killed_watchdog_is_replaced_and_its_successor_knows_everything(guard: Guard) -> None:
    process = guard.start(SLEEP, Ending(stage=1))
    kill_watchdog(guard)

    guard.keep_watch()
    guard.close()

    assert process.wait(0) == -signal.SIGTERM


def test_forgotten_process_is_left_alone(guard: Guard) -> None:
    process = guard.start(["/bin/true"], Ending(stage=1))
    process.wait()
    guard.forget(process)
    stranger = subprocess.Popen(SLEEP)

    guard.close()

    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_new_process_with_an_old_number_is_not_touched() -> None:
    stranger = subprocess.Popen(SLEEP, start_new_session=True)
    old = watchdog.describe(f"+{stranger.pid} 1 15 0.1")._replace(born="long ago")

    assert not watchdog.is_running(old)
    stranger.kill()
    stranger.wait()


def late(guard: Guard, folder: Path, stage: int) -> None:
    """Start a process that takes its time to end, and wait until it can be asked."""
    mark = folder / str(stage)
    guard.start([sys.executable, "-c", LATE, str(mark)], Ending(stage=stage))
    eventually(lambda: Path(f"{mark}.up").exists())


def kill_watchdog(guard: Guard) -> None:
    """`kill -9`, and wait until it is gone."""
    guard._watchdog.kill()
    guard._watchdog.wait()
