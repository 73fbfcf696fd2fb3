"""What a stranger's calendar says of the time, and all it cannot do to us."""

import datetime as dt
import subprocess
import sys
import time
from zoneinfo import ZoneInfo

import pytest

from mentorship.clocks import UTC, Span
from mentorship.ical_busy import STRANGE, Busy, Reader, UnreadableError

OURS = "@tpm.example"
WINDOW = Span(dt.datetime(2026, 11, 22, tzinfo=UTC), dt.datetime(2027, 2, 1, tzinfo=UTC))
VANCOUVER, TORONTO = "America/Vancouver", "America/Toronto"


def event(*lines: str, uid: str = "one@elsewhere") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"])


def calendar(*events: str) -> bytes:
    parts = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//EN", *events, "END:VCALENDAR", ""]
    return "\r\n".join(parts).encode()


def read(*events: str, zone: str = TORONTO) -> Busy:
    return Reader(ZoneInfo(zone), WINDOW, OURS).busy(calendar(*events))


def utc(*events: str, zone: str = TORONTO) -> list[str]:
    """Busy times as "30 14:00-15:00", in UTC."""
    return [f"{s.start:%d %H:%M}-{s.end:%H:%M}" for s in read(*events, zone=zone).spans]


def test_an_event_with_a_zone_takes_its_time() -> None:
    one = event(
        "DTSTART;TZID=America/Toronto:20261130T090000", "DTEND;TZID=America/Toronto:20261130T100000"
    )
    assert utc(one) == ["30 14:00-15:00"]


def test_a_duration_ends_it_too() -> None:
    assert utc(event("DTSTART:20261130T090000Z", "DURATION:PT45M")) == ["30 09:00-09:45"]


def test_a_floating_time_is_on_the_mentors_wall() -> None:
    one = event("DTSTART:20261130T090000", "DTEND:20261130T100000")
    assert utc(one, zone=VANCOUVER) != utc(one, zone=TORONTO) == ["30 14:00-15:00"]


def test_an_all_day_event_blocks_the_mentors_own_day() -> None:
    one = event("DTSTART;VALUE=DATE:20261130", "DTEND;VALUE=DATE:20261201")
    assert utc(one) == ["30 05:00-05:00"]
    assert utc(event("DTSTART;VALUE=DATE:20261130")) == ["30 05:00-05:00"]
    assert utc(one, zone="Asia/Kathmandu") == ["29 18:15-18:15"]


@pytest.mark.parametrize("line", ["TRANSP:TRANSPARENT", "STATUS:CANCELLED"])
def test_what_is_free_or_called_off_blocks_nothing(line: str) -> None:
    assert utc(event("DTSTART:20261130T090000Z", "DTEND:20261130T100000Z", line)) == []


def test_our_own_invitations_are_not_counted_twice() -> None:
    ours = event("DTSTART:20261130T090000Z", "DTEND:20261130T100000Z", uid=f"abc{OURS}")
    assert utc(ours) == []


def test_a_series_leaves_out_what_was_left_out_and_follows_what_was_moved() -> None:
    series = event(
        "DTSTART;TZID=America/Toronto:20261102T090000", "DURATION:PT30M",
        "RRULE:FREQ=WEEKLY;COUNT=8", "EXDATE;TZID=America/Toronto:20261207T090000",
    )  # fmt: skip
    moved = event(
        "RECURRENCE-ID;TZID=America/Toronto:20261214T090000",
        "DTSTART;TZID=America/Toronto:20261215T110000", "DURATION:PT30M",
    )  # fmt: skip
    called_off = event(
        "RECURRENCE-ID;TZID=America/Toronto:20261221T090000", "STATUS:CANCELLED",
        "DTSTART;TZID=America/Toronto:20261221T090000", "DURATION:PT30M",
    )  # fmt: skip
    assert utc(series, moved, called_off) == ["23 14:00-14:30", "30 14:00-14:30", "15 16:00-16:30"]


def test_a_series_keeps_its_wall_time_over_a_clock_change() -> None:
    window = Span(dt.datetime(2027, 3, 8, tzinfo=UTC), dt.datetime(2027, 3, 22, tzinfo=UTC))
    series = event(
        "DTSTART;TZID=America/Toronto:20270301T090000", "DURATION:PT1H",
        "RRULE:FREQ=WEEKLY",
    )  # fmt: skip
    spans = Reader(ZoneInfo(TORONTO), window, OURS).busy(calendar(series)).spans
    assert [f"{span.start:%d %H}" for span in spans] == ["08 14", "15 13"]


