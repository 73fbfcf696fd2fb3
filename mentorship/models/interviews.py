"""An interview a student prepares for: where, when on which clock, and how it went."""

import datetime as dt
import uuid
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from institute.accounts.models import User
from institute.moves import Move, Moving
from mentorship import backplan


class TargetStatus(models.TextChoices):
    """Where the preparation for an interview stands."""

    AHEAD = "ahead", "Preparing"
    HEARD = "heard", "Debriefed"
    DROPPED = "dropped", "Called off"


class Outcome(models.TextChoices):
    """What came of an interview."""

    WAITING = "waiting", "I wait to hear from them"
    NEXT_ROUND = "next_round", "I go on to the next round"
    OFFER = "offer", "They made an offer"
    NO_OFFER = "no_offer", "They said no"
    WITHDREW = "withdrew", "I withdrew"


class TargetLevel(models.TextChoices):
    """The level of the role, as companies name it."""

    TPM = "tpm", "TPM"
    SENIOR = "senior", "Senior TPM"
    STAFF = "staff", "Staff TPM"
    PRINCIPAL = "principal", "Principal TPM"


class TargetQuerySet(models.QuerySet["InterviewTarget"]):
    """Chainable adjectives for interviews."""

    def visible_to(self, user: User) -> Self:
        """A student's own; for others they do not exist."""
        return self.filter(student=user)

    def ahead(self) -> Self:
        """Still prepared for or not yet debriefed, the soonest first."""
        return self.filter(status=TargetStatus.AHEAD).order_by("at", "pk")

    def behind(self) -> Self:
        """Debriefed or called off, the latest first."""
        return self.exclude(status=TargetStatus.AHEAD).order_by("-at", "-pk")

    def to_come(self) -> Self:
        """Not yet held."""
        return self.ahead().filter(at__gt=timezone.now())


class InterviewTarget(Moving):
    """One interview of a student, planned backwards from its moment."""

    MOVES: ClassVar = {
        "debrief": Move.of(TargetStatus.AHEAD, TargetStatus.HEARD, to=TargetStatus.HEARD),
        "drop": Move.of(TargetStatus.AHEAD, to=TargetStatus.DROPPED),
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    student = models.ForeignKey(User, on_delete=models.PROTECT, related_name="interview_targets")
    company = models.CharField(max_length=120)
    role = models.CharField(max_length=120)
    level = models.CharField(max_length=12, choices=TargetLevel.choices, blank=True)
    interview_round = models.CharField("round", max_length=80, blank=True)
    at = models.DateTimeField()
    zone = models.CharField(max_length=64, help_text="The clock the invitation names.")
    planned_at = models.DateTimeField(help_text="When the plan was last made.")
    sequence = models.PositiveIntegerField(default=0, help_text="Rises with each change of date.")
    status = models.CharField(
        max_length=8, choices=TargetStatus.choices, default=TargetStatus.AHEAD
    )
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    asked = models.TextField(blank=True, help_text="What they asked, in the student's words.")
    learned = models.TextField(blank=True, help_text="What the student would do differently.")
    debriefed_at = models.DateTimeField(null=True, blank=True)
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(default=False)

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=TargetStatus.values)
                & Q(level__in=["", *TargetLevel.values])
                & Q(outcome__in=["", *Outcome.values]),
                name="an_interview_says_known_words",
            ),
            models.CheckConstraint(
                condition=Q(status=TargetStatus.HEARD, debriefed_at__isnull=False) & ~Q(outcome="")
                | ~Q(status=TargetStatus.HEARD) & Q(debriefed_at__isnull=True, outcome=""),
                name="a_debriefed_interview_says_what_came_of_it",
            ),
            models.CheckConstraint(
                condition=Q(at__gt=models.F("planned_at")),
                name="an_interview_is_planned_before_it_takes_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} at {self.company}"

    def get_absolute_url(self) -> str:
        return reverse("mentorship:interview", args=[self.public_id])

    @property
    def clock(self) -> ZoneInfo:
        """The clock the invitation names."""
        return ZoneInfo(self.zone)

    @property
    def day(self) -> dt.date:
        """Its day on that clock."""
        return self.at.astimezone(self.clock).date()

    @property
    def is_over(self) -> bool:
        return self.at <= timezone.now()

    @property
    def plan(self) -> list[backplan.Planned]:
        """The steps, as they were planned when the date was last set."""
        return backplan.plan(interview_at=self.at, planned_at=self.planned_at)

    @property
    def debrief_at(self) -> dt.datetime:
        """When we ask how it went."""
        return self.at + backplan.DEBRIEF_AFTER
