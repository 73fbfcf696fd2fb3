"""The ways to work with a mentor, and their terms."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class OfferKind(models.TextChoices):
    """The four kinds of help."""

    MENTORING = "mentoring", "Mentoring"
    COACHING = "coaching", "Career coaching"
    MOCK = "mock", "Mock interview"
    CV_REVIEW = "cv_review", "CV review"


class Offer(models.Model):
    """One way to work with a mentor: what to bring, and what one leaves with."""

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=OfferKind.choices)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=240)
    bring = ArrayField(models.TextField(), default=list)
    leave_with = ArrayField(models.TextField(), default=list)
    position = models.PositiveSmallIntegerField(default=0)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["position", "slug"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=OfferKind.values), name="offer_kind_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.title
