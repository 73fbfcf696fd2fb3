"""How soon people hear from us, in business hours."""

import datetime as dt
from dataclasses import dataclass

from enquiries.insights.periods import Period
from enquiries.insights.rows import (
    ASKED,
    CALENDAR,
    WEEK,
    answer,
    business_calendar,
    day_of,
    reading,
)
from institute.figures.funnels import percent

AN_HOUR, A_BUSINESS_DAY = 3600, 9 * 3600
# Who calls or comes in is answered as they ask: there is no wait to measure.
STATEMENT = f"""
WITH {ASKED}, {CALENDAR}, waited AS (
    SELECT {WEEK.format("a.created_at")} AS week, a.answered,
           {reading("COALESCE(a.answered, %(until)s)", "e")} - {reading("a.created_at", "b")}
               AS seconds
    FROM asked a
    JOIN calendar b ON b.day = {day_of("a.created_at")}
    JOIN calendar e ON e.day = {day_of("COALESCE(a.answered, %(until)s)")}
    WHERE a.source NOT IN ('phone', 'walk_in')
)
SELECT week, count(*) AS asked, count(answered) AS answered,
       (percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) FILTER (WHERE answered IS NOT NULL)
        / 3600.0)::float8 AS median,
       (percentile_cont(0.9) WITHIN GROUP (ORDER BY seconds) FILTER (WHERE answered IS NOT NULL)
        / 3600.0)::float8 AS ninth,
       count(*) FILTER (WHERE answered IS NOT NULL AND seconds <= {A_BUSINESS_DAY}) AS in_a_day,
       count(*) FILTER (WHERE answered IS NOT NULL OR seconds > {A_BUSINESS_DAY}) AS day_is_over,
       count(*) FILTER (WHERE seconds > {AN_HOUR}) AS untouched,
       count(*) FILTER (WHERE answered IS NOT NULL OR seconds > {AN_HOUR}) AS hour_is_over
FROM waited
GROUP BY GROUPING SETS ((), (week))
ORDER BY week NULLS FIRST
"""  # noqa: S608 - constants


@dataclass(frozen=True)
class Answers:
    """How soon in one week, or in all. Times are business hours; None where nobody was answered.

    Shares leave out those whose hour or day still runs.
    """

    week: dt.date | None
    asked: int = 0
    answered: int = 0
    median: float | None = None
    ninth: float | None = None
    in_a_day: int = 0
    day_is_over: int = 0
    untouched: int = 0
    hour_is_over: int = 0

    @property
    def waiting(self) -> int:
        return self.asked - self.answered

    @property
    def percent_in_a_day(self) -> int | None:
        return percent(self.in_a_day, self.day_is_over)


@dataclass(frozen=True)
class Answering:
    """The whole period, and week by week."""

    total: Answers
    weeks: list[Answers]


def answering(period: Period) -> Answering:
    """First answers to who asked in the period, as it stood at its end; one statement."""
    calendar = business_calendar(period.since, period.until)
    rows = answer(STATEMENT, since=period.since, until=period.until, **calendar)
    found = {row["week"]: Answers(**row) for row in rows}
    weeks = [found.get(week, Answers(week)) for week in period.weeks()]
    return Answering(found.get(None, Answers(None)), weeks)
