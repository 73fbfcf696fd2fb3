"""What the catalogue searches and filters: one narrow row per published course."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from courses.models.course import Course


class CatalogueEntry(models.Model):
    """A course as the catalogue sees it, rewritten by `operations.catalogue.refresh`."""

    course = models.OneToOneField(
        Course, on_delete=models.CASCADE, primary_key=True, related_name="entry"
    )
    title = models.CharField(max_length=120)
    names = models.TextField(help_text="Lower-case, unaccented words for typo tolerance")
    vector = SearchVectorField(null=True)
    competencies = ArrayField(models.CharField(max_length=50), default=list)
    level = models.CharField(max_length=12)
    format = models.CharField(max_length=12)
    hours = models.PositiveSmallIntegerField()
    weeks = models.PositiveSmallIntegerField()
    price_cents = models.PositiveIntegerField()
    next_start = models.DateTimeField(null=True)
    start_months = ArrayField(models.CharField(max_length=7), default=list)  # "2027-01"
    seats_left = models.PositiveIntegerField(default=0)
    waitlist_open = models.BooleanField(default=False)
    # Rises whenever the card would read differently.
    revision = models.PositiveBigIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [
            GinIndex(fields=["vector"], name="entries_by_words"),
            GinIndex(OpClass("names", name="gin_trgm_ops"), name="entries_by_trigrams"),
            GinIndex(fields=["competencies"], name="entries_by_competency"),
            models.Index(fields=["next_start"], name="entries_by_start"),
        ]

    def __str__(self) -> str:
        return self.title
