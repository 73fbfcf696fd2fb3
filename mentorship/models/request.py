"""A student asks for an hour before a time is found."""

from typing import ClassVar, Self

from django.db import models
from django.utils import timezone

from institute.accounts.models import User
from institute.moves import Move, Moving
from mentorship.models.offer import Offer


class RequestStatus(models.TextChoices):
    """Where a request stands."""

    OPEN = "open", "Waiting for a mentor"
    CLOSED = "closed", "Answered"


class RequestQuerySet(models.QuerySet["MentorshipRequest"]):
    """Chainable adjectives for requests."""

    def waiting(self) -> Self:
        """Nobody has answered these; whoever waits longest comes first."""
        return self.filter(status=RequestStatus.OPEN).order_by("created_at", "pk")

    def with_people(self) -> Self:
        return self.select_related("student", "offer", "closed_by")

    def visible_to(self, user: User) -> Self:
        """A student's own requests; others do not exist for them."""
        return self.filter(student=user)


class MentorshipRequest(Moving):
    """A student asks for an hour with a mentor, before a time is found."""

    MOVES: ClassVar = {"close": Move.of(RequestStatus.OPEN, to=RequestStatus.CLOSED)}

    student = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mentorship_requests")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="requests")
    wish = models.TextField(blank=True, help_text="In the student's words, or the desk's.")
    status = models.CharField(
        max_length=8, choices=RequestStatus.choices, default=RequestStatus.OPEN
    )
    # What led to it; the same key twice is one request.
    request_key = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_demo = models.BooleanField(default=False)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(status__in=RequestStatus.values),
                name="request_status_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(status=RequestStatus.OPEN, closed_at__isnull=True)
                | (~models.Q(status=RequestStatus.OPEN) & models.Q(closed_at__isnull=False)),
                name="a_closed_request_says_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(status=RequestStatus.OPEN),
                name="requests_that_wait",
            )
        ]

    def __str__(self) -> str:
        return f"{self.student}: {self.offer}"
