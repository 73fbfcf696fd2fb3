"""One sitting of one candidate: the clock, the paper as dealt, and every answer."""

import datetime as dt
import uuid
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import ClassVar, Self

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse

from certification.models.application import Authorisation
from certification.models.form import ExamForm, FormItem, FormSection
from certification.sitting_clock import Clock
from institute.accounts.models import User
from institute.moves import Move, Moving
from institute.row_numbers import row_numbers


class AttemptStatus(models.TextChoices):
    """A sitting, its marking and its result."""

    STARTED = "started", "Running"
    PAUSED = "paused", "Paused"
    SUBMITTED = "submitted", "Submitted"
    MARKING = "marking", "Being marked"
    MODERATION = "moderation", "In moderation"
    SCORED = "scored", "Scored"
    DECIDED = "decided", "Decided"
    RELEASED = "released", "Released"
    VOIDED = "voided", "Voided"


RUNNING = (AttemptStatus.STARTED, AttemptStatus.PAUSED)
AFTER_SITTING = (
    AttemptStatus.SUBMITTED,
    AttemptStatus.MARKING,
    AttemptStatus.MODERATION,
    AttemptStatus.SCORED,
    AttemptStatus.DECIDED,
)


class SubmittedBy(models.TextChoices):
    """Who ended the sitting."""

    CANDIDATE = "candidate", "The candidate"
    CLOCK = "clock", "The clock"
    STAFF = "staff", "Staff"


class VoidedFor(models.TextChoices):
    """Why a sitting does not count."""

    OURS = "ours", "We failed the candidate"
    CONDUCT = "conduct", "The rules were broken"


class AttemptQuerySet(models.QuerySet["Attempt"]):
    """Chainable adjectives for attempts."""

    def of(self, user: User) -> Self:
        return self.filter(candidate=user)

    def running(self) -> Self:
        return self.filter(status__in=RUNNING)

    def at_now(self) -> Self:
        """Each with `moment`, the database's clock as it was read."""
        return self.annotate(moment=Now())

    def at_desk(self, form: ExamForm, public_id: str) -> Self:
        """Of a form: one when its id is given, else all."""
        room = self.filter(form=form)
        return room.filter(public_id__in=_readable(public_id)) if public_id else room

    def overdue(self) -> Self:
        """Running past deadline and grace by the database's clock; a paused one waits."""
        second = models.Value(dt.timedelta(seconds=1))
        grace = models.ExpressionWrapper(F("grace_seconds") * second, models.DurationField())
        ends = models.ExpressionWrapper(F("deadline_at") + grace, models.DateTimeField())
        return self.filter(status=AttemptStatus.STARTED).alias(ends=ends).filter(ends__lt=Now())

    def with_form(self) -> Self:
        return self.select_related("candidate", "form__scheme_version__scheme")

    def handed_in(self) -> Self:
        """Over, whoever ended it."""
        return self.exclude(status__in=RUNNING)

    def to_look_at(self) -> Self:
        """Over, and not searched for anything a person should look at; the oldest first."""
        return self.handed_in().filter(looked_for_signals_at=None).order_by("submitted_at", "pk")

    def used_up(self) -> Self:
        """Those that count towards how often one may sit: where we failed, it is given back."""
        return self.exclude(voided_for=VoidedFor.OURS)

    def to_decide(self) -> Self:
        """Scored, and nobody has decided; the longest waiting first."""
        return self.filter(status=AttemptStatus.SCORED).order_by("submitted_at")

    def not_of(self, user: User) -> Self:
        """Of others: nobody reads their own before everybody else may."""
        return self.exclude(candidate=user)

    def with_latest_score(self) -> Self:
        """Each with `latest`, a list of its newest score."""
        newest = apps.get_model("certification", "Score").objects.order_by("-number")
        return self.prefetch_related(models.Prefetch("scores", newest, to_attr="latest"))

    def ticked(self, ids: Iterable[str]) -> Self:
        """Those whose number was ticked on a page."""
        return self.filter(pk__in=row_numbers(ids))


def _readable(public_id: str) -> list[uuid.UUID]:
    """The id, or none when a form carries something else."""
    try:
        return [uuid.UUID(public_id)]
    except ValueError:
        return []


