"""When a mentor is free: a week on the wall, what differs from it, and what is taken."""

import datetime as dt
from typing import ClassVar, Self
from urllib.parse import urlsplit

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q
from django.utils import timezone

from institute.accounts.models import valid_zone
from mentorship.models.mentor import Mentor


class AvailabilityRule(models.Model):
    """Hours of a weekday on the wall clock of a zone; an end not after the start is next day's."""

    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="rules")
    weekday = models.PositiveSmallIntegerField(help_text="0 is Monday.")
    starts = models.TimeField()
    ends = models.TimeField()
    zone = models.CharField(max_length=64, validators=[valid_zone])
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True, help_text="The last day.")

    class Meta:
        ordering: ClassVar = ["mentor", "weekday", "starts"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="a_rule_names_a_weekday"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=models.F("valid_from")),
                name="a_rule_begins_before_it_ends",
            ),
            models.UniqueConstraint(
                fields=["mentor", "weekday", "starts", "valid_from"],
                nulls_distinct=False,
                name="one_rule_per_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor}, {self.weekday}: {self.starts:%H:%M} to {self.ends:%H:%M}"


class AvailabilityOverride(models.Model):
    """One date that differs from the week: other hours, or none."""

    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="overrides")
    day = models.DateField(help_text="On the mentor's own calendar.")
    hours = models.JSONField(default=list, blank=True, help_text='[["09:00", "12:00"], …]')
    why = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["day"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mentor", "day"], name="one_override_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.mentor}: {self.day:%Y-%m-%d}"


WHOLE = (
    Q(during__isempty=False)
    & Q(during__lower_inc=True)
    & Q(during__upper_inc=False)
    & Q(during__lower_inf=False)
    & Q(during__upper_inf=False)
)


class TimeOff(models.Model):
    """A stretch in which the mentor takes nobody."""

    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="time_off")
    during = DateTimeRangeField()
    why = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["during"]
        verbose_name_plural = "time off"
        constraints: ClassVar = [
            models.CheckConstraint(condition=WHOLE, name="time_off_has_a_start_and_an_end")
        ]
        indexes: ClassVar = [GistIndex(fields=["mentor", "during"], name="time_off_of_a_mentor")]

    def __str__(self) -> str:
        return f"{self.mentor}: {self.during.lower:%Y-%m-%d}"


class TravelPeriod(models.Model):
    """Days on which the mentor's week follows the clock of another place."""

    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="travels")
    zone = models.CharField(max_length=64, validators=[valid_zone])
    days = DateRangeField(help_text="The last day is not in it.")

    class Meta:
        ordering: ClassVar = ["days"]
        constraints: ClassVar = [
            ExclusionConstraint(
                name="nobody_is_in_two_places",
                expressions=[
                    ("mentor", RangeOperators.EQUAL),
                    ("days", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(days__isempty=False)
                & Q(days__lower_inf=False)
                & Q(days__upper_inf=False),
                name="a_journey_has_a_first_and_a_last_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor}: {self.zone}"

    @property
    def last(self) -> dt.date:
        """The last day away."""
        day: dt.date = self.days.upper - dt.timedelta(days=1)
        return day


class CalendarQuerySet(models.QuerySet["CalendarSource"]):
    """Chainable adjectives for calendars we read."""

    def due(self, before: dt.datetime) -> Self:
        """Not asked since then; whoever waits longest comes first."""
        asked = Q(asked_at__isnull=True) | Q(asked_at__lt=before)
        return self.filter(asked).order_by(models.F("asked_at").asc(nulls_first=True))


class CalendarSource(models.Model):
    """An iCal address we read busy time from; what it says of the time stays unread."""

    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="calendars")
    url = models.URLField(max_length=1000)
    label = models.CharField(max_length=80, blank=True)
    etag = models.CharField(max_length=200, blank=True, editable=False)
    asked_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True, help_text="The last time it answered.")
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = CalendarQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mentor", "url"], name="one_source_per_address")
        ]

    def __str__(self) -> str:
        return self.label or f"Calendar of {self.mentor}"

    @property
    def host(self) -> str:
        """All of the address that is shown: the rest of it is a secret."""
        return urlsplit(self.url).hostname or ""


class ExternalBusy(models.Model):
    """Time that another calendar says is taken."""

    source = models.ForeignKey(CalendarSource, on_delete=models.CASCADE, related_name="busy")
    # The source's, once more: free times are found by mentor without a join.
    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="busy")
    during = DateTimeRangeField()

    class Meta:
        ordering: ClassVar = ["during"]
        verbose_name_plural = "external busy time"
        constraints: ClassVar = [
            models.CheckConstraint(condition=WHOLE, name="busy_time_has_a_start_and_an_end")
        ]
        indexes: ClassVar = [GistIndex(fields=["mentor", "during"], name="busy_time_of_a_mentor")]

    def __str__(self) -> str:
        return f"{self.source}: {self.during.lower:%Y-%m-%d %H:%M}"


def stretch(start: dt.datetime, end: dt.datetime) -> DateTimeTZRange:
    """From the first instant up to, not including, the second."""
    return DateTimeTZRange(start, end, "[)")
