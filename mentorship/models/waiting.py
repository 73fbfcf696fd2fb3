"""Students who wait for a time, and the freed times they are offered."""

import datetime as dt
import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from institute.accounts.models import User
from institute.moves import Move, Moving
from mentorship.models.booking import Booking
from mentorship.models.mentor import Mentor
from mentorship.models.offer import Offer

# Who lets an offer run out is away from their letters: they are left in peace for so long.
REST = dt.timedelta(hours=3)


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
        line = self.filter(status=WaitStatus.WAITING, student__is_active=True)
        return line.order_by(soonest, "created_at", "pk")

    def rested(self) -> Self:
        """Without those who let an offer run out a moment ago: the time goes to the next."""
        since = timezone.now() - REST
        away = Q(offers__status=OfferStatus.EXPIRED, offers__expires_at__gt=since)
        return self.exclude(pk__in=WaitlistEntry.objects.filter(away).values("pk"))

    def who_may_take(self, mentor: Mentor) -> Self:
        """Who waits for this mentor, or for anybody."""
        return self.filter(Q(mentor=mentor) | Q(mentor__isnull=True))

    def for_offers_of(self, mentor: Mentor) -> Self:
        """What this mentor gives."""
        return self.filter(offer__mentors=mentor)

    def for_the_same(self, entry: "WaitlistEntry") -> Self:
        """Who waits for what this entry waits for; who waits for anybody competes with all."""
        same = self.filter(offer=entry.offer_id)
        return same.who_may_take(entry.mentor) if entry.mentor else same

    def ahead_of(self, entry: "WaitlistEntry") -> Self:
        """Who comes before this one in line."""
        longer = Q(created_at__lt=entry.created_at)
        if entry.interview_on is None:
            return self.filter(longer | Q(interview_on__isnull=False)).exclude(pk=entry.pk)
        same_day = Q(interview_on=entry.interview_on) & longer
        return self.filter(Q(interview_on__lt=entry.interview_on) | same_day)

    def perhaps_over(self, today: dt.date) -> Self:
        """Whose last date lies before this day, or who have booked since they wait."""
        booked = Booking.objects.upcoming().filter(
            student=OuterRef("student"),
            offer=OuterRef("offer"),
            created_at__gte=OuterRef("created_at"),
        )
        over = Q(latest__lt=today) | Exists(booked)
        return self.filter(over, status=WaitStatus.WAITING)

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

    def get_absolute_url(self) -> str:
        return reverse("mentorship:wait", args=[self.public_id])

    @property
    def whom(self) -> str:
        """The mentor's name, or that anybody will do."""
        return self.mentor.user.name if self.mentor else "any mentor"

    def span(self) -> tuple[dt.datetime, dt.datetime]:
        """From the first midnight to the last, on the student's calendar, in UTC."""
        zone, night = self.student.zone, dt.time()
        last = self.latest + dt.timedelta(days=1)
        start = dt.datetime.combine(self.earliest, night, zone)
        return start.astimezone(dt.UTC), dt.datetime.combine(last, night, zone).astimezone(dt.UTC)


class OfferStatus(models.TextChoices):
    """Where the offer of a freed time stands."""

    OPEN = "open", "Open"
    TAKEN = "taken", "Taken"
    DECLINED = "declined", "Declined"
    EXPIRED = "expired", "Run out"


class SlotOfferQuerySet(models.QuerySet["SlotOffer"]):
    """Chainable adjectives for offers of freed times."""

    def open(self) -> Self:
        return self.filter(status=OfferStatus.OPEN)

    def refused(self) -> Self:
        """Declined, or let run out."""
        return self.filter(status__in=(OfferStatus.DECLINED, OfferStatus.EXPIRED))

    def of_student(self, user: User) -> Self:
        return self.filter(entry__student=user)

    def with_booking(self) -> Self:
        return self.select_related("booking__mentor__user", "booking__offer", "booking__student")


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

    objects = SlotOfferQuerySet.as_manager()

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

    @property
    def is_open(self) -> bool:
        return self.status == OfferStatus.OPEN and self.expires_at > timezone.now()
