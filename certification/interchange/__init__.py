"""Questions in files: Moodle XML, GIFT and CSV, read and written."""

from collections.abc import Callable, Iterable

from certification.interchange import csv_files, gift_reading, gift_writing, moodle_reading
from certification.interchange import moodle_writing as moodle
from certification.interchange.entries import (
    PICTURE_IN_FILE,
    Entry,
    NotAFile,
    Picture,
    Places,
    Unread,
)

FORMATS = {"xml": "Moodle XML", "gift": "GIFT", "csv": "CSV"}
MEDIA = {"xml": "application/xml", "gift": "text/plain", "csv": "text/csv"}
ENDINGS = {"xml": "xml", "gift": "txt", "csv": "csv"}
MOST = 2_000  # questions in one file
READERS: dict[str, Callable[[bytes, Places], list[Entry | Unread]]] = {
    "xml": moodle_reading.read,
    "gift": gift_reading.read,
    "csv": csv_files.read,
}
WRITERS: dict[str, Callable[[Iterable[Entry]], str]] = {
    "xml": moodle.write,
    "gift": gift_writing.write,
    "csv": csv_files.write,
}


def guess(name: str, data: bytes) -> str:
    """Which format a file is in, by what stands in it first, then by its name."""
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        return "xml"
    first = start.split(b"\n", 1)[0].lower()
    if name.lower().endswith((".csv", ".tsv")) or (b"stem" in first and b"kind" in first):
        return "csv"
    return "gift"


def read(kind: str, data: bytes, places: Places) -> list[Entry | Unread]:
    """Every question of the file in its order, those that cannot be taken with the reason.

    Raises NotAFile when the whole is not a file of this format.
    """
    found = READERS[kind](data, places)
    if not found:
        raise NotAFile("There is no question in this file.")
    if len(found) > MOST:
        raise NotAFile(f"This file has {len(found):,} questions; {MOST:,} are the most.")
    return found


def write(kind: str, entries: Iterable[Entry]) -> str:
    """The questions as a file that `read` and, for XML and GIFT, Moodle can read."""
    return WRITERS[kind](entries)


__all__ = [
    "ENDINGS",
    "FORMATS",
    "MEDIA",
    "MOST",
    "PICTURE_IN_FILE",
    "Entry",
    "NotAFile",
    "Picture",
    "Places",
    "Unread",
    "guess",
    "read",
    "write",
]
