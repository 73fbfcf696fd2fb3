"""What staff do around a sitting: time they give, and what a person should look at."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from certification.models.attempt import Attempt
from institute.accounts.models import User


class TimeAdjustment(models.Model):
    """Seconds given to one attempt, with who and why; the start is never rewritten."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="adjustments")
    seconds = models.IntegerField()
    why = models.CharField(max_length=300)
    given_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.seconds} s for {self.attempt_id}"


class SignalKind(models.TextChoices):
    """What made somebody look; never a verdict."""

    TIME = "time", "Time per question"
    CHANGES = "changes", "Answers changed"
    ADDRESS = "address", "Address changed"
    SIMILARITY = "similarity", "Answers alike"
    REPORT = "report", "Reported by a person"


class SignalQuerySet(models.QuerySet["Signal"]):
    """Chainable adjectives for signals."""

    def waiting(self) -> Self:
        """Nobody has looked yet; the oldest first."""
        return self.filter(looked_at__isnull=True).order_by("created_at", "pk")

    def looked_at(self) -> Self:
        """The latest first."""
        return self.filter(looked_at__isnull=False).order_by("-looked_at")

    def with_attempts(self) -> Self:
        return self.select_related("attempt__form", "other", "looked_at_by", "reported_by")


class Signal(models.Model):
    """Something a person should look at. Nothing happens by itself."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="signals")
    other = models.ForeignKey(
        Attempt, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=SignalKind.choices)
    facts = models.JSONField(default=dict)
    reported_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    form_token = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_at_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=300, blank=True)

    objects = SignalQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["attempt", "kind", "other"],
                nulls_distinct=False,
                condition=~Q(kind=SignalKind.REPORT),  # people may see more than one thing
                name="one_signal_of_a_kind_per_attempt",
            ),
            models.CheckConstraint(
                condition=Q(kind=SignalKind.REPORT, reported_by__isnull=False)
                | (~Q(kind=SignalKind.REPORT) & Q(reported_by__isnull=True)),
                name="a_report_says_who_saw_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.attempt_id}"
