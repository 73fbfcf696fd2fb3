"""Files of questions on their way into the bank, and who looked at which item."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from certification.models.item import CognitiveLevel, Domain, Item, ItemVersion
from institute.accounts.models import User
from institute.moves import Move, Moving


class ItemImportStatus(models.TextChoices):
    """A file is read, looked at, and then taken over as a whole or not at all."""

    READ = "read", "To be looked at"
    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Being taken over"
    DONE = "done", "Taken over"
    FAILED = "failed", "Stopped"
    DISCARDED = "discarded", "Discarded"


class ItemImportQuerySet(models.QuerySet["ItemImport"]):
    """Chainable adjectives for files of questions."""

    def unfinished(self) -> Self:
        return self.filter(status__in=[ItemImportStatus.WAITING, ItemImportStatus.RUNNING])

    def newest(self) -> Self:
        """With who sent them, the newest first."""
        return self.select_related("by").order_by("-at", "-pk")

    def with_numbers(self) -> Self:
        """Each with how many questions it holds, and how many of them cannot be taken."""
        refused = Q(rows__fate=Fate.REFUSED)
        return self.annotate(
            questions=models.Count("rows"), refused=models.Count("rows", filter=refused)
        )


class ItemImport(Moving):
    """A file of questions somebody sent. A worker that dies leaves nothing half written."""

    MOVES: ClassVar = {
        "take": Move.of(ItemImportStatus.READ, to=ItemImportStatus.WAITING),
        "start": Move.of(
            ItemImportStatus.WAITING, ItemImportStatus.RUNNING, to=ItemImportStatus.RUNNING
        ),
        "finish": Move.of(ItemImportStatus.RUNNING, to=ItemImportStatus.DONE),
        "fail": Move.of(
            ItemImportStatus.WAITING, ItemImportStatus.RUNNING, to=ItemImportStatus.FAILED
        ),
        "retry": Move.of(ItemImportStatus.FAILED, to=ItemImportStatus.WAITING),
        "discard": Move.of(
            ItemImportStatus.READ, ItemImportStatus.FAILED, to=ItemImportStatus.DISCARDED
        ),
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    format = models.CharField(max_length=4)
    sha256 = models.CharField(max_length=64)
    domain = models.ForeignKey(
        Domain, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    level = models.CharField(max_length=8, choices=CognitiveLevel.choices)
    status = models.CharField(
        max_length=9, choices=ItemImportStatus.choices, default=ItemImportStatus.READ
    )
    problem = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="item_imports")
    at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = ItemImportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=ItemImportStatus.values), name="item_import_status_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("certification:item_import", args=[self.public_id])

    @property
    def is_unfinished(self) -> bool:
        return self.status in (ItemImportStatus.WAITING, ItemImportStatus.RUNNING)


class Fate(models.TextChoices):
    """What becomes of one question of a file."""

    NEW = "new", "New"
    CHANGED = "changed", "New version"
    KNOWN = "known", "In the bank already"
    REFUSED = "refused", "Cannot be taken"


class ItemImportRowQuerySet(models.QuerySet["ItemImportRow"]):
    """Chainable adjectives for questions of files."""

    def of(self, source: ItemImport, only: str = "") -> Self:
        """In the order of the file; of one fate when it is named."""
        rows = self.filter(source=source).select_related("item").order_by("place")
        rows = rows.defer("question", "pictures")
        return rows.filter(fate=only) if only in Fate.values else rows

    def counted(self, source: ItemImport) -> list[tuple[str, str, int]]:
        """Each fate with its words and number; those that befell nobody are left out."""
        rows = self.filter(source=source).order_by().values_list("fate")
        numbers = dict(rows.annotate(n=models.Count("pk")))
        return [(key, str(words), numbers[key]) for key, words in Fate.choices if key in numbers]


class ItemImportRow(models.Model):
    """One question of a file, as it was read."""

    source = models.ForeignKey(ItemImport, on_delete=models.CASCADE, related_name="rows")
    place = models.PositiveIntegerField(help_text="Its number in the file, from 1.")
    line = models.PositiveIntegerField()
    title = models.CharField(max_length=120, blank=True)
    fate = models.CharField(max_length=8, choices=Fate.choices)
    why = models.TextField(blank=True, help_text="Why it is refused, or what it lacks.")
    question = models.JSONField(default=dict, blank=True)
    pictures = models.JSONField(default=list, blank=True)
    checksum = models.CharField(max_length=64, blank=True, db_index=True)
    item = models.ForeignKey(
        Item, null=True, blank=True, on_delete=models.PROTECT, related_name="came_from"
    )

    objects = ItemImportRowQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["source", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "place"], name="a_question_of_a_file_once"),
            models.CheckConstraint(condition=Q(fate__in=Fate.values), name="item_fate_is_known"),
        ]

    def __str__(self) -> str:
        return f"Line {self.line}: {self.title}"


class ItemLook(models.Model):
    """Somebody opened what an item says; kept because items are secrets."""

    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="looks")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=10)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return f"{self.by_id} looked at {self.version_id}"
