"""Wordings with their versions, the rules that follow up by themselves, and what they sent."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from enquiries.models.enquiry import Enquiry
from institute.accounts.models import User
from institute.mail.models import OutboundMessage

MOST_PER_ENQUIRY = 3


class Purpose(models.TextChoices):
    """What a wording is for."""

    SCRIPT = "script", "Said at the desk"
    EMAIL = "email", "Written by email"


class WordingQuerySet(models.QuerySet["Wording"]):
    """Chainable adjectives for wordings."""

    def current(self) -> Self:
        """The latest version of each."""
        return self.order_by("key", "-version").distinct("key")


class Wording(models.Model):
    """One version of a text. Append-only, by a trigger: a change is a new version."""

    key = models.SlugField(max_length=60)
    version = models.PositiveIntegerField()
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    title = models.CharField(max_length=200, help_text="The subject of an email.")
    body = models.TextField()
    written_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(default=timezone.now)

    objects = WordingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["key", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "version"], name="a_wording_version_once"),
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values), name="wording_purpose_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"


class FollowUpRule(models.Model):
    """A message that leaves some days after an enquiry, unless something stops it.

    It looks only at enquiries made after it was switched on: switching on never mails the past.
    """

    key = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    days = models.PositiveSmallIntegerField(help_text="Days after the enquiry.")
    wording = models.SlugField(max_length=60, help_text="The key of its wording.")
    enabled_at = models.DateTimeField(null=True, blank=True)
    enabled_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["days", "key"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_on(self) -> bool:
        return self.enabled_at is not None


class FollowUp(models.Model):
    """One commercial message of an enquiry. It takes a number, and there are three numbers."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="follow_ups")
    number = models.PositiveSmallIntegerField()
    rule = models.ForeignKey(
        FollowUpRule, null=True, blank=True, on_delete=models.PROTECT, related_name="follow_ups"
    )
    wording = models.ForeignKey(
        Wording, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    message = models.OneToOneField(
        OutboundMessage, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["enquiry", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enquiry", "number"], name="a_follow_up_number_once"),
            models.UniqueConstraint(fields=["enquiry", "rule"], name="a_rule_follows_up_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST_PER_ENQUIRY),
                name="at_most_three_commercial_messages_per_enquiry",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enquiry}, number {self.number}"
