"""Marks by people: two independent ones for every essay, and a third where they differ."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.urls import reverse
from django.utils import timezone

from certification.models.attempt import AttemptItem, AttemptStatus
from certification.models.item import ItemVersion
from certification.models.moderation import AnchorScript, MarkingOverride
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


class HasTie(Func):
    """Whether a person taught or mentored a candidate, as the trigger sees it."""

    function = "certification_ties"
    template = "EXISTS (SELECT FROM %(function)s(%(expressions)s))"
    output_field = models.BooleanField()


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

    def held_by(self, user: User) -> Self:
        """Leased to this person, for as long as the lease lasts."""
        return self.filter(status=TaskStatus.LEASED, marker=user, lease_until__gt=timezone.now())

    def for_marker(self, user: User) -> Self:
        """Those this person may mark: not of somebody they are tied to, nor one they marked."""
        return self.filter(self._free_to_mark(user))

    @staticmethod
    def _free_to_mark(user: User) -> Q:
        candidate = F("attempt_item__attempt__candidate_id")
        allowed = MarkingOverride.objects.filter(
            attempt=OuterRef("attempt_item__attempt"), examiner=user
        )
        same = MarkingTask.objects.filter(
            attempt_item=OuterRef("attempt_item"), marks__marked_by=user
        )
        holding = MarkingTask.objects.filter(attempt_item=OuterRef("attempt_item"), marker=user)
        other = holding.exclude(status=TaskStatus.CANCELLED).exclude(pk=OuterRef("pk"))
        return Q(
            ~Q(HasTie(Value(user.pk), candidate)) | Exists(allowed),
            ~Exists(same),
            ~Exists(other),
            Q(anchor__isnull=True) | Q(marker=user),
            ~Q(attempt_item__attempt__status=AttemptStatus.VOIDED),
        )

    def waiting_for(self, user: User) -> Self:
        """What this person may be given next: what they hold, and what nobody holds.

        It asks the row itself and no subquery: a locked row is judged again as it is then.
        """
        over = Q(status=TaskStatus.LEASED, lease_until__lte=timezone.now())
        mine = Q(status=TaskStatus.LEASED, marker=user)
        return self.for_marker(user).filter(Q(status=TaskStatus.WAITING) | over | mine)

    def readable_by(self, user: User) -> Self:
        """What may be opened: one's own, and what one may mark."""
        mine = Q(marker=user, status=TaskStatus.SUBMITTED)
        is_open = Q(status__in=(TaskStatus.WAITING, TaskStatus.LEASED))
        return self.filter(mine | (is_open & self._free_to_mark(user)))

    def overdue(self) -> Self:
        return self.open().filter(due_at__lt=timezone.now())


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
        AnchorScript, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
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
    draft = models.JSONField(
        default=dict, blank=True, help_text="What its marker filled in so far."
    )
    draft_seq = models.BigIntegerField(default=0, help_text="The browser's count of the draft.")
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
            models.CheckConstraint(
                condition=Q(draft={}) | Q(status=TaskStatus.LEASED, marker__isnull=False),
                name="a_draft_ends_with_its_lease",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}, round {self.round}"

    def get_absolute_url(self) -> str:
        return reverse("certification:marking_task", args=[self.public_id])

    def draft_for(self, user: User) -> dict[str, Any]:
        """What this person filled in so far; nobody reads what a colleague did."""
        return self.draft if self.marker_id == user.pk else {}


class MarkQuerySet(models.QuerySet["Mark"]):
    """Chainable adjectives for marks."""

    def visible_to(self, user: User) -> Self:
        """One's own; those of others once the first and the second mark are both in.

        It holds for managers too: who sees one mark before the other is given could tell.
        """
        rounds = (Round.FIRST, Round.SECOND)
        missing = MarkingTask.objects.filter(
            attempt_item=OuterRef("task__attempt_item"), round__in=rounds
        ).exclude(status__in=(TaskStatus.SUBMITTED, TaskStatus.CANCELLED))
        both = Q(task__attempt_item__isnull=False) & ~Exists(missing)
        return self.filter(Q(marked_by=user) | both)

    def standing(self) -> Self:
        """The revision that counts, of each task."""
        newer = Mark.objects.filter(task=OuterRef("task"), revision__gt=OuterRef("revision"))
        return self.filter(~Exists(newer))


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

    objects = MarkQuerySet.as_manager()

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
