"""Sessions a student may use: who granted them, and a ledger of each use."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from courses.models import Course, Enrolment, Programme
from institute.accounts.models import User
from mentorship.models.offer import OfferKind


class SessionGrantQuerySet(models.QuerySet["SessionGrant"]):
    """Chainable adjectives for what courses bring."""

    def with_what(self) -> Self:
        return self.select_related("course__current", "programme")


class SessionGrant(models.Model):
    """How many sessions a course or a programme brings with it."""

    course = models.OneToOneField(
        Course, null=True, blank=True, on_delete=models.CASCADE, related_name="session_grant"
    )
    programme = models.OneToOneField(
        Programme, null=True, blank=True, on_delete=models.CASCADE, related_name="session_grant"
    )
    sessions = models.PositiveSmallIntegerField()
    kinds = ArrayField(
        models.CharField(max_length=12, choices=OfferKind.choices), default=list, blank=True
    )
    days = models.PositiveSmallIntegerField(default=365, help_text="How long they can be used.")

    objects = SessionGrantQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(
                    Q(course__isnull=False, programme__isnull=True)
                    | Q(course__isnull=True, programme__isnull=False)
                )
                & Q(sessions__gte=1),
                name="a_grant_comes_with_a_course_or_a_programme",
            )
        ]

    def __str__(self) -> str:
        return f"{self.course or self.programme}: {self.sessions}"

    @property
    def kind_words(self) -> str:
        """ "Mentoring, Mock interview", or any help."""
        return ", ".join(OfferKind(kind).label for kind in self.kinds) or "Any help"


class EntitlementQuerySet(models.QuerySet["Entitlement"]):
    """Chainable adjectives for entitlements."""

    def visible_to(self, user: User) -> Self:
        return self.filter(student=user)

    def lasting(self) -> Self:
        """Whose last day has not passed."""
        today = timezone.now().date()
        return self.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=today))

    def usable(self, kind: str, amount: int = 1) -> Self:
        """With enough left for this kind of help; what runs out first is used first."""
        fits = Q(kinds=[]) | Q(kinds__contains=[kind])
        soonest = F("expires_on").asc(nulls_last=True)
        return self.lasting().filter(fits, left__gte=amount).order_by(soonest, "pk")

    def left_for(self, kind: str) -> int:
        """How many sessions can be used for this kind of help now."""
        return sum(self.usable(kind).values_list("left", flat=True))

    def by_staff(self) -> Self:
        """What the staff gave, the latest first."""
        given = self.filter(granted_by__isnull=False).select_related("student", "granted_by")
        return given.order_by("-created_at", "-pk")

    def run_out(self) -> Self:
        """With sessions left that can no longer be used."""
        return self.filter(left__gt=0, expires_on__lt=timezone.now().date())


class Entitlement(models.Model):
    """Sessions granted at one time. `left` is the sum of its entries, kept by the database."""

    student = models.ForeignKey(User, on_delete=models.PROTECT, related_name="entitlements")
    label = models.CharField(max_length=160)
    kinds = ArrayField(
        models.CharField(max_length=12, choices=OfferKind.choices), default=list, blank=True
    )
    granted = models.PositiveSmallIntegerField()
    left = models.IntegerField(default=0, editable=False)
    expires_on = models.DateField(null=True, blank=True, help_text="The last day.")
    enrolment = models.OneToOneField(
        Enrolment, null=True, blank=True, on_delete=models.PROTECT, related_name="entitlement"
    )
    granted_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    request_key = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(default=False)

    objects = EntitlementQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(left__gte=0), name="nobody_uses_more_than_was_granted"
            )
        ]

    def __str__(self) -> str:
        return f"{self.student}: {self.label}"


AGAIN = " again"  # what is used after all once it was given back: a line of its own


class EntryKind(models.TextChoices):
    """What an entry of the ledger says."""

    GRANT = "grant", "Granted"
    RESERVE = "reserve", "Reserved for a session"
    CONSUME = "consume", "Used"
    RELEASE = "release", "Given back"
    EXPIRE = "expire", "Run out"


class EntryQuerySet(models.QuerySet["EntitlementEntry"]):
    """Chainable adjectives for lines of the ledger."""

    def of_student(self, user: User) -> Self:
        return self.filter(entitlement__student=user)

    def of_booking(self, pk: int) -> Self:
        """What was written about one session, the first line first."""
        return self.filter(about__in=(f"booking {pk}", f"booking {pk}{AGAIN}")).order_by("pk")


class EntitlementEntry(models.Model):
    """One line of the ledger. Append-only by trigger; the sum is never below nothing."""

    entitlement = models.ForeignKey(Entitlement, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=8, choices=EntryKind.choices)
    amount = models.SmallIntegerField(
        help_text="Grant and release are above, reserve and expire below zero; use is zero."
    )
    # What it was for: "booking 12", "review 7". The same act on the same thing counts once.
    about = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        verbose_name_plural = "entitlement entries"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind=EntryKind.GRANT, amount__gt=0)
                | Q(kind=EntryKind.RELEASE, amount__gt=0)
                | Q(kind=EntryKind.RESERVE, amount__lt=0)
                | Q(kind=EntryKind.EXPIRE, amount__lt=0)
                | Q(kind=EntryKind.CONSUME, amount=0),
                name="an_entry_has_the_sign_of_its_kind",
            ),
            models.UniqueConstraint(
                fields=["about", "kind"],
                condition=~Q(about=""),
                name="the_same_act_counts_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entitlement_id}: {self.kind} {self.amount}"
