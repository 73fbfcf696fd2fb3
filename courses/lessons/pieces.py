"""Which piece of a file a Range header asks for (RFC 9110, section 14)."""

import re
from dataclasses import dataclass

MOST = (
    4 * 1024 * 1024
)  # a player asks again for more; a slow one does not hold a thread for an hour
ONE_RANGE = re.compile(r"bytes=[ \t]*(\d{0,400})-(\d{0,400})[ \t]*", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Piece:
    """Bytes from `start` to `end`, both included; none when the file ends before them."""

    start: int
    end: int

    @property
    def length(self) -> int:
        return max(self.end - self.start + 1, 0)


def piece_of(header: str, size: int) -> Piece | None:
    """The piece of a file of this size, of no length when it cannot be met.

    None when the header is to be ignored: it is absent or malformed, has another unit, or asks for
    several pieces at once, which no player does.
    """
    found = ONE_RANGE.fullmatch(header.strip())
    if not found or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        return _shortened(max(size - int(last), 0) if int(last) else size, size - 1)
    if last and int(last) < int(first):
        return None
    return _shortened(int(first), min(int(last or size), size - 1))


def _shortened(start: int, end: int) -> Piece:
    return Piece(start, min(end, start + MOST - 1))
