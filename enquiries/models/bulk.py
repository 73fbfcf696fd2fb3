"""What was done to many enquiries at once, so that a form sent twice acts once."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from institute.accounts.models import User


class BulkAct(models.Model):
    """One act on many enquiries: how many it reached, and what it could not be done to and why."""

    token = models.UUIDField(unique=True, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=300, help_text="What was done, for the reader.")
    done = models.PositiveIntegerField(default=0)
    # The key of each enquiry it could not be done to, with the reason.
    refused = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return f"{self.words}: {self.done}"
