"""What the answers say about the questions: statistics of a form, and rulings on questions."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from certification.models.form import ExamForm, FormItem
from certification.models.item import Item
from institute.accounts.models import User
from institute.moves import Move, Moving


class AnalysisStatus(models.TextChoices):
    """A worker takes an analysis and works it off item by item."""

    WAITING = "waiting", "Waiting for a worker"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Stopped"


UNFINISHED = (AnalysisStatus.WAITING, AnalysisStatus.RUNNING)


class ItemAnalysisQuerySet(models.QuerySet["ItemAnalysis"]):
    """Chainable adjectives for analyses."""

    def unfinished(self) -> Self:
        return self.filter(status__in=UNFINISHED).order_by("pk")

    def done(self) -> Self:
        """The newest first."""
        return self.filter(status=AnalysisStatus.DONE).order_by("-pk")


class ItemAnalysis(Moving):
    """A snapshot of every statistic of one form, with how far a worker got."""

    MOVES: ClassVar = {
        "start": Move.of(*UNFINISHED, to=AnalysisStatus.RUNNING),
        "finish": Move.of(AnalysisStatus.RUNNING, to=AnalysisStatus.DONE),
        "fail": Move.of(*UNFINISHED, to=AnalysisStatus.FAILED),
    }

    form = models.ForeignKey(ExamForm, on_delete=models.PROTECT, related_name="analyses")
    status = models.CharField(
        max_length=8, choices=AnalysisStatus.choices, default=AnalysisStatus.WAITING
    )
    n = models.PositiveIntegerField(default=0, help_text="First attempts that were scored.")
    items = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveSmallIntegerField(default=0)
    mean = models.FloatField(null=True, blank=True)
    sd = models.FloatField(null=True, blank=True)
    alpha = models.FloatField(null=True, blank=True)
    sem = models.FloatField(null=True, blank=True)
    asked_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ItemAnalysisQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=AnalysisStatus.values), name="analysis_status_is_known"
            ),
            models.UniqueConstraint(
                fields=["form"],
                condition=Q(status__in=UNFINISHED),
                name="one_analysis_of_a_form_at_a_time",
            ),
        ]

    @property
    def is_unfinished(self) -> bool:
        return self.status in UNFINISHED


class ItemStat(models.Model):
    """One question in one snapshot. With fewer than 30 answers p and r stay empty."""

    analysis = models.ForeignKey(ItemAnalysis, on_delete=models.CASCADE, related_name="stats")
    form_item = models.ForeignKey(FormItem, on_delete=models.PROTECT, related_name="stats")
    n = models.PositiveIntegerField()
    p = models.FloatField(null=True, blank=True)
    r = models.FloatField(null=True, blank=True, help_text="With the rest of the scored total.")
    seconds = models.PositiveIntegerField(null=True, blank=True, help_text="The median.")
    unanswered = models.PositiveIntegerField(default=0)
    choices = models.JSONField(default=list, help_text="Who took which choice, by thirds.")

    class Meta:
        ordering: ClassVar = ["analysis", "form_item__position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["analysis", "form_item"], name="one_stat_per_item")
        ]

    def __str__(self) -> str:
        return f"{self.form_item_id}: n {self.n}"


class RulingKind(models.TextChoices):
    """What is done about a question that turned out faulty after people sat it."""

    CREDIT = "credit", "Everybody gets its points"
    EXCLUDE = "exclude", "It does not count"
    KEYED = "keyed", "It counts as keyed after all"


class ItemRuling(models.Model):
    """A ruling on one question of a form; only ever added (trigger), the newest counts."""

    form_item = models.ForeignKey(FormItem, on_delete=models.PROTECT, related_name="rulings")
    kind = models.CharField(max_length=8, choices=RulingKind.choices)
    why = models.CharField(max_length=300)
    ruled_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["form_item", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=RulingKind.values), name="ruling_kind_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.form_item_id}: {self.kind}"


class Enemies(models.Model):
    """Two items that give each other away: never drawn into one form."""

    first = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=200)
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "enemies"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="a_pair_of_enemies_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="enemies_stand_in_one_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} and {self.second}"
