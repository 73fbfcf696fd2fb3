"""The clock of a sitting: how long it lasts, and what breaks, pauses and given minutes do to it.

Plain Python on instants that the database read. Everything is counted in seconds and nothing is
rounded down; what is not a whole second goes to the candidate.
"""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal

MINUTE = 60
NOTHING = dt.timedelta(0)


def limit(minutes: int, factor: Decimal) -> int:
    """The seconds somebody has for a form of so many minutes, with their factor applied once."""
    return int((minutes * MINUTE * factor).to_integral_value(ROUND_CEILING))


def last_start(window_ends: dt.datetime, minutes: int, factor: Decimal, breaks: int) -> dt.datetime:
    """Until when somebody may start: their window reaches as much further as they have more time.

    `breaks` are their own break seconds. Who has started has their whole time, whatever the window.
    """
    more = limit(minutes, factor) - minutes * MINUTE + breaks
    return window_ends + dt.timedelta(seconds=more)


@dataclass(frozen=True)
class Clock:
    """Where one sitting stands. A break and a pause never run at the same time.

    While a break runs, `deadline` is already later by the whole break; coming back early takes
    the rest off again. A pause moves the deadline when it ends.
    """

    deadline: dt.datetime
    grace: int = 0
    own_breaks: int = 0
    break_until: dt.datetime | None = None
    break_is_own: bool = False
    paused_at: dt.datetime | None = None

    def left(self, now: dt.datetime) -> float:
        """Seconds of working time left: during a break or a pause they stand still."""
        if self.paused_at:
            now = self.paused_at
        rest = max(self.break_until - now, NOTHING) if self.break_until else NOTHING
        return max((self.deadline - now - rest).total_seconds(), 0.0)

    def on_break(self, now: dt.datetime) -> bool:
        return self.break_until is not None and now < self.break_until

    def takes_answers(self, now: dt.datetime) -> bool:
        """Whether an answer that arrives now still counts."""
        ends = min(self.deadline, self.paused_at) if self.paused_at else self.deadline
        return not self.on_break(now) and now <= ends + dt.timedelta(seconds=self.grace)

    def is_over(self, now: dt.datetime) -> bool:
        """Past the deadline and the grace: what is stored is handed in."""
        ends = self.deadline + dt.timedelta(seconds=self.grace)
        return self.paused_at is None and now > ends

    def with_break(self, now: dt.datetime, seconds: int, *, own: bool = False) -> "Clock":
        """A break begins: the clock stands still for so long."""
        length = dt.timedelta(seconds=seconds)
        return replace(
            self,
            deadline=self.deadline + length,
            break_until=now + length,
            break_is_own=own,
            own_breaks=self.own_breaks - (seconds if own else 0),
        )

    def back(self, now: dt.datetime) -> "Clock":
        """The break is over: what was not used of it no longer counts as time.

        Unused seconds of somebody's own break stay theirs for another one.
        """
        if self.break_until is None:
            return self
        unused = max(self.break_until - now, NOTHING)
        whole = int(unused.total_seconds())
        return replace(
            self,
            deadline=self.deadline - unused,
            break_until=None,
            break_is_own=False,
            own_breaks=self.own_breaks + (whole if self.break_is_own else 0),
        )

    def paused(self, now: dt.datetime) -> "Clock":
        """Staff stop the clock. A break ends first."""
        return replace(self.back(now), paused_at=now)

    def resumed(self, now: dt.datetime) -> "Clock":
        """The clock runs on, later by as long as it stood."""
        if self.paused_at is None:
            return self
        stood = max(now - self.paused_at, NOTHING)
        return replace(self, deadline=self.deadline + stood, paused_at=None)

    def given(self, seconds: int) -> "Clock":
        """Minutes that staff give or take back."""
        return replace(self, deadline=self.deadline + dt.timedelta(seconds=seconds))


def words(seconds: float) -> str:
    """1:17:52, as a candidate reads the time that is left."""
    whole = int(seconds)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}"
