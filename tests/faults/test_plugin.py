"""A test run that is killed leaves no server behind; two at once do not disturb each other."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.local.running_institute import NOT_INHERITED, ROOT, RunningInstitute, eventually

pytestmark = pytest.mark.faults
WAITS = "import pathlib, time\ndef test_waits():\n    {mark}.touch()\n    time.sleep({seconds})\n"


class TestRun:
    """A pytest of its own on a file with one test, which waits."""

    __test__ = False

    def __init__(self, folder: Path, name: str, seconds: int) -> None:
        self.mark = folder / f"{name}.started"
        file = folder / f"test_{name}.py"
        file.write_text(WAITS.format(mark=f"pathlib.Path({str(self.mark)!r})", seconds=seconds))
        kept = {k: v for k, v in os.environ.items() if k not in NOT_INHERITED}
        plugins = ["-p", "tests.plugin", "-p", "no:django", "-p", "no:valkey"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pytest", *plugins, "-c", os.devnull, "-q", str(file)],
            cwd=ROOT,
            env={k: v for k, v in kept.items() if not k.startswith("PYTEST_")}
            | {"DATA_DIR": str(folder / "data")},
            stdout=subprocess.DEVNULL,
        )


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[RunningInstitute]:
    """Sees the processes of the data directory and of its numbered neighbours."""
    seen = RunningInstitute(tmp_path / "data")
    yield seen
    seen.clear()


def test_killed_run_leaves_nothing_and_the_next_one_passes(
    servers: RunningInstitute, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    run = TestRun(tmp_path, "killed", 300)
    eventually(run.mark.exists, servers.processes)
    assert servers.find("bin/postgres", "-D")

    run.process.send_signal(signal.SIGKILL)
    run.process.wait()
    record_property("count: processes killed", 1)

    assert TestRun(tmp_path, "next", 0).process.wait() == 0
    assert not servers.processes()


def test_two_runs_at_once_have_servers_of_their_own(
    servers: RunningInstitute, tmp_path: Path
) -> None:
    first = TestRun(tmp_path, "first", 300)
    eventually(first.mark.exists, servers.processes)

    assert TestRun(tmp_path, "second", 0).process.wait() == 0
    assert (tmp_path / "data-2" / "pgdata").exists()
    assert servers.find("bin/postgres", str(tmp_path / "data" / "pgdata"))

    first.process.send_signal(signal.SIGINT)
    assert first.process.wait() == pytest.ExitCode.INTERRUPTED
    assert not servers.processes()
