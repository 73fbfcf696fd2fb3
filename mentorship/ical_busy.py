"""When somebody's calendar says that they are busy. Plain Python.

A calendar is a stranger's file: only its times are kept, never what they are about, and what it
may cost is bounded. `python -m mentorship.ical_busy` reads one in a process of its own.
"""

import datetime as dt
import math
import resource
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Event

from mentorship.clocks import UTC, Span, epoch_at

MOST_EVENTS = 20_000
MOST_SPANS = 5_000
MARGIN = dt.timedelta(days=2)
STEPS = 50_000  # of a rule of repetition, from its beginning to the end of the window
STRANGE = 3  # the exit code for what is no calendar at all
CPU_SECONDS, MEMORY = 20, 512 * 1024 * 1024
# All that decides when an event takes place; titles and guests are dropped unread.
KEPT = frozenset(
    b"BEGIN END UID DTSTART DTEND DURATION RRULE RDATE EXDATE RECURRENCE-ID SEQUENCE STATUS"
    b" TRANSP CALSCALE VERSION".split()
)
PERIODS = {  # days of one step; what repeats more often than hourly is not an appointment
    "YEARLY": 365.0,
    "MONTHLY": 28.0,
    "WEEKLY": 7.0,
    "DAILY": 1.0,
    "HOURLY": 1 / 24,
}


class UnreadableError(ValueError):
    """The file cannot be read as a calendar; says why."""


@dataclass(frozen=True)
class Busy:
    """Busy times, merged and in order, and how many events could not be read."""

    spans: tuple[Span, ...]
    unread: int = 0


@dataclass(frozen=True)
class Reader:
    """Whose calendar is read: their clock, the time asked about, and the ends of our own UIDs."""

    zone: ZoneInfo
    window: Span
    ours: str

    def busy(self, text: bytes) -> Busy:
        """The times an iCalendar file blocks. Raises UnreadableError."""
        events = [event for event in _events(text) if not self._is_ours(event)]
        spans: list[Span] = []
        unread = 0
        for series in _by_uid(events):
            try:
                spans += self._of(series)
            except Exception:
                unread += len(series)
        found = _merged(spans)
        if len(found) > MOST_SPANS:
            raise UnreadableError(f"It holds more than {MOST_SPANS:,} busy times.")
        return Busy(tuple(found), unread)

    def _is_ours(self, event: Event) -> bool:
        return str(event.get("UID", "")).endswith(self.ours)

    def _of(self, series: list[Event]) -> list[Span]:
        """The busy times of one event with its repetitions and their exceptions."""
        if len(series) == 1 and not series[0].keys() & {"RRULE", "RDATE"}:
            taken = series
        else:
            for event in series:
                self._refuse_endless(event)
            calendar = Calendar()
            calendar.subcomponents.extend(series)
            # More on both sides: all-day events and floating times have no zone yet.
            first, last = self.window.start - MARGIN, self.window.end + MARGIN
            taken = recurring_ical_events.of(calendar).between(first, last)
        spans = (self._span(event.start, event.end) for event in taken if _blocks(event))
        return [span for span in spans if span]

    def _span(self, start: dt.date, end: dt.date) -> Span | None:
        """What of an event lies in the window."""
        if not isinstance(start, dt.datetime) and end <= start:
            end = start + dt.timedelta(days=1)  # a day without an end is that day
        begins = max(self._instant(start), self.window.start)
        ends = min(self._instant(end), self.window.end)
        return Span(begins, ends) if begins < ends else None

    def _instant(self, at: dt.date) -> dt.datetime:
        """A day begins at the person's own midnight; a floating time is on their wall."""
        if isinstance(at, dt.datetime) and at.tzinfo:
            return at.astimezone(UTC)
        local = at if isinstance(at, dt.datetime) else dt.datetime.combine(at, dt.time())
        seconds = local.hour * 3600 + local.minute * 60 + local.second
        return dt.datetime.fromtimestamp(epoch_at(self.zone, local.toordinal(), seconds), UTC)

    def _refuse_endless(self, event: Event) -> None:
        rules = event.get("RRULE", [])
        for rule in rules if isinstance(rules, list) else [rules]:
            days = PERIODS.get(str(rule.get("FREQ", [""])[0]).upper())
            since = event.start if isinstance(event.start, dt.datetime) else None
            start = (since or dt.datetime.combine(event.start, dt.time())).replace(tzinfo=UTC)
            if days is None or (self.window.end - start).days / days > STEPS:
                raise UnreadableError("An event repeats too often.")


def _blocks(event: Event) -> bool:
    return str(event.get("TRANSP")) != "TRANSPARENT" and str(event.get("STATUS")) != "CANCELLED"


def _events(text: bytes) -> list[Event]:
    """Every event, with the zones of the file known. Raises UnreadableError."""
    if not text.lstrip(b"\xef\xbb\xbf \r\n\t").upper().startswith(b"BEGIN:VCALENDAR"):
        raise UnreadableError("It is not a calendar.")
    if not text.rstrip().upper().endswith(b"END:VCALENDAR"):
        raise UnreadableError("It breaks off before its end.")
    if text.upper().count(b"BEGIN:VEVENT") > MOST_EVENTS:
        raise UnreadableError(f"It holds more than {MOST_EVENTS:,} events.")
    try:
        calendars = Calendar.from_ical(b"\r\n".join(_lines(text)) + b"\r\n", multiple=True)
    except Exception as error:
        raise UnreadableError("It breaks the rules of calendar files.") from error
    return [event for calendar in calendars for event in calendar.events]


def _lines(text: bytes) -> Iterator[bytes]:
    """The lines that say when, unfolded; of a time zone every line, of a reminder none."""
    inside: list[bytes] = []
    unfolded = text.replace(b"\r\n", b"\n").replace(b"\n ", b"").replace(b"\n\t", b"")
    for line in unfolded.lstrip(b"\xef\xbb\xbf").split(b"\n"):
        name = line.split(b":", 1)[0].split(b";", 1)[0].strip().upper()
        part = line.partition(b":")[2].strip().upper()
        if name == b"BEGIN":
            inside.append(part)
        if _counts(inside, name):
            yield line
        if name == b"END" and inside and inside[-1] == part:
            inside.pop()


def _counts(inside: list[bytes], name: bytes) -> bool:
    if b"VTIMEZONE" in inside:
        return name != b""
    return inside[1:2] in ([], [b"VEVENT"]) and len(inside) <= 2 and name in KEPT


def _by_uid(events: Iterable[Event]) -> Iterable[list[Event]]:
    """An event together with its moved and cancelled repetitions; without a UID it is alone."""
    found: dict[object, list[Event]] = defaultdict(list)
    for number, event in enumerate(events):
        found[str(event.get("UID", "")) or number].append(event)
    return found.values()


def _merged(spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def main(zone: str, start: str, end: str, ours: str) -> int:
    """Read a calendar from the standard input; print the number unread, then each busy time.

    The process may use so much time and memory and no more: a rule such as "each 30 February"
    is searched for until the year 9999.
    """
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    with suppress(ValueError, OSError):  # not every system can bound memory
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    window = Span(*(dt.datetime.fromtimestamp(int(each), UTC) for each in (start, end)))
    try:
        busy = Reader(ZoneInfo(zone), window, ours).busy(sys.stdin.buffer.read())
    except UnreadableError as error:
        sys.stdout.write(str(error))
        return STRANGE
    lines = [f"{math.floor(span.start.timestamp())} {math.ceil(span.end.timestamp())}"
             for span in busy.spans]  # fmt: skip
    sys.stdout.write("\n".join([str(busy.unread), *lines]))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
