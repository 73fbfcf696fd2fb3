"""Who may sit: application, eligibility, authorisation, and how time is adapted to a person."""

import uuid
from decimal import Decimal
from typing import ClassVar, Self

from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from certification.models.scheme_version import SchemeVersion
from institute.accounts.models import User
from institute.accounts.roles import may_enter
from institute.moves import Move, Moving


class ApplicationStatus(models.TextChoices):
    """From the first line a candidate writes to the answer."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    UNDER_REVIEW = "under_review", "Under review"
    ELIGIBLE = "eligible", "Eligible"
    REJECTED = "rejected", "Not eligible"
    WITHDRAWN = "withdrawn", "Withdrawn"


OPEN = (
    ApplicationStatus.DRAFT,
    ApplicationStatus.SUBMITTED,
    ApplicationStatus.UNDER_REVIEW,
    ApplicationStatus.ELIGIBLE,
)
WAITING = (ApplicationStatus.SUBMITTED, ApplicationStatus.UNDER_REVIEW)


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Chainable adjectives for applications."""

    def of(self, user: User) -> Self:
        return self.filter(candidate=user)

    def open(self) -> Self:
        """Not refused and not taken back."""
        return self.filter(status__in=OPEN)

    def visible_to(self, user: User) -> Self:
        """Candidates see theirs; the desk and managers see every one."""
        return self if may_enter("applications", user.roles) else self.of(user)

    def with_people(self) -> Self:
        return self.select_related("candidate", "answered_by", "scheme_version__scheme")

    def with_right_to_sit(self) -> Self:
        return self.select_related("authorisation")

    def answered(self) -> Self:
        """The latest answer first."""
        return self.filter(answered_at__isnull=False).order_by("-answered_at")

    def waiting(self) -> Self:
        """What staff have to answer, the oldest first."""
        return self.filter(status__in=WAITING).order_by("submitted_at", "pk")


class Application(Moving):
    """Somebody asks to be certified under one version of a scheme."""

    MOVES: ClassVar = {
        "submit": Move.of(ApplicationStatus.DRAFT, to=ApplicationStatus.SUBMITTED),
        "take_up": Move.of(ApplicationStatus.SUBMITTED, to=ApplicationStatus.UNDER_REVIEW),
        "admit": Move.of(*WAITING, to=ApplicationStatus.ELIGIBLE),
        "reject": Move.of(*WAITING, to=ApplicationStatus.REJECTED),
        "withdraw": Move.of(ApplicationStatus.DRAFT, *WAITING, to=ApplicationStatus.WITHDRAWN),
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    candidate = models.ForeignKey(User, on_delete=models.PROTECT, related_name="applications")
    scheme_version = models.ForeignKey(
        SchemeVersion, on_delete=models.PROTECT, related_name="applications"
    )
    status = models.CharField(
        max_length=12, choices=ApplicationStatus.choices, default=ApplicationStatus.DRAFT
    )
    declarations = models.JSONField(default=dict, help_text="What the candidate declares.")
    submitted_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=ApplicationStatus.values), name="application_status_is_known"
            ),
            models.UniqueConstraint(
                fields=["candidate", "scheme_version"],
                condition=Q(status__in=OPEN),
                name="one_open_application_per_person_and_scheme",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("certification:application", args=[self.public_id])


class Authorisation(models.Model):
    """The right to sit, within a window, so many times. Granted by eligibility, never edited."""

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="authorisation"
    )
    candidate = models.ForeignKey(User, on_delete=models.PROTECT, related_name="authorisations")
    scheme_version = models.ForeignKey(
        SchemeVersion, on_delete=models.PROTECT, related_name="authorisations"
    )
    window = DateTimeRangeField()
    attempts_allowed = models.PositiveSmallIntegerField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.candidate_id} may sit {self.scheme_version_id}"

    @property
    def is_open(self) -> bool:
        """Within its window and not taken back."""
        return self.revoked_at is None and self.window.lower <= timezone.now() < self.window.upper


class AccommodationQuerySet(models.QuerySet["Accommodation"]):
    """Chainable adjectives for accommodations."""

    def in_force(self, user: User) -> Self:
        """What holds for this person today, the newest first."""
        today = timezone.localdate()
        theirs = self.filter(person=user, valid__contains=today, ended_at__isnull=True)
        return theirs.order_by("-pk")

    def held(self) -> Self:
        """Not ended by anybody, the newest first."""
        return self.filter(ended_at__isnull=True).order_by("-pk")

    def with_people(self) -> Self:
        return self.select_related("person", "granted_by")


class Accommodation(models.Model):
    """More time or breaks for one person, granted once and applied to every sitting."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="accommodations")
    factor = models.DecimalField(max_digits=4, decimal_places=2, default=Decimal("1.00"))
    break_minutes = models.PositiveSmallIntegerField(default=0, help_text="Beside scheduled ones.")
    valid = DateRangeField()
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True, help_text="Private: never shown to examiners.")
    ended_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AccommodationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(factor__gte=1, factor__lte=3), name="time_factor_is_between_1_and_3"
            )
        ]

    def __str__(self) -> str:
        return f"{self.factor} × for {self.person_id}"
