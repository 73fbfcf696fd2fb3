"""People who may never have had an account, and the ways to reach them."""

import uuid
from typing import ClassVar, Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone

from enquiries.contact_points import shown
from institute.accounts.models import User


class PersonQuerySet(models.QuerySet["Person"]):
    """Chainable adjectives for people."""

    def standing(self) -> Self:
        """People who were not merged into somebody else."""
        return self.filter(merged_into=None)

    def reached_at(self, email: str, phone: str) -> Self:
        """Standing people with either contact point; an empty one matches nobody."""
        points = Q(points__kind=PointKind.EMAIL, points__normalised=email) if email else Q()
        if phone:
            points |= Q(points__kind=PointKind.PHONE, points__normalised=phone)
        return self.standing().filter(points).distinct() if points else self.none()

    def with_points(self) -> Self:
        return self.prefetch_related("points")


class Person(models.Model):
    """Somebody we talk with. Merged people stay as tombstones, so that old links still lead on."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=300)
    # Capitals without accents, words apart, a space before the first: found while it is typed.
    plain = models.GeneratedField(
        expression=models.Func("name", function="enquiries_plain"),
        output_field=models.TextField(),
        db_persist=True,
    )
    zone = models.CharField(max_length=64, default="America/Toronto")
    account = models.OneToOneField(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="person"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    last_contact_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(default=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        verbose_name_plural = "people"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("pk")), name="nobody_is_merged_into_themselves"
            )
        ]
        indexes: ClassVar = [
            GinIndex(
                OpClass(Upper("name"), name="gin_trgm_ops"),
                name="people_by_any_part_of_a_name",
            ),
            GinIndex(OpClass("plain", name="gin_trgm_ops"), name="people_by_plain_name"),
            models.Index(fields=["-last_contact_at"], name="people_by_last_contact"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("enquiries:contact", args=[self.public_id])

    @property
    def emails(self) -> list[str]:
        """Their addresses, verified ones first."""
        return [point.normalised for point in self._points(PointKind.EMAIL)]

    @property
    def phones(self) -> list[str]:
        """Their numbers in E.164, verified ones first."""
        return [point.normalised for point in self._points(PointKind.PHONE)]

    @property
    def email(self) -> str:
        return next(iter(self.emails), "")

    @property
    def phone(self) -> str:
        return next(iter(self.phones), "")

    @property
    def phone_shown(self) -> str:
        return shown(self.phone) if self.phone else ""

    def _points(self, kind: str) -> "list[ContactPoint]":
        points = [point for point in self.points.all() if point.kind == kind]
        return sorted(points, key=lambda point: (point.verified_at is None, point.pk))


class PointKind(models.TextChoices):
    """How a contact point is used."""

    EMAIL = "email", "Email"
    PHONE = "phone", "Phone"


class ContactPoint(models.Model):
    """One address or number of a person.

    `normalised` is a lower-case address or a number in E.164. Two people may share a telephone;
    only one of them can have proved that a contact point is theirs.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="points")
    kind = models.CharField(max_length=8, choices=PointKind.choices)
    raw = models.CharField(max_length=400, help_text="As it was given.")
    normalised = models.CharField(max_length=254)
    extension = models.CharField(max_length=12, blank=True)
    # The digits without the country code, and the same backwards: both ends of a number are
    # found by a prefix.
    digits = models.CharField(max_length=16, blank=True, editable=False)
    rdigits = models.CharField(max_length=16, blank=True, editable=False)
    verified_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "normalised"],
                condition=Q(verified_at__isnull=False),
                name="one_owner_per_verified_contact_point",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "normalised"],
                name="a_person_has_a_contact_point_once",
            ),
            models.CheckConstraint(
                condition=(Q(kind=PointKind.PHONE) & ~Q(digits="") & ~Q(rdigits=""))
                | (Q(kind=PointKind.EMAIL, digits="", rdigits="")),
                name="phones_have_digits_and_emails_none",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "normalised"], name="points_by_value"),
            models.Index(
                fields=["rdigits"], opclasses=["text_pattern_ops"], name="points_by_last_digits"
            ),
            models.Index(
                fields=["digits"], opclasses=["text_pattern_ops"], name="points_by_first_digits"
            ),
            models.Index(
                fields=["normalised"],
                opclasses=["text_pattern_ops"],
                condition=Q(kind=PointKind.EMAIL),
                name="points_by_start_of_an_address",
            ),
            GinIndex(
                OpClass("normalised", name="gin_trgm_ops"),
                condition=Q(kind=PointKind.EMAIL),
                name="points_by_letters_in_address",
            ),
        ]

    def __str__(self) -> str:
        return shown(self.normalised) if self.kind == PointKind.PHONE else self.normalised
