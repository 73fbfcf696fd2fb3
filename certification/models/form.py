"""Examination forms: the plan they are drawn by and what stands in them."""

import uuid
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from certification.models.item import CognitiveLevel, Domain, ItemVersion
from certification.models.scheme_version import SchemeVersion
from institute.accounts.models import User
from institute.moves import Move, Moving


class BlueprintQuerySet(models.QuerySet["Blueprint"]):
    """Chainable adjectives for blueprints."""

    def with_cells(self) -> Self:
        """With the scheme and every cell: two queries."""
        return self.select_related("scheme_version__scheme").prefetch_related("cells__domain")


class Blueprint(models.Model):
    """How many questions of which domain and level an examination asks."""

    scheme_version = models.ForeignKey(
        SchemeVersion, on_delete=models.PROTECT, related_name="blueprints"
    )
    name = models.CharField(max_length=120)
    minutes = models.PositiveSmallIntegerField()
    pretest = models.PositiveSmallIntegerField(default=0, help_text="Items tried out, unscored.")
    cases = models.PositiveSmallIntegerField(default=0, help_text="Items marked by people.")
    break_minutes = models.PositiveSmallIntegerField(default=0, help_text="Between the sections.")

    objects = BlueprintQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["scheme_version", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("certification:blueprint", args=[self.pk])


class BlueprintCell(models.Model):
    """One domain at one level: how many scored objective items."""

    blueprint = models.ForeignKey(Blueprint, on_delete=models.CASCADE, related_name="cells")
    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=8, choices=CognitiveLevel.choices)
    count = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["blueprint", "domain", "level"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["blueprint", "domain", "level"], name="one_blueprint_cell_per_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.domain_id}, {self.level}: {self.count}"


class FormStatus(models.TextChoices):
    """A form is drawn, frozen when published, and taken out of use."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    RETIRED = "retired", "Retired"


class ExamFormQuerySet(models.QuerySet["ExamForm"]):
    """Chainable adjectives for forms."""

    def published(self) -> Self:
        return self.filter(status=FormStatus.PUBLISHED)

    def used(self) -> Self:
        """Published now or once: people may have sat them."""
        return self.exclude(status=FormStatus.DRAFT)


class ExamForm(Moving):
    """One set of questions a candidate may sit; frozen from the day it is published."""

    MOVES: ClassVar = {
        "publish": Move.of(FormStatus.DRAFT, to=FormStatus.PUBLISHED),
        "retire": Move.of(FormStatus.PUBLISHED, to=FormStatus.RETIRED),
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    blueprint = models.ForeignKey(Blueprint, on_delete=models.PROTECT, related_name="forms")
    scheme_version = models.ForeignKey(
        SchemeVersion, on_delete=models.PROTECT, related_name="forms"
    )
    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=120)
    seed = models.CharField(max_length=64)
    status = models.CharField(
        max_length=10, choices=FormStatus.choices, default=FormStatus.DRAFT, db_index=True
    )
    minutes = models.PositiveSmallIntegerField(help_text="For everything, breaks not counted.")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    published_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    is_demo = models.BooleanField(default=False)

    objects = ExamFormQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["scheme_version", "code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=FormStatus.values), name="form_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status=FormStatus.DRAFT) | Q(published_at__isnull=False),
                name="a_form_in_use_was_published",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("certification:form", args=[self.public_id])


class FormSection(models.Model):
    """A part of a form; once left it is locked. A break may follow."""

    form = models.ForeignKey(ExamForm, on_delete=models.PROTECT, related_name="sections")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)
    break_minutes = models.PositiveSmallIntegerField(default=0, help_text="Offered after it.")

    class Meta:
        ordering: ClassVar = ["form", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["form", "position"], name="one_section_per_position")
        ]

    def __str__(self) -> str:
        return self.title


class FormItem(models.Model):
    """One question of a form. `position` counts through the whole form, from 1."""

    form = models.ForeignKey(ExamForm, on_delete=models.PROTECT, related_name="items")
    section = models.ForeignKey(FormSection, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="in_forms")
    points = models.DecimalField(max_digits=5, decimal_places=2)
    scored = models.BooleanField(default=True)
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    class Meta:
        ordering: ClassVar = ["form", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["form", "position"], name="one_item_per_place_in_form"),
            models.UniqueConstraint(fields=["form", "version"], name="an_item_once_in_a_form"),
        ]

    def __str__(self) -> str:
        return f"{self.form_id}, item {self.position}"
