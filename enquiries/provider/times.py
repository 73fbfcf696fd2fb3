"""When a call began, in whatever way a provider writes dates, and how long it took."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Toronto")
# Names of zones that lists of calls use; a bare name keeps its season, whatever the date.
OFFSETS = {
    "utc": 0.0,
    "gmt": 0.0,
    "z": 0.0,
    "nst": -3.5,
    "ndt": -2.5,
    "ast": -4.0,
    "adt": -3.0,
    "est": -5.0,
    "edt": -4.0,
    "cst": -6.0,
    "cdt": -5.0,
    "mst": -7.0,
    "mdt": -6.0,
    "pst": -8.0,
    "pdt": -7.0,
}
ZONES = {
    **dict.fromkeys(["eastern", "eastern time", "et", "toronto", "local"], "America/Toronto"),
    **dict.fromkeys(["central", "central time", "ct"], "America/Winnipeg"),
    **dict.fromkeys(["mountain", "mountain time", "mt"], "America/Edmonton"),
    **dict.fromkeys(["pacific", "pacific time", "pt"], "America/Vancouver"),
    **dict.fromkeys(["atlantic", "atlantic time", "at"], "America/Halifax"),
}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_FIRST, DAY_FIRST = "month first", "day first"
CENTURY = 100
LONGEST_WORDS, LONGEST_SAID = 30, 60

ISO = re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})")
SLASHED = re.compile(r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<y>\d{4}|\d{2})\b")
DAY_NAMED = re.compile(r"(?P<d>\d{1,2})[ -]+(?P<mon>[a-z]{3})[a-z]*\.?,?[ -]+(?P<y>\d{4}|\d{2})\b")
MONTH_NAMED = re.compile(
    r"(?P<mon>[a-z]{3})[a-z]*\.? +(?P<d>\d{1,2})(?:st|nd|rd|th)?,? +(?P<y>\d{4})"
)
WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? +")
CLOCK = re.compile(
    r"^(?P<h>\d{1,2})[:.h](?P<min>\d{2})(?:[:.](?P<s>\d{2})(?:[.,]\d+)?)?"
    r" *(?P<half>[ap]\.?m?\.?\b\.?)?"
)
OFFSET = re.compile(r"^(?:utc|gmt)? *(?P<sign>[+-−])(?P<h>\d{1,2}):?(?P<m>\d{2})?$")
UNITS = re.compile(r"^(?:(\d+) *h[a-z]*)? *(?:(\d+) *m[a-z]*)? *(?:(\d+(?:\.\d+)?) *s[a-z]*)?$")


class Unclear(ValueError):  # noqa: N818 - it reads as a sentence where it is raised
    """A cell that cannot be read, in words for the reader."""


def said(cell: str) -> str:
    """A cell as it stands, cut where it is long."""
    return f"“{cell}”" if len(cell) <= LONGEST_SAID else f"“{cell[:LONGEST_SAID]}…”"


@dataclass(frozen=True)
class Written:
    """A start as the file has it: one cell or two, and the zone's cell if there is one."""

    date: str
    time: str = ""
    zone: str = ""


def order_of(written: Iterable[Written], *, now: dt.datetime) -> str:
    """Whether 03/04 is in March or in April: the reading under which most calls lie in the past."""
    cells = [cell for cell in written if SLASHED.match(_lowered(cell.date))]
    past = {
        order: sum(_is_past(c, order, now) for c in cells) for order in (MONTH_FIRST, DAY_FIRST)
    }
    return DAY_FIRST if past[DAY_FIRST] > past[MONTH_FIRST] else MONTH_FIRST


def _is_past(cell: Written, order: str, now: dt.datetime) -> bool:
    try:
        return instant(cell, order) <= now
    except Unclear:
        return False


def instant(written: Written, order: str = MONTH_FIRST) -> dt.datetime:
    """The moment in UTC; a wall time without a zone is Toronto's. Raises Unclear."""
    date_cell, rest = _date(_lowered(written.date), order)
    clock, zone_cell = _clock(_lowered(written.time) or rest, written)
    zone = _zone(_lowered(written.zone) or zone_cell)
    try:
        return dt.datetime.combine(date_cell, clock, zone).astimezone(dt.UTC)
    except (OverflowError, ValueError) as error:
        raise Unclear(f"{said(written.date)} is not a date and time.") from error


