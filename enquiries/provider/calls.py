"""The calls of a file, in the order in which they happened."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

from enquiries.provider.columns import Heading, Record, check, records
from enquiries.provider.times import MONTH_FIRST, Unclear, Written, instant, order_of, said, seconds

MOST_LINES = 50_000
TOO_LATE = dt.timedelta(hours=1)  # how far the provider's clock may run ahead of ours
LONGEST_CALL = 24 * 60 * 60
LONGEST_ID = 120
BARE_CLOCK = re.compile(r"\d{1,2}:")

IN = {"in", "inbound", "incoming", "received", "i", "terminating", "incoming call", "inbound call"}
OUT = {
    *("out", "outbound", "outgoing", "dialed", "dialled", "placed", "o", "originating", "made"),
    *("outgoing call", "outbound call", "outbound api", "outbound dial"),
}
MISSED = {
    *("missed", "missed call", "no answer", "noanswer", "unanswered", "not answered", "abandoned"),
    *("voicemail", "voice mail", "busy", "rejected", "declined", "cancelled", "canceled", "failed"),
    *("not connected", "hang up", "hung up", "no", "false", "0", "wrong number", "blocked"),
    *("inbound missed", "missed inbound", "no answer from user", "originator cancel", "timeout"),
}
ANSWERED = {
    *("answered", "completed", "complete", "connected", "success", "successful", "accepted"),
    *("call connected", "yes", "true", "1", "ok", "normal", "normal clearing", "ended", "talked"),
}
WITHHELD = {
    *("anonymous", "private", "private number", "private caller", "unknown", "restricted"),
    *("withheld", "blocked", "unavailable", "no caller id", "unknown number", "unknown caller"),
    *("hidden", "none", "n/a", "caller id blocked", "anonymous caller"),
}
ReadNumber = Callable[[str], str]


@dataclass(frozen=True)
class Row:
    """One call. `number` is the other party's in E.164, empty when it was withheld."""

    line: int
    number: str
    start: dt.datetime
    incoming: bool
    answered: bool
    seconds: int = 0
    call_id: str = ""

    @property
    def is_missed(self) -> bool:
        """They called and nobody answered."""
        return self.incoming and not self.answered

    @property
    def key(self) -> str:
        """Number, start and direction: the same in whichever file the call stands."""
        return f"{self.number}|{self.start.isoformat()}|{'in' if self.incoming else 'out'}"


@dataclass(frozen=True)
class Unreadable:
    """A line that is no call, as it stands, and why."""

    line: int
    text: str
    problem: str


@dataclass(frozen=True)
class _File:
    """What every line of a file is read with."""

    heading: Heading
    order: str
    read_number: ReadNumber
    ours: frozenset[str]
    now: dt.datetime

    def cell(self, record: Record, column: str) -> str:
        place = self.heading.at.get(column)
        return record.cells[place] if place is not None and place < len(record.cells) else ""

    def written(self, record: Record) -> Written:
        start, date = self.cell(record, "start"), self.cell(record, "date")
        zone = self.cell(record, "zone")
        if start and not (date and BARE_CLOCK.match(start)):
            return Written(start, "", zone)
        return Written(date, start or self.cell(record, "time"), zone)


def read(
    text: str, *, read_number: ReadNumber, ours: Iterable[str], now: dt.datetime
) -> list[Row | Unreadable]:
    """Everything in the file: what cannot be read first, then calls, the earliest first.

    `read_number` gives E.164 or nothing; `ours` are the numbers people call to reach us. Several
    lines of one call (a group of telephones rang) are one call, answered if one of them was.
    Raises NotACallList.
    """
    heading = check(text)
    found = list(records(text, heading))
    file = _File(heading, MONTH_FIRST, read_number, frozenset(ours), now)
    order = order_of((file.written(record) for record in found), now=now)
    file = replace(file, order=order)
    results = [_line(record, file) for record in found]
    bad = [result for result in results if isinstance(result, Unreadable)]
    good = _joined(result for result in results if isinstance(result, Row))
    return [*bad, *sorted(good, key=lambda row: (row.start, row.line))]


def _line(record: Record, file: _File) -> Row | Unreadable:
    try:
        return _row(record, file)
    except Unclear as why:
        return Unreadable(record.line, record.text, str(why))


