"""Lists of calls as providers write them: read the same whatever the dress, or shown as unread."""

import datetime as dt
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiries import provider
from enquiries.contact_points import read_phone
from enquiries.provider import NotACallList, Row, Unreadable
from enquiries.provider.times import Unclear, seconds

FILES = Path(__file__).with_name("files")
NOW = dt.datetime(2026, 11, 22, 23, tzinfo=dt.UTC)
OURS = ("+19052829318",)
CALLER = "+14165550142"
# 16 November 2026, 14:06 in Toronto
START = dt.datetime(2026, 11, 16, 19, 6, tzinfo=dt.UTC)


def read(text: str) -> list[Row | Unreadable]:
    return provider.read(text, read_number=read_phone, ours=OURS, now=NOW)


def rows(text: str) -> list[Row]:
    found = read(text)
    assert all(isinstance(one, Row) for one in found), found
    return [one for one in found if isinstance(one, Row)]


def problems(text: str) -> list[tuple[int, str]]:
    return [(one.line, one.problem) for one in read(text) if isinstance(one, Unreadable)]


@pytest.mark.parametrize("file", sorted(FILES.glob("*.csv")), ids=lambda file: str(file.stem))
def test_providers_write_one_call_in_many_ways(file: Path) -> None:
    [call] = rows(file.read_bytes().decode())

    assert (call.number, call.start, call.is_missed, call.call_id) == (CALLER, START, True, "a1")


HEAD = "Start,From,To,Direction,Duration,Status\n"


def line(
    start: str = "2026-11-16 14:06",
    caller: str = CALLER,
    direction: str = "in",
    duration: str = "75",
    status: str = "answered",
) -> str:
    to = "+19052829318"
    pair = (caller, to) if direction == "in" else (to, caller)
    return f"{start},{pair[0]},{pair[1]},{direction},{duration},{status}\n"


def test_what_we_dialled_is_the_other_partys_number() -> None:
    [call] = rows(HEAD + line(direction="out"))

    assert (call.number, call.incoming, call.answered, call.seconds) == (CALLER, False, True, 75)


def test_a_withheld_number_is_empty() -> None:
    assert [row.number for row in rows(HEAD + line(caller="Anonymous"))] == [""]


def test_a_bad_line_is_shown_and_the_rest_goes_in() -> None:
    text = HEAD + line() + "yesterday,+14165550143,+19052829318,in,1,answered\nTotal,3\n"
    text += line(start="2026-11-16 15:00")

    assert len([one for one in read(text) if isinstance(one, Row)]) == 2
    assert problems(text) == [
        (3, "“yesterday” is not a date and time."),
        (4, "This line has 2 columns, the heading has 6."),
    ]


def test_each_problem_says_what_is_wrong() -> None:
    text = HEAD + line(caller="12345") + line(caller="1.41656E+10") + line(duration="long")
    text += line(status="purple") + line(direction="sideways") + line(start="2027-01-01 10:00")
    text += line(start="2026-02-30 10:00") + line(start="2026-11-16 25:00")
    text += line(start="2026-11-16 10:00 Mars/Base") + line(start="2026-11-16")

    assert [problem for _, problem in problems(text)] == [
        "“12345” is not a phone number.",
        "“1.41656E+10” was rounded by a spreadsheet.",
        "“long” is not a length of time.",
        "“purple” does not say whether the call was answered.",
        "“sideways” is not a direction: it should say inbound or outbound.",
        "The call lies in the future.",
        "“2026-02-30 10:00” is not a day of the calendar.",
        "“25:00” is not a time of day.",
        "“mars/base” is not a time zone we know.",
        "“2026-11-16” says no time of day.",
    ]


def test_a_lone_quotation_mark_does_not_swallow_the_rest() -> None:
    bad = '2026-11-16 14:00,"+14165550143,+19052829318,in,0,missed\n'
    text = HEAD + bad + line() + line(start="2026-11-16 15:00")

    assert [number for number, _ in problems(text)] == [2]
    assert len(read(text)) == 3


def test_a_quoted_field_may_hold_a_line_end() -> None:
    text = 'Start,Number,Direction,Status,Note\n2026-11-16 14:06,4165550142,in,missed,"a\nb"\n'

    assert [row.start for row in rows(text)] == [START]


