"""Where a file keeps what: the heading's words, the sign between columns, records and quotes."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

DELIMITERS = (",", ";", "\t", "|")
LOOK_AT = 20  # some providers set a title above the heading
LONGEST_RECORD = 10  # lines of one quoted field; a lone quotation mark must not eat the file

# What a column holds -> how providers name it, in the words `plain` leaves.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "start": (
        *("start", "start time", "started", "started at", "start date", "start date time"),
        *("date time", "datetime", "date and time", "call date time", "call start", "timestamp"),
        *(
            "call start time",
            "call time",
            "calldate",
            "time of call",
            "created",
            "created at",
            "when",
        ),
    ),
    "date": ("date", "call date", "day"),
    "time": ("time", "hour", "time of day", "clock"),
    "zone": ("time zone", "timezone", "tz", "zone", "utc offset", "offset"),
    "from": (
        *("from", "from number", "caller", "caller number", "caller id", "caller id number"),
        *("calling number", "source", "source number", "src", "origin", "ani", "cli", "a number"),
        *("from phone number", "calling party", "calling party number", "caller phone number"),
    ),
    "to": (
        *("to", "to number", "called", "called number", "callee", "destination", "dst", "dialed"),
        *("dialed number", "dialled number", "destination number", "recipient", "b number", "dnis"),
        *("to phone number", "called party", "called party number", "callee number"),
    ),
    "number": (
        *("number", "phone", "phone number", "telephone", "telephone number", "other party"),
        *("contact number", "remote number", "external number", "customer number", "party"),
    ),
    "direction": ("direction", "call direction", "in out", "call type", "type", "kind"),
    "seconds": (
        *("talk time", "talking", "talk duration", "billsec", "bill sec", "billable seconds"),
        *("duration", "call duration", "duration seconds", "duration sec", "duration secs"),
        *("duration s", "duration in seconds", "duration hh mm ss", "duration mm ss"),
        *("duration h m s", "seconds", "length", "call length", "conversation"),
    ),
    "minutes": ("minutes", "duration minutes", "duration min", "duration mins", "mins"),
    "status": (
        *("status", "call status", "result", "call result", "disposition", "outcome", "state"),
        *("action result", "answered", "call outcome", "hangup cause"),
    ),
    "id": (
        *("call id", "callid", "id", "call sid", "sid", "uuid", "unique id", "uniqueid"),
        *("session id", "reference", "call reference", "cdr id", "linkedid", "call uuid"),
    ),
}
# The name -> what it holds, and how surely: of two columns for one thing the surer is read.
HOLDS = {
    name: (column, rank) for column, names in SYNONYMS.items() for rank, name in enumerate(names)
}


class NotACallList(ValueError):  # noqa: N818 - it reads as a sentence where it is raised
    """No line of the file names the columns a call needs; in words for the reader."""


@dataclass(frozen=True)
class Heading:
    """The columns of a file: what each holds, at which place, below which line."""

    delimiter: str
    line: int
    width: int
    at: dict[str, int]
    names: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether it says who was on the line and when."""
        has_number = "number" in self.at or {"from", "to"} <= self.at.keys()
        has_number = has_number or ("from" in self.at or "to" in self.at)
        return has_number and ("start" in self.at or "date" in self.at)


@dataclass(frozen=True)
class Record:
    """One record as it stands: its first line (from 1), its text, and its cells."""

    line: int
    text: str
    cells: list[str]


def lines_of(text: str) -> list[str]:
    """Lines as spreadsheets end them; the odd separators of Unicode stay within a line."""
    return re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff"))


def check(text: str) -> Heading:
    """The heading of a list of calls. Raises NotACallList with what is missing."""
    lines = lines_of(text)[:LOOK_AT]
    found = [_heading(lines, number, sign) for number in range(len(lines)) for sign in DELIMITERS]
    best = max(found, key=lambda heading: (heading.is_complete, len(heading.at)), default=None)
    if best is None or not best.is_complete:
        seen = ", ".join(name for name in best.names if name) if best and best.at else ""
        raise NotACallList(_missing(best, seen))
    return best


def _missing(best: Heading | None, seen: str) -> str:
    at = best.at if best else {}
    needs = []
    if not {"start", "date"} & at.keys():
        needs.append("a column for the start (such as “Start time”)")
    if not {"number", "from", "to"} & at.keys():
        needs.append("a column for the number (such as “From” and “To”)")
    known = f" It has: {seen}." if seen else ""
    missing = " and ".join(needs)
    return (
        f"This file does not name its columns as a list of calls does.{known} Missing: {missing}."
    )


def _heading(lines: list[str], number: int, sign: str) -> Heading:
    cells = _cells(lines[number], sign)
    named = [
        (*HOLDS[plain(cell)], place) for place, cell in enumerate(cells) if plain(cell) in HOLDS
    ]
    at: dict[str, int] = {}
    for column, _, place in sorted(named):
        at.setdefault(column, place)
    return Heading(sign, number + 1, len(cells), _told_apart(at), tuple(cells))


def _told_apart(at: dict[str, int]) -> dict[str, int]:
    """A lone "time" beside no date is the whole start."""
    if "time" in at and "date" not in at and "start" not in at:
        at["start"] = at.pop("time")
    return at


def plain(cell: str) -> str:
    """A column's name without case, brackets, underscores and camel humps."""
    humps = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", cell)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", humps.lower()).split())


def records(text: str, heading: Heading) -> Iterator[Record]:
    """Every record below the heading; blank lines are passed over."""
    lines = lines_of(text)
    at = heading.line
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        height = _height(lines, at, heading)
        whole = "\n".join(lines[at : at + height])
        yield Record(at + 1, whole, _cells(whole, heading.delimiter))
        at += height


def _height(lines: list[str], at: int, heading: Heading) -> int:
    """How many lines a record takes: more than one only when a quoted field really closes."""
    if lines[at].count('"') % 2 == 0:
        return 1
    for height in range(2, LONGEST_RECORD + 1):
        whole = "\n".join(lines[at : at + height])
        if whole.count('"') % 2 == 0:
            fits = len(_cells(whole, heading.delimiter)) == heading.width
            return height if fits else 1
    return 1


def _cells(record: str, sign: str) -> list[str]:
    try:
        # A record holds its own line ends; the reader gets it whole.
        rows = list(csv.reader([record], delimiter=sign))
    except csv.Error:  # a field longer than any list of calls has
        return []
    return [cell.strip() for cell in rows[0]] if rows else []
