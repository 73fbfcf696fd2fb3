"""A mail server in a process of its own that keeps nothing but what arrived and when.

`with Sink() as sink:` starts it on a free port of 127.0.0.1; `sink.report()` tells what it got.
"""

import asyncio
import json
import re
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

MESSAGE_ID = re.compile(rb"^Message-ID: (<[^>]+>)", re.MULTILINE)


@dataclass(frozen=True)
class Report:
    """What arrived: times in seconds on the sink's clock, and how often each Message-ID came."""

    times: list[float]
    copies: Counter[str]

    @property
    def per_second(self) -> float:
        """The rate between the first message and the last."""
        return (len(self.times) - 1) / (self.times[-1] - self.times[0])


class Sink:
    """The process, seen from a test."""

    def __init__(self, *, seconds_each: float = 0, refuse: str = "", refuse_data: str = "") -> None:
        self.port = _free_port()
        self._manners = {"seconds": seconds_each, "rcpt": refuse, "data": refuse_data}

    @property
    def url(self) -> str:
        """For EMAIL_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "tests.mail.sink", str(self.port)]
        command.append(json.dumps(self._manners))
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._ask("ready")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def count(self) -> int:
        """How many arrived so far."""
        return int(self._ask("count"))

    def report(self) -> Report:
        """Everything that arrived since the last reset."""
        found = self._ask("report")
        return Report(found["times"], Counter(found["ids"]))

    def reset(self) -> None:
        """Forget what arrived."""
        self._ask("reset")

    def wait_for(self, wanted: int, *, seconds: float) -> int:
        """Wait until that many arrived, or the time is over; how many there are."""
        until = time.monotonic() + seconds
        while (arrived := self.count()) < wanted and time.monotonic() < until:
            time.sleep(0.05)
        return arrived

    def _ask(self, what: str) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(what + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


class _Handler:
    """Takes every message, after a while, or refuses as it was told to."""

    def __init__(self, manners: dict[str, Any]) -> None:
        self.manners = manners
        self.times: list[float] = []
        self.ids: list[str] = []

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.manners["rcpt"]:
            return str(self.manners["rcpt"])
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.manners["data"]:
            return str(self.manners["data"])
        self.times.append(time.monotonic())
        found = MESSAGE_ID.search(envelope.content)
        self.ids.append(found[1].decode() if found else "")
        if self.manners["seconds"]:
            await asyncio.sleep(self.manners["seconds"])
        return "250 taken"

    def answer(self, what: str) -> Any:
        """What the test asked."""
        if what == "reset":
            self.times, self.ids = [], []
        if what == "report":
            return {"times": self.times, "ids": self.ids}
        return len(self.times)


def _serve(port: int, manners: dict[str, Any]) -> None:
    from aiosmtpd.smtp import SMTP

    handler = _Handler(manners)
    loop = asyncio.new_event_loop()

    async def start() -> None:
        await loop.create_server(lambda: SMTP(handler, loop=loop), "127.0.0.1", port)

    def answer_questions() -> None:
        for line in sys.stdin:
            print(json.dumps(handler.answer(line.strip())), flush=True)
        loop.call_soon_threadsafe(loop.stop)

    loop.run_until_complete(start())
    threading.Thread(target=answer_questions, daemon=True).start()
    loop.run_forever()


if __name__ == "__main__":
    _serve(int(sys.argv[1]), json.loads(sys.argv[2]))
