"""A whole institute started by `manage.py up` in a folder of its own, and its processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Collection
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90.0  # seconds; a loaded machine with two cores starts five processes
OPTIONS = ["--no-demo", "--with-parent"]  # a killed test run takes it along
NOT_INHERITED = {
    *("DATABASE_URL", "REDIS_URL", "DATA_DIR", "DEBUG", "PORT", "SITE_URL"),
    *("DJANGO_SETTINGS_MODULE", "PYTEST_CURRENT_TEST"),
}


class RunningInstitute:
    """One data directory, the `up` that runs in it, and what belongs to it in /proc."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.output = data.with_suffix(".out")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start `up` without waiting for it."""
        with self.output.open("wb") as output:
            self.process = self.call("up", "--port", str(self.port), *OPTIONS, stdout=output)

    def start_and_wait(self) -> None:
        self.start()
        self.wait_for_words("is ready: http")

    def call(
        self, *words: str, stdout: IO[bytes] | int = subprocess.PIPE
    ) -> subprocess.Popen[bytes]:
        """Start a management command on this data directory."""
        environment = {k: v for k, v in os.environ.items() if k not in NOT_INHERITED}
        return subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), *words],
            env=environment | {"DATA_DIR": str(self.data), "DEBUG": "1"},  # no files to compress
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def said(self) -> str:
        return self.output.read_text()

    def answers(self, path: str) -> bool:
        """True when the page comes with 200."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            line.request("GET", path)
            return line.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            line.close()

    def processes(self) -> dict[int, str]:
        """Every process that belongs to the data directory, with its command line."""
        mark = os.fsencode(self.data)
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            command = facts(folder, "cmdline")
            texts = (command, facts(folder, "environ"), working_folder(folder))
            if command and any(mark in text for text in texts):
                found[int(folder.name)] = command.replace(b"\0", b" ").decode(errors="replace")
        return found

    def find(self, *words: str) -> set[int]:
        """The processes whose command line has all the words."""
        listed = self.processes().items()
        return {pid for pid, command in listed if all(word in command for word in words)}

    def wait_for(self, *words: str, beside: Collection[int] = (), count: int = 1) -> set[int]:
        """Wait for so many processes with these words, not counting known ones."""
        eventually(lambda: len(self.find(*words) - set(beside)) >= count, self.said)
        return self.find(*words)

    def wait_for_words(self, words: str) -> None:
        eventually(lambda: words in self.said(), self.said)

    def wait_until_ready(self) -> None:
        """Until the page that looks at database, broker and worker is content."""
        eventually(lambda: self.answers("/readyz"), self.said)

    def wait_until_gone(self) -> None:
        """Until no process belongs to the data directory any more."""
        eventually(lambda: not self.processes(), self.processes)

    def kill(self) -> None:
        """`kill -9` of the supervisor."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End it in the orderly way; its exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def clear(self) -> None:
        """After a test, whatever happened in it."""
        for pid in self.processes():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        if self.process is not None:
            self.process.wait()


def eventually(holds: Callable[[], bool], why: Callable[[], object] = lambda: "") -> float:
    """Wait until it holds; how long that took, in seconds."""
    started = time.monotonic()
    while not holds():
        assert time.monotonic() - started < PATIENCE, why()
        time.sleep(0.1)
    return time.monotonic() - started


def facts(folder: Path, name: str) -> bytes:
    """One file of /proc; empty when the process is gone."""
    try:
        return (folder / name).read_bytes()
    except OSError:
        return b""


def working_folder(folder: Path) -> bytes:
    """Where a process works; empty when it is gone."""
    try:
        return os.fsencode((folder / "cwd").readlink())
    except OSError:
        return b""


def free_port() -> int:
    """A port that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number
