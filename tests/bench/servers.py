"""The servers under measurement: ours as `up` runs it, and the bare view on the same server."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.bench import machine

SETTINGS = {"web": "institute.wsgi:application", "bare": "tests.bench.bare:application"}


@dataclass(frozen=True)
class Server:
    """A running web server."""

    name: str
    url: str
    pid: int

    @property
    def worker_rss_mb(self) -> float:
        """The largest of its workers."""
        return max(map(machine.rss_mb, machine.family([self.pid]) - {self.pid}), default=0.0)


@contextmanager
def serving(name: str, environment: dict[str, str], workers: int) -> Iterator[Server]:
    """Granian, with as many workers for one as for the other."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"),
        *("--port", str(port), "--workers", str(workers), "--blocking-threads", "4"),
        *("--backpressure", "32", "--blocking-threads-idle-timeout", "600"),
        *("--workers-kill-timeout", "10", "--no-ws", "--log-level", "error", SETTINGS[name]),
    ]
    process = subprocess.Popen(command, env=os.environ | environment)
    try:
        yield _ready(Server(name, f"http://127.0.0.1:{port}", process.pid), process)
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()


def _ready(server: Server, process: "subprocess.Popen[bytes]") -> Server:
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"The {server.name} server did not start.")
        try:
            with urllib.request.urlopen(server.url + "/healthz", timeout=2):
                return server
        except urllib.error.HTTPError:
            return server
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The {server.name} server did not answer.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
