"""Times for a student, as staff look for them: who gives the help, and when they are free."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from mentorship.clocks import Span

WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Week:
    """Monday to Sunday on somebody's calendar."""

    monday: dt.date
    zone: ZoneInfo

    @classmethod
    def of(cls, typed: str, zone: ZoneInfo) -> "Week":
        """The week of a typed day; tomorrow's when it cannot be read or lies far away."""
        today = dt.datetime.now(zone).date()
        tomorrow = today + dt.timedelta(days=1)
        try:
            day = dt.date.fromisoformat(typed)
        except ValueError:
            day = tomorrow
        if not today - WEEK <= day <= today + 52 * WEEK:
            day = tomorrow
        return cls(day - dt.timedelta(days=day.weekday()), zone)

    @property
    def sunday(self) -> dt.date:
        return self.monday + dt.timedelta(days=6)

    @property
    def before(self) -> dt.date | None:
        """The Monday before, unless that week is over."""
        today = dt.datetime.now(self.zone).date()
        return self.monday - WEEK if self.monday > today else None

    @property
    def after(self) -> dt.date:
        return self.monday + WEEK

    @property
    def span(self) -> Span:
        """Its instants."""
        ends = (self.monday, self.monday + WEEK)
        first, last = (
            dt.datetime.combine(day, dt.time(), self.zone).astimezone(dt.UTC) for day in ends
        )
        return Span(first, last)

    def days(self, free: tuple[Span, ...]) -> list[tuple[dt.date, list[dt.datetime]]]:
        """The free starts of each of its days."""
        days = [self.monday + dt.timedelta(days=number) for number in range(7)]
        starts = [span.start for span in free]
        return [
            (day, [one for one in starts if one.astimezone(self.zone).date() == day])
            for day in days
        ]
