"""The common language: what a Technical Program Manager is able to do."""

from typing import ClassVar

from django.db import models


class Kind(models.TextChoices):
    """Where the Institute's own words put a competency."""

    RESPONSIBILITY = "responsibility", "Responsibility"
    EXPERTISE = "expertise", "Area of expertise"
    SKILL = "skill", "Core skill"


class Competency(models.Model):
    """One thing a TPM is able to do; every app speaks of people's ability in these."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    description = models.TextField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["position"]
        verbose_name_plural = "competencies"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values), name="competency_kind_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.name
