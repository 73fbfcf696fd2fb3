"""What one may be certified in, and what that takes."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from courses.models import Competency, Course, Programme
from institute.accounts.models import User


class Level(models.TextChoices):
    """How far along a career a certification stands."""

    ASSOCIATE = "associate", "Associate"
    PROFESSIONAL = "professional", "Professional"
    LEADER = "leader", "Leader"


class SchemeQuerySet(models.QuerySet["Scheme"]):
    """Chainable adjectives for schemes."""

    def to_apply_for(self, user: User) -> Self:
        """Those in force that this person neither holds nor has asked for."""
        in_force = self.filter(versions__effective__contains=timezone.localdate())
        asked = Q(versions__applications__candidate=user)
        asked &= Q(versions__applications__status__in=("submitted", "under_review", "eligible"))
        held = Q(certifications__holder=user)
        held &= Q(certifications__status__in=("active", "renewal_due", "grace", "suspended"))
        taken = self.filter(asked | held).values("pk")
        return in_force.exclude(pk__in=taken).distinct()

    def with_preparation(self) -> Self:
        """With the competencies, courses and programmes that lead there: three queries."""
        courses = Course.objects.published().select_related("current")
        return self.prefetch_related("competencies", "programmes", Prefetch("courses", courses))


class Scheme(models.Model):
    """A certification: who it is for, what it asks and how that is assessed."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    level = models.CharField(max_length=12, choices=Level.choices)
    summary = models.CharField(max_length=240)
    lead = models.TextField()
    for_whom = models.TextField()
    requirements = ArrayField(models.TextField(), default=list)
    assessment = ArrayField(models.TextField(), default=list)
    renewal = models.TextField()
    competencies = models.ManyToManyField(Competency, related_name="schemes")
    courses = models.ManyToManyField(Course, blank=True, related_name="schemes")
    programmes = models.ManyToManyField(Programme, blank=True, related_name="schemes")
    position = models.PositiveSmallIntegerField(default=0)
    is_demo = models.BooleanField(default=False)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "slug"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(level__in=Level.values), name="scheme_level_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("certification:scheme", args=[self.slug])
