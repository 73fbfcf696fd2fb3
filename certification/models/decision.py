"""Score, decision and release are three records by different hands; so is every appeal."""

import uuid
from collections.abc import Iterable
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from certification.models.attempt import Attempt, AttemptStatus
from institute.accounts.models import User
from institute.accounts.roles import may_enter
from institute.moves import Move, Moving
from institute.row_numbers import row_numbers


class Score(models.Model):
    """What the rules make of an attempt's answers and marks. Scoring again adds a row."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="scores")
    number = models.PositiveSmallIntegerField()
    raw = models.DecimalField(max_digits=7, decimal_places=2)
    maximum = models.DecimalField(max_digits=7, decimal_places=2)
    scaled = models.PositiveSmallIntegerField()
    cut_raw = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    passed = models.BooleanField(null=True, help_text="Unknown while the form has no cut score.")
    domains = models.JSONField(default=dict, help_text='Slug to {"raw", "max"}.')
    items = models.JSONField(default=dict, help_text="Form item id to points, as text.")
    algorithm = models.CharField(max_length=20)
    inputs_hash = models.CharField(max_length=64, help_text="SHA-256 of all that went in.")
    why = models.CharField(max_length=200, blank=True, help_text="Why it was scored again.")
    scored_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["attempt", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attempt", "number"], name="score_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.raw} of {self.maximum}"


class ReleaseBatchQuerySet(models.QuerySet["ReleaseBatch"]):
    """Chainable adjectives for batches."""

    def open(self) -> Self:
        """Not out yet, the next one first."""
        return self.filter(released_at=None).order_by("release_at")

    def with_results(self) -> Self:
        """Adds `results`: how many decisions go out with it."""
        return self.annotate(results=models.Count("decisions"))


class ReleaseBatch(models.Model):
    """Results that go out together at a set time."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=120)
    release_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReleaseBatchQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-release_at"]

    def __str__(self) -> str:
        return self.title


class Outcome(models.TextChoices):
    """What is decided about a candidate."""

    GRANTED = "granted", "Certification granted"
    REFUSED = "refused", "Not granted"
    DEFERRED = "deferred", "Deferred"


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Chainable adjectives for decisions."""

    def waiting_for_release(self) -> Self:
        """In force, and not out yet; those without a batch first."""
        latest = models.Subquery(
            Decision.objects.filter(attempt=models.OuterRef("attempt"))
            .order_by("-number")
            .values("pk")[:1]
        )
        waits = self.filter(attempt__status=AttemptStatus.DECIDED, pk=latest)
        people = waits.select_related("attempt__candidate", "attempt__form", "batch", "decided_by")
        return people.order_by(models.F("batch").asc(nulls_first=True), "created_at")

    def not_of(self, user: User) -> Self:
        return self.exclude(attempt__candidate=user)

    def out_to(self, user: User) -> Self:
        """What this candidate may read."""
        return self.filter(attempt__candidate=user, attempt__status=AttemptStatus.RELEASED)

    def ticked(self, ids: Iterable[str]) -> Self:
        """Those whose number was ticked on a page."""
        return self.filter(pk__in=row_numbers(ids))


class Decision(models.Model):
    """A person who neither taught nor marked the candidate decides (ISO/IEC 17024, 9.4)."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    score = models.ForeignKey(Score, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="decisions")
    override = models.TextField(blank=True, help_text="Why a tie was accepted, and by whom.")
    batch = models.ForeignKey(
        ReleaseBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["attempt", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attempt", "number"], name="decision_number_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="decision_outcome_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.outcome}"


class AppealStatus(models.TextChoices):
    """From receipt to answer."""

    RECEIVED = "received", "Received"
    ADMISSIBLE = "admissible", "Admitted"
    ASSIGNED = "assigned", "With a reviewer"
    UPHELD = "upheld", "Upheld"
    PARTLY = "partly", "Partly upheld"
    DISMISSED = "dismissed", "Dismissed"
    INADMISSIBLE = "inadmissible", "Not admissible"


class AppealKind(models.TextChoices):
    """An appeal is against a decision; a complaint about how we worked."""

    APPEAL = "appeal", "Appeal"
    COMPLAINT = "complaint", "Complaint"


class AppealQuerySet(models.QuerySet["Appeal"]):
    """Chainable adjectives for appeals and complaints."""

    def open(self) -> Self:
        """Not answered, the first to be due first."""
        waits = (AppealStatus.RECEIVED, AppealStatus.ADMISSIBLE, AppealStatus.ASSIGNED)
        return self.filter(status__in=waits).order_by("due_at")

    def of(self, user: User) -> Self:
        return self.filter(made_by=user)

    def visible_to(self, user: User) -> Self:
        """Whoever wrote it, the appeals desk, and the reviewer it was given to."""
        seen = self.select_related("made_by", "reviewer", "attempt__form__scheme_version__scheme")
        if may_enter("certification desk", user.roles):
            return seen
        return seen.filter(Q(made_by=user) | Q(reviewer=user))

    def answered(self) -> Self:
        """The latest answer first."""
        return self.filter(answered_at__isnull=False).order_by("-answered_at")

    def with_people(self) -> Self:
        return self.select_related("made_by", "reviewer")

    def overdue(self) -> Self:
        return self.open().filter(due_at__lt=timezone.now())


class Appeal(Moving):
    """Somebody contests a decision, or complains; answered by who had no part in it (trigger)."""

    MOVES: ClassVar = {
        "admit": Move.of(AppealStatus.RECEIVED, to=AppealStatus.ADMISSIBLE),
        "turn_away": Move.of(AppealStatus.RECEIVED, to=AppealStatus.INADMISSIBLE),
        "assign": Move.of(
            AppealStatus.RECEIVED,
            AppealStatus.ADMISSIBLE,
            AppealStatus.ASSIGNED,
            to=AppealStatus.ASSIGNED,
        ),
        "uphold": Move.of(AppealStatus.ASSIGNED, to=AppealStatus.UPHELD),
        "uphold_partly": Move.of(AppealStatus.ASSIGNED, to=AppealStatus.PARTLY),
        "dismiss": Move.of(AppealStatus.ASSIGNED, to=AppealStatus.DISMISSED),
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=AppealKind.choices)
    attempt = models.ForeignKey(
        Attempt, null=True, blank=True, on_delete=models.PROTECT, related_name="appeals"
    )
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="appeals"
    )
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appeals")
    status = models.CharField(
        max_length=12, choices=AppealStatus.choices, default=AppealStatus.RECEIVED
    )
    grounds = models.TextField()
    request_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    due_at = models.DateTimeField(help_text="When it must be answered.")
    reviewer = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="appeals_reviewed"
    )
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=AppealStatus.values), name="appeal_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=AppealKind.values), name="appeal_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True) | ~Q(reviewer=F("made_by")),
                name="nobody_reviews_their_own_appeal",
            ),
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(kind=AppealKind.APPEAL),
                name="one_appeal_per_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    def get_absolute_url(self) -> str:
        return reverse("certification:appeal", args=[self.public_id])
