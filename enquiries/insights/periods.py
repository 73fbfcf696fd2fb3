"""The days somebody looks at, whole days on Toronto's clock."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from enquiries.hours import ZONE

PRESETS = (30, 90, 365)
LONGEST = 3 * 366
A_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both included."""

    first: dt.date
    last: dt.date

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Period":
        """What the address asks for, else the last 30 days; what is ahead of us is left out."""
        today = timezone.localdate(timezone=ZONE)
        first, last = _day(asked.get("from")), _day(asked.get("to"))
        if first and first <= today:
            last = min(last or today, today)
            return cls(*_in_order(first, last))
        days = asked.get("days", "")
        return cls.of_days(int(days) if days in map(str, PRESETS) else PRESETS[0])

    @classmethod
    def of_days(cls, days: int) -> "Period":
        """That many days, today the last."""
        today = timezone.localdate(timezone=ZONE)
        return cls(today - A_DAY * (days - 1), today)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def since(self) -> dt.datetime:
        return _midnight(self.first)

    @property
    def until(self) -> dt.datetime:
        """The first instant after it, or now while it lasts."""
        return min(_midnight(self.last + A_DAY), timezone.now())

    @property
    def before(self) -> "Period":
        """As many days, directly before."""
        return Period(self.first - A_DAY * self.days, self.first - A_DAY)

    @property
    def is_preset(self) -> bool:
        return self.days in PRESETS and self == Period.of_days(self.days)

    @property
    def query(self) -> str:
        """As an address says it."""
        if self.is_preset:
            return f"days={self.days}"
        return f"from={self.first.isoformat()}&to={self.last.isoformat()}"

    def __str__(self) -> str:
        if self.is_preset:
            return f"Last {self.days} days"
        return f"{_said(self.first)} to {_said(self.last)}"

    def weeks(self) -> list[dt.date]:
        """The Monday of every week it touches."""
        monday = self.first - A_DAY * self.first.weekday()
        return [monday + A_DAY * day for day in range(0, (self.last - monday).days + 1, 7)]


def _day(text: str | None) -> dt.date | None:
    try:
        found = dt.date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.year > dt.MINYEAR + LONGEST else None


def _in_order(first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
    first, last = sorted((first, last))
    return max(first, last - A_DAY * (LONGEST - 1)), last


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), ZONE).astimezone(dt.UTC)


def _said(day: dt.date) -> str:
    return f"{day.day} {day:%b} {day.year}"
