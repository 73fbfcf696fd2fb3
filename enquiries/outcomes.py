"""What the end of a call leads to: the act on the enquiry, what happens next, and when.

The words are those of `models.Outcome` and `models.NextAction`. Times are instants; "10:00" is
10:00 on the caller's clock, moved to our next opening when nobody here would be at the desk.
"""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from enquiries import calling_rules, hours

MOST_TRIES = 4
RETRY_AFTER = dt.timedelta(hours=4)
A_BUSINESS_HOUR = dt.timedelta(hours=1)
MORNING, AFTERNOON, NOON = dt.time(10), dt.time(15), dt.time(12)


@dataclass(frozen=True)
class Ending:
    """One way a call ends: its key, the act it asks for, and the next action it leaves."""

    key: str
    act: str = ""
    action: str = ""

    @property
    def stays_open(self) -> bool:
        """Whether somebody owes this person a next step."""
        return bool(self.action)


@dataclass(frozen=True)
class Moment:
    """Now, the caller's clock, how often we tried, and whether we may write instead."""

    now: dt.datetime
    zone: ZoneInfo
    tries: int = 1
    may_write: bool = False


@dataclass(frozen=True)
class Step:
    """What happens next, and when."""

    action: str
    at: dt.datetime


ENDINGS: dict[str, Ending] = {
    "enrolled": Ending("e", "start_enrolment", "enrol"),
    "follow_up": Ending("f", "work", "call"),
    "callback": Ending("b", "schedule_callback", "call"),
    "info_sent": Ending("i", "work", "check"),
    "not_interested": Ending("x", "lose"),
    "wrong_number": Ending("w", "mark_spam"),
    "transferred": Ending("t", "work", "call"),
    "returned": Ending("r"),
    "no_answer": Ending("a", "work", "call"),
}


def next_step(outcome: str, moment: Moment) -> Step | None:
    """The default next step; None where nothing is left to do, or where a time must be chosen."""
    if outcome == "no_answer":
        return _after_no_answer(moment)
    at = _at(outcome, moment)
    return Step(ENDINGS[outcome].action, at) if at else None


def on_their_clock(day: dt.date, clock: dt.time, zone: ZoneInfo) -> dt.datetime:
    """That day and time where the caller is, or as soon afterwards as both sides are awake."""
    theirs = dt.datetime.combine(day, clock, zone).astimezone(dt.UTC)
    return when_both_may(theirs, zone)


def when_both_may(at: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """The instant itself, or the next at which our desk is open and theirs may be called.

    Where the two never meet within three days, the caller's clock rules.
    """
    found = at
    for _ in range(6):
        found = calling_rules.next_calling_time(hours.next_opening(found), zone)
        if hours.is_open(found):
            return found
    return calling_rules.next_calling_time(at, zone)


def _at(outcome: str, moment: Moment) -> dt.datetime | None:
    now = moment.now
    match outcome:
        case "enrolled":
            return hours.after(now, hours.A_BUSINESS_DAY)
        case "follow_up":
            return on_their_clock(_business_day(moment, 2), MORNING, moment.zone)
        case "info_sent":
            return hours.next_opening(now + dt.timedelta(days=1))
        case "transferred":
            return hours.after(now, A_BUSINESS_HOUR)
    return None


def _after_no_answer(moment: Moment) -> Step | None:
    """In four hours; next day in the other half of the day; then in writing; four tries at most."""
    if moment.tries >= MOST_TRIES:
        return None
    if moment.tries == 1:
        return Step("call", when_both_may(moment.now + RETRY_AFTER, moment.zone))
    tomorrow = _business_day(moment, 1)
    if moment.tries == MOST_TRIES - 1 and moment.may_write:
        return Step("write", on_their_clock(tomorrow, MORNING, moment.zone))
    return Step("call", on_their_clock(tomorrow, _other_half(moment), moment.zone))


def _other_half(moment: Moment) -> dt.time:
    return AFTERNOON if moment.now.astimezone(moment.zone).time() < NOON else MORNING


def _business_day(moment: Moment, number: int) -> dt.date:
    return hours.add_business_days(moment.now.astimezone(hours.ZONE).date(), number)