def _lowered(cell: str) -> str:
    return WEEKDAY.sub("", " ".join(cell.lower().replace("\u202f", " ").split()))


def _date(cell: str, order: str) -> tuple[dt.date, str]:
    """The day, and what stands behind it."""
    if not cell:
        raise Unclear("The start is missing.")
    for shape in (ISO, SLASHED, DAY_NAMED, MONTH_NAMED):
        found = shape.match(cell)
        if found:
            year, month, day = _parts(found.groupdict(), order)
            try:
                return dt.date(year, month, day), cell[found.end() :].lstrip(" t,")
            except ValueError as error:
                raise Unclear(f"{said(cell)} is not a day of the calendar.") from error
    raise Unclear(f"{said(cell)} is not a date and time.")


def _parts(found: dict[str, str], order: str) -> tuple[int, int, int]:
    year = int(found["y"])
    year += 2000 if year < CENTURY else 0
    if "mon" in found:
        month = MONTHS.index(found["mon"]) + 1 if found["mon"] in MONTHS else 0
        return year, month, int(found["d"])
    if "m" in found:
        return year, int(found["m"]), int(found["d"])
    first, second = int(found["a"]), int(found["b"])
    return (year, first, second) if order == MONTH_FIRST else (year, second, first)


def _clock(cell: str, written: Written) -> tuple[dt.time, str]:
    """The time of day, and the zone written behind it."""
    found = CLOCK.match(cell)
    if not found:
        raise Unclear(f"{said(written.time or written.date)} says no time of day.")
    hour, half = int(found["h"]), (found["half"] or "")[:1]
    if half and not 1 <= hour <= 12:
        raise Unclear(f"{said(found.group())} is not a time of day.")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        clock = dt.time(hour, int(found["min"]), int(found["s"] or 0))
    except ValueError as error:
        raise Unclear(f"{said(found.group())} is not a time of day.") from error
    return clock, cell[found.end() :].strip(" ()[]")


def _zone(cell: str) -> dt.tzinfo:
    if not cell:
        return ZONE
    if cell in OFFSETS:
        return dt.timezone(dt.timedelta(hours=OFFSETS[cell]))
    found = OFFSET.match(cell)
    if found:
        east = dt.timedelta(hours=int(found["h"]), minutes=int(found["m"] or 0))
        if east < dt.timedelta(hours=15):
            return dt.timezone(east if found["sign"] == "+" else -east)
    try:
        return ZoneInfo(ZONES.get(cell) or _spelt(cell))
    except (KeyError, ValueError, OSError) as error:
        raise Unclear(f"{said(cell)} is not a time zone we know.") from error


def _spelt(cell: str) -> str:
    """America/Toronto, from whatever case it came in."""
    return "/".join("_".join(w.capitalize() for w in part.split("_")) for part in cell.split("/"))


def seconds(cell: str, *, unit: int = 1) -> int:
    """How long: 75, 1:15, 0:01:15, 1m 15s. Nothing written is no time at all. Raises Unclear."""
    words = " ".join(cell.lower().split())
    if words in {"", "-", "--", "n/a", "none", "null"}:
        return 0
    if re.fullmatch(r"\d{1,9}(?:[.,]\d{1,6})?", words):
        return round(float(words.replace(",", ".")) * unit)
    if re.fullmatch(r"\d{1,4}(?::\d{2}){1,2}(?:\.\d+)?", words):
        return _clocked(words)
    found = UNITS.fullmatch(words) if len(words) <= LONGEST_WORDS else None
    if not found:
        raise Unclear(f"{said(cell)} is not a length of time.")
    hours, minutes, rest = (float(part or 0) for part in found.groups())
    return round(hours * 3600 + minutes * 60 + rest)


def _clocked(words: str) -> int:
    total = 0
    for part in words.split(".", maxsplit=1)[0].split(":"):
        total = total * 60 + int(part)
    return total
