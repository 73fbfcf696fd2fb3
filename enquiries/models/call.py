"""Telephone calls: a row from the first keystroke, so that no closed tab loses one."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from enquiries.contact_points import shown
from enquiries.models.enquiry import Enquiry
from enquiries.models.person import Person
from institute.accounts.models import User
from institute.moves import Move, Moving


class CallStatus(models.TextChoices):
    """Where a call stands."""

    OPEN = "open", "On the line"
    PARKED = "parked", "Parked"
    CLOSED = "closed", "Finished"


class Reason(models.TextChoices):
    """Why they called; the key swaps the script."""

    COURSE = "course", "A course"
    CERTIFICATION = "certification", "Certification"
    MENTORSHIP = "mentorship", "Mentoring, interview, CV"
    STUDENT = "student", "Already a student"
    OTHER = "other", "Something else"


class Outcome(models.TextChoices):
    """How a call ended; it cannot be saved without one."""

    ENROLLED = "enrolled", "Enrolled"
    FOLLOW_UP = "follow_up", "Follow up"
    CALLBACK = "callback", "Call-back booked"
    INFO_SENT = "info_sent", "Information sent"
    NOT_INTERESTED = "not_interested", "Not interested"
    WRONG_NUMBER = "wrong_number", "Wrong number or spam"
    TRANSFERRED = "transferred", "Transferred"
    NO_ANSWER = "no_answer", "No answer"
    MISSED = "missed", "Missed"
    RETURNED = "returned", "Answered, nothing more to do"


class CallDirection(models.TextChoices):
    """Who rang whom."""

    IN = "in", "They called"
    OUT = "out", "We called"


class CallQuerySet(models.QuerySet["Call"]):
    """Chainable adjectives for calls."""

    def unfinished(self) -> Self:
        return self.exclude(status=CallStatus.CLOSED)

    def of_staff(self, user: User) -> Self:
        return self.filter(staff=user)

    def missed(self) -> Self:
        return self.filter(outcome=Outcome.MISSED)

    def not_returned(self) -> Self:
        """Missed calls after which nobody spoke with that number."""
        return self.missed().filter(returned_by=None)


class Call(Moving):
    """A call, from the first key to the outcome. Staff have one on the line; others are parked."""

    MOVES: ClassVar = {
        "park": Move.of(CallStatus.OPEN, to=CallStatus.PARKED),
        "resume": Move.of(CallStatus.PARKED, to=CallStatus.OPEN),
        "close": Move.of(CallStatus.OPEN, CallStatus.PARKED, to=CallStatus.CLOSED),
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    staff = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="calls"
    )
    status = models.CharField(max_length=8, choices=CallStatus.choices, default=CallStatus.OPEN)
    direction = models.CharField(
        max_length=4, choices=CallDirection.choices, default=CallDirection.IN
    )
    number = models.CharField(max_length=20, blank=True, help_text="E.164; empty when withheld.")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="calls"
    )
    enquiry = models.ForeignKey(
        Enquiry, null=True, blank=True, on_delete=models.PROTECT, related_name="calls"
    )
    reason = models.CharField(max_length=16, choices=Reason.choices, blank=True)
    notes = models.TextField(blank=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    # Everything typed and not yet saved: fields of the desk's form, by name.
    draft = models.JSONField(default=dict, blank=True)
    draft_version = models.PositiveIntegerField(default=0)
    script_version = models.CharField(max_length=60, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When they hung up.")
    closed_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(default=timezone.now, help_text="Last sign of the desk.")
    returned_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="returns"
    )
    provider_call_id = models.CharField(max_length=120, null=True, blank=True, unique=True)
    # number, start and direction of an imported row: the same file twice is one call.
    import_key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    is_demo = models.BooleanField(default=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-started_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["staff"],
                condition=Q(status=CallStatus.OPEN),
                name="one_call_on_the_line_per_person",
            ),
            models.CheckConstraint(
                condition=(Q(status=CallStatus.CLOSED, closed_at__isnull=False) & ~Q(outcome=""))
                | (~Q(status=CallStatus.CLOSED) & Q(closed_at__isnull=True)),
                name="a_finished_call_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(status__in=CallStatus.values)
                & Q(direction__in=CallDirection.values)
                & Q(reason__in=["", *Reason.values])
                & Q(outcome__in=["", *Outcome.values]),
                name="call_words_are_known",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["number", "-started_at"], name="calls_of_a_number"),
            models.Index(
                fields=["started_at"],
                condition=Q(outcome=Outcome.MISSED, returned_by__isnull=True),
                name="missed_calls_not_returned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number_shown or 'withheld'}, {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def number_shown(self) -> str:
        return shown(self.number) if self.number else ""

    @property
    def is_untouched(self) -> bool:
        """Nothing was typed, nobody is known, and nobody hung up."""
        words = any(self.draft.values()) or self.number
        return not (words or self.person_id or self.enquiry_id or self.ended_at)
