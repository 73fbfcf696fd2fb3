"""Every change of a booking, kept."""

from typing import ClassVar

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.utils import timezone

from institute.accounts.models import User
from mentorship.models.booking import Booking
from mentorship.models.mentor import Mentor


class BookingRevision(models.Model):
    """One act on a booking: who did it, what was before, why. Append-only by trigger."""

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=24)
    sequence = models.PositiveIntegerField()
    status = models.CharField(max_length=20, help_text="After the act.")
    during = DateTimeRangeField(help_text="After the act.")
    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300, blank=True)
    is_late = models.BooleanField(default=False, help_text="After the free time.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["booking", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["booking", "number"], name="revisions_of_a_booking_are_numbered"
            )
        ]

    def __str__(self) -> str:
        return f"{self.booking_id}.{self.number}: {self.act}"
