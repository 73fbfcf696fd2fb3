"""Students who wait for a time, and the freed times they are offered."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from institute.accounts.models import User
from institute.moves import Move, Moving
from mentorship.models.booking import Booking
from mentorship.models.mentor import Mentor
from mentorship.models.offer import Offer


class WaitStatus(models.TextChoices):
    """Where an entry stands."""

    WAITING = "waiting", "Waiting"
    OFFERED = "offered", "A time is held"
    BOOKED = "booked", "Booked"
    LEFT = "left", "Left"
    ENDED = "ended", "The dates have passed"


class WaitQuerySet(models.QuerySet["WaitlistEntry"]):
    """Chainable adjectives for the waiting list."""

    def live(self) -> Self:
        return self.filter(status__in=(WaitStatus.WAITING, WaitStatus.OFFERED))

    def waiting(self) -> Self:
        """The nearest interview first, then whoever waits longest."""
        soonest = F("interview_on").asc(nulls_last=True)
        return self.filter(status=WaitStatus.WAITING).order_by(soonest, "created_at", "pk")

    def visible_to(self, user: User) -> Self:
        return self.filter(student=user)

    def with_people(self) -> Self:
        return self.select_related("student", "offer", "mentor__user")


class WaitlistEntry(Moving):
    """A student waits for one kind of session, with one mentor or with anybody."""

    MOVES: ClassVar = {
        "offer": Move.of(WaitStatus.WAITING, to=WaitStatus.OFFERED),
        "pass": Move.of(WaitStatus.OFFERED, to=WaitStatus.WAITING),
        "book": Move.of(WaitStatus.WAITING, WaitStatus.OFFERED, to=WaitStatus.BOOKED),
        "leave": Move.of(WaitStatus.WAITING, WaitStatus.OFFERED, to=WaitStatus.LEFT),
        "end": Move.of(WaitStatus.WAITING, to=WaitStatus.ENDED),
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    student = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mentor_waits")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")
    mentor = models.ForeignKey(
        Mentor, null=True, blank=True, on_delete=models.PROTECT, related_name="waits"
    )
    earliest = models.DateField(help_text="On the student's calendar.")
    latest = models.DateField()
    interview_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=8, choices=WaitStatus.choices, default=WaitStatus.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(default=False)

    objects = WaitQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=WaitStatus.values) & Q(latest__gte=F("earliest")),
                name="a_wait_has_a_status_and_dates",
            ),
            models.UniqueConstraint(
                fields=["student", "offer", "mentor"],
                condition=Q(status__in=(WaitStatus.WAITING, WaitStatus.OFFERED)),
                nulls_distinct=False,
                name="one_live_wait_per_student_offer_and_mentor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student} waits for {self.offer}"


class OfferStatus(models.TextChoices):
    """Where the offer of a freed time stands."""

    OPEN = "open", "Open"
    TAKEN = "taken", "Taken"
    DECLINED = "declined", "Declined"
    EXPIRED = "expired", "Run out"


class SlotOffer(Moving):
    """A freed time held for one student, for half an hour; the hold is a booking."""

    MOVES: ClassVar = {
        "take": Move.of(OfferStatus.OPEN, to=OfferStatus.TAKEN),
        "decline": Move.of(OfferStatus.OPEN, to=OfferStatus.DECLINED),
        "expire": Move.of(OfferStatus.OPEN, to=OfferStatus.EXPIRED),
    }

    entry = models.ForeignKey(WaitlistEntry, on_delete=models.PROTECT, related_name="offers")
    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="slot_offer")
    expires_at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=OfferStatus.choices, default=OfferStatus.OPEN)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=OfferStatus.values), name="slot_offer_status_is_known"
            ),
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(status=OfferStatus.OPEN),
                name="one_open_offer_per_wait",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking}, until {self.expires_at:%H:%M}"
