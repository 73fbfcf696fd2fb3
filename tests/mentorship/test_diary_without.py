"""A diary as if one session were not in it: that session goes, and nothing else."""

import datetime as dt
from zoneinfo import ZoneInfo

from mentorship.slots import Block, Diary, Reason, Span

START = dt.datetime(2026, 11, 26, 15, tzinfo=dt.UTC)
SESSION = Span(START, START + dt.timedelta(minutes=45))
BLOCKS = Span(START, START + dt.timedelta(minutes=60))


def diary(*blocks: Block) -> Diary:
    return Diary(1, ZoneInfo("UTC"), blocks=blocks, booked=(SESSION,))


def test_the_session_and_the_students_own_time_go() -> None:
    found = diary(Block(BLOCKS, Reason.BOOKED), Block(SESSION, Reason.YOU_ARE_BOOKED))

    left = found.without(SESSION, BLOCKS)

    assert (left.blocks, left.booked) == ((), ())


def test_time_off_that_is_as_long_stays() -> None:
    away = Block(BLOCKS, Reason.TIME_OFF)

    assert diary(Block(BLOCKS, Reason.BOOKED), away).without(SESSION, BLOCKS).blocks == (away,)


def test_another_mentors_session_at_the_same_time_stays() -> None:
    theirs = Block(BLOCKS, Reason.BOOKED)

    left = diary(theirs, Block(SESSION, Reason.YOU_ARE_BOOKED)).without(SESSION)

    assert (left.blocks, left.booked) == ((theirs,), (SESSION,))
