"""From enquiry to enrolment: how many got how far, by source, course and owner, and how fast."""

from dataclasses import dataclass
from typing import Any

from enquiries.insights.periods import Period
from enquiries.insights.rows import ASKED, answer
from enquiries.models import Source
from institute.figures.funnels import Stage, percent, weakest

# A stage counts as reached when a later one was: nobody enrols without having been reached.
STAGES = f"""
WITH {ASKED}, told AS (
    SELECT enquiry_id,
           min(at) FILTER (WHERE became = 'qualified') AS qualified,
           min(at) FILTER (WHERE became = 'enrolment_started') AS started
    FROM enquiries_statuschange
    WHERE at < %(until)s AND enquiry_id IN (SELECT id FROM asked)
    GROUP BY enquiry_id
), became AS (
    SELECT enquiry_id, at, kind FROM enquiries_conversion
    WHERE at < %(until)s AND enquiry_id IN (SELECT id FROM asked)
), far AS (
    SELECT asked.*, b.at AS converted,
           CASE WHEN b.kind = 'enrolment' THEN b.at END AS enrolled,
           LEAST(t.started, CASE WHEN b.kind = 'enrolment' THEN b.at END) AS started,
           LEAST(t.qualified, t.started, b.at) AS qualified,
           LEAST(asked.answered, t.qualified, t.started, b.at) AS reached
    FROM asked
    LEFT JOIN told t ON t.enquiry_id = asked.id
    LEFT JOIN became b ON b.enquiry_id = asked.id
)
SELECT GROUPING(far.source, far.course_id, far.owner_id) AS level, far.source,
       max(v.title) AS course, max(COALESCE(NULLIF(u.display_name, ''), u.email)) AS owner,
       count(*) AS asked, count(far.reached) AS reached, count(far.qualified) AS qualified,
       count(far.started) AS started, count(far.enrolled) AS enrolled,
       count(far.converted) - count(far.enrolled) AS mentored,
       {{medians}}
FROM far
LEFT JOIN courses_course c ON c.id = far.course_id
LEFT JOIN courses_courseversion v ON v.id = c.current_id
LEFT JOIN accounts_user u ON u.id = far.owner_id
GROUP BY GROUPING SETS ((), (far.source), (far.course_id), (far.owner_id))
"""  # noqa: S608 - constants
BETWEEN = {
    "to_reached": "far.reached - far.created_at",
    "to_qualified": "far.qualified - far.reached",
    "to_started": "far.started - far.qualified",
    "to_enrolled": "far.enrolled - far.started",
    "whole": "far.enrolled - far.created_at",
}
MEDIAN = (
    "percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM ({})) / 3600.0)::float8 AS {}"
)
STATEMENT = STAGES.format(
    medians=",\n".join(MEDIAN.format(between, name) for name, between in BETWEEN.items())
)
# What GROUPING() says of each set.
EVERYBODY, BY_SOURCE, BY_COURSE, BY_OWNER = 7, 3, 5, 6
SOURCES = dict(Source.choices)


@dataclass(frozen=True)
class Funnel:
    """How many got how far, and the median hours from stage to stage."""

    name: str
    asked: int = 0
    reached: int = 0
    qualified: int = 0
    started: int = 0
    enrolled: int = 0
    mentored: int = 0
    to_reached: float | None = None
    to_qualified: float | None = None
    to_started: float | None = None
    to_enrolled: float | None = None
    whole: float | None = None

    @property
    def stages(self) -> list[Stage]:
        return [
            Stage("Asked", self.asked),
            Stage("Reached", self.reached),
            Stage("Qualified", self.qualified),
            Stage("Enrolment started", self.started),
            Stage("Enrolled", self.enrolled),
        ]

    @property
    def percent(self) -> int | None:
        """How many of a hundred enrol; None of nobody."""
        return percent(self.enrolled, self.asked)

    @property
    def days(self) -> float | None:
        """From asking to enrolling, the median."""
        return None if self.whole is None else self.whole / 24

    @property
    def weakest(self) -> str:
        """Qualified to enrolment started, 48%: where most stay behind."""
        found = weakest(self.stages) if self.asked else None
        if found is None:
            return ""
        before, after, share = found
        return f"{before.label} to {after.label.lower()}, {share}%"

    @property
    def lines(self) -> "list[Line]":
        """Each stage with its share of the stage before and the median time it took."""
        waits = [None, self.to_reached, self.to_qualified, self.to_started, self.to_enrolled]
        counts = [None, *(stage.count for stage in self.stages)]
        return [
            Line(stage, percent(stage.count, before) if before is not None else None, wait)
            for stage, before, wait in zip(self.stages, counts, waits, strict=False)
        ]


@dataclass(frozen=True)
class Line:
    """A stage as the table shows it."""

    stage: Stage
    percent: int | None
    hours: float | None


@dataclass(frozen=True)
class Funnels:
    """The whole, and the same by three questions; the largest first."""

    everybody: Funnel
    sources: list[Funnel]
    courses: list[Funnel]
    owners: list[Funnel]


def funnel_of(period: Period) -> Funnel:
    """The whole alone, as it stood at the end of the period."""
    return funnels_of(period).everybody


def funnels_of(period: Period) -> Funnels:
    """Who asked in the period, and how far they had come by its end; one statement."""
    rows = answer(STATEMENT, since=period.since, until=period.until)
    everybody = [_funnel(row, str(period)) for row in rows if row["level"] == EVERYBODY]
    return Funnels(
        everybody[0] if everybody else Funnel(str(period)),
        _of(rows, BY_SOURCE, lambda row: str(SOURCES.get(row["source"], row["source"]))),
        _of(rows, BY_COURSE, lambda row: row["course"] or "No course named"),
        _of(rows, BY_OWNER, lambda row: row["owner"] or "Nobody yet"),
    )


def _of(rows: list[dict[str, Any]], level: int, name: Any) -> list[Funnel]:
    found = [_funnel(row, name(row)) for row in rows if row["level"] == level]
    return sorted(found, key=lambda funnel: (-funnel.asked, funnel.name))


def _funnel(row: dict[str, Any], name: str) -> Funnel:
    known = ("asked", "reached", "qualified", "started", "enrolled", "mentored", *BETWEEN)
    return Funnel(name, **{field: row[field] for field in known})
