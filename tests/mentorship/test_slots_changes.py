"""Where nothing is free: the one smallest change that would yield a session."""

import datetime as dt

from mentorship.slots import Block, Change, Diary, Lever, Reason, Span, Terms, cheapest_change, find
from tests.mentorship.slot_cases import AN_HOUR, DAY, HOUR, LONDON, MINUTE, at, every_day, utc

DECEMBER = dt.date(2026, 12, 2)
MORNING = Span(utc(DECEMBER), utc(DECEMBER + DAY))


def proposed(diary: Diary, terms: Terms, now: dt.datetime, *busy: Span) -> Change | None:
    found = find(diary, terms, window=MORNING, now=now, busy=busy)
    return cheapest_change(found, terms, diary)


def test_no_change_is_proposed_while_something_is_free() -> None:
    assert proposed(every_day(at(9), at(10), LONDON), AN_HOUR, utc(DECEMBER)) is None


def test_a_shorter_session_is_proposed_first() -> None:
    block = Block(Span(utc(DECEMBER, 9, 30), utc(DECEMBER, 10)), Reason.ELSEWHERE)
    diary = every_day(at(9), at(10), LONDON, blocks=(block,), max_per_day=1)

    change = proposed(diary, AN_HOUR, utc(DECEMBER))

    first = Span(utc(DECEMBER, 9), utc(DECEMBER, 9, 30))
    assert change == Change(Lever.LENGTH, 60, 30, first)


def test_hours_too_short_for_the_session_have_a_shorter_one() -> None:
    change = proposed(every_day(at(9), at(9, 45), LONDON), AN_HOUR, utc(DECEMBER))

    assert change is not None
    assert (change.lever, change.instead) == (Lever.LENGTH, 45)


def test_less_notice_is_proposed_by_the_hour_for_the_latest_session() -> None:
    terms = Terms(HOUR, notice=2 * DAY, increment=HOUR)

    change = proposed(every_day(at(9), at(11), LONDON), terms, utc(DECEMBER, 0, 30) - 13 * HOUR)

    assert change == Change(Lever.NOTICE, 48, 22, Span(utc(DECEMBER, 10), utc(DECEMBER, 11)))


def test_the_students_own_session_may_be_what_stands_in_the_way() -> None:
    own = Span(utc(DECEMBER, 9), utc(DECEMBER, 10))
    diary = every_day(at(9), at(10), LONDON)
    block = Block(own, Reason.YOU_ARE_BOOKED)
    in_diary = every_day(at(9), at(10), LONDON, blocks=(block,))

    for change in (
        proposed(diary, AN_HOUR, utc(DECEMBER), own),
        proposed(in_diary, AN_HOUR, utc(DECEMBER)),
    ):
        assert change == Change(Lever.YOURS, 0, 0, own)


def test_breaks_horizon_and_caps_are_levers_too() -> None:
    block = Block(Span(utc(DECEMBER, 10), utc(DECEMBER, 11)), Reason.BOOKED)
    booked = (Span(utc(DECEMBER, 14), utc(DECEMBER, 15)),)
    now = utc(DECEMBER)
    breaks = Terms(HOUR, after=15 * MINUTE, increment=HOUR)
    near = Terms(HOUR, horizon=3 * DAY, increment=HOUR)

    changes = [
        proposed(every_day(at(9), at(10), LONDON, blocks=(block,)), breaks, now),
        proposed(every_day(at(9), at(10), LONDON), near, now - 5 * DAY),
        proposed(every_day(at(9), at(10), LONDON, booked=booked, max_per_day=1), AN_HOUR, now),
        proposed(every_day(at(9), at(10), LONDON, booked=booked, max_per_week=1), AN_HOUR, now),
    ]

    found = [(each.lever, each.today, each.instead) for each in changes if each]
    assert found == [
        (Lever.LENGTH, 60, 45),
        (Lever.HORIZON, 3, 6),
        (Lever.DAY_CAP, 1, 2),
        (Lever.WEEK_CAP, 1, 2),
    ]


def test_breaks_are_given_up_when_no_shorter_session_fits() -> None:
    block = Block(Span(utc(DECEMBER, 9, 15), utc(DECEMBER, 11)), Reason.BOOKED)
    terms = Terms(15 * MINUTE, after=15 * MINUTE, increment=HOUR)

    change = proposed(every_day(at(9), at(10), LONDON, blocks=(block,)), terms, utc(DECEMBER))

    first = Span(utc(DECEMBER, 9), utc(DECEMBER, 9, 15))
    assert change == Change(Lever.BUFFER, 15, 0, first)


def test_two_obstacles_at_once_have_no_single_remedy() -> None:
    off = Block(MORNING, Reason.TIME_OFF)
    diary = every_day(at(9), at(10), LONDON, blocks=(off,))

    assert proposed(diary, Terms(HOUR, notice=2 * DAY), utc(DECEMBER)) is None
