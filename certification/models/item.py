"""The item bank: questions, their versions and who judged them."""

import uuid
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.urls import reverse

from institute.accounts.models import User
from institute.moves import Move, Moving


class Domain(models.Model):
    """A part of the TPM's work that examinations draw on."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "slug"]

    def __str__(self) -> str:
        return self.name


class ItemKind(models.TextChoices):
    """What a candidate does to answer."""

    SINGLE = "single", "One choice"
    MULTIPLE = "multiple", "Several choices"
    NUMERIC = "numeric", "A number"
    ORDERING = "ordering", "An order"
    MATCHING = "matching", "Pairs"
    SHORT = "short", "A short answer"
    ESSAY = "essay", "Essay or case"


class CognitiveLevel(models.TextChoices):
    """What an item asks of the mind, after Bloom, in the three steps exam boards use."""

    RECALL = "recall", "Recall"
    APPLY = "apply", "Apply"
    ANALYSE = "analyse", "Analyse"


class ItemStatus(models.TextChoices):
    """Where an item stands on its way into and out of examinations."""

    DRAFT = "draft", "Draft"
    REVIEW = "review", "In review"
    APPROVED = "approved", "Approved"
    PRETEST = "pretest", "Pretest"
    OPERATIONAL = "operational", "Operational"
    SUSPENDED = "suspended", "Suspended"
    RETIRED = "retired", "Retired"


USABLE = (ItemStatus.APPROVED, ItemStatus.PRETEST, ItemStatus.OPERATIONAL, ItemStatus.SUSPENDED)


class Item(Moving):
    """A question over its life; what it says is in its versions."""

    MOVES: ClassVar = {
        "submit": Move.of(ItemStatus.DRAFT, to=ItemStatus.REVIEW),
        "send_back": Move.of(ItemStatus.REVIEW, to=ItemStatus.DRAFT),
        "approve": Move.of(ItemStatus.REVIEW, to=ItemStatus.APPROVED),
        "pretest": Move.of(ItemStatus.APPROVED, to=ItemStatus.PRETEST),
        "promote": Move.of(ItemStatus.APPROVED, ItemStatus.PRETEST, to=ItemStatus.OPERATIONAL),
        "suspend": Move.of(ItemStatus.PRETEST, ItemStatus.OPERATIONAL, to=ItemStatus.SUSPENDED),
        "reinstate": Move.of(ItemStatus.SUSPENDED, to=ItemStatus.OPERATIONAL),
        "rework": Move.of(*USABLE, to=ItemStatus.DRAFT),
        "retire": Move.of(ItemStatus.DRAFT, *USABLE, to=ItemStatus.RETIRED),
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=60, unique=True, help_text="As it is called in files.")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="items_written")
    status = models.CharField(
        max_length=12, choices=ItemStatus.choices, default=ItemStatus.DRAFT, db_index=True
    )
    current = models.OneToOneField(
        "ItemVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="current_of"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["key"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=ItemStatus.values), name="item_status_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("certification:item", args=[self.public_id])


WORDS = SearchVector("title", "stem", "rationale", config="english")  # also what is indexed


class ItemVersionQuerySet(models.QuerySet["ItemVersion"]):
    """Chainable adjectives for versions of items."""

    def current(self) -> Self:
        return self.filter(current_of__isnull=False)

    def usable(self, *statuses: str) -> Self:
        """Current versions of items in one of these states."""
        return self.current().filter(item__status__in=statuses).select_related("item", "domain")


class ItemVersion(models.Model):
    """What a question says: never changed once a form or a candidate has used it.

    The shapes of `options`, `key` and `rubric` by kind are those of `institute.items.kinds`.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=ItemKind.choices)
    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="item_versions")
    level = models.CharField(max_length=8, choices=CognitiveLevel.choices)
    scenario = models.BooleanField(default=False)
    title = models.CharField(max_length=120)
    stem = models.TextField(help_text="Markdown.")
    options = models.JSONField(default=dict, blank=True)
    key = models.JSONField(default=dict, blank=True)
    rubric = models.JSONField(default=list, blank=True)
    rationale = models.TextField(blank=True, help_text="Markdown.")
    references = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    points = models.DecimalField(max_digits=5, decimal_places=2, default=1)
    checksum = models.CharField(max_length=64, db_index=True, help_text="SHA-256 of what it says.")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ItemVersionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["item", "number"]
        indexes: ClassVar = [GinIndex(WORDS, name="words_of_item_versions")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "number"], name="item_version_number_once"),
            models.CheckConstraint(
                condition=Q(kind__in=ItemKind.values), name="item_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(level__in=CognitiveLevel.values), name="item_level_is_known"
            ),
            models.CheckConstraint(condition=Q(points__gt=0), name="item_points_are_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}.{self.number} {self.title}"

    @property
    def is_marked_by_people(self) -> bool:
        return self.kind == ItemKind.ESSAY


class Verdict(models.TextChoices):
    """What a reviewer says of a version."""

    APPROVE = "approve", "Approve"
    CHANGES = "changes", "Needs changes"


class ItemReviewQuerySet(models.QuerySet["ItemReview"]):
    """Chainable adjectives for reviews."""

    def of(self, item: Item) -> Self:
        """Of every version of the item, the newest first."""
        found = self.filter(version__item=item).select_related("reviewer", "version")
        return found.order_by("-created_at", "-pk")


class ItemReview(models.Model):
    """A reviewer's verdict on one version; never the author's own (trigger)."""

    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="item_reviews")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    comment = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ItemReviewQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["created_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.values), name="item_verdict_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.verdict}"


class ItemPicture(models.Model):
    """A picture in a stem or an option, addressed by a random name."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="pictures")
    media_type = models.CharField(max_length=40)
    content = models.BinaryField()
    words = models.CharField(max_length=300, help_text="What it shows, for who cannot see it.")
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.words
