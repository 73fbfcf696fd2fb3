"""Mock interviews that took place, and scorecards for them."""

import datetime as dt
import itertools
import uuid
from collections.abc import Mapping

from django.utils import timezone

from institute.accounts.models import User
from mentorship.models import (
    Booking,
    BookingStatus,
    InterviewTarget,
    Mentor,
    Offer,
    OfferKind,
    Scorecard,
    stretch,
)
from mentorship.operations.interviews import Aim, aim_for
from mentorship.operations.scoring import Assessment, Judged, submit_scorecard
from mentorship.progress import criteria
from tests import make

_numbers = itertools.count(1)


def interviewer() -> Mentor:
    """A mentor who gives mock interviews."""
    return make.mentor(make.offer(OfferKind.MOCK))


def mock(
    mentor: Mentor,
    student: User,
    *,
    days_ago: float = 3,
    status: BookingStatus = BookingStatus.COMPLETED,
    kind: OfferKind = OfferKind.MOCK,
) -> Booking:
    """A mock interview that took place; ahead of us with a negative number of days."""
    number = next(_numbers)
    start = timezone.now() - dt.timedelta(days=days_ago, minutes=number % 12 * 70)
    end = start + dt.timedelta(minutes=60)
    return Booking.objects.create(
        mentor=mentor,
        student=student,
        offer=mentor.offers.filter(kind=kind).first() or Offer.objects.filter(kind=kind)[0],
        during=stretch(start, end),
        blocks=stretch(start, end),
        status=status,
        agreed_for_mentor=start,
        mentor_zone="America/Toronto",
        agreed_for_student=start,
        student_zone="America/Toronto",
        tz_version="2026a",
        idempotency_key=f"mock {number}",
    )


def says(levels: Mapping[str, int] | None = None, *, note: str = "") -> Assessment:
    """A judgement of each criterion: 2 unless another level is named."""
    given = levels or {}
    scores = {
        one.key: Judged(given.get(one.key, 2), f"They said {one.name}.") for one in criteria()
    }
    return Assessment(scores, "Keep the order.", note)


def scored(booking: Booking, *, note: str = "", **levels: int) -> Scorecard:
    """The scorecard its mentor wrote."""
    return submit_scorecard(
        booking=booking,
        by=booking.mentor.user,
        says=says(levels, note=note),
        form_token=uuid.uuid4(),
    )


def aim(days: float = 21, zone: str = "America/Toronto") -> Aim:
    """A staff loop in so many days."""
    at = timezone.now() + dt.timedelta(days=days)
    return Aim(company="Northlake", role="Staff TPM", at=at, zone=zone)


def target(student: User, days: float = 21) -> InterviewTarget:
    """An interview the student prepares for."""
    return aim_for(student=student, aim=aim(days), form_token=uuid.uuid4())
