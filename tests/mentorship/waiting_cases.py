"""A mentor whose diary is shut, an hour of it that is booked, and somebody who waits."""

import datetime as dt

from django.utils import timezone

from institute.accounts.models import User
from mentorship.models import Booking, Mentor, Offer, TimeOff, WaitlistEntry, stretch
from mentorship.operations import waiting
from tests import make

DAY = dt.timedelta(days=1)


def busy_mentor(*offers: Offer, **fields: object) -> Mentor:
    """A mentor who takes nobody for two months."""
    mentor = make.mentor(*offers, **fields)  # type: ignore[arg-type]
    now = timezone.now()
    TimeOff.objects.create(mentor=mentor, during=stretch(now - 9 * DAY, now + 60 * DAY))
    return mentor


def an_hour_of(mentor: Mentor, days: int = 3, hour: int = 10) -> Booking:
    """A session in a gap of the mentor's time off that is as long as it, with its breaks."""
    start = make.free_at(days=days, hour=hour)
    offer = mentor.offers.get()
    end = start + offer.length + dt.timedelta(minutes=offer.buffer_after)
    around = mentor.time_off.get(during__contains=start)
    before, after = around.during.lower, around.during.upper
    around.delete()
    TimeOff.objects.create(mentor=mentor, during=stretch(before, start))
    TimeOff.objects.create(mentor=mentor, during=stretch(end, after))
    return make.booking(mentor, make.student(), start)


def waits(
    student: User,
    mentor: Mentor | None,
    *,
    days: int = 14,
    offer: Offer | None = None,
    interview_on: dt.date | None = None,
) -> WaitlistEntry:
    """The student in line, for the next days on their own calendar."""
    today = timezone.now().astimezone(student.zone).date()
    if offer is None:
        assert mentor
        offer = mentor.offers.get()
    wish = waiting.Waiting(offer, today, today + days * DAY, mentor, interview_on)
    return waiting.join(student=student, wish=wish)
