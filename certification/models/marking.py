"""Marks by people: two independent ones for every essay, and a third where they differ."""

import uuid
from decimal import Decimal
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from certification.models.attempt import AttemptItem
from certification.models.item import ItemVersion
from institute.accounts.models import User
from institute.moves import Move, Moving


class Round(models.IntegerChoices):
    """First and second marks are hidden from each other; the third settles them."""

    FIRST = 1, "First mark"
    SECOND = 2, "Second mark"
    ADJUDICATION = 3, "Adjudication"


class TaskStatus(models.TextChoices):
    """A task waits, is leased to a marker, or is done."""

    WAITING = "waiting", "Waiting"
    LEASED = "leased", "With a marker"
    SUBMITTED = "submitted", "Marked"
    CANCELLED = "cancelled", "Not needed"


class MarkingTaskQuerySet(models.QuerySet["MarkingTask"]):
    """Chainable adjectives for tasks of marking."""

    def open(self) -> Self:
        return self.filter(status__in=(TaskStatus.WAITING, TaskStatus.LEASED))

    def of(self, user: User) -> Self:
        return self.filter(marker=user)

    def free(self) -> Self:
        """Waiting, or leased by somebody whose lease has run out."""
        over = Q(status=TaskStatus.LEASED, lease_until__lte=timezone.now())
        return self.filter(Q(status=TaskStatus.WAITING) | over)


class MarkingTask(Moving):
    """One mark to be given on one script.

    The target is a candidate's answer, or an anchor script that markers cannot tell from one.
    """

    MOVES: ClassVar = {
        "lease": Move.of(TaskStatus.WAITING, TaskStatus.LEASED, to=TaskStatus.LEASED),
        "hand_back": Move.of(TaskStatus.LEASED, to=TaskStatus.WAITING),
        "submit": Move.of(TaskStatus.LEASED, TaskStatus.SUBMITTED, to=TaskStatus.SUBMITTED),
        "cancel": Move.of(TaskStatus.WAITING, TaskStatus.LEASED, to=TaskStatus.CANCELLED),
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attempt_item = models.ForeignKey(
        AttemptItem, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    anchor = models.ForeignKey(
        "AnchorScript", null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=8, help_text="What the marker sees instead of a name.")
    round = models.PositiveSmallIntegerField(choices=Round.choices)
    marker = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="marking_tasks"
    )
    status = models.CharField(
        max_length=10, choices=TaskStatus.choices, default=TaskStatus.WAITING, db_index=True
    )
    shuffle = models.PositiveIntegerField(default=0, help_text="The order markers meet it in.")
    lease_until = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MarkingTaskQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["shuffle", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=TaskStatus.values), name="marking_task_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(attempt_item__isnull=False) ^ Q(anchor__isnull=False),
                name="a_task_is_of_an_answer_or_an_anchor",
            ),
            models.UniqueConstraint(
                fields=["attempt_item", "round"],
                condition=~Q(status=TaskStatus.CANCELLED),
                name="one_task_per_answer_and_round",
            ),
            models.UniqueConstraint(
                fields=["attempt_item", "marker"],
                condition=Q(marker__isnull=False) & ~Q(status=TaskStatus.CANCELLED),
                name="nobody_marks_an_answer_twice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}, round {self.round}"

    def get_absolute_url(self) -> str:
        return reverse("certification:marking_task", args=[self.public_id])


class Mark(models.Model):
    """A marker's judgement: points per criterion. A change is a new revision; rows only added."""

    task = models.ForeignKey(MarkingTask, on_delete=models.PROTECT, related_name="marks")
    revision = models.PositiveSmallIntegerField()
    levels = models.JSONField(help_text="Criterion key to level, 0 the lowest.")
    comments = models.JSONField(
        default=list, help_text='[{"from", "to", "text"}] for the candidate.'
    )
    note = models.TextField(blank=True, help_text="For other markers; never for the candidate.")
    asks_moderation = models.BooleanField(default=False)
    seconds = models.PositiveIntegerField(default=0)
    marked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="marks")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["task", "revision"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "revision"], name="one_mark_per_revision")
        ]

    def __str__(self) -> str:
        return f"{self.task_id}, revision {self.revision}"

    @property
    def points(self) -> int:
        return sum(self.levels.values())


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
