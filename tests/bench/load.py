"""Load: wrk when it is installed, otherwise a small client of our own."""

import http.client
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.targets import Target

Ask = Callable[[http.client.HTTPConnection, int], bool]
CONNECTIONS = 16
HEADERS = {"Accept-Encoding": "gzip", "User-Agent": "bench"}
SCRIPT = """
local paths, varied, n = {%(paths)s}, %(varied)s, 0
local salt = tostring(os.time()) .. "%(salt)s"
wrk.headers["Accept-Encoding"] = "gzip"
request = function()
  n = n + 1
  local path = paths[n %% #paths + 1]
  if varied then
    local mark = string.find(path, "?", 1, true) and "&" or "?"
    path = path .. mark .. "n=" .. salt .. "-" .. n
  end
  return wrk.format("GET", path)
end
done = function(summary, latency, requests)
  local errors = summary.errors
  local lost = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  local p50, p95 = latency:percentile(50), latency:percentile(95)
  print("RESULT", summary.requests, summary.duration, lost, p50, p95)
end
"""


@dataclass(frozen=True)
class Burst:
    """What one burst brought: requests a second, milliseconds, failures."""

    rate: float
    p50: float
    p95: float
    errors: int


def burst(target: Target, base: str, seconds: float) -> Burst:
    """Ask for a target's pages over 16 connections for so many seconds."""
    return (_wrk if shutil.which("wrk") else _own)(target, base, seconds)


def _wrk(target: Target, base: str, seconds: float) -> Burst:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "requests.lua"
        script.write_text(
            SCRIPT
            % {
                "paths": ", ".join(f'"{path}"' for path in target.paths),
                "varied": str(target.varied).lower(),
                "salt": f"{time.monotonic_ns()}",
            }
        )
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s", "-s", str(script), base]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"RESULT\s+(\d+)\s+(\d+)\s+(\d+)\s+([\d.]+)\s+([\d.]+)", said)
    if not found:
        raise RuntimeError(f"wrk said something else: {said}")
    count, micros, errors, p50, p95 = map(float, found.groups())
    return Burst(count / micros * 1e6, p50 / 1000, p95 / 1000, int(errors))


def _own(target: Target, base: str, seconds: float) -> Burst:
    salt = time.monotonic_ns()

    def path(number: int) -> str:
        address = target.paths[number % len(target.paths)]
        mark = "&" if "?" in address else "?"
        return f"{address}{mark}n={salt}-{number}" if target.varied else address

    def ask(connection: http.client.HTTPConnection, number: int) -> bool:
        connection.request("GET", path(number), headers=HEADERS)
        answer = connection.getresponse()
        answer.read()
        return answer.status < 400

    return in_parallel(base, ask, seconds=seconds)


def _answered(ask: Ask, connection: http.client.HTTPConnection, number: int) -> bool:
    """Whether it was answered well; a connection that broke is an error, not an end."""
    try:
        return ask(connection, number)
    except (OSError, http.client.HTTPException):
        connection.close()  # the next request opens it again
        return False


def in_parallel(
    base: str,
    ask: Ask,
    *,
    seconds: float = 60.0,
    at_most: int | None = None,
) -> Burst:
    """Call `ask(connection, number)` from 16 threads, each with a connection of its own.

    Ends after so many seconds, or after `at_most` calls.
    """
    counting, began = threading.Lock(), time.perf_counter()
    taken: list[float] = []
    state = {"next": 0, "errors": 0}

    def number() -> int | None:
        with counting:
            state["next"] += 1
            done = time.perf_counter() - began > seconds
            return None if done or (at_most and state["next"] > at_most) else state["next"] - 1

    def work() -> None:
        connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=30)
        while (mine := number()) is not None:
            start = time.perf_counter()
            good = _answered(ask, connection, mine)
            with counting:
                taken.append(time.perf_counter() - start)
                state["errors"] += not good
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    length = time.perf_counter() - began
    taken.sort()
    p50, p95 = (taken[int(len(taken) * share)] * 1000 for share in (0.5, 0.95))
    return Burst(len(taken) / length, p50, p95, state["errors"])
