"""Sessions that repeat, pinned to one person's clock."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from institute.accounts.models import User
from mentorship.models.mentor import Mentor
from mentorship.models.offer import Offer


class PinnedTo(models.TextChoices):
    """Whose clock stays the same through a clock change."""

    MENTOR = "mentor", "The mentor's clock"
    STUDENT = "student", "The student's clock"


class Series(models.Model):
    """Every week or second week at one wall time of one person."""

    student = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="+")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")
    pinned_to = models.CharField(max_length=8, choices=PinnedTo.choices)
    zone = models.CharField(max_length=64)
    first = models.DateTimeField(help_text="The first session.")
    every_weeks = models.PositiveSmallIntegerField(default=1)
    count = models.PositiveSmallIntegerField()
    request_key = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        verbose_name_plural = "series"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(pinned_to__in=PinnedTo.values)
                & Q(every_weeks__gte=1, every_weeks__lte=4)
                & Q(count__gte=2, count__lte=12),
                name="a_series_is_two_to_twelve_sessions",
            )
        ]

    def __str__(self) -> str:
        return f"{self.student} with {self.mentor}, {self.count} times"
