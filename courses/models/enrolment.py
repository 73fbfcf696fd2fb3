"""A student's place in a cohort."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from courses.models.cohort import Cohort
from institute.accounts.models import User
from institute.moves import Move, Moving


class Status(models.TextChoices):
    """Where a place stands."""

    RESERVED = "reserved", "Reserved"
    CONFIRMED = "confirmed", "Confirmed"
    COMPLETED = "completed", "Completed"
    CANCELLED = "cancelled", "Cancelled"
    DEFERRED = "deferred", "Deferred"
    TRANSFERRED = "transferred", "Moved to another cohort"


HOLDING = (Status.RESERVED, Status.CONFIRMED, Status.COMPLETED)


class Funding(models.TextChoices):
    """Who pays."""

    PAID = "paid", "Paid"
    FREE = "free", "Free"
    SPONSORED = "sponsored", "Sponsored"


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Chainable adjectives for enrolments."""

    def holding_a_place(self) -> Self:
        return self.filter(status__in=HOLDING)

    def learning(self) -> Self:
        """Places whose lessons are open to the student."""
        return self.filter(status__in=[Status.CONFIRMED, Status.COMPLETED])

    def overdue(self) -> Self:
        """Reserved places whose hold has run out."""
        return self.filter(status=Status.RESERVED, hold_expires_at__lte=timezone.now())

    def visible_to(self, user: User) -> Self:
        """A student's own places; others do not exist for them."""
        return self.filter(student=user)

    def with_course(self) -> Self:
        return self.select_related("cohort__version__course", "student")

    def with_money(self) -> Self:
        """Adds `paid`: what was received for the place, in cents, less what went back."""
        received = Coalesce(models.Sum("invoice__payments__cents"), 0)
        return self.select_related("invoice").annotate(paid=received)

    def with_attendance(self) -> Self:
        """Adds `came`: in how many classes the student was present or late."""
        there = Q(attendance__mark__in=["present", "late"])
        return self.annotate(came=models.Count("attendance", filter=there))


class Enrolment(Moving):
    """A student's place in a cohort."""

    MOVES: ClassVar = {
        "confirm": Move.of(Status.RESERVED, to=Status.CONFIRMED),
        "complete": Move.of(Status.CONFIRMED, to=Status.COMPLETED),
        "cancel": Move.of(Status.RESERVED, Status.CONFIRMED, to=Status.CANCELLED),
        "release": Move.of(Status.RESERVED, to=Status.CANCELLED),  # never a place that is paid
        "defer": Move.of(Status.CONFIRMED, to=Status.DEFERRED),
        "transfer": Move.of(
            Status.RESERVED, Status.CONFIRMED, Status.DEFERRED, to=Status.TRANSFERRED
        ),
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    student = models.ForeignKey(User, on_delete=models.PROTECT, related_name="enrolments")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="enrolments")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.RESERVED)
    funding = models.CharField(max_length=10, choices=Funding.choices, default=Funding.PAID)
    sponsor = models.CharField(max_length=160, blank=True)
    hold_expires_at = models.DateTimeField(null=True, blank=True)
    # Rises with every change the student's calendar must follow.
    sequence = models.PositiveIntegerField(default=0, editable=False)
    moved_to = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="moved_from"
    )
    form_token = models.UUIDField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    is_demo = models.BooleanField(default=False)
    paid: int  # cents received, where `with_money` read the place
    came: int  # classes they were present at or late for, where `with_attendance` read it

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["student", "cohort"],
                condition=Q(status__in=HOLDING),
                name="one_live_place_per_student_and_cohort",
            ),
            models.UniqueConstraint(
                fields=["student", "form_token"], name="one_enrolment_per_form_sent"
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values) & Q(funding__in=Funding.values),
                name="enrolment_words_are_known",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.RESERVED) | Q(hold_expires_at__isnull=False),
                name="a_reserved_place_has_an_end",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["hold_expires_at"],
                condition=Q(status=Status.RESERVED),
                name="holds_by_their_end",
            )
        ]

    def __str__(self) -> str:
        return f"{self.student}: {self.cohort}"

    @property
    def holds_a_place(self) -> bool:
        return self.status in HOLDING

    @property
    def has_started(self) -> bool:
        return self.cohort.starts_at <= timezone.now()


class EnrolmentEvent(models.Model):
    """One thing that happened to a place; a trigger refuses changes and deletions."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="events")
    act = models.CharField(max_length=20)
    status = models.CharField(max_length=12)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.act} at {self.at:%Y-%m-%d %H:%M}"
