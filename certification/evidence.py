"""A file that stands behind a claim: what it really is, by its bytes. Plain Python."""

import re
from dataclasses import dataclass

LARGEST = 3 * 1024 * 1024
ALLOWED = "Send a PDF, PNG or JPEG file of up to 3 MB."
# media type -> (ending, first bytes, what stands near the end)
KINDS = {
    "application/pdf": ("pdf", b"%PDF-", b"%%EOF"),
    "image/png": ("png", b"\x89PNG\r\n\x1a\n", b"IEND"),
    "image/jpeg": ("jpg", b"\xff\xd8\xff", b"\xff\xd9"),
}
ACTIVE = (b"/JavaScript", b"/Launch", b"/EmbeddedFile")
ZIP_END = b"PK\x05\x06"
TAIL = 1024


class RefusedError(ValueError):
    """Why a file is not taken, in words for whoever sent it."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why} {ALLOWED}")


@dataclass(frozen=True)
class Proof:
    """A file that was looked at."""

    name: str
    media_type: str
    data: bytes


def judged(name: str, data: bytes) -> Proof:
    """The file as it may be kept. Raises RefusedError with a sentence for its sender."""
    if not data or len(data) > LARGEST:
        raise RefusedError("This file is empty." if not data else "This file is too large.")
    for media_type, (ending, first, last) in KINDS.items():
        if data.startswith(first):
            if last not in data[-TAIL:]:
                raise RefusedError("This file is damaged: its end is missing.")
            _refuse_active(data)
            return Proof(_safe(name, ending), media_type, data)
    raise RefusedError("This is none of the files we take, whatever its name says.")


def _refuse_active(data: bytes) -> None:
    """Nothing that runs when the file is opened, and no second file inside."""
    if ZIP_END in data[-TAIL:]:
        raise RefusedError("This file is two kinds of file in one.")
    if data.startswith(b"%PDF-") and any(word in data for word in ACTIVE):
        raise RefusedError("This PDF carries scripts or other files. Save a copy without them.")


def _safe(name: str, ending: str) -> str:
    """A short name of plain characters, with the ending its content has."""
    last = re.split(r"[/\\]", name)[-1].rpartition(".")[0]
    stem = re.sub(r"[^\w .-]+", "", last).strip(" .")[:80]
    return f"{stem or 'evidence'}.{ending}"
