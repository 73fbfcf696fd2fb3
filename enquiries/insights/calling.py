"""The telephone: what was answered, what was missed and returned, how long the writing takes."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from enquiries import hours
from enquiries.insights.periods import Period
from enquiries.insights.rows import WEEK, answer
from enquiries.models import Call
from institute.figures.funnels import percent

MOST_LISTED = 50
INSTANT = "c.started_at"
# A call nobody hung up in the form was written down afterwards: its wrap is not known.
STATEMENT = f"""
SELECT {WEEK.format(INSTANT)} AS week,
       count(*) FILTER (WHERE c.direction = 'in'
           AND c.outcome NOT IN ('missed', 'no_answer')) AS answered,
       count(*) FILTER (WHERE c.outcome = 'missed' AND c.number <> '') AS missed,
       count(*) FILTER (WHERE c.outcome = 'missed' AND c.number = '') AS withheld,
       count(r.id) FILTER (WHERE c.outcome = 'missed') AS returned,
       count(*) FILTER (WHERE c.direction = 'out') AS ours,
       (percentile_cont(0.5) WITHIN GROUP
           (ORDER BY extract(epoch FROM r.started_at - c.started_at) / 3600.0)
           FILTER (WHERE c.outcome = 'missed'))::float8 AS hours_to_return,
       (percentile_cont(0.5) WITHIN GROUP
           (ORDER BY extract(epoch FROM c.closed_at - c.ended_at))
           FILTER (WHERE c.staff_id IS NOT NULL AND c.closed_at > c.ended_at))::float8 AS wrap
FROM enquiries_call c
LEFT JOIN enquiries_call r ON r.id = c.returned_by_id AND r.started_at < %(until)s
WHERE c.status = 'closed' AND c.started_at >= %(since)s AND c.started_at < %(until)s
GROUP BY GROUPING SETS ((), ({WEEK.format(INSTANT)}))
ORDER BY 1 NULLS FIRST
"""  # noqa: S608 - constants


@dataclass(frozen=True)
class Calls:
    """The calls of one week, or of all. `missed` are those somebody can return."""

    week: dt.date | None
    answered: int = 0
    missed: int = 0
    withheld: int = 0
    returned: int = 0
    ours: int = 0
    hours_to_return: float | None = None
    wrap: float | None = None

    @property
    def not_returned(self) -> int:
        return self.missed - self.returned

    @property
    def all_missed(self) -> int:
        return self.missed + self.withheld

    @property
    def percent_answered(self) -> int | None:
        return percent(self.answered, self.answered + self.all_missed)


@dataclass(frozen=True)
class Calling:
    """The whole period, and week by week."""

    total: Calls
    weeks: list[Calls]


def calling(period: Period) -> Calling:
    """The calls of the period, as it stood at its end; one statement."""
    rows = answer(STATEMENT, since=period.since, until=period.until)
    found = {row["week"]: Calls(**row) for row in rows}
    weeks = [found.get(week, Calls(week)) for week in period.weeks()]
    return Calling(found.get(None, Calls(None)), weeks)


@dataclass(frozen=True)
class Missed:
    """Calls nobody has returned, the longest waiting first, and how many there are in all."""

    calls: list[Call]
    count: int
    today: int

    @property
    def more(self) -> int:
        return self.count - len(self.calls)


def missed_calls() -> Missed:
    """Every missed call whose number we know and nobody has called back, whenever it was."""
    waiting = _waiting()
    midnight = dt.datetime.combine(timezone.localdate(timezone=hours.ZONE), dt.time(), hours.ZONE)
    listed = waiting.select_related("enquiry", "person").order_by("started_at", "pk")
    return Missed(
        list(listed[:MOST_LISTED]),
        waiting.count(),
        waiting.filter(started_at__gte=midnight).count(),
    )


def _waiting() -> "QuerySet[Call]":
    return Call.objects.not_returned().exclude(number="")
