"""Takes a file for what it is: its kind by its first bytes, its words by a reader apart."""

import hashlib
import io
import json
import logging
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from mentorship.cv_files.lines import printable, readable

log = logging.getLogger(__name__)
LARGEST = 5 * 1024 * 1024
LONGEST = 600  # lines; a CV has some sixty to a page
FEWEST_LETTERS = 80
LONGEST_NAME = 120
PATIENCE = 25  # seconds; the reader's own limit of processor time is shorter
ALLOWED = "Send a PDF or DOCX file of up to 5 MB."
NEEDED = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR")
READER = Path(__file__).with_name("reading.py")


class Kind(StrEnum):
    """What a CV may be."""

    PDF = "pdf"
    DOCX = "docx"


CONTENT_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
FIRST_BYTES = {b"%PDF-": Kind.PDF, b"PK\x03\x04": Kind.DOCX}
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa")

# What the reader found wrong -> words for whoever sent the file.
WHY = {
    "locked": "This file is protected with a password. Save a copy without one.",
    "macros": "This file carries macros or scripts. Save a copy without them.",
    "linked": "This file fetches something from another address when it is opened.",
    "inside": "This file carries other files inside it. Save a copy without them.",
    "not_word": "This file is not a Word document, whatever its name says.",
    "bomb": "This file unpacks to far more than a CV can hold.",
    "long": "This is longer than a CV can be: we read up to 15 pages and 600 lines.",
    "damaged": "This file is damaged, or not what its name says.",
    "silent": (
        "We found no words in this file. It may be a scan: export it from the program it was "
        "written in."
    ),
}


class RefusedError(ValueError):
    """Why a file is not taken, in words for whoever sent it."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why} {ALLOWED}")


@dataclass(frozen=True)
class Cv:
    """A file that was looked at and read; there is no other way to have one."""

    name: str
    kind: Kind
    data: bytes
    lines: tuple[str, ...]

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def read_cv(name: str, data: bytes) -> Cv:
    """The CV in these bytes. Raises RefusedError with a sentence for its sender."""
    kind = _kind(name, data)
    lines = readable(_words(kind, data))
    if len(lines) > LONGEST:
        raise RefusedError(WHY["long"])
    if sum(len(line) for line in lines) < FEWEST_LETTERS:
        raise RefusedError(WHY["silent"])
    return Cv(safe_name(name, kind), kind, data, lines)


def _kind(name: str, data: bytes) -> Kind:
    """The kind by content, when the name agrees."""
    if not data:
        raise RefusedError("This file is empty.")
    if len(data) > LARGEST:
        raise RefusedError("This file is too large.")
    kind = next((kind for first, kind in FIRST_BYTES.items() if data.startswith(first)), None)
    if kind is None:
        raise RefusedError(_what_it_is(data))
    if PurePosixPath(name.lower()).suffix != f".{kind}":
        raise RefusedError(f"Its name does not say so, but this is a {_said(data, kind)} file.")
    if _reads_as_both(kind, data):
        raise RefusedError("This file is two kinds of file in one.")
    return kind


def _what_it_is(data: bytes) -> str:
    if data.startswith(OLD_WORD):
        return "This is an old Word file, or one protected with a password."
    if data.startswith(PROGRAMS):
        return "This is a program, not a CV."
    return "This is neither a PDF nor a Word document, whatever its name says."


def _said(data: bytes, kind: Kind) -> str:
    """A zip file is not a DOCX yet."""
    if kind == Kind.PDF:
        return "PDF"
    return "DOCX" if b"word/document.xml" in data else "ZIP"


def _reads_as_both(kind: Kind, data: bytes) -> bool:
    """Programs that look for a PDF read the first kilobyte, those that unpack read the end."""
    if kind == Kind.DOCX:
        return b"%PDF-" in data[:1024]
    return zipfile.is_zipfile(io.BytesIO(data))


def safe_name(name: str, kind: Kind) -> str:
    """The last part of a name, short, of characters that can be shown and sent in a header."""
    last = printable(name.replace("\\", "/").rpartition("/")[2])
    stem = last.rpartition(".")[0].strip(' ."')[: LONGEST_NAME - 5].strip()
    return f"{stem or 'cv'}.{kind}"


def _words(kind: Kind, data: bytes) -> list[str]:
    """What the reader says is in the file. A file it chokes on takes nothing else with it."""
    command = [sys.executable, "-I", "-W", "ignore", str(READER), str(kind)]
    try:
        done = subprocess.run(  # noqa: S603 - our own reader; the file is only its input
            command, input=data, capture_output=True, timeout=PATIENCE, check=False, env=_bare()
        )
    except subprocess.TimeoutExpired as error:
        raise RefusedError(WHY["bomb"]) from error
    if done.returncode < 0:  # ended at a limit of time or memory
        raise RefusedError(WHY["bomb"])
    if done.returncode:
        log.error("The reader of CVs failed: %s", done.stderr[-500:].decode("utf-8", "replace"))
    said = _said_by_reader(done.stdout)
    if "why" in said:
        raise RefusedError(WHY[said["why"]])
    lines: list[str] = said["lines"]
    return lines


def _bare() -> dict[str, str]:
    """None of our secrets; only what an interpreter may need to find its own libraries."""
    return {name: os.environ[name] for name in NEEDED if name in os.environ}


def _said_by_reader(out: bytes) -> dict[str, Any]:
    try:
        said: dict[str, Any] = json.loads(out)
    except ValueError:
        return {"why": "damaged"}
    return said
