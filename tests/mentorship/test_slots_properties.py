"""What holds for free times whatever the diary, the zone and the day."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mentorship.slots import (
    Block,
    Diary,
    Found,
    Override,
    Reason,
    Span,
    Terms,
    WeekRule,
    cheapest_change,
    find,
    is_free,
    nearest,
)
from tests.mentorship.slot_cases import DAY, MINUTE, days, hours, questions, zones

Question = tuple[Diary, Terms, Span, dt.datetime, tuple[Span, ...]]
EVERY_MINUTE = Terms(length=MINUTE, increment=MINUTE, horizon=800 * DAY)
SEVERAL = settings(max_examples=60, deadline=None)


def answer(question: Question) -> Found:
    diary, terms, window, now, busy = question
    return find(diary, terms, window=window, now=now, busy=busy)


def first_reading(day: dt.date, at: dt.time, zone: ZoneInfo) -> dt.datetime:
    """The first minute at which the clock reads that day's time or a later one, by looking."""
    wanted = dt.datetime.combine(day, at)
    looked = wanted.replace(tzinfo=dt.UTC) - 15 * 60 * MINUTE
    while looked.astimezone(zone).replace(tzinfo=None) < wanted:
        looked += MINUTE
    return looked


def clock(diary: Diary, day: dt.date) -> ZoneInfo:
    away = (each.zone for each in diary.travels if each.first <= day <= each.last)
    return next(away, diary.zone)


def local_day(diary: Diary, moment: dt.datetime) -> dt.date:
    """The last day that has begun on the mentor's clock."""
    near = (moment.date() + number * DAY for number in (-1, 0, 1))
    begun = [
        day
        for day in near
        if dt.datetime.combine(day, dt.time(), clock(diary, day)).astimezone(dt.UTC) <= moment
    ]
    return max(begun)


def the_reason(question: Question, start: dt.datetime) -> Reason | None:
    """The rules once more, one instant at a time, in the order in which they count."""
    diary, terms, _, now, busy = question
    session = Span(start, start + terms.length)
    padded = Span(start - terms.before, session.end + terms.after)
    day = local_day(diary, start)
    booked = [local_day(diary, span.start) for span in diary.booked]
    week = [each for each in booked if each.isocalendar()[:2] == day.isocalendar()[:2]]
    theirs = [block for block in diary.blocks if block.reason != Reason.YOU_ARE_BOOKED]
    own = [block.span for block in diary.blocks if block.reason == Reason.YOU_ARE_BOOKED]
    touched = {block.reason for block in theirs if block.span.overlaps(session)}
    holds = {
        Reason.NOTICE: start < now + terms.notice,
        Reason.HORIZON: start > now + terms.horizon,
        Reason.TIME_OFF: Reason.TIME_OFF in touched,
        Reason.ELSEWHERE: Reason.ELSEWHERE in touched,
        Reason.BOOKED: Reason.BOOKED in touched,
        Reason.BUFFER: any(block.span.overlaps(padded) for block in theirs),
        Reason.DAY_FULL: diary.max_per_day is not None and booked.count(day) >= diary.max_per_day,
        Reason.WEEK_FULL: diary.max_per_week is not None and len(week) >= diary.max_per_week,
        Reason.YOU_ARE_BOOKED: any(span.overlaps(session) for span in (*busy, *own)),
    }
    return next((reason for reason, is_so in holds.items() if is_so), None)


@SEVERAL
@given(day=days, open_hours=hours, zone=zones)
def test_a_day_is_open_for_the_minutes_its_clock_really_reads(
    day: dt.date, open_hours: tuple[dt.time, dt.time], zone: ZoneInfo
) -> None:
    starts, ends = open_hours
    begins = first_reading(day, starts, zone)
    closes = first_reading(day if ends > starts else day + DAY, ends, zone)
    window = Span(begins - 2 * DAY, closes + 2 * DAY)

    found = find(
        Diary(1, zone, overrides=(Override(day, (open_hours,)),)),
        EVERY_MINUTE,
        window=window,
        now=window.start,
    )

    assert len(found.free) == (closes - begins) // MINUTE
    if found.free:
        assert (found.free[0].start, found.free[-1].end) == (begins, closes)


@SEVERAL
@given(question=questions())
def test_each_session_is_free_or_dropped_for_the_first_reason_that_holds(
    question: Question,
) -> None:
    found = answer(question)

    said = {span.start: None for span in found.free} | {
        each.span.start: each.reason for each in found.dropped
    }
    assert len(said) == len(found.free) + len(found.dropped)
    assert said == {start: the_reason(question, start) for start in said}
    assert found.counts.total() == len(found.dropped)


@SEVERAL
@given(question=questions())
def test_obstacles_drop_sessions_and_never_shift_them(question: Question) -> None:
    diary, terms, window, now, _ = question
    empty = Diary(1, diary.zone, diary.rules, diary.overrides, diary.travels)
    open_terms = replace(terms, notice=dt.timedelta(), horizon=800 * DAY)

    everything = find(empty, open_terms, window=window, now=now)
    found = answer(question)

    assert not everything.dropped
    assert list(everything.free) == sorted([*found.free, *(each.span for each in found.dropped)])


