"""Sessions that repeat, pinned to one person's clock."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from institute.accounts.models import User
from institute.accounts.roles import Role
from mentorship.models.mentor import Mentor
from mentorship.models.offer import Offer


class PinnedTo(models.TextChoices):
    """Whose clock stays the same through a clock change."""

    MENTOR = "mentor", "The mentor's clock"
    STUDENT = "student", "The student's clock"


class SeriesQuerySet(models.QuerySet["Series"]):
    """Chainable adjectives for series."""

    def visible_to(self, user: User) -> Self:
        """Both parties see theirs, managers and the desk see all; for others none exist."""
        if user.has_role(Role.DESK, Role.MANAGER, Role.ADMIN):
            return self
        return self.filter(Q(student=user) | Q(mentor__user=user))

    def sent_as(self, key: str, *, by: User) -> "Series | None":
        """What a form led to that was sent before."""
        known = key and "\0" not in key
        return self.filter(request_key=key, student=by).first() if known else None

    def with_people(self) -> Self:
        return self.select_related("mentor__user", "student", "offer")


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

    objects = SeriesQuerySet.as_manager()

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

    def get_absolute_url(self) -> str:
        return reverse("mentorship:series_booked", args=[self.pk])
