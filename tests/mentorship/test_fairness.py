"""Sessions are ranked by what they cost both people."""

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from mentorship.clocks import Span
from mentorship.fairness import Hours, Strain, Verdict, ranked, strain, tally, usual
from tests.mentorship.slot_cases import days, times, zones

TORONTO, KOLKATA = ZoneInfo("America/Toronto"), ZoneInfo("Asia/Kolkata")
HOUR = dt.timedelta(hours=1)


def session(hour: int, zone: ZoneInfo = TORONTO, minutes: int = 60) -> Span:
    start = dt.datetime(2026, 11, 24, hour, tzinfo=zone).astimezone(dt.UTC)
    return Span(start, start + dt.timedelta(minutes=minutes))


def hours(starts: int, ends: int, zone: ZoneInfo = TORONTO) -> Hours:
    return Hours(dt.time(starts), dt.time(ends), zone)


def test_what_suits_both_comes_first() -> None:
    """9:00 in Toronto is 19:30 in Kolkata; 7:00 is 17:30; 13:00 is 23:30."""
    spans = [session(13), session(9), session(7)]

    order = ranked(spans, mentor_hours=hours(8, 21, KOLKATA), student_hours=hours(8, 20))

    assert [each.span for each in order] == [session(9), session(7), session(13)]
    assert [each.verdict for each in order] == [
        Verdict.FAIR,
        Verdict.HARD_FOR_YOU,
        Verdict.HARD_FOR_MENTOR,
    ]


def test_early_and_late_are_told_apart() -> None:
    assert strain(session(6), hours(8, 18)) == Strain(120, early=True)
    assert strain(session(18), hours(8, 18)) == Strain(60, early=False)
    assert strain(session(18), hours(8, 18)).late
    assert strain(session(8), hours(8, 18)) == Strain(0)
    assert strain(session(17, minutes=61), hours(8, 18)) == Strain(1)


def test_hours_may_pass_midnight() -> None:
    night = hours(20, 4)

    assert strain(session(1), night) == Strain(0)
    assert strain(session(23), night) == Strain(0)
    assert strain(session(12), night).minutes > 0


def test_when_it_suits_neither_the_greater_strain_counts() -> None:
    spans = [session(3)]

    worse_for_you = ranked(spans, mentor_hours=hours(4, 20), student_hours=hours(7, 20))
    worse_for_mentor = ranked(spans, mentor_hours=hours(9, 20), student_hours=hours(7, 20))
    equal = ranked(spans, mentor_hours=hours(7, 20), student_hours=hours(7, 20))

    assert worse_for_you[0].verdict == Verdict.HARD_FOR_YOU
    assert worse_for_mentor[0].verdict == Verdict.HARD_FOR_MENTOR
    assert equal[0].verdict == Verdict.HARD_FOR_YOU


def test_a_series_says_whose_evenings_it_costs() -> None:
    order = ranked(
        [session(9), session(7), session(6)],
        mentor_hours=usual(KOLKATA),
        student_hours=hours(8, 20),
    )

    assert tally(order) == {Verdict.FAIR: 1, Verdict.HARD_FOR_YOU: 2}


def test_a_day_with_a_clock_change_keeps_its_hours() -> None:
    start = dt.datetime(2027, 3, 14, 12, tzinfo=dt.UTC)  # 8:00 in Toronto, where it was 7:00

    assert strain(Span(start, start + HOUR), hours(8, 18)) == Strain(0)


@given(day=days, at=times, begins=times, ends=times, zone=zones, number=st.integers(1, 4))
def test_no_strain_exactly_within_the_hours(
    day: dt.date, at: dt.time, begins: dt.time, ends: dt.time, zone: ZoneInfo, number: int
) -> None:
    start = dt.datetime.combine(day, at, dt.UTC)
    span = Span(start, start + number * HOUR / 4)
    found = strain(span, Hours(begins, ends, zone))

    inside = any(
        dt.datetime.combine(each, begins, zone).astimezone(dt.UTC) <= span.start
        and span.end
        <= dt.datetime.combine(each + dt.timedelta(days=ends <= begins), ends, zone).astimezone(
            dt.UTC
        )
        for each in (day + dt.timedelta(days=more) for more in (-2, -1, 0, 1, 2))
    )
    assert (found.minutes == 0) == inside
    assert not (found.early and found.late)


@given(starts=st.lists(st.integers(0, 23), unique=True), mentor=zones, student=zones)
def test_ranking_keeps_every_session_and_never_prefers_the_harder(
    starts: list[int], mentor: ZoneInfo, student: ZoneInfo
) -> None:
    spans = [session(hour) for hour in starts]

    order = ranked(spans, hours(9, 18, mentor), usual(student))

    assert sorted(each.span for each in order) == sorted(spans)
    worst = [max(each.mentor.minutes, each.you.minutes) for each in order]
    assert worst == sorted(worst)
    assert [each.verdict is Verdict.FAIR for each in order] == [worse == 0 for worse in worst]