def test_busy_times_are_cut_to_the_window_and_joined() -> None:
    found = read(
        event("DTSTART:20000101T000000Z", "DTEND:20261122T100000Z", uid="1"),
        event("DTSTART:20261122T093000Z", "DTEND:20261122T110000Z", uid="2"),
        event("DTSTART:20261122T110000Z", "DTEND:20261122T120000Z", uid="3"),
        event("DTSTART:20270131T230000Z", "DTEND:99991231T000000Z", uid="4"),
    )
    assert [(s.start, s.end) for s in found.spans] == [
        (WINDOW.start, dt.datetime(2026, 11, 22, 12, tzinfo=UTC)),
        (dt.datetime(2027, 1, 31, 23, tzinfo=UTC), WINDOW.end),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["DTEND:20261130T100000Z"],
        ["DTSTART:rubbish"],
        ["DTSTART:20261130T090000Z", "DTEND:20261130T100000Z", "RRULE:FREQ=SECONDLY"],
        ["DTSTART:20261130T090000Z", "DTEND:20261130T100000Z", "RRULE:FREQ=MINUTELY"],
        ["DTSTART:20261130T090000Z", "DTEND:20261130T100000Z", "RRULE:FREQ=NEVER"],
        ["DTSTART:19000101T000000Z", "DTEND:19000101T010000Z", "RRULE:FREQ=HOURLY;COUNT=999999999"],
    ],
)
def test_an_event_that_cannot_be_read_is_counted_and_spoils_no_other(lines: list[str]) -> None:
    began = time.monotonic()
    found = read(event(*lines, uid="bad"), event("DTSTART:20261130T090000Z", "DURATION:PT1H"))

    assert len(found.spans) == 1
    assert found.unread == 1
    assert time.monotonic() - began < 2


def test_reminders_tasks_and_titles_are_not_even_read() -> None:
    one = event(
        "SUMMARY:A secret that is folded o", " ver two lines", "DTSTART:20261130T090000Z",
        "DTEND:20261130T100000Z", "DESCRIPTION:BEGIN:VEVENT", "BEGIN:VALARM", "TRIGGER:nonsense",
        "DURATION:PT9H", "END:VALARM",
    )  # fmt: skip
    task = "BEGIN:VTODO\r\nUID:t\r\nDTSTART:20261201T090000Z\r\nEND:VTODO"
    assert utc(one, task) == ["30 09:00-10:00"]


def test_a_zone_of_the_files_own_making_is_used() -> None:
    zone = """BEGIN:VTIMEZONE\r\nTZID:Office\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r
TZOFFSETFROM:+0300\r\nTZOFFSETTO:+0300\r\nEND:STANDARD\r\nEND:VTIMEZONE"""
    one = event("DTSTART;TZID=Office:20261130T090000", "DTEND;TZID=Office:20261130T100000")
    assert utc(zone, one) == ["30 06:00-07:00"]


@pytest.mark.parametrize("text", [b"", b"<html>Sign in</html>", b"\x00\xff\x00"])
def test_what_is_no_calendar_is_refused_with_a_sentence(text: bytes) -> None:
    with pytest.raises(UnreadableError, match="It is not a calendar"):
        Reader(ZoneInfo(TORONTO), WINDOW, OURS).busy(text)


def test_a_file_that_was_cut_off_is_refused() -> None:
    with pytest.raises(UnreadableError, match="breaks off"):
        Reader(ZoneInfo(TORONTO), WINDOW, OURS).busy(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n")


def test_ten_thousand_events_are_read_in_seconds_and_more_than_twice_that_are_refused() -> None:
    many = [
        event(f"DTSTART:202612{n % 28 + 1:02}T{n % 24:02}0000Z", "DURATION:PT30M", uid=str(n))
        for n in range(10_000)
    ]
    began = time.monotonic()
    assert len(read(*many).spans) <= 28 * 24
    assert time.monotonic() - began < 20
    with pytest.raises(UnreadableError, match="more than 20,000 events"):
        read(*(many * 2), many[0])


def test_a_process_of_its_own_ends_when_a_rule_never_does() -> None:
    """A day that never comes is searched for until the year 9999, again and again."""
    never = [
        event("DTSTART:20261130T090000Z", "RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30", uid=str(n))
        for n in range(3)
    ]
    done = run(calendar(*never), cpu="1")
    assert done.returncode not in (0, STRANGE)
    assert done.stdout == b""


def test_a_process_of_its_own_prints_the_busy_times() -> None:
    done = run(calendar(event("DTSTART:20261130T090000Z", "DURATION:PT1H")))
    assert done.returncode == 0
    assert done.stdout.split() == [b"0", b"1796029200", b"1796032800"]
    assert run(b"<html>").returncode == STRANGE


def run(text: bytes, cpu: str = "") -> "subprocess.CompletedProcess[bytes]":
    ends = (str(int(each.timestamp())) for each in (WINDOW.start, WINDOW.end))
    limit = [f"import mentorship.ical_busy as it; it.CPU_SECONDS = {cpu or 20}"]
    code = "; ".join([*limit, "import sys; sys.exit(it.main(*sys.argv[1:]))"])
    return subprocess.run(
        [sys.executable, "-c", code, TORONTO, *ends, OURS],
        input=text,
        capture_output=True,
        timeout=60,
        check=False,
    )
