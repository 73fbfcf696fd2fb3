"""A person one may ask for an hour."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from courses.models import Competency
from courses.models.course import Lane
from institute.accounts.models import User


class MentorQuerySet(models.QuerySet["Mentor"]):
    """Chainable adjectives for mentors."""

    def public(self) -> Self:
        """Mentors a visitor may read about."""
        return self.filter(user__is_active=True)

    def with_person(self) -> Self:
        """With the person and what they are asked about: two queries, however many mentors."""
        return self.select_related("user").prefetch_related("competencies")

    def able_in(self, competency: str) -> Self:
        """Mentors for one competency; everybody when it is empty."""
        return self.filter(competencies__slug=competency) if competency else self


class Mentor(models.Model):
    """A person one may ask for an hour, and what for."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="mentor")
    slug = models.SlugField(max_length=80, unique=True)
    headline = models.CharField(max_length=200)
    bio = models.TextField()
    languages = ArrayField(models.CharField(max_length=40), default=list)
    competencies = models.ManyToManyField(Competency, related_name="mentors")
    helps_with = ArrayField(models.CharField(max_length=80), default=list)
    sessions = models.JSONField(
        default=list, blank=True, help_text='[{"title": …, "minutes": …, "summary": …}]'
    )
    sample_questions = ArrayField(models.TextField(), default=list, blank=True)
    lane = models.CharField(max_length=8, choices=Lane.choices, default=Lane.MENTOR)
    accepting = models.BooleanField("takes new people", default=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_demo = models.BooleanField(default=False)

    objects = MentorQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "slug"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(lane__in=Lane.values), name="mentor_lane_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.user.name

    def get_absolute_url(self) -> str:
        return reverse("mentorship:mentor", args=[self.slug])

    @property
    def initials(self) -> str:
        """The letters on the tile that stands where a portrait will be."""
        words = [word for word in self.user.name.replace("-", " ").split() if word[0].isalpha()]
        return "".join(word[0].upper() for word in (words[0], words[-1]))

    @property
    def city(self) -> str:
        """Where the mentor's clock hangs: "Vancouver"."""
        return self.user.time_zone.rpartition("/")[2].replace("_", " ")
