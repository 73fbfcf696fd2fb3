"""What we said we would do, and whether it was done in time."""

import datetime as dt
from dataclasses import dataclass

from enquiries.insights.periods import Period
from enquiries.insights.rows import WEEK, answer
from institute.figures.funnels import percent

STATEMENT = f"""
SELECT {WEEK.format("due_at")} AS week, count(*) AS due,
       count(*) FILTER (WHERE kept_at <= due_at) AS in_time,
       count(*) FILTER (WHERE kept_at > due_at AND kept_at < %(until)s) AS late
FROM enquiries_promise
WHERE due_at >= %(since)s AND due_at < %(until)s
GROUP BY GROUPING SETS ((), ({WEEK.format("due_at")}))
ORDER BY 1 NULLS FIRST
"""  # noqa: S608 - constants


@dataclass(frozen=True)
class Kept:
    """Promises that fell due: kept in time, late, or not yet."""

    week: dt.date | None
    due: int = 0
    in_time: int = 0
    late: int = 0

    @property
    def open(self) -> int:
        return self.due - self.in_time - self.late

    @property
    def not_in_time(self) -> int:
        return self.due - self.in_time

    @property
    def percent(self) -> int | None:
        return percent(self.in_time, self.due)


@dataclass(frozen=True)
class Promising:
    """The whole period, and week by week."""

    total: Kept
    weeks: list[Kept]


def promising(period: Period) -> Promising:
    """Promises that fell due in the period, as it stood at its end; one statement."""
    rows = answer(STATEMENT, since=period.since, until=period.until)
    found = {row["week"]: Kept(**row) for row in rows}
    weeks = [found.get(week, Kept(week)) for week in period.weeks()]
    return Promising(found.get(None, Kept(None)), weeks)
