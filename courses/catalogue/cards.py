"""What a course's row in the catalogue says, loaded for many courses in one statement."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject, Lower, Upper
from django.utils import timezone

from courses.catalogue.meeting import Span, meeting_words
from courses.models import Cohort, Course, CourseVersion, Session
from courses.models.course import Lane
from institute.figures.calendars import Axis, Bar, Row
from institute.templatetags.moments import money

FEW = 6
LONG_PROGRAM = 8  # weeks; the certification course that is drawn as the critical path
SHOWN = 4


@dataclass(frozen=True)
class Run:
    """A cohort that takes enrolments, as a row of the catalogue needs it."""

    pk: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    left: int
    capacity: int
    price_cents: int
    classes: tuple[Span, ...]

    @property
    def is_open_start(self) -> bool:
        """Whether a place begins on the day it is taken."""
        return not self.classes and self.starts_at <= timezone.now()


def classes_of_first_week() -> ArraySubquery:
    """The first classes of a cohort as (start, end), enough to see the pattern."""
    classes = Session.objects.filter(cohort=OuterRef("pk"), cancelled=False).order_by("during")
    return ArraySubquery(
        classes.values(span=JSONObject(a=Lower("during"), b=Upper("during")))[:SHOWN]
    )


def spans(found: Sequence[Any] | None) -> tuple[Span, ...]:
    """The (start, end) pairs of what `classes_of_first_week` brought."""
    return tuple((_instant(one["a"]), _instant(one["b"])) for one in found or ())


def _instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@dataclass(frozen=True)
class Card:
    """A row of the catalogue, in a reader's zone, on an axis that begins this week."""

    course: Course
    version: CourseVersion
    runs: tuple[Run, ...]
    zone: ZoneInfo
    axis: Axis

    @property
    def price(self) -> str:
        """ "$690", "from $690" when cohorts differ, or "Free"."""
        prices = {run.price_cents for run in self.runs} or {self.version.price_cents}
        lowest = min(prices)
        if not lowest:
            return "Free"
        return money(lowest) if len(prices) == 1 else f"from {money(lowest)}"

    @property
    def lane(self) -> str:
        return self.version.lane

    @property
    def meets(self) -> str:
        """ "Mon and Wed 18:30"; how it is taken when there are no classes."""
        classes = self.runs[0].classes if self.runs else ()
        return meeting_words(classes, self.zone, short=True)

    @cached_property
    def seats(self) -> tuple[str, str]:
        """The state and words of the seats in the next cohort that has one."""
        if not self.runs:
            return "closed", "No date yet"
        free = next((run for run in self.runs if run.left > 0), None)
        if free is None:
            return "closed", "Full, waiting list open"
        words = "1 seat left" if free.left == 1 else f"{free.left} seats left"
        if free is not self.runs[0]:
            words = f"Full until {short(free.starts_at, self.zone)}"
        if free.left <= FEW:
            return "warn", words
        return ("next" if free.left == free.capacity else "now"), words

    @property
    def row(self) -> tuple[Row, ...]:
        """Each cohort as a bar; the long certification course is the one drawn in gold."""
        return (Row(tuple(bar for run in self.runs if (bar := self._bar(run)))),)

    def _bar(self, run: Run) -> Bar | None:
        last = run.ends_at.astimezone(self.zone).date()
        bar = self.axis.bar(run.starts_at.astimezone(self.zone).date(), last, self._kind(run))
        ends_here = self.version.lane == Lane.CERT and self.axis.column(last) < self.axis.weeks
        return replace(bar, ends_in_milestone=True) if bar and ends_here else bar

    def _kind(self, run: Run) -> str:
        if self.version.lane != Lane.CERT:
            return self.version.lane
        gold = self.version.weeks >= LONG_PROGRAM and run is self.runs[0]
        return "crit" if gold else "plain"

    @property
    def dates(self) -> str:
        """ "12 Jan to 29 Jan 2027, again from 3 May"."""
        if not self.runs:
            return "No date yet. Ask and we will tell you which one is being planned."
        first, *later = self.runs
        if first.is_open_start:
            return f"Start any day until {short(first.ends_at, self.zone, year=True)}"
        start, end = short(first.starts_at, self.zone), short(first.ends_at, self.zone, year=True)
        if first.starts_at.astimezone(self.zone).year != first.ends_at.astimezone(self.zone).year:
            start = short(first.starts_at, self.zone, year=True)
        again = short(later[0].starts_at, self.zone) if later else ""
        return f"{start} to {end}, again from {again}" if again else f"{start} to {end}"


def short(when: dt.datetime, zone: ZoneInfo, *, year: bool = False) -> str:
    """ "11 Jan", or "11 Jan 2027"."""
    local = when.astimezone(zone)
    return f"{local.day} {local:%b %Y}" if year else f"{local.day} {local:%b}"


def load_cards(course_ids: Collection[int], zone: ZoneInfo) -> dict[int, Card]:
    """The cards of these courses, in one statement."""
    axis = axis_for(zone)
    courses = (
        Course.objects.filter(pk__in=course_ids, current__isnull=False)
        .select_related("current")
        .annotate(runs=ArraySubquery(_runs()))
    )
    return {course.pk: _card(course, zone, axis) for course in courses}


def axis_for(zone: ZoneInfo) -> Axis:
    """The 26 weeks every row shares, from this week on."""
    return Axis(timezone.localdate(timezone=zone))


def _runs() -> Any:
    return (
        Cohort.objects.upcoming()
        .filter(version__course=OuterRef("pk"))
        .order_by("starts_at")
        .values(
            run=JSONObject(
                pk="pk",
                starts="starts_at",
                ends="ends_at",
                taken="taken",
                capacity="capacity",
                price="price_cents",
                classes=classes_of_first_week(),
            )
        )
    )


def _card(course: Course, zone: ZoneInfo, axis: Axis) -> Card:
    assert course.current is not None
    runs = tuple(
        Run(
            pk=run["pk"],
            starts_at=_instant(run["starts"]),
            ends_at=_instant(run["ends"]),
            left=run["capacity"] - run["taken"],
            capacity=run["capacity"],
            price_cents=run["price"],
            classes=spans(run["classes"]),
        )
        for run in course.runs  # type: ignore[attr-defined]
    )
    return Card(course=course, version=course.current, runs=runs, zone=zone, axis=axis)
