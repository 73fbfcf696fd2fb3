"""An agreed hour of one student and one mentor. Two of them at once cannot be written."""

import datetime as dt
import uuid
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.moves import Move, Moving
from mentorship.models.availability import WHOLE
from mentorship.models.booking_status import (
    AGREED,
    CANCELLED,
    COUNTS,
    LIVE,
    MEETINGS,
    MISSED,
    TAKES_PLACE,
    UNSURE,
    BookingStatus,
    Via,
)
from mentorship.models.entitlement import Entitlement
from mentorship.models.mentor import Mentor
from mentorship.models.offer import Offer, OfferKind
from mentorship.models.request import MentorshipRequest
from mentorship.models.series import Series


class BookingQuerySet(models.QuerySet["Booking"]):
    """Chainable adjectives for bookings."""

    def live(self) -> Self:
        """What takes up the mentor's and the student's time."""
        return self.filter(status__in=LIVE)

    def standing(self) -> Self:
        """Live, and not a hold that has run out: the next booking lets go of those."""
        held = Q(status=BookingStatus.HELD, expires_at__lte=timezone.now())
        return self.live().exclude(held & Q(slot_offer__isnull=True))

    def in_the_way(
        self,
        mentor: Mentor,
        student: User,
        blocks: tuple[dt.datetime, dt.datetime],
        during: tuple[dt.datetime, dt.datetime],
    ) -> Self:
        """What the two constraints would meet: the mentor's time, or the student's."""
        theirs = Q(mentor=mentor, blocks__overlap=blocks)
        return self.filter(theirs | Q(student=student, during__overlap=during))

    def agreed(self) -> Self:
        """Asked for or sure; a hold is neither."""
        return self.filter(status__in=AGREED)

    def confirmed(self) -> Self:
        return self.filter(status=BookingStatus.CONFIRMED)

    def upcoming(self) -> Self:
        """Asked for or sure, and not over; the soonest first."""
        return self.agreed().filter(during__endswith__gt=timezone.now()).order_by("during")

    def past(self) -> Self:
        """What is over, cancelled or settled; the latest first. A hold that ran out is nothing."""
        known = self.exclude(status__in=(BookingStatus.HELD, BookingStatus.EXPIRED))
        over = Q(during__endswith__lte=timezone.now()) | ~Q(status__in=AGREED)
        return known.filter(over).order_by("-during")

    def overdue(self) -> Self:
        """Holds and requests whose time has run out."""
        return self.filter(status__in=UNSURE, expires_at__lte=timezone.now())

    def of_student(self, user: User) -> Self:
        return self.filter(student=user)

    def holds_of(self, user: User) -> Self:
        """Times this student holds now; not those that were offered to them."""
        held = self.of_student(user).filter(status=BookingStatus.HELD, slot_offer__isnull=True)
        return held.filter(expires_at__gt=timezone.now())

    def held_by(self, user: User, mentor: Mentor) -> "Booking | None":
        """The time this student holds with the mentor while filling in the form."""
        held = self.holds_of(user).filter(mentor=mentor)
        return held.select_related("offer").order_by("-expires_at").first()

    def of_mentor(self, user: User) -> Self:
        """Bookings with this person as the mentor."""
        return self.filter(mentor__user=user)

    def visible_to(self, user: User) -> Self:
        """Both parties see theirs, managers and the desk see all; for others none exist."""
        sees_all = user.has_role(Role.DESK, Role.MANAGER, Role.ADMIN)
        return self if sees_all else self.of_either_side(user)

    def of_either_side(self, user: User) -> Self:
        """Sessions this person is the student or the mentor of; staff are neither."""
        return self.filter(Q(student=user) | Q(mentor__user=user))

    def meetings(self) -> Self:
        """Agreed for sure, ahead or behind us: not asked for, called off or let go."""
        return self.filter(status__in=MEETINGS)

    def quiet_since(self, moment: dt.datetime) -> Self:
        """Over since then, and nobody has said how they ended; the longest first."""
        return self.confirmed().filter(during__endswith__lte=moment).order_by("during")

    def disputed(self) -> Self:
        """What the two sides tell differently; the longest waiting first."""
        return self.filter(status=BookingStatus.DISPUTED).order_by("during")

    def mocks(self) -> Self:
        """Mock interviews."""
        return self.filter(offer__kind=OfferKind.MOCK)

    def to_score(self) -> Self:
        """Begun, not called off, and nobody has scored them; the longest waiting first."""
        took_place = (BookingStatus.CONFIRMED, BookingStatus.COMPLETED)
        begun = self.mocks().filter(status__in=took_place, during__startswith__lte=timezone.now())
        return begun.filter(scorecards__isnull=True).order_by("during")

    def scored(self) -> Self:
        """Mock interviews with a scorecard, the latest first."""
        return self.mocks().filter(scorecards__revision=1).order_by("-during")

    def to_answer(self) -> Self:
        """Asked for, and the answer is not overdue; the first to run out comes first."""
        waits = self.filter(status=BookingStatus.REQUESTED, expires_at__gt=timezone.now())
        return waits.order_by("expires_at", "during")

    def answerable_by(self, user: User) -> Self:
        """Mentors answer for themselves; managers for all, but not what they asked for."""
        leads = user.has_role(Role.MANAGER, Role.ADMIN)
        return self.exclude(student=user) if leads else self.of_mentor(user)

    def counted(self, start: dt.datetime, end: dt.datetime) -> Self:
        """What counts towards the most a mentor takes in a day or week, of these weeks."""
        return self.filter(status__in=COUNTS, during__overlap=(start, end))

    def with_people(self) -> Self:
        return self.select_related("mentor__user", "student", "offer")


