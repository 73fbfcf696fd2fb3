"""Project simulations: scenarios and their versions, certified seeds, runs and their turns.

The engine is `courses.simulations` and knows none of this. What a run was is its log: seed, engine
version and decisions; everything else can be computed from it again.
"""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from institute.accounts.models import User
from institute.moves import Move, Moving


class ScenarioState(models.TextChoices):
    """Whether learners can find a scenario."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    RETIRED = "retired", "Retired"


class ScenarioQuerySet(models.QuerySet["Scenario"]):
    """Chainable adjectives for scenarios."""

    def published(self) -> Self:
        return self.filter(status=ScenarioState.PUBLISHED, current__isnull=False)

    def with_current(self) -> Self:
        return self.select_related("current")

    def on_the_shelf(self) -> Self:
        """For the people who write them: with versions and runs counted."""
        return (
            self.with_current()
            .defer("current__source")
            .annotate(
                written=models.Count("versions", distinct=True),
                played=models.Count("versions__runs", distinct=True),
                newest=models.Max("versions__title"),
            )
        )


class VersionQuerySet(models.QuerySet["ScenarioVersion"]):
    """Chainable adjectives for versions of scenarios."""

    def measuring(self) -> Self:
        """Those whose report a worker has not finished."""
        return self.filter(report__state__in=["waiting", "running"]).order_by("pk")

    def newest(self) -> Self:
        """The newest first, with their authors and how often each was played."""
        counted = self.annotate(played=models.Count("runs")).order_by("-number")
        return counted.select_related("author", "scenario").defer("source")


class Scenario(Moving):
    """A programme to run, under one address whatever its version."""

    MOVES: ClassVar = {
        "publish": Move.of(ScenarioState.DRAFT, ScenarioState.RETIRED, to=ScenarioState.PUBLISHED),
        "retire": Move.of(ScenarioState.PUBLISHED, to=ScenarioState.RETIRED),
    }

    slug = models.SlugField(max_length=80, unique=True)
    status = models.CharField(
        max_length=12, choices=ScenarioState.choices, default=ScenarioState.DRAFT
    )
    current = models.OneToOneField(
        "ScenarioVersion",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="current_of",
    )
    position = models.PositiveSmallIntegerField(default=100)
    is_demo = models.BooleanField(default=False)

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "slug"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=ScenarioState.values), name="scenario_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=ScenarioState.PUBLISHED) | Q(current__isnull=False),
                name="a_published_scenario_has_a_version",
            ),
        ]

    def __str__(self) -> str:
        return self.current.title if self.current else self.slug


class ScenarioVersion(models.Model):
    """The file of a scenario as it was checked; never changes once somebody has played it."""

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=240)
    source = models.TextField(help_text="TOML")
    digest = models.CharField(max_length=64, help_text="sha256 of the parsed file, canonical JSON")
    engine = models.CharField(max_length=12)
    report = models.JSONField(default=dict, blank=True, help_text="how policies rank on it")
    author = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="scenarios_written"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["scenario", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scenario", "number"], name="one_scenario_version_per_number"
            ),
            models.UniqueConstraint(
                fields=["scenario", "digest"], name="one_scenario_version_per_text"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"


class ScenarioSeedQuerySet(models.QuerySet["ScenarioSeed"]):
    """Chainable adjectives for deals of luck."""

    def certified(self) -> Self:
        return self.filter(certified=True)


class ScenarioSeed(models.Model):
    """A deal of luck for a version; certified: as hard as the average, within 1.5 points."""

    version = models.ForeignKey(ScenarioVersion, on_delete=models.CASCADE, related_name="seeds")
    seed = models.PositiveBigIntegerField()
    panel_mean = models.DecimalField(max_digits=5, decimal_places=2)
    certified = models.BooleanField(default=False)

    objects = ScenarioSeedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "seed"], name="one_row_per_seed")
        ]

    def __str__(self) -> str:
        return f"Seed of {self.version}"  # the number itself is a secret until a run is over
