"""What keeps marking fair: anchor scripts, marks that differ, and overrides that are recorded."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from certification.models.attempt import Attempt, AttemptItem
from certification.models.item import ItemVersion
from institute.accounts.models import User


class AnchorScript(models.Model):
    """A script with marks experts agreed on, mixed in to see whether marking drifts."""

    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="anchors")
    text = models.TextField()
    levels = models.JSONField()
    why = models.TextField(blank=True)
    key = models.CharField(max_length=60, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.key


class Discrepancy(models.Model):
    """Two marks that lie further apart than the rule allows, or a marker who asks."""

    attempt_item = models.OneToOneField(
        AttemptItem, on_delete=models.PROTECT, related_name="discrepancy"
    )
    rule = models.CharField(max_length=120)
    gap = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(0))
    resolved_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.attempt_item_id}: {self.rule}"


class MarkingOverride(models.Model):
    """A manager lets somebody mark in spite of a tie, with a reason. Rows are only added."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="overrides")
    examiner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    allowed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["attempt", "examiner"], name="one_override_per_attempt_and_examiner"
            ),
            models.CheckConstraint(
                condition=~Q(allowed_by=F("examiner")), name="nobody_overrides_for_themselves"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="an_override_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.reason}"
