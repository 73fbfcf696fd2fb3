"""The one rubric, and the scorecards of mock interviews. What was submitted is never rewritten."""

import uuid
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from institute.accounts.models import User
from mentorship.models.booking import Booking
from mentorship.rubrics import LEVEL_NAMES, LEVELS


class RubricQuerySet(models.QuerySet["Rubric"]):
    """Chainable adjectives for rubrics."""

    def newest(self) -> "Rubric":
        """The version that new scorecards are written on. Raises DoesNotExist before any."""
        return self.prefetch_related("criteria").latest("version")


class Rubric(models.Model):
    """One version of what mock interviews are judged by."""

    version = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=120)

    objects = RubricQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["version"]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


class Criterion(models.Model):
    """One thing a mock interview is judged by, and what each of its four levels looks like."""

    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="criteria")
    key = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    asks = models.TextField(help_text="What the interviewer listens for.")
    competency = models.SlugField(max_length=60, help_text="Slug of a competency of the school.")
    levels = ArrayField(models.TextField(), size=4)
    course = models.SlugField(max_length=80, blank=True, help_text="Where it is taught.")
    module = models.CharField(max_length=120, blank=True, help_text="The step of that course.")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["position"]
        verbose_name_plural = "criteria"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["rubric", "key"], name="one_criterion_of_a_key_in_each_rubric"
            ),
            models.CheckConstraint(
                condition=Q(levels__len=4), name="a_criterion_describes_four_levels"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ladder(self) -> list[tuple[int, str, str]]:
        """Each level: its number, its name, and what it looks like here."""
        return [(n, LEVEL_NAMES[n], self.levels[n - 1]) for n in LEVELS]


class ScorecardQuerySet(models.QuerySet["Scorecard"]):
    """Chainable adjectives for scorecards."""

    def latest_only(self) -> Self:
        """Of each session the revision that counts."""
        newest = Scorecard.objects.filter(booking=OuterRef("booking")).order_by("-revision")
        return self.filter(pk=Subquery(newest.values("pk")[:1]))

    def of_student(self, student: User) -> Self:
        return self.filter(booking__student=student)

    def of_session(self, booking: Booking) -> Self:
        """Every revision, the latest first."""
        return self.filter(booking=booking).order_by("-revision")

    def in_time(self) -> Self:
        """By when the sessions took place, the first one first."""
        return self.order_by("booking__during", "pk")

    def with_scores(self) -> Self:
        scores = models.Prefetch(
            "scores", Score.objects.select_related("criterion").order_by("criterion__position")
        )
        people = self.select_related("booking__mentor__user", "booking__student", "by", "rubric")
        return people.prefetch_related(scores)


class Scorecard(models.Model):
    """What a mentor saw in one mock interview. A correction is a revision of its own."""

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="scorecards")
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="scorecards")
    revision = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was revised.")
    summary = models.TextField(help_text="For the student: what to keep and what to change.")
    note = models.TextField(blank=True, help_text="For the next mentor; the student does not see.")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="scorecards")
    submitted_at = models.DateTimeField(default=timezone.now)
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = ScorecardQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-submitted_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["booking", "revision"], name="one_scorecard_per_session_and_revision"
            ),
            models.CheckConstraint(
                condition=Q(revision=1, reason="") | Q(revision__gt=1) & ~Q(reason=""),
                name="a_revision_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking}, revision {self.revision}"

    def get_absolute_url(self) -> str:
        return reverse("mentorship:scorecard", args=[self.booking.public_id])

    @property
    def student_url(self) -> str:
        """Where the student reads it; mentors have a page of their own."""
        return reverse("mentorship:mock_result", args=[self.booking.public_id])

    @property
    def levels(self) -> dict[str, int]:
        """The level of each criterion, by its key."""
        return {score.criterion.key: score.level for score in self.scores.all()}

    @property
    def weakest(self) -> "Score":
        """The lowest score; of equals the first of the rubric."""
        return min(self.scores.all(), key=lambda score: (score.level, score.criterion.position))


class Score(models.Model):
    """A level for one criterion, with what the student said that earned it."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    evidence = models.TextField(help_text="What they said, word for word.")

    class Meta:
        ordering: ClassVar = ["criterion__position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scorecard", "criterion"], name="one_score_per_scorecard_and_criterion"
            ),
            models.CheckConstraint(
                condition=Q(level__in=LEVELS) & ~Q(evidence=""),
                name="a_score_has_a_level_and_evidence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.level}"

    @property
    def level_name(self) -> str:
        return LEVEL_NAMES[self.level]

    @property
    def looks_like(self) -> str:
        """What the rubric says of this level."""
        words: str = self.criterion.levels[self.level - 1]
        return words
