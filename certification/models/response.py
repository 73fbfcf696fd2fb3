"""What a candidate answered, and each time it was saved."""

from typing import ClassVar

from django.db import models

from certification.models.attempt import AttemptItem


class Response(models.Model):
    """The present answer to one question. A smaller `seq` never replaces a greater one."""

    attempt_item = models.OneToOneField(
        AttemptItem, on_delete=models.CASCADE, related_name="response", primary_key=True
    )
    seq = models.BigIntegerField(help_text="The browser's count, rising with each change.")
    body = models.JSONField(default=dict)
    seconds = models.PositiveIntegerField(default=0, help_text="Spent on it, as the page counts.")
    changes = models.PositiveSmallIntegerField(default=0)
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Answer {self.pk}, {self.seq}"


class ResponseEvent(models.Model):
    """Each answer as it was saved; only ever added."""

    attempt_item = models.ForeignKey(AttemptItem, on_delete=models.CASCADE, related_name="events")
    seq = models.BigIntegerField()
    body = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    address = models.CharField(max_length=16, blank=True, help_text="Keyed hash of where from.")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attempt_item", "seq"], name="one_event_per_sequence")
        ]

    def __str__(self) -> str:
        return f"Answer {self.attempt_item_id}, {self.seq}"
