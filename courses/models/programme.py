"""A programme: several courses that together lead somewhere."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from courses.models.course import Course


class Programme(models.Model):
    """What is offered as one path through several courses."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=200)
    lead = models.TextField()
    outcomes = ArrayField(models.TextField(), default=list, blank=True)
    price_cents = models.PositiveIntegerField(null=True, blank=True, help_text="CAD, as a bundle")
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["title"]

    def __str__(self) -> str:
        return self.title


class NodeKind(models.TextChoices):
    """How a requirement is met."""

    ALL_OF = "ALL_OF", "All of"
    MIN_N_OF = "MIN_N_OF", "At least"
    COURSE = "COURSE", "Course"


class RequirementNode(models.Model):
    """A node of the tree of requirements; each kind carries just what it needs."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="nodes")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    kind = models.CharField(max_length=8, choices=NodeKind.choices)
    n = models.PositiveSmallIntegerField(null=True, blank=True)
    course = models.ForeignKey(Course, null=True, blank=True, on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind=NodeKind.COURSE, course__isnull=False, n__isnull=True)
                | Q(kind=NodeKind.MIN_N_OF, course__isnull=True, n__gte=1)
                | Q(kind=NodeKind.ALL_OF, course__isnull=True, n__isnull=True),
                name="each_kind_of_requirement_carries_what_it_needs",
            ),
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(parent__isnull=True),
                name="one_root_per_programme",
            ),
        ]

    def __str__(self) -> str:
        return str(self.course) if self.course else self.get_kind_display()
