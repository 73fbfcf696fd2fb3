"""Call-backs held in somebody's calendar, and when the desk can be promised for them."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils import timezone

from enquiries.contact_points import shown
from enquiries.models.call import Call
from enquiries.models.enquiry import Enquiry
from institute.accounts.models import User
from institute.moves import Move, Moving


class CallbackStatus(models.TextChoices):
    """Where an agreed call-back stands."""

    BOOKED = "booked", "Booked"
    DONE = "done", "Done"
    CANCELLED = "cancelled", "Cancelled"


class Callback(Moving):
    """A time we promised to call, held in one person's calendar: it cannot be promised twice."""

    MOVES: ClassVar = {
        "finish": Move.of(CallbackStatus.BOOKED, to=CallbackStatus.DONE),
        "cancel": Move.of(CallbackStatus.BOOKED, to=CallbackStatus.CANCELLED),
    }

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="callbacks")
    staff = models.ForeignKey(User, on_delete=models.PROTECT, related_name="callbacks")
    during = DateTimeRangeField()
    status = models.CharField(
        max_length=10, choices=CallbackStatus.choices, default=CallbackStatus.BOOKED
    )
    reason = models.CharField(max_length=200, blank=True, help_text="Why it was cancelled.")
    created_at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["during"]
        constraints: ClassVar = [
            ExclusionConstraint(
                name="nobody_promises_two_calls_at_once",
                expressions=[
                    ("staff", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(status=CallbackStatus.BOOKED),
            ),
            models.UniqueConstraint(
                fields=["enquiry"],
                condition=Q(status=CallbackStatus.BOOKED),
                name="one_call_back_per_enquiry",
            ),
            models.CheckConstraint(
                condition=Q(status__in=CallbackStatus.values)
                & Q(during__isempty=False)
                & Q(during__lower_inc=True)
                & Q(during__upper_inc=False)
                & Q(during__lower_inf=False)
                & Q(during__upper_inf=False),
                name="a_call_back_has_a_start_and_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enquiry}: {self.during.lower:%Y-%m-%d %H:%M}"


class DeskShift(models.Model):
    """The hours in which somebody may be promised for call-backs, on Toronto's clock."""

    staff = models.ForeignKey(User, on_delete=models.CASCADE, related_name="desk_shifts")
    weekday = models.PositiveSmallIntegerField(help_text="0 is Monday.")
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        ordering: ClassVar = ["staff", "weekday", "starts"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(weekday__lte=6) & Q(ends__gt=models.F("starts")),
                name="a_shift_lies_within_a_day",
            ),
            models.UniqueConstraint(
                fields=["staff", "weekday", "starts"], name="one_shift_per_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff}, {self.weekday}: {self.starts:%H:%M} to {self.ends:%H:%M}"


class DeskAbsence(models.Model):
    """Time in which somebody takes no call-backs."""

    staff = models.ForeignKey(User, on_delete=models.CASCADE, related_name="desk_absences")
    during = DateTimeRangeField()
    why = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["during"]

    def __str__(self) -> str:
        return f"{self.staff}: {self.during.lower:%Y-%m-%d}"


class DoNotCall(models.Model):
    """A number we never call again of our own accord; kept for ever."""

    number = models.CharField(max_length=20, unique=True, help_text="E.164")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    call = models.ForeignKey(
        Call, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-at"]
        verbose_name_plural = "numbers not to call"

    def __str__(self) -> str:
        return shown(self.number)
