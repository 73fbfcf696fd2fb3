"""A cohort: one run of a course, with seats and dates."""

import datetime as dt
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from courses.models.course import CourseVersion
from institute.accounts.models import DEFAULT_ZONE, User, valid_zone
from institute.accounts.roles import Role
from institute.moves import Move, Moving


class CohortState(models.TextChoices):
    """Where a cohort stands; "full" is a fact about its seats, not a state."""

    PLANNED = "planned", "Planned"
    OPEN = "open", "Open for enrolment"
    RUNNING = "running", "Running"
    COMPLETED = "completed", "Completed"
    CANCELLED = "cancelled", "Cancelled"


def _people(relation: str, status: str) -> models.Count:
    return models.Count(relation, filter=Q(**{f"{relation}__status": status}), distinct=True)


class CohortQuerySet(models.QuerySet["Cohort"]):
    """Chainable adjectives for cohorts."""

    def public(self) -> Self:
        """Cohorts a visitor may look at."""
        return self.exclude(status__in=[CohortState.PLANNED, CohortState.CANCELLED]).filter(
            version__course__status="published"
        )

    def upcoming(self) -> Self:
        """Cohorts that take enrolments now."""
        return self.public().filter(status=CohortState.OPEN, enrol_closes_at__gt=timezone.now())

    def begun(self) -> Self:
        """Those whose first class has begun, the newest first."""
        return self.filter(starts_at__lte=timezone.now()).order_by("-starts_at")

    def announced(self) -> Self:
        """Cohorts a student may have been told of, cancelled ones too."""
        return self.exclude(status=CohortState.PLANNED).filter(version__course__status="published")

    def with_seats(self) -> Self:
        """Cohorts where nobody waits and a seat is free."""
        waiting = Q(waitlist__status="waiting")
        return self.filter(taken__lt=F("capacity")).exclude(waiting)

    def besides(self, cohort: "Cohort") -> Self:
        """The other dates of the same course."""
        return self.filter(version__course=cohort.version.course_id).exclude(pk=cohort.pk)

    def visible_to(self, user: User) -> Self:
        """The desk and managers see every cohort; an instructor those they teach."""
        if user.has_role(Role.DESK, Role.MANAGER):
            return self
        return self.filter(pk__in=user.sessions_taught.values("cohort"))

    def standing(self, *states: CohortState) -> Self:
        """Cohorts in one of the states."""
        return self.filter(status__in=states)

    def with_counts(self) -> Self:
        """Adds `unpaid`, `confirmed`, `waiting` and `offered`: how many people are where."""
        return self.annotate(
            unpaid=_people("enrolments", "reserved"),
            confirmed=_people("enrolments", "confirmed"),
            waiting=_people("waitlist", "waiting"),
            offered=_people("waitlist", "offered"),
        )

    def with_course(self) -> Self:
        return self.select_related("version__course")


class Cohort(Moving):
    """One run of a course. `taken` counts places held and places on offer, never staff."""

    MOVES: ClassVar = {
        "open": Move.of(CohortState.PLANNED, to=CohortState.OPEN),
        "start": Move.of(CohortState.OPEN, to=CohortState.RUNNING),
        "complete": Move.of(CohortState.RUNNING, to=CohortState.COMPLETED),
        "cancel": Move.of(CohortState.PLANNED, CohortState.OPEN, to=CohortState.CANCELLED),
    }

    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="cohorts")
    status = models.CharField(
        max_length=10, choices=CohortState.choices, default=CohortState.PLANNED
    )
    time_zone = models.CharField(max_length=64, default=DEFAULT_ZONE, validators=[valid_zone])
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    enrol_opens_at = models.DateTimeField()
    enrol_closes_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0, editable=False)
    waitlist_limit = models.PositiveSmallIntegerField(default=50)
    price_cents = models.PositiveIntegerField(help_text="CAD, before HST")
    # Rises with every change of dates; calendar files and reminders speak of one sequence.
    sequence = models.PositiveIntegerField(default=0, editable=False)
    is_demo = models.BooleanField(default=False)

    objects = CohortQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["starts_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity")), name="no_more_places_taken_than_there_are"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="a_cohort_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(enrol_closes_at__gt=F("enrol_opens_at")),
                name="enrolment_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(status__in=CohortState.values), name="cohort_status_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version.title}, {self.local_start:%-d %B %Y}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def local_start(self) -> dt.datetime:
        """The start on the cohort's own clock."""
        return self.starts_at.astimezone(self.zone)

    @property
    def seats_left(self) -> int:
        return self.capacity - self.taken

    @property
    def seats_words(self) -> str:
        """ "6 of 24 seats left"."""
        return "Full" if self.is_full else f"{self.seats_left} of {self.capacity} seats left"

    @property
    def is_full(self) -> bool:
        return self.seats_left <= 0

    @property
    def is_free(self) -> bool:
        return self.price_cents == 0

    @property
    def takes_enrolments(self) -> bool:
        """Open, and inside its enrolment window."""
        now = timezone.now()
        return self.status == CohortState.OPEN and self.enrol_opens_at <= now < self.enrol_closes_at
