"""When something is due, as the person who has to do it would say it."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone

A_DAY = dt.timedelta(days=1)
SUNDAY = 6
# The groups of the work list, in order.
OVERDUE, TODAY, TOMORROW, THIS_WEEK, LATER = "Overdue", "Today", "Tomorrow", "This week", "Later"
GROUPS = (OVERDUE, TODAY, TOMORROW, THIS_WEEK, LATER)


@dataclass(frozen=True)
class Days:
    """Where today, tomorrow and this week end on the reader's clock."""

    now: dt.datetime
    zone: ZoneInfo

    @classmethod
    def of(cls, zone: ZoneInfo) -> "Days":
        """The days as they are now."""
        return cls(timezone.now(), zone)

    def midnight(self, days: int) -> dt.datetime:
        """Midnight that many days ahead, in UTC; a day of 23 or 25 hours is a day."""
        day = self.now.astimezone(self.zone).date() + dt.timedelta(days=days)
        return dt.datetime.combine(day, dt.time(), self.zone).astimezone(dt.UTC)

    @property
    def ends(self) -> dict[str, dt.datetime]:
        """Where each group ends; the last has no end."""
        today = self.now.astimezone(self.zone).date()
        left = SUNDAY - today.weekday() + 1
        return {
            OVERDUE: self.now,
            TODAY: self.midnight(1),
            TOMORROW: self.midnight(2),
            THIS_WEEK: self.midnight(max(left, 2)),
        }

    def group(self, at: dt.datetime) -> str:
        """The group something due then belongs to."""
        for name, end in self.ends.items():
            if at < end or (name == OVERDUE and at == end):
                return name
        return LATER


def look(at: dt.datetime | None, days: Days) -> str:
    """The shape of a status: late, now for today, next for what is ahead, closed for nothing."""
    if at is None:
        return "closed"
    group = days.group(at)
    return {OVERDUE: "late", TODAY: "now"}.get(group, "next")


def due_words(what: str, at: dt.datetime, days: Days) -> str:
    """Call, 3 h overdue. Call today 15:00. Call tomorrow. Call 20 Nov."""
    group, local = days.group(at), at.astimezone(days.zone)
    if group == OVERDUE:
        return f"{what}, {late_words(days.now - at)} overdue"
    if group == TODAY:
        return f"{what} today {local:%H:%M}"
    if group == TOMORROW:
        return f"{what} tomorrow {local:%H:%M}"
    year = "" if local.year == days.now.astimezone(days.zone).year else f" {local.year}"
    return f"{what} {local.day} {local:%b}{year}"


def when_words(at: dt.datetime, days: Days) -> str:
    """3 h overdue. Today 15:00. Tomorrow 9:00. Fri 20 Nov, 9:00."""
    group, local = days.group(at), at.astimezone(days.zone)
    if group == OVERDUE:
        return f"{late_words(days.now - at)} overdue"
    if group in {TODAY, TOMORROW}:
        return f"{group} {local:%H:%M}"
    return f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"


def late_words(late: dt.timedelta) -> str:
    """20 min, 3 h, 2 days."""
    if late < dt.timedelta(hours=1):
        return f"{max(1, int(late.total_seconds() // 60))} min"
    if late < A_DAY:
        return f"{int(late.total_seconds() // 3600)} h"
    return "1 day" if late.days == 1 else f"{late.days} days"
