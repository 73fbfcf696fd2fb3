"""People who may be one person, merges that can be undone, and enquiries that became something."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from courses.models import Enrolment
from enquiries.models.enquiry import Enquiry
from enquiries.models.person import Person
from institute.accounts.models import User


class Decision(models.TextChoices):
    """What staff said about a pair."""

    UNDECIDED = "", "To be decided"
    SAME = "same", "One person"
    DIFFERENT = "different", "Two people"


class DuplicateCandidate(models.Model):
    """Two people who may be one. The pair is kept once, the older record first."""

    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField(help_text="0 to 100.")
    why = models.CharField(max_length=200)
    decision = models.CharField(
        max_length=10, choices=Decision.choices, blank=True, default=Decision.UNDECIDED
    )
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-score", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="a_pair_of_people_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="the_older_of_a_pair_stands_first"
            ),
            models.CheckConstraint(
                condition=Q(decision__in=Decision.values) & Q(score__lte=100),
                name="duplicate_words_are_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} and {self.second}"


class MergeRecord(models.Model):
    """One merge: who stayed, who became a tombstone, and everything that moved."""

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges_kept")
    gone = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges_gone")
    moved = models.JSONField(help_text="Keys of the rows that moved, by kind.")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["gone"],
                condition=Q(undone_at__isnull=True),
                name="a_person_is_merged_away_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.gone} into {self.kept}"


class ConvertedTo(models.TextChoices):
    """What an enquiry became."""

    ENROLMENT = "enrolment", "An enrolment"
    MENTORSHIP = "mentorship", "A request for mentoring"


class Conversion(models.Model):
    """What an enquiry became, once."""

    enquiry = models.OneToOneField(Enquiry, on_delete=models.PROTECT, related_name="conversion")
    kind = models.CharField(max_length=12, choices=ConvertedTo.choices)
    student = models.ForeignKey(User, on_delete=models.PROTECT, related_name="conversions")
    enrolment = models.OneToOneField(
        Enrolment, null=True, blank=True, on_delete=models.PROTECT, related_name="conversion"
    )
    # The key of what another app opened for the student, and where staff find it.
    opened = models.CharField(max_length=80, blank=True)
    opened_url = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind=ConvertedTo.ENROLMENT, enrolment__isnull=False)
                | (Q(kind=ConvertedTo.MENTORSHIP, enrolment__isnull=True) & ~Q(opened="")),
                name="a_conversion_names_what_it_became",
            )
        ]

    def __str__(self) -> str:
        return f"{self.enquiry}: {self.get_kind_display().lower()}"
