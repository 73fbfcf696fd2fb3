"""Statements that PostgreSQL answers with one row per group."""

import datetime as dt
from typing import Any

from django.db import connection

from enquiries import hours
from enquiries.hours import ZONE

# Who asked: people, each question once. What was joined is told by the one it was joined to.
ASKED = """
asked AS (
    SELECT id, source, course_id, owner_id, created_at,
           CASE WHEN first_responded_at < %(until)s
                THEN GREATEST(first_responded_at, created_at) END AS answered
    FROM enquiries_enquiry
    WHERE created_at >= %(since)s AND created_at < %(until)s
      AND status NOT IN ('quarantined', 'spam', 'duplicate')
)"""
WEEK = "date_trunc('week', {} AT TIME ZONE 'America/Toronto')::date"


def answer(statement: str, **values: Any) -> list[dict[str, Any]]:
    """Every row, by the names of its columns."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


# Business time as a clock that stands still while we are closed: the days' openings, and how much
# of it had passed by then. The difference of two readings is the business time between them.
CALENDAR = """
calendar AS (
    SELECT * FROM unnest(%(days)s::date[], %(opens)s::timestamptz[], %(closes)s::timestamptz[],
                         %(passed)s::float8[]) AS c(day, opens, closes, passed)
)"""


def reading(moment: str, calendar: str) -> str:
    """That clock's reading in seconds, at a moment whose day stands in `calendar`."""
    held = f"LEAST(GREATEST({moment}, {calendar}.opens), {calendar}.closes)"
    return f"({calendar}.passed + extract(epoch FROM {held} - {calendar}.opens))"


def day_of(moment: str) -> str:
    """The day on Toronto's clock."""
    return f"({moment} AT TIME ZONE 'America/Toronto')::date"


def business_calendar(since: dt.datetime, until: dt.datetime) -> dict[str, list[Any]]:
    """The calendar's columns, from the day of `since` to the day of `until`."""
    first, last = since.astimezone(ZONE).date(), until.astimezone(ZONE).date()
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    columns: dict[str, list[Any]] = {"days": [], "opens": [], "closes": [], "passed": []}
    passed = 0.0
    for day in days:
        opens = dt.datetime.combine(day, hours.OPENS, ZONE)
        closes = dt.datetime.combine(day, hours.CLOSES, ZONE) if _is_open(day) else opens
        for name, value in zip(columns, (day, opens, closes, passed), strict=True):
            columns[name].append(value)
        passed += (closes.astimezone(dt.UTC) - opens.astimezone(dt.UTC)).total_seconds()
    return columns


def _is_open(day: dt.date) -> bool:
    return hours.is_business_day(day)
