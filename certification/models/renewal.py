"""Cycles of renewal: what is asked, the hours that were claimed, and audits of claims."""

import datetime as dt
import secrets
import uuid
from decimal import Decimal
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.urls import reverse

from certification import cpd
from certification.models.certification import Certification
from institute.accounts.models import User
from institute.moves import Move, Moving


class CycleStatus(models.TextChoices):
    """From the day it opens to its end."""

    OPEN = "open", "Open"
    AUDIT = "audit", "In audit"
    RENEWED = "renewed", "Renewed"
    LAPSED = "lapsed", "Lapsed"


RUNNING = (CycleStatus.OPEN, CycleStatus.AUDIT)


def new_seed() -> str:
    """What the draw of audits is made from; it is stored before anybody asks to renew."""
    return secrets.token_hex(16)


class RenewalCycleQuerySet(models.QuerySet["RenewalCycle"]):
    """Chainable adjectives for cycles."""

    def running(self) -> Self:
        return self.filter(status__in=RUNNING)

    def with_people(self) -> Self:
        return self.select_related("certification__holder", "certification__scheme")


class RenewalCycle(Moving):
    """The time in which hours for one renewal are done, and what was asked when it opened."""

    MOVES: ClassVar = {
        "pick": Move.of(CycleStatus.OPEN, to=CycleStatus.AUDIT),
        "reopen": Move.of(CycleStatus.AUDIT, to=CycleStatus.OPEN),
        "renew": Move.of(*RUNNING, to=CycleStatus.RENEWED),
        "lapse": Move.of(*RUNNING, to=CycleStatus.LAPSED),
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    certification = models.ForeignKey(
        Certification, on_delete=models.PROTECT, related_name="cycles"
    )
    number = models.PositiveSmallIntegerField()
    during = DateRangeField(help_text="From its first day; it ends where the next one begins.")
    need = models.JSONField(help_text="The scheme's rules on the day it opened.")
    status = models.CharField(max_length=8, choices=CycleStatus.choices, default=CycleStatus.OPEN)
    seed = models.CharField(max_length=32, default=new_seed, editable=False)
    counted = models.JSONField(default=dict, help_text="Hours that counted, by category.")
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = RenewalCycleQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["certification", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["certification", "number"], name="cycle_number_once"),
            models.UniqueConstraint(
                fields=["certification"],
                condition=Q(status__in=RUNNING),
                name="one_running_cycle_per_certification",
            ),
            models.CheckConstraint(
                condition=Q(status__in=RUNNING, closed_at__isnull=True)
                | Q(
                    status__in=[CycleStatus.RENEWED, CycleStatus.LAPSED],
                    closed_at__isnull=False,
                ),
                name="a_cycle_that_ended_says_when",
            ),
            ExclusionConstraint(
                name="cycles_of_a_certification_do_not_overlap",
                expressions=[
                    ("certification", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certification}, cycle {self.number}"

    @property
    def begins(self) -> dt.date:
        day: dt.date = self.during.lower
        return day

    @property
    def is_running(self) -> bool:
        return self.status in RUNNING

    @property
    def asks(self) -> cpd.Need:
        return cpd.need_of(self.need)

    def account(self) -> cpd.Account:
        """The hours that stand, by category: one query."""
        standing = self.entries.standing().values_list("category", "hours")
        return cpd.account(self.asks, standing)


class Source(models.TextChoices):
    """Where hours come from."""

    ENROLMENT = "enrolment", "Course with us"
    SIMULATION = "simulation", "Simulation with us"
    MENTORING = "mentoring", "Mentoring given with us"
    EXTERNAL = "external", "Elsewhere"


class EntryStatus(models.TextChoices):
    """What became of a claim."""

    CLAIMED = "claimed", "Claimed"
    AUDIT = "audit", "In audit"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Not accepted"
    WITHDRAWN = "withdrawn", "Taken back"


STANDING = (EntryStatus.CLAIMED, EntryStatus.AUDIT, EntryStatus.APPROVED)


class CpdEntryQuerySet(models.QuerySet["CpdEntry"]):
    """Chainable adjectives for entries."""

    def standing(self) -> Self:
        """Those whose hours count until somebody says otherwise."""
        return self.filter(status__in=STANDING)

    def of(self, user: User) -> Self:
        return self.filter(cycle__certification__holder=user)

    def waiting(self) -> Self:
        """In audit, for a person to judge."""
        return self.filter(status=EntryStatus.AUDIT).order_by("pk")

    def in_audits(self) -> Self:
        """Those of cycles that were ever audited."""
        audited = self.filter(cycle__audits__isnull=False).distinct()
        return audited.select_related("cycle__certification")

    def with_proof(self) -> Self:
        return self.select_related("proof", "decided_by").order_by("-done_on", "-pk")


class CpdEntry(Moving):
    """Hours of development in one category. The same thing counts once, by its key."""

    MOVES: ClassVar = {
        "pick": Move.of(EntryStatus.CLAIMED, to=EntryStatus.AUDIT),
        "approve": Move.of(EntryStatus.CLAIMED, EntryStatus.AUDIT, to=EntryStatus.APPROVED),
        "reject": Move.of(EntryStatus.AUDIT, to=EntryStatus.REJECTED),
        "take_back": Move.of(EntryStatus.CLAIMED, to=EntryStatus.WITHDRAWN),
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cycle = models.ForeignKey(RenewalCycle, on_delete=models.PROTECT, related_name="entries")
    category = models.SlugField(max_length=40)
    title = models.CharField(max_length=160)
    done_on = models.DateField()
    hours = models.DecimalField(max_digits=5, decimal_places=2)
    source = models.CharField(max_length=12, choices=Source.choices, default=Source.EXTERNAL)
    status = models.CharField(
        max_length=9, choices=EntryStatus.choices, default=EntryStatus.CLAIMED
    )
    evidence = models.TextField(blank=True, help_text="Where it can be seen.")
    key = models.CharField(max_length=120, unique=True, editable=False)
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CpdEntryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-done_on", "-pk"]
        verbose_name_plural = "CPD entries"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=EntryStatus.values)
                & Q(source__in=Source.values)
                & Q(hours__gt=Decimal(0))
                & (~Q(status=EntryStatus.REJECTED) | ~Q(reason="")),
                name="hours_are_more_than_none_and_refusals_say_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.hours} h"

    @property
    def category_name(self) -> str:
        """As the cycle's rules call it."""
        known = self.cycle.need.get("categories", {}).get(self.category, {})
        return str(known.get("name", self.category))

    @property
    def proof_or_none(self) -> "CpdProof | None":
        return getattr(self, "proof", None)


class CpdProof(models.Model):
    """A file that stands behind an entry; small, and read only with the entry."""

    entry = models.OneToOneField(CpdEntry, on_delete=models.PROTECT, related_name="proof")
    name = models.CharField(max_length=100)
    media_type = models.CharField(max_length=40)
    content = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class CpdAuditQuerySet(models.QuerySet["CpdAudit"]):
    """Chainable adjectives for audits."""

    def open(self) -> Self:
        return self.filter(settled_at__isnull=True).order_by("opened_at")

    def settled(self) -> Self:
        return self.filter(settled_at__isnull=False).order_by("-settled_at")

    def with_people(self) -> Self:
        return self.select_related("cycle__certification__holder", "cycle__certification__scheme")


class CpdAudit(models.Model):
    """A look at one renewal's claims, drawn at random when the holder asked to renew."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cycle = models.ForeignKey(RenewalCycle, on_delete=models.PROTECT, related_name="audits")
    draw = models.FloatField(help_text="From 0 to 1, out of the cycle's seed.")
    share = models.FloatField(help_text="Draws below it are audited.")
    opened_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)

    objects = CpdAuditQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-opened_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cycle"],
                condition=Q(settled_at__isnull=True),
                name="one_open_audit_per_cycle",
            )
        ]

    def __str__(self) -> str:
        return f"Audit of {self.cycle}"

    def get_absolute_url(self) -> str:
        return reverse("certification:audit", args=[self.public_id])
