"""Asks the services over their sockets whether they are ready to serve."""

import socket
import struct
from pathlib import Path

PROTOCOL = 3 << 16  # version 3.0 of PostgreSQL's wire protocol
WAIT = 2.0  # seconds


def postgres_answers(path: Path) -> bool:
    """True when PostgreSQL lets us in; false while it starts, recovers or is not there."""
    words = b"user\0institute\0database\0institute\0\0"
    hello = struct.pack("!ii", len(words) + 8, PROTOCOL) + words
    return ask(path, hello)[:1] == b"R"


def valkey_answers(path: Path) -> bool:
    """True when Valkey has loaded its data and takes commands."""
    return ask(path, b"PING\r\n") == b"+PONG\r\n"


def ask(path: Path, question: bytes) -> bytes:
    """The first bytes of the answer; nothing when there is none."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(WAIT)
        try:
            line.connect(str(path))
            line.sendall(question)
            return line.recv(64)
        except OSError:
            return b""