class Attempt(Moving):
    """A candidate sits a form once. Every instant is the database's.

    `deadline_at` = start + `limit_seconds` (already with the person's factor), moved by each
    TimeAdjustment, break and pause in the same transaction; saves are taken until
    `deadline_at` + `grace_seconds` by the moment the server receives them.
    """

    MOVES: ClassVar = {
        "pause": Move.of(AttemptStatus.STARTED, to=AttemptStatus.PAUSED),
        "resume": Move.of(AttemptStatus.PAUSED, to=AttemptStatus.STARTED),
        "submit": Move.of(*RUNNING, to=AttemptStatus.SUBMITTED),
        "hand_to_markers": Move.of(AttemptStatus.SUBMITTED, to=AttemptStatus.MARKING),
        "moderate": Move.of(AttemptStatus.MARKING, to=AttemptStatus.MODERATION),
        "score": Move.of(
            AttemptStatus.SUBMITTED,
            AttemptStatus.MARKING,
            AttemptStatus.MODERATION,
            to=AttemptStatus.SCORED,
        ),
        "decide": Move.of(AttemptStatus.SCORED, to=AttemptStatus.DECIDED),
        "release": Move.of(AttemptStatus.DECIDED, to=AttemptStatus.RELEASED),
        "reopen": Move.of(AttemptStatus.DECIDED, AttemptStatus.RELEASED, to=AttemptStatus.SCORED),
        "void": Move.of(*RUNNING, *AFTER_SITTING, to=AttemptStatus.VOIDED),
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    authorisation = models.ForeignKey(
        Authorisation, on_delete=models.PROTECT, related_name="attempts"
    )
    candidate = models.ForeignKey(User, on_delete=models.PROTECT, related_name="exam_attempts")
    form = models.ForeignKey(ExamForm, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=8, unique=True, help_text="What markers see: 9WHC2K.")
    seed = models.CharField(max_length=32, help_text="The order of this paper.")
    status = models.CharField(
        max_length=12, choices=AttemptStatus.choices, default=AttemptStatus.STARTED, db_index=True
    )
    version = models.PositiveIntegerField(default=0, help_text="Rises with each change of status.")
    started_at = models.DateTimeField()
    deadline_at = models.DateTimeField(db_index=True)
    limit_seconds = models.PositiveIntegerField()
    grace_seconds = models.PositiveSmallIntegerField(default=30)
    factor = models.DecimalField(max_digits=4, decimal_places=2, default=Decimal("1.00"))
    extra_break_seconds = models.PositiveIntegerField(default=0)
    section = models.PositiveSmallIntegerField(default=1, help_text="The open one, by position.")
    break_started_at = models.DateTimeField(null=True, blank=True)
    break_until = models.DateTimeField(null=True, blank=True)
    break_is_own = models.BooleanField(default=False, help_text="Of the extra break seconds.")
    paused_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.CharField(max_length=10, choices=SubmittedBy.choices, blank=True)
    last_saved_at = models.DateTimeField(null=True, blank=True)
    looked_for_signals_at = models.DateTimeField(null=True, blank=True)
    voided_for = models.CharField(max_length=8, choices=VoidedFor.choices, blank=True)
    tab = models.CharField(max_length=36, blank=True, help_text="The browser tab that writes.")
    idempotency_key = models.CharField(max_length=64, unique=True, editable=False)
    is_demo = models.BooleanField(default=False)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-started_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=AttemptStatus.values), name="attempt_status_is_known"
            ),
            models.UniqueConstraint(
                fields=["candidate"],
                condition=Q(status__in=RUNNING),
                name="one_open_attempt_per_person",
            ),
            models.UniqueConstraint(
                fields=["authorisation", "number"], name="attempt_number_once_per_authorisation"
            ),
            models.CheckConstraint(
                condition=Q(deadline_at__gt=F("started_at")), name="an_attempt_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(status__in=RUNNING)
                | Q(status=AttemptStatus.VOIDED)
                | Q(submitted_at__isnull=False),
                name="a_finished_attempt_was_submitted",
            ),
            models.CheckConstraint(
                condition=Q(voided_for="", status__in=[*RUNNING, *AFTER_SITTING, "released"])
                | Q(voided_for__in=["", *VoidedFor.values], status=AttemptStatus.VOIDED),
                name="only_a_voided_attempt_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("certification:attempt", args=[self.public_id])

    @property
    def title(self) -> str:
        """What the exam is called; fixed since its form was published, so read once."""
        return _title(self.form_id)

    moment: dt.datetime  # by the database, from at_now()

    @property
    def clock(self) -> Clock:
        """Where the sitting stands, for the arithmetic of certification.sitting_clock."""
        return Clock(
            self.deadline_at,
            self.grace_seconds,
            self.extra_break_seconds,
            self.break_until,
            self.break_is_own,
            self.paused_at,
        )

    @property
    def is_running(self) -> bool:
        return self.status in RUNNING

    @property
    def is_released(self) -> bool:
        return self.status == AttemptStatus.RELEASED


@lru_cache(1024)
def _title(form: int) -> str:
    return ExamForm.objects.values_list("title", flat=True).get(pk=form)


class AttemptItem(models.Model):
    """One question as this candidate meets it: place, and the order of its options, frozen."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="items")
    form_item = models.ForeignKey(FormItem, on_delete=models.PROTECT, related_name="+")
    section = models.ForeignKey(FormSection, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(help_text="From 1, as the candidate counts.")
    order = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    flagged = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["attempt", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attempt", "form_item"], name="an_item_dealt_once"),
            models.UniqueConstraint(fields=["attempt", "position"], name="one_item_per_place"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}, question {self.position}"
