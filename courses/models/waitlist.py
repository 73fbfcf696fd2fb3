"""The waiting list of a cohort: first come, first served."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Count, Max, Q
from django.utils import timezone

from courses.models.cohort import Cohort
from courses.models.enrolment import Enrolment
from institute.accounts.models import User
from institute.moves import Move, Moving


class WaitlistStatus(models.TextChoices):
    """Where a person stands in the line."""

    WAITING = "waiting", "Waiting"
    OFFERED = "offered", "Offered a place"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    EXPIRED = "expired", "Offer expired"
    LEFT = "left", "Left the list"


LIVE = (WaitlistStatus.WAITING, WaitlistStatus.OFFERED)


class WaitlistQuerySet(models.QuerySet["WaitlistEntry"]):
    """Chainable adjectives for waiting-list entries."""

    def waiting(self) -> Self:
        return self.filter(status=WaitlistStatus.WAITING)

    def live(self) -> Self:
        return self.filter(status__in=LIVE)

    def visible_to(self, user: User) -> Self:
        """A person's own places in line; others do not exist for them."""
        return self.filter(student=user)

    def with_course(self) -> Self:
        return self.select_related("cohort__version__course", "student")

    def overdue(self) -> Self:
        """Offers nobody answered in time."""
        return self.filter(status=WaitlistStatus.OFFERED, offer_expires_at__lte=timezone.now())

    def seen_by(self, student: User) -> dict[str, int | None]:
        """How many wait (`line`), and which entry is the student's own (`entry`); one query."""
        waits, own = Q(status=WaitlistStatus.WAITING), Q(student=student)
        return self.aggregate(line=Count("pk", filter=waits), entry=Max("pk", filter=own))


class WaitlistEntry(Moving):
    """A person in line. An offer holds a seat: it is counted in the cohort's `taken`."""

    MOVES: ClassVar = {
        "offer": Move.of(WaitlistStatus.WAITING, to=WaitlistStatus.OFFERED),
        "accept": Move.of(WaitlistStatus.OFFERED, to=WaitlistStatus.ACCEPTED),
        "decline": Move.of(WaitlistStatus.OFFERED, to=WaitlistStatus.DECLINED),
        "expire": Move.of(WaitlistStatus.OFFERED, to=WaitlistStatus.EXPIRED),
        "leave": Move.of(WaitlistStatus.WAITING, to=WaitlistStatus.LEFT),
    }

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="waitlist")
    student = models.ForeignKey(User, on_delete=models.PROTECT, related_name="waitlist_entries")
    status = models.CharField(
        max_length=10, choices=WaitlistStatus.choices, default=WaitlistStatus.WAITING
    )
    joined_at = models.DateTimeField(default=timezone.now)
    offer_expires_at = models.DateTimeField(null=True, blank=True)
    enrolment = models.OneToOneField(
        Enrolment, null=True, blank=True, on_delete=models.PROTECT, related_name="waitlist_entry"
    )

    objects = WaitlistQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["joined_at", "pk"]
        verbose_name_plural = "waitlist entries"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cohort", "student"],
                condition=Q(status__in=LIVE),
                name="one_place_in_line_per_student_and_cohort",
            ),
            models.CheckConstraint(
                condition=Q(status__in=WaitlistStatus.values), name="waitlist_status_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=WaitlistStatus.OFFERED) | Q(offer_expires_at__isnull=False),
                name="an_offer_has_an_end",
            ),
        ]

    @property
    def position(self) -> int:
        """How many stand in line up to this person, themselves included; one query."""
        line = WaitlistEntry.objects.waiting().filter(cohort=self.cohort_id)
        return line.filter(
            Q(joined_at__lt=self.joined_at) | Q(joined_at=self.joined_at, pk__lte=self.pk)
        ).count()

    def __str__(self) -> str:
        return f"{self.student} waits for {self.cohort}"
