"""What was said and done with a person, kept as it happened, and what we promised."""

from typing import ClassVar, Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.utils import timezone

from enquiries.models.call import Call
from enquiries.models.enquiry import Enquiry
from enquiries.models.person import Person
from enquiries.models.vocabulary import Status
from institute.accounts.models import User
from institute.mail.models import OutboundMessage

# Telephone numbers in notes are found by their last four digits, which stand together.
WITH_A_NUMBER = "[0-9]{4}"


class Kind(models.TextChoices):
    """What happened."""

    CALL = "call", "Call"
    EMAIL = "email", "Email"
    NOTE = "note", "Note"
    MEETING = "meeting", "Meeting"
    ENQUIRY = "enquiry", "Asked again"


class Direction(models.TextChoices):
    """Who turned to whom; a note has none."""

    IN = "in", "From them"
    OUT = "out", "From us"
    NONE = "", "Between us"


class InteractionQuerySet(models.QuerySet["Interaction"]):
    """Chainable adjectives for interactions."""

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def with_people(self) -> Self:
        return self.select_related("staff", "call", "message")


class Interaction(models.Model):
    """One thing that happened. Append-only, by a trigger: only a merge may change whose it is."""

    enquiry = models.ForeignKey(
        Enquiry, null=True, blank=True, on_delete=models.PROTECT, related_name="interactions"
    )
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="interactions"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    direction = models.CharField(
        max_length=4, choices=Direction.choices, blank=True, default=Direction.NONE
    )
    at = models.DateTimeField(default=timezone.now)
    staff = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="interactions_held"
    )
    text = models.TextField(blank=True)
    call = models.OneToOneField(
        Call, null=True, blank=True, on_delete=models.PROTECT, related_name="interaction"
    )
    message = models.ForeignKey(
        OutboundMessage, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_again = models.OneToOneField(
        Enquiry, null=True, blank=True, on_delete=models.PROTECT, related_name="as_interaction"
    )
    is_demo = models.BooleanField(default=False)

    objects = InteractionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(enquiry__isnull=False) | Q(person__isnull=False),
                name="an_interaction_is_with_somebody",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values) & Q(direction__in=Direction.values),
                name="interaction_words_are_known",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "-at"], name="history_of_a_person"),
            GinIndex(
                OpClass("text", name="gin_trgm_ops"),
                condition=Q(text__regex=WITH_A_NUMBER),
                name="notes_by_a_number_in_them",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d %H:%M}"


class PromiseQuerySet(models.QuerySet["Promise"]):
    """Chainable adjectives for promises."""

    def open(self) -> Self:
        return self.filter(kept_at=None)

    def overdue(self) -> Self:
        return self.open().filter(due_at__lte=timezone.now())

    def soonest_first(self) -> Self:
        return self.order_by("due_at", "pk")


class Promise(models.Model):
    """What we said we would do, and by when. It closes only on evidence that it was done."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="promises")
    text = models.CharField(max_length=500)
    due_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="promises_made")
    made_at = models.DateTimeField(default=timezone.now)
    call = models.ForeignKey(
        Call, null=True, blank=True, on_delete=models.PROTECT, related_name="promises"
    )
    # The message that will keep it; it counts once that message has left us.
    awaits_message = models.ForeignKey(
        OutboundMessage, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kept_at = models.DateTimeField(null=True, blank=True)
    kept_by_interaction = models.ForeignKey(
        Interaction, null=True, blank=True, on_delete=models.PROTECT, related_name="promises_kept"
    )
    kept_by_message = models.ForeignKey(
        OutboundMessage, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_demo = models.BooleanField(default=False)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["due_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    kept_at__isnull=True,
                    kept_by_interaction__isnull=True,
                    kept_by_message__isnull=True,
                )
                | (
                    Q(kept_at__isnull=False)
                    & (Q(kept_by_interaction__isnull=False) | Q(kept_by_message__isnull=False))
                ),
                name="a_promise_is_kept_only_by_evidence",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"], condition=Q(kept_at__isnull=True), name="open_promises_soonest"
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_overdue(self) -> bool:
        return self.kept_at is None and self.due_at <= timezone.now()

    @property
    def kept_in_time(self) -> bool:
        return self.kept_at is not None and self.kept_at <= self.due_at


class StatusChange(models.Model):
    """One change of an enquiry's status. Append-only, by a trigger."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="changes")
    act = models.CharField(max_length=20)
    was = models.CharField(max_length=20, choices=Status.choices)
    became = models.CharField(max_length=20, choices=Status.choices)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.was} to {self.became}"