@SEVERAL
@given(question=questions())
def test_no_session_touches_a_block_not_even_with_its_breaks(question: Question) -> None:
    diary, terms, window, now, busy = question
    for span in answer(question).free:
        assert window.start <= span.start < window.end
        assert span.start >= now + terms.notice
        padded = Span(span.start - terms.before, span.end + terms.after)
        for block in diary.blocks:
            alone = block.reason == Reason.YOU_ARE_BOOKED
            assert not block.span.overlaps(span if alone else padded)
        assert not any(span.overlaps(own) for own in busy)


@SEVERAL
@given(question=questions(), viewer=zones)
def test_the_same_instants_from_any_viewers_zone(question: Question, viewer: ZoneInfo) -> None:
    diary, terms, window, now, busy = question

    def seen(span: Span) -> Span:
        return Span(span.start.astimezone(viewer), span.end.astimezone(viewer))

    blocks = tuple(Block(seen(block.span), block.reason) for block in diary.blocks)
    elsewhere = replace(diary, blocks=blocks, booked=tuple(map(seen, diary.booked)))
    found = answer((elsewhere, terms, seen(window), now.astimezone(viewer), (*map(seen, busy),)))

    assert found.free == answer(question).free
    assert found.dropped == answer(question).dropped


@SEVERAL
@given(question=questions(), hours_in=st.integers(1, 119))
def test_two_half_windows_find_what_the_whole_one_finds(question: Question, hours_in: int) -> None:
    diary, terms, window, now, busy = question
    middle = window.start + hours_in * 60 * MINUTE

    halves = [
        answer((diary, terms, part, now, busy))
        for part in (Span(window.start, middle), Span(middle, window.end))
    ]

    assert halves[0].free + halves[1].free == answer(question).free
    assert halves[0].dropped + halves[1].dropped == answer(question).dropped


@SEVERAL
@given(question=questions())
def test_one_start_is_judged_as_in_the_whole_window(question: Question) -> None:
    diary, terms, _, now, busy = question
    found = answer(question)
    offered = {span.start for span in found.free} | {each.span.start for each in found.dropped}

    for span in found.free[::7]:
        assert is_free(diary, terms, span.start, now=now, busy=busy) is None
    for each in found.dropped[::7]:
        assert is_free(diary, terms, each.span.start, now=now, busy=busy) == each.reason
    for start in sorted(offered)[::7]:
        beside = start + dt.timedelta(minutes=1)
        if beside not in offered:
            assert is_free(diary, terms, beside, now=now, busy=busy) == Reason.CLOSED


@SEVERAL
@given(question=questions())
def test_booking_what_is_free_reaches_the_caps_and_never_passes_them(question: Question) -> None:
    diary, terms, window, now, busy = question
    for _ in range(12):
        found = answer((diary, terms, window, now, busy))
        if not found.free:
            break
        taken = found.free[0]
        block = Block(Span(taken.start - terms.before, taken.end + terms.after), Reason.BOOKED)
        before = (taken, *diary.booked)
        diary = replace(diary, booked=before, blocks=(*diary.blocks, block))
        on_days = [local_day(diary, span.start) for span in before]
        day = local_day(diary, taken.start)
        assert diary.max_per_day is None or on_days.count(day) <= diary.max_per_day


@SEVERAL
@given(question=questions())
def test_the_change_that_is_proposed_does_yield_a_session(question: Question) -> None:
    diary, terms, _, _, _ = question
    found = answer(question)
    assume(not found.free)

    change = cheapest_change(found, terms, diary)

    if change is None:
        return
    assert change.instead != change.today or change.lever == "yours"
    assert change.yields.length <= terms.length


@given(
    starts=st.lists(st.integers(0, 400), max_size=20, unique=True),
    at=st.integers(0, 400),
    number=st.integers(1, 5),
)
def test_the_nearest_sessions_are_never_further_than_others(
    starts: list[int], at: int, number: int
) -> None:
    origin = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    spans = [Span(origin + start * MINUTE, origin + (start + 30) * MINUTE) for start in starts]
    moment = origin + at * MINUTE

    near = nearest(spans, moment, number)

    assert len(near) == min(number, len(spans))
    assert list(near) == sorted(near)
    far = [abs(span.start - moment) for span in spans if span not in near]
    assert not far or max(abs(span.start - moment) for span in near) <= min(far)


def test_a_rule_counts_from_its_first_day_to_its_last() -> None:
    zone = ZoneInfo("America/Toronto")
    rule = WeekRule(0, dt.time(9), dt.time(10), zone, dt.date(2026, 12, 7), dt.date(2026, 12, 14))
    window = Span(*(dt.datetime(2026, month, 1, tzinfo=dt.UTC) for month in (11, 12)))
    window = Span(window.start, window.end + 40 * DAY)

    found = find(
        Diary(1, zone, (rule,)),
        Terms(length=60 * MINUTE, horizon=90 * DAY),
        window=window,
        now=window.start,
    )

    assert [span.start.day for span in found.free] == [7, 14]
