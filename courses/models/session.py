"""A session of a cohort, and who was there."""

import datetime as dt
from collections.abc import Iterable
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q

from courses.models.cohort import Cohort
from courses.models.enrolment import Enrolment
from institute.accounts.models import User


class SessionQuerySet(models.QuerySet["Session"]):
    """Chainable adjectives for classes."""

    def of_cohorts(self, cohorts: Iterable[int]) -> Self:
        """The classes of these cohorts that take place."""
        return self.filter(cohort__in=cohorts, cancelled=False)

    def taught_by(self, user: User) -> Self:
        return self.filter(instructor=user, cancelled=False)

    def since(self, moment: dt.datetime) -> Self:
        """Classes that end after the moment."""
        return self.filter(during__endswith__gt=moment)

    def overlapping(self, start: dt.datetime, end: dt.datetime) -> Self:
        """Classes that share a moment with the half-open span."""
        return self.filter(during__overlap=DateTimeTZRange(start, end, "[)"))

    def with_course(self) -> Self:
        return self.select_related("cohort__version__course", "instructor")


class Session(models.Model):
    """A live class: `during` is half-open, in UTC instants."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    during = DateTimeRangeField()
    instructor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sessions_taught")
    join_url = models.URLField(blank=True)
    cancelled = models.BooleanField(default=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["during"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cohort", "number"],
                name="one_session_per_number",
                deferrable=models.Deferrable.DEFERRED,
            ),
            ExclusionConstraint(
                name="no_instructor_in_two_sessions_at_once",
                expressions=[
                    ("instructor", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled=False),
            ),
            models.CheckConstraint(
                condition=Q(during__isempty=False)
                & Q(during__lower_inc=True)
                & Q(during__upper_inc=False)
                & Q(during__lower_inf=False)
                & Q(during__upper_inf=False),
                name="a_session_has_a_start_and_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"Class {self.number}: {self.title}"

    @property
    def starts_at(self) -> dt.datetime:
        start: dt.datetime = self.during.lower
        return start

    @property
    def ends_at(self) -> dt.datetime:
        end: dt.datetime = self.during.upper
        return end


class Mark(models.TextChoices):
    """What the register says."""

    PRESENT = "present", "Present"
    LATE = "late", "Late"
    ABSENT = "absent", "Absent"
    EXCUSED = "excused", "Excused"


class Attendance(models.Model):
    """One line of the register."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendance")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="attendance")
    mark = models.CharField(max_length=8, choices=Mark.choices)
    marked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session", "enrolment"], name="one_mark_per_session_and_student"
            ),
            models.CheckConstraint(
                condition=Q(mark__in=Mark.values), name="attendance_mark_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.get_mark_display()
