"""The phone provider's files, and the ways of looking at the pipeline people have named."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from institute.accounts.models import User
from institute.moves import Move, Moving


class SavedFilter(models.Model):
    """A way of looking at the pipeline that somebody gave a name."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500, help_text="The address's query, canonical.")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "name"], name="a_filter_name_once_per_person")
        ]

    def __str__(self) -> str:
        return self.name


class ImportStatus(models.TextChoices):
    """Where an import stands."""

    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Reading"
    DONE = "done", "Done"
    FAILED = "failed", "Stopped"


class CallImportQuerySet(models.QuerySet["CallImport"]):
    """Chainable adjectives for imports."""

    def unfinished(self) -> Self:
        return self.filter(status__in=[ImportStatus.WAITING, ImportStatus.RUNNING])


class CallImport(Moving):
    """One file of the phone provider. It goes on where it stopped when a worker dies."""

    MOVES: ClassVar = {
        "start": Move.of(ImportStatus.WAITING, ImportStatus.RUNNING, to=ImportStatus.RUNNING),
        "finish": Move.of(ImportStatus.RUNNING, to=ImportStatus.DONE),
        "fail": Move.of(ImportStatus.WAITING, ImportStatus.RUNNING, to=ImportStatus.FAILED),
        "retry": Move.of(ImportStatus.FAILED, to=ImportStatus.WAITING),
    }

    name = models.CharField(max_length=200)
    text = models.TextField(help_text="The file, decoded.")
    sha = models.CharField(max_length=64)
    status = models.CharField(
        max_length=8, choices=ImportStatus.choices, default=ImportStatus.WAITING
    )
    lines = models.PositiveIntegerField(default=0)
    read = models.PositiveIntegerField(default=0, help_text="Lines dealt with so far.")
    calls_new = models.PositiveIntegerField(default=0)
    calls_known = models.PositiveIntegerField(default=0)
    enquiries_new = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="call_imports")
    at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = CallImportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=ImportStatus.values), name="import_status_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_unfinished(self) -> bool:
        return self.status in (ImportStatus.WAITING, ImportStatus.RUNNING)


class UnreadLine(models.Model):
    """A line of an import that could not be read, as it stands in the file."""

    source = models.ForeignKey(CallImport, on_delete=models.CASCADE, related_name="unread")
    line = models.PositiveIntegerField()
    text = models.TextField()
    problem = models.CharField(max_length=300)

    class Meta:
        ordering: ClassVar = ["line"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "line"], name="an_unread_line_once")
        ]

    def __str__(self) -> str:
        return f"Line {self.line}: {self.problem}"
