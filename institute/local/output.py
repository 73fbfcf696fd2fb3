"""One terminal for several processes: each line carries the name of who wrote it."""

import os
import selectors
import sys
from contextlib import suppress

from institute.local.guard import Popen

WIDTH = 9
PIECE = 65536


class Output:
    """Collects what the children write and prints it line by line."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._rests: dict[int, bytes] = {}

    def follow(self, name: str, process: Popen) -> None:
        """Print everything this process writes from now on."""
        assert process.stdout is not None
        os.set_blocking(process.stdout.fileno(), False)
        self._selector.register(process.stdout, selectors.EVENT_READ, name)

    def pump(self, wait: float) -> None:
        """Print what has come; wait up to so many seconds for something."""
        for key, _ in self._selector.select(wait):
            piece = os.read(key.fd, PIECE)
            if piece:
                self._print(key.fd, key.data, piece)
            else:
                self._end(key)

    def _print(self, fd: int, name: str, piece: bytes) -> None:
        *lines, rest = (self._rests.get(fd, b"") + piece).split(b"\n")
        self._rests[fd] = rest
        for line in lines:
            say(f"{name:<{WIDTH}}| {line.decode(errors='replace').rstrip()}")

    def _end(self, key: selectors.SelectorKey) -> None:
        if self._rests.pop(key.fd, b""):
            self._print(key.fd, key.data, b"\n")
        self._selector.unregister(key.fileobj)
        os.close(key.fd)


def say(text: str) -> None:
    """Print; a terminal that was closed must not keep us from stopping well."""
    with suppress(OSError, ValueError):
        print(text, file=sys.stdout, flush=True)
