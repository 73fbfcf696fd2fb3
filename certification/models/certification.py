"""The person's certification and its status over time; documents about it are credentials."""

import datetime as dt
import uuid
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from certification.models.attempt import Attempt
from certification.models.decision import Decision
from certification.models.scheme import Scheme
from certification.models.scheme_version import SchemeVersion
from institute.accounts.models import User
from institute.moves import Move, Moving


class Standing(models.TextChoices):
    """What a certification is worth today."""

    ACTIVE = "active", "Valid"
    RENEWAL_DUE = "renewal_due", "Valid, renewal due"
    GRACE = "grace", "In grace"
    SUSPENDED = "suspended", "Suspended"
    WITHDRAWN = "withdrawn", "Withdrawn"
    EXPIRED = "expired", "Expired"
    SUPERSEDED = "superseded", "Superseded"


HOLDS = (Standing.ACTIVE, Standing.RENEWAL_DUE, Standing.GRACE)
LIVE = (*HOLDS, Standing.SUSPENDED)


class CertificationQuerySet(models.QuerySet["Certification"]):
    """Chainable adjectives for certifications."""

    def of(self, user: User) -> Self:
        return self.filter(holder=user).select_related("scheme", "scheme_version")

    def granted_by(self, attempt: Attempt) -> Self:
        """What a decision on this attempt led to."""
        return self.filter(decision__attempt=attempt)

    def live(self) -> Self:
        """Held, or suspended: not ended."""
        return self.filter(status__in=LIVE)

    def held(self) -> Self:
        """What counts as certified today."""
        return self.filter(status__in=HOLDS)

    def with_people(self) -> Self:
        return self.select_related("holder", "scheme", "scheme_version")

    def matching(self, words: str) -> Self:
        """Those whose number or holder's name has the words; all of them without any."""
        named = Q(holder__legal_name__icontains=words) | Q(holder__display_name__icontains=words)
        found = self.filter(named | Q(number__icontains=words)) if words else self.all()
        return found.with_people()


class Certification(Moving):
    """That a person is certified under a scheme, for a period."""

    MOVES: ClassVar = {
        "fall_due": Move.of(Standing.ACTIVE, to=Standing.RENEWAL_DUE),
        "enter_grace": Move.of(Standing.ACTIVE, Standing.RENEWAL_DUE, to=Standing.GRACE),
        "lapse": Move.of(*HOLDS, Standing.SUSPENDED, to=Standing.EXPIRED),
        "renew": Move.of(*HOLDS, to=Standing.ACTIVE),
        "reinstate": Move.of(Standing.EXPIRED, Standing.SUSPENDED, to=Standing.ACTIVE),
        "suspend": Move.of(*HOLDS, to=Standing.SUSPENDED),
        "withdraw": Move.of(*LIVE, Standing.EXPIRED, to=Standing.WITHDRAWN),
        "supersede": Move.of(*LIVE, Standing.EXPIRED, to=Standing.SUPERSEDED),
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    holder = models.ForeignKey(User, on_delete=models.PROTECT, related_name="certifications")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="certifications")
    scheme_version = models.ForeignKey(
        SchemeVersion, on_delete=models.PROTECT, related_name="certifications"
    )
    number = models.CharField(max_length=20, unique=True, help_text="TI-26-0418-7KQ")
    decision = models.OneToOneField(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="certification"
    )
    status = models.CharField(max_length=12, choices=Standing.choices, default=Standing.ACTIVE)
    version = models.PositiveIntegerField(default=0)
    awarded_on = models.DateField()
    period = DateRangeField(help_text="Valid from, until the day before the end.")
    grace_days = models.PositiveSmallIntegerField(default=90)
    is_public = models.BooleanField(default=True, help_text="The holder lets anybody verify it.")
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CertificationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-awarded_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=Standing.values), name="standing_is_known"
            ),
            ExclusionConstraint(
                name="one_live_certification_per_person_and_scheme",
                expressions=[
                    ("holder", RangeOperators.EQUAL),
                    ("scheme", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(status__in=LIVE),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def until(self) -> dt.date:
        """The first day on which it no longer holds."""
        day: dt.date = self.period.upper
        return day


class CertificationEvent(models.Model):
    """One change of a certification's standing; only ever added."""

    certification = models.ForeignKey(
        Certification, on_delete=models.PROTECT, related_name="events"
    )
    act = models.CharField(max_length=20)
    before = models.CharField(max_length=12, blank=True)
    after = models.CharField(max_length=12)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["certification", "pk"]

    def __str__(self) -> str:
        return f"{self.act}: {self.after}"

    @property
    def standing(self) -> str:
        """What it was worth after this, in words."""
        return str(Standing(self.after).label)
