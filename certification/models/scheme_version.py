"""What a certification asks at a time: rules are added as versions, never rewritten."""

import datetime as dt
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.utils import timezone

from certification.models.scheme import Scheme


class SchemeVersionQuerySet(models.QuerySet["SchemeVersion"]):
    """Chainable adjectives for versions of schemes."""

    def in_force(self, day: dt.date | None = None) -> Self:
        """Those that hold on this day."""
        return self.filter(effective__contains=day or timezone.localdate())


class SchemeVersion(models.Model):
    """Prerequisites, assessments, conduct and renewal of one scheme, from a day on.

    `prerequisites` is a list of {"kind": "course" | "simulation" | "experience" | "certification",
    "text": …, …}: a course or certification names "slugs", a simulation "slugs" of scenarios with
    "least" points as the mean over "runs" (two or more); `assessments` of {"name", "how"};
    `wait_days` the days to wait before the first, second, third attempt; `cpd` is {"total": hours,
    "categories": {slug: {"name", "least", "most"}}}.
    """

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    effective = DateRangeField()
    prerequisites = models.JSONField(default=list)
    assessments = models.JSONField(default=list)
    weights = models.JSONField(default=dict, help_text="Domain slug to per cent; 100 in all.")
    conduct = models.TextField(help_text="The code of conduct, in Markdown.")
    handbook = models.TextField(blank=True, help_text="For candidates, in Markdown.")
    attempts = models.PositiveSmallIntegerField(default=3)
    wait_days = ArrayField(models.PositiveSmallIntegerField(), default=list)
    window_days = models.PositiveSmallIntegerField(default=180)
    valid_months = models.PositiveSmallIntegerField(default=36)
    cpd = models.JSONField(default=dict)

    objects = SchemeVersionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["scheme", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "number"], name="scheme_version_number_once"),
            ExclusionConstraint(
                name="one_scheme_version_in_force_at_a_time",
                expressions=[
                    ("scheme", RangeOperators.EQUAL),
                    ("effective", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}, version {self.number}"

    def wait_before(self, number: int) -> dt.timedelta:
        """How long after the last attempt the `number`th may begin."""
        known = self.wait_days or [0]
        return dt.timedelta(days=known[min(number, len(known)) - 1])
