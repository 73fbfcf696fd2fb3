"""A process the supervisor keeps alive: started, restarted after a pause, given up in the end."""

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from institute.local.errors import LocalError
from institute.local.guard import Guard, Popen

SETTLED = 10.0  # seconds: who lives longer has started well
MOST_FAILURES = 6
LONGEST_PAUSE = 10.0  # seconds


@dataclass
class Child:
    """One process of the institute, by name."""

    name: str
    launch: Callable[[], Popen]
    process: Popen | None = None
    started: float = 0.0
    failures: int = 0
    due: float = field(default=0.0)

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = self.launch()

    def look_after(self, guard: Guard) -> str:
        """Start it when it is due, notice its end; what happened in words, or nothing."""
        if self.process is None:
            if time.monotonic() >= self.due:
                self.start()
            return ""
        if self.process.poll() is None:
            return ""
        return self.ended(guard, self.process)

    def ended(self, guard: Guard, process: Popen) -> str:
        """Clear up after it and decide when it starts again."""
        guard.forget(process)
        self.process = None
        lived = time.monotonic() - self.started
        self.failures = 1 if lived > SETTLED else self.failures + 1
        if self.failures >= MOST_FAILURES:
            raise LocalError(f"{self.name} ended {self.failures} times in a row: giving up")
        pause = min(0.1 * 2**self.failures, LONGEST_PAUSE)
        self.due = time.monotonic() + pause
        return f"{self.name} ended ({cause(process)}), starting it again"


def cause(process: Popen) -> str:
    """How it ended, for a person."""
    code = process.returncode
    return f"exit {code}" if code >= 0 else f"signal {-code}"


def adopted(name: str, launch: Callable[[], Popen], process: subprocess.Popen[bytes]) -> Child:
    """A child that runs already."""
    return Child(name, launch, process, started=time.monotonic())