def test_ambiguous_dates_are_read_so_that_calls_lie_in_the_past() -> None:
    ambiguous = line(start="03/04/2026 10:00")
    day_first = HEAD + ambiguous + line(start="05/12/2026 10:00", caller="4165550143")
    month_first = HEAD + ambiguous + line(start="04/13/2026 10:00", caller="4165550143")

    # 5 December 2026 is ahead, 12 May is not; a month 13 does not exist
    assert [row.start.month for row in rows(HEAD + ambiguous)] == [3]
    assert {row.start.month for row in rows(month_first)} == {3, 4}
    assert {row.start.month for row in rows(day_first)} == {3, 5}
    assert {r.start.month for r in rows(HEAD + ambiguous + line(start="13/04/2026 10:00"))} == {4}


def test_clocks_follow_the_change_of_the_season() -> None:
    before, after = rows(HEAD + line(start="2026-10-31 09:00") + line(start="2026-11-01 09:00"))

    assert (before.start.hour, after.start.hour) == (13, 14)


def test_telephones_that_rang_together_are_one_call() -> None:
    text = "Start,Number,Direction,Status,ID\n2026-11-16 14:06:00,4165550142,in,missed,g1\n"
    text += "2026-11-16 14:06:04,4165550142,in,answered,g1\n"
    text += "2026-11-16 14:09:00,4165550199,in,missed,g1\n"

    first, second = rows(text)
    assert (first.start, first.answered, first.call_id) == (START, True, "g1")
    assert (second.is_missed, second.call_id) == (True, "")


def test_calls_come_in_the_order_in_which_they_happened() -> None:
    text = HEAD + line(start="2026-11-16 15:00") + line(start="2026-11-16 14:00")

    assert [row.line for row in rows(text)] == [3, 2]


def test_without_a_status_the_length_tells() -> None:
    text = "Start,Number,Direction,Duration\n2026-11-16 14:06,4165550142,in,0\n"
    text += "2026-11-16 15:06,4165550142,in,1m 15s\n"

    assert [(row.answered, row.seconds) for row in rows(text)] == [(False, 0), (True, 75)]


@pytest.mark.parametrize(
    ("cell", "length"),
    [("75", 75), ("1:15", 75), ("0:01:15", 75), ("1h 2m 3s", 3723), ("2 min", 120), ("-", 0)],
)
def test_lengths_are_read_as_people_write_them(cell: str, length: int) -> None:
    assert seconds(cell) == length


def test_minutes_are_minutes() -> None:
    head = "Start,Number,Direction,Duration (min),Status\n"
    [call] = rows(head + "2026-11-16 14:06,4165550142,in,1.5,answered\n")

    assert call.seconds == 90


@pytest.mark.parametrize("text", ["", "\n\n", "hello", "name,email\nAda,ada@example.com\n"])
def test_what_is_no_list_of_calls_says_what_is_missing(text: str) -> None:
    with pytest.raises(NotACallList, match="Missing: a column for the start"):
        read(text)


def test_the_columns_that_were_found_are_named() -> None:
    with pytest.raises(NotACallList, match=r"It has: From, Duration\."):
        read("From,Duration\n1,2\n")


CELLS = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(
    ["2026-11-16 14:06", CALLER, "in", "out", "missed", "0", '"', ",", "11/16/26 2:06 PM", "−5:00"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=7), max_size=12))
def test_any_text_below_a_heading_is_a_call_or_is_shown(lines: list[list[str]]) -> None:
    body = "\n".join(",".join(cells) for cells in lines)
    found = read(HEAD + body)

    shown = {one.line for one in found}
    written = [text for text in provider.columns.lines_of(HEAD + body)[1:] if text.strip()]
    assert bool(shown) == bool(written)
    assert all(len(one.problem) <= 300 for one in found if isinstance(one, Unreadable))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_a_list_of_calls_or_is_not(text: str) -> None:
    with suppress(NotACallList):
        read(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_length_is_read_or_unclear(cell: str) -> None:
    with suppress(Unclear):
        assert seconds(cell) >= 0


@settings(max_examples=100, deadline=None)
@given(
    st.integers(0, 3_500_000),
    st.sampled_from(["%Y-%m-%d %H:%M", "%d %b %Y %H:%M", "%m/%d/%Y %I:%M %p", "%b %d, %Y %H:%M"]),
    st.sampled_from(",;\t"),
)
def test_every_dress_of_a_moment_is_the_same_moment(minutes: int, style: str, sign: str) -> None:
    wall = dt.datetime(2020, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes)
    cells = [f'"{wall.strftime(style)}"', "4165550142", "in", "missed", "UTC"]
    other = ['"2026-10-13 10:00"', "4165550142", "in", "missed", "UTC"]
    text = "\n".join(
        sign.join(row) for row in (["Start", "Number", "Direction", "Status", "Zone"], cells, other)
    )

    assert min(row.start for row in rows(text)) == min(
        wall,
        dt.datetime(2026, 10, 13, 10, tzinfo=dt.UTC),
    )