class Booking(Moving):
    """One session: who, what, when on both clocks, and how it ended."""

    MOVES: ClassVar = {
        "confirm": Move.of(BookingStatus.HELD, to=BookingStatus.CONFIRMED),
        "ask": Move.of(BookingStatus.HELD, to=BookingStatus.REQUESTED),
        "accept": Move.of(BookingStatus.REQUESTED, to=BookingStatus.CONFIRMED),
        "decline": Move.of(BookingStatus.REQUESTED, to=BookingStatus.DECLINED),
        "expire": Move.of(BookingStatus.HELD, BookingStatus.REQUESTED, to=BookingStatus.EXPIRED),
        "cancel_by_student": Move.of(*AGREED, to=BookingStatus.CANCELLED_BY_STUDENT),
        "cancel_by_mentor": Move.of(*AGREED, to=BookingStatus.CANCELLED_BY_MENTOR),
        "cancel_by_staff": Move.of(*AGREED, to=BookingStatus.CANCELLED_BY_STAFF),
        "complete": Move.of(*TAKES_PLACE, to=BookingStatus.COMPLETED),
        "miss_student": Move.of(*TAKES_PLACE, to=BookingStatus.NO_SHOW_STUDENT),
        "miss_mentor": Move.of(*TAKES_PLACE, to=BookingStatus.NO_SHOW_MENTOR),
        "dispute": Move.of(BookingStatus.CONFIRMED, *MISSED, to=BookingStatus.DISPUTED),
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="bookings")
    student = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mentor_bookings")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="bookings")
    during = DateTimeRangeField(help_text="The session.")
    blocks = DateTimeRangeField(help_text="The session with the mentor's buffers.")
    status = models.CharField(
        max_length=20, choices=BookingStatus.choices, default=BookingStatus.HELD
    )
    sequence = models.PositiveIntegerField(default=0, help_text="Rises with each change of time.")
    expires_at = models.DateTimeField(null=True, blank=True)
    # What both read on their own wall when they agreed: should a state change its clocks, people
    # decide what moves.
    agreed_for_mentor = models.DateTimeField(help_text="Wall time, written as if it were UTC.")
    mentor_zone = models.CharField(max_length=64)
    agreed_for_student = models.DateTimeField(help_text="Wall time, written as if it were UTC.")
    student_zone = models.CharField(max_length=64)
    tz_version = models.CharField(max_length=16)
    goals = models.TextField(blank=True, help_text="What the student wants to cover.")
    entitlement = models.ForeignKey(
        Entitlement, null=True, blank=True, on_delete=models.PROTECT, related_name="bookings"
    )
    request = models.ForeignKey(
        MentorshipRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="bookings"
    )
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.PROTECT, related_name="bookings"
    )
    idempotency_key = models.CharField(max_length=64, unique=True, editable=False)
    created_via = models.CharField(max_length=8, choices=Via.choices, default=Via.WEB)
    cancel_reason = models.CharField(max_length=300, blank=True)
    is_late = models.BooleanField(default=False, help_text="Cancelled after the free time.")
    settled_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(default=False)

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["during"]
        constraints: ClassVar = [
            ExclusionConstraint(
                name="no_mentor_is_booked_twice",
                expressions=[
                    ("mentor", RangeOperators.EQUAL),
                    ("blocks", RangeOperators.OVERLAPS),
                ],
                condition=Q(status__in=LIVE),
            ),
            ExclusionConstraint(
                name="no_student_is_in_two_sessions",
                expressions=[
                    ("student", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(status__in=LIVE),
            ),
            models.CheckConstraint(
                condition=WHOLE & Q(blocks__contains=F("during")),
                name="a_booking_has_a_start_and_an_end",
            ),
            models.CheckConstraint(
                condition=Q(
                    blocks__lower_inc=True,
                    blocks__upper_inc=False,
                    blocks__lower_inf=False,
                    blocks__upper_inf=False,
                ),
                name="buffers_have_a_start_and_an_end",
            ),
            models.CheckConstraint(
                condition=Q(status__in=BookingStatus.values) & Q(created_via__in=Via.values),
                name="booking_status_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=UNSURE) | Q(expires_at__isnull=False),
                name="what_is_not_sure_runs_out",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["expires_at"],
                condition=Q(status__in=UNSURE),
                name="bookings_that_run_out",
            )
        ]

    def __str__(self) -> str:
        return f"{self.student} with {self.mentor}: {self.starts_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("mentorship:booking", args=[self.public_id])

    @property
    def starts_at(self) -> dt.datetime:
        start: dt.datetime = self.during.lower
        return start

    @property
    def ends_at(self) -> dt.datetime:
        end: dt.datetime = self.during.upper
        return end

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    @property
    def is_agreed(self) -> bool:
        return self.status in AGREED

    @property
    def is_cancelled(self) -> bool:
        return self.status in CANCELLED

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def free_until(self) -> dt.datetime:
        """Until then moving and cancelling cost nothing."""
        return self.starts_at - dt.timedelta(hours=self.offer.cancel_cutoff_hours)

    @property
    def clock_of_mentor(self) -> ZoneInfo:
        return ZoneInfo(self.mentor_zone)

    @property
    def clock_of_student(self) -> ZoneInfo:
        return ZoneInfo(self.student_zone)
