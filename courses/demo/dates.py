"""Cohorts around the day of the first planting: one behind us, some running, most ahead."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone

from courses.demo.people import accounts
from courses.demo.reading import Record, records
from courses.models import Cohort, Course, CourseVersion
from courses.operations import cohorts
from courses.timing import expand, instant

ENROLMENT_OPENS = dt.timedelta(weeks=12)
BETWEEN_INTAKES = 4  # weeks, for a course taken in one's own time
INTAKES = 5


@dataclass(frozen=True)
class Planted:
    """A cohort that is open for now, and who should be in it."""

    cohort: Cohort
    taken: int
    waiting: int
    sponsored: int

    @property
    def slug(self) -> str:
        return self.cohort.version.course.slug


def plant_cohorts() -> list[Planted]:
    """Plan and open the cohorts of every course that has none, whatever their dates."""
    taught = Cohort.objects.values("version__course")
    bare = Course.objects.published().exclude(pk__in=taught).select_related("current")
    courses = {course.slug: course for course in bare}
    rows = [row for row in records("cohorts", "cohort") if row["course"] in courses]
    return [one for row in rows for one in _planted(row, courses[row["course"]])]


def _planted(row: Record, course: Course) -> Iterator[Planted]:
    assert course.current
    if row["weekdays"]:
        yield Planted(
            _classes(row, course.current), row["taken"], row["waitlist"], row["sponsored"]
        )
        return
    for number in range(INTAKES):
        people = row["taken"] if number < 2 else 0
        yield Planted(_intake(row, course.current, number * BETWEEN_INTAKES), people // 2, 0, 0)


def _monday(zone: str) -> dt.date:
    today = timezone.localdate(timezone=ZoneInfo(zone))
    return today - dt.timedelta(days=today.weekday())


def _classes(row: Record, version: CourseVersion) -> Cohort:
    """A cohort that meets, with a class for each evening of its weeks."""
    zone = row["time_zone"]
    times = expand(
        _monday(zone) + dt.timedelta(weeks=row["starts_week"]),
        row["weekdays"],
        dt.time.fromisoformat(row["start_time"]),
        row["minutes"],
        zone,
        row["weeks"],
    )
    plan = cohorts.Plan(
        zone=zone,
        times=times,
        capacity=row["capacity"],
        price_cents=row.get("price_cents"),
        **_window(times[0][0]),
    )
    cohort = cohorts.plan_cohort(
        version=version,
        plan=plan,
        instructor=accounts()[row["instructor"]],
        titles=cohorts.class_titles(version, len(times)),
    )
    return cohorts.open_cohort(cohort=cohort)


def _intake(row: Record, version: CourseVersion, later: int) -> Cohort:
    """A start of a course without classes: its weeks begin on a Monday."""
    zone = row["time_zone"]
    day = _monday(zone) + dt.timedelta(weeks=row["starts_week"] + later)
    starts_at = instant(day, dt.time.fromisoformat(row["start_time"]), zone)
    cohort = Cohort.objects.create(
        version=version,
        time_zone=zone,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(weeks=version.weeks),
        capacity=row["capacity"],
        price_cents=row.get("price_cents", version.price_cents),
        is_demo=True,
        **_window(starts_at),
    )
    return cohorts.open_cohort(cohort=cohort)


def _window(starts_at: dt.datetime) -> dict[str, dt.datetime]:
    """Open now, so that even a cohort behind us can be filled; `close_the_past` shuts it."""
    now = timezone.now()
    return {
        "enrol_opens_at": min(starts_at, now) - ENROLMENT_OPENS,
        "enrol_closes_at": max(starts_at, now + dt.timedelta(hours=1)),
    }


def close_the_past(planted: Sequence[Planted]) -> None:
    """Shut enrolment where the first class is over, and let the calendar decide what has begun."""
    now = timezone.now()
    for one in planted:
        if one.cohort.starts_at <= now:
            Cohort.objects.filter(pk=one.cohort.pk).update(enrol_closes_at=one.cohort.starts_at)
            cohorts.follow_the_calendar(cohort=one.cohort)
