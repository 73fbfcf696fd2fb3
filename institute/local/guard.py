"""Owns a data directory, and starts processes in it that cannot outlive their owner."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from institute.local import leftovers, lock, watchdog
from institute.local.account import LAUNCH, OURSELVES
from institute.local.places import Places

Popen = subprocess.Popen[bytes]


@dataclass(frozen=True)
class Ending:
    """How a process is stopped: after those of lower stages, by this signal, with patience."""

    stage: int
    signal: int = signal.SIGTERM
    patience: float = 10.0  # seconds

    def __str__(self) -> str:
        return f"{self.stage} {int(self.signal)} {self.patience}"


class Guard:
    """The lock of a data directory and the watchdog behind it."""

    def __init__(self, here: Places) -> None:
        here.make()
        self.places = here
        self._lock = lock.take(here.lock)
        self._known: dict[int, tuple[Popen, Ending]] = {}
        leftovers.clear(here)
        self._watch()

    def _watch(self) -> None:
        reading, self._pipe = os.pipe()
        script = str(Path(watchdog.__file__))
        with self.places.log("watchdog").open("ab") as log:
            self._watchdog = subprocess.Popen(
                [sys.executable, "-I", "-S", script, str(reading), str(self._lock)],
                pass_fds=(reading, self._lock),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd="/",
            )
        os.close(reading)

    def start(
        self, command: Sequence[str], ending: Ending, account: str = OURSELVES, **how: Any
    ) -> Popen:
        """Start a process in a session of its own, known to the watchdog before it runs."""
        launch = [sys.executable, "-I", "-S", str(LAUNCH), str(self._pipe), str(ending), account]
        process = subprocess.Popen(
            [*launch, *command],
            pass_fds=(self._pipe,),
            start_new_session=True,
            **{"stdin": subprocess.DEVNULL, **how},
        )
        self._known[process.pid] = (process, ending)
        return process

    def forget(self, process: Popen) -> None:
        """Clear away what an ended process left in its group; the watchdog need not know it."""
        watchdog.send(os.killpg, process.pid, signal.SIGKILL)
        self._known.pop(process.pid, None)
        self._tell(f"-{process.pid}")

    def keep_watch(self) -> None:
        """Replace a watchdog that was killed, and tell the new one what runs."""
        if self._watchdog.poll() is None:
            return
        os.close(self._pipe)
        self._watch()
        for line in self._running():
            self._tell(line)

    def _running(self) -> list[str]:
        """What has not ended. Some systems count a process as running until it is asked for."""
        known = self._known.values()
        return [f"+{process.pid} {ending}" for process, ending in known if process.poll() is None]

    def _tell(self, line: str) -> None:
        with suppress(BrokenPipeError):  # killed just now: keep_watch tells its successor
            os.write(self._pipe, f"{line}\n".encode())

    def close(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        """Have everything stopped in order, and give the directory back."""
        self.keep_watch()
        os.close(self._pipe)
        while self._watchdog.poll() is None:
            meanwhile()
            self._running()
            time.sleep(0.02)
        if self._watchdog.returncode != 0:  # killed while it was stopping the others
            watchdog.stop([watchdog.describe(line) for line in self._running()])
        self._running()
        self.places.tidy()
        os.close(self._lock)


def marked(here: Places, environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment for a process of this directory, recognizable when all else is lost."""
    return {**(os.environ if environment is None else environment), leftovers.MARK: str(here.data)}