def _row(record: Record, file: _File) -> Row:
    _check_width(record, file.heading)
    incoming, typed_as = _direction(record, file)
    start = instant(file.written(record), file.order)
    if start > file.now + TOO_LATE:
        raise Unclear("The call lies in the future.")
    length = _seconds(record, file)
    return Row(
        line=record.line,
        number=_number(record, file, incoming=incoming),
        start=start,
        incoming=incoming,
        answered=_answered(file.cell(record, "status") or typed_as, length),
        seconds=length,
        call_id=_call_id(file.cell(record, "id")),
    )


def _check_width(record: Record, heading: Heading) -> None:
    more = [cell for cell in record.cells[heading.width :] if cell]
    if more or len(record.cells) < heading.width:
        count = len(record.cells)
        columns = "1 column" if count == 1 else f"{count} columns"
        raise Unclear(f"This line has {columns}, the heading has {heading.width}.")


def _plain(cell: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9/]+", " ", cell.lower()).split())


def _direction(record: Record, file: _File) -> tuple[bool, str]:
    """Whether they called us, and what the same cell says of the answer ("Missed")."""
    cell = file.cell(record, "direction")
    plain = _plain(cell)
    if plain in OUT:
        return False, ""
    if plain in IN:
        return True, ""
    if plain in MISSED or plain in ANSWERED:
        return True, plain
    if plain:
        raise Unclear(f"{said(cell)} is not a direction: it should say inbound or outbound.")
    return _from_numbers(record, file), ""


def _from_numbers(record: Record, file: _File) -> bool:
    """Without a word about the direction, our own number tells it."""
    if _e164(file.cell(record, "to"), file) in file.ours:
        return True
    if _e164(file.cell(record, "from"), file) in file.ours:
        return False
    raise Unclear("The direction is missing, and neither number is ours.")


def _number(record: Record, file: _File, *, incoming: bool) -> str:
    side = "from" if incoming else "to"
    column = side if side in file.heading.at else "number"
    cell = file.cell(record, column)
    if _is_withheld(cell):
        if incoming:
            return ""
        raise Unclear("The number that was called is missing.")
    number = _e164(cell, file)
    if not number:
        rounded = re.fullmatch(r"\d+[.,]\d+e\+\d+", cell.lower())
        why = "was rounded by a spreadsheet" if rounded else "is not a phone number"
        raise Unclear(f"{said(cell)} {why}.")
    return number


def _is_withheld(cell: str) -> bool:
    words = _plain(cell)
    return words in WITHHELD if words else cell in {"", "-", "--"}


def _e164(cell: str, file: _File) -> str:
    inner = re.search(r"<([^<>]+)>", cell)
    typed = (inner.group(1) if inner else cell).strip(" '=\"")
    typed = re.sub(r"^(?:tel|sips?):", "", typed, flags=re.IGNORECASE).split("@")[0].split(";")[0]
    return file.read_number(typed) if typed and len(typed) <= 60 else ""


def _answered(cell: str, length: int) -> bool:
    plain = _plain(cell)
    if plain in MISSED:
        return False
    if plain in ANSWERED:
        return True
    if plain in IN | OUT | {""}:
        return length > 0
    raise Unclear(f"{said(cell)} does not say whether the call was answered.")


def _call_id(cell: str) -> str:
    return cell if len(cell) <= LONGEST_ID else sha256(cell.encode()).hexdigest()


def _seconds(record: Record, file: _File) -> int:
    column, unit = ("seconds", 1) if "seconds" in file.heading.at else ("minutes", 60)
    cell = file.cell(record, column)
    length = seconds(cell, unit=unit)
    if length > LONGEST_CALL:
        raise Unclear(f"{said(cell)} is longer than a day.")
    return length


def _joined(rows: Iterable[Row]) -> list[Row]:
    """One row per call; an id that two calls share (a transfer) stays with the first."""
    legs: dict[tuple[str, str, bool], str] = {}
    kept: dict[str, Row] = {}
    for row in rows:
        leg = (row.call_id, row.number, row.incoming)
        key = legs.setdefault(leg, row.key) if row.call_id else row.key
        known = kept.get(key)
        kept[key] = _together(known, row) if known else row
    owner = {row.call_id: row for row in reversed(kept.values())}
    return [row if owner[row.call_id] is row else replace(row, call_id="") for row in kept.values()]


def _together(one: Row, other: Row) -> Row:
    return replace(
        one,
        start=min(one.start, other.start),
        answered=one.answered or other.answered,
        seconds=max(one.seconds, other.seconds),
        call_id=one.call_id or other.call_id,
    )
