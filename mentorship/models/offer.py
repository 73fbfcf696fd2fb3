"""The ways to work with a mentor, and their terms."""

import datetime as dt
from collections.abc import Iterable
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models


class OfferKind(models.TextChoices):
    """The four kinds of help."""

    MENTORING = "mentoring", "Mentoring"
    COACHING = "coaching", "Career coaching"
    MOCK = "mock", "Mock interview"
    CV_REVIEW = "cv_review", "CV review"


class Confirmation(models.TextChoices):
    """Whether a time is sure at once."""

    INSTANT = "instant", "At once"
    REQUEST = "request", "When the mentor accepts, within 48 hours"


class OfferQuerySet(models.QuerySet["Offer"]):
    """Chainable adjectives for offers."""

    def with_a_time(self) -> Self:
        """What takes place at an hour, unlike the review of a CV."""
        return self.exclude(kind=OfferKind.CV_REVIEW)

    def given_by(self, mentors: "Iterable[models.Model]") -> Self:
        """What at least one of these mentors gives."""
        return self.filter(mentors__in=list(mentors)).distinct()


class Offer(models.Model):
    """One way to work with a mentor: what to bring, and what one leaves with."""

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=OfferKind.choices)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=240)
    bring = ArrayField(models.TextField(), default=list)
    leave_with = ArrayField(models.TextField(), default=list)
    minutes = models.PositiveSmallIntegerField(
        default=45, help_text="Of a session; a review has no clock time."
    )
    buffer_before = models.PositiveSmallIntegerField(default=0, help_text="Minutes.")
    buffer_after = models.PositiveSmallIntegerField(default=15, help_text="Minutes.")
    increment = models.PositiveSmallIntegerField(
        default=15, help_text="Minutes between two starts that are offered."
    )
    notice_hours = models.PositiveSmallIntegerField(default=12)
    horizon_days = models.PositiveSmallIntegerField(default=60)
    confirmation = models.CharField(
        max_length=8, choices=Confirmation.choices, default=Confirmation.INSTANT
    )
    cancel_cutoff_hours = models.PositiveSmallIntegerField(
        default=24, help_text="Until then moving and cancelling are free."
    )
    credits = models.PositiveSmallIntegerField(default=1, help_text="Sessions it uses.")
    due_days = models.PositiveSmallIntegerField(
        default=5, help_text="Days until a review comes back."
    )
    position = models.PositiveSmallIntegerField(default=0)
    is_demo = models.BooleanField(default=False)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "slug"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=OfferKind.values), name="offer_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(confirmation__in=Confirmation.values),
                name="confirmation_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    minutes__gte=15, minutes__lte=240, increment__gte=5, horizon_days__gte=1
                ),
                name="an_offer_has_a_length_and_steps",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def length(self) -> dt.timedelta:
        return dt.timedelta(minutes=self.minutes)

    @property
    def has_a_time(self) -> bool:
        """False for what is written and sent back by a day: the review of a CV."""
        return self.kind != OfferKind.CV_REVIEW
