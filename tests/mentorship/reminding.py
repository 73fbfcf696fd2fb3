"""Sessions whose reminders are due now: what real workers may send, and what they may not."""

import datetime as dt
from dataclasses import dataclass

import time_machine
from django.utils import timezone

from institute.accounts.models import User
from institute.mail.models import OutboundMessage
from mentorship.models import Booking, Mentor
from mentorship.operations.changing import cancel, reschedule
from tests import make
from tests.mentorship.post import all_day

LEFT = dt.timedelta(hours=23)  # the reminder of the day before is due, that of the hour is not
DAY = dt.timedelta(days=1)
REMINDERS = ("mentorship.session_in_a_day", "mentorship.session_in_an_hour")


@dataclass
class Sessions:
    """Sessions by what became of them after they were booked, four days ago."""

    kept: list[Booking]
    cancelled: list[Booking]
    moved: list[Booking]
    begun: list[Booking]  # too late for a reminder of theirs


def booked_long_ago(each: int) -> Sessions:
    """So many sessions of each fate; all reminders were queued when they were booked."""
    now = timezone.now()
    with time_machine.travel(now - 4 * DAY, tick=True):
        mentors = [open_to_all() for _ in range(each)]
        soon = now + LEFT
        kept = [booked(mentor, soon) for mentor in mentors]
        cancelled = [booked(mentor, soon + DAY / 24) for mentor in mentors]
        moved = [booked(mentor, soon + DAY / 12) for mentor in mentors]
        begun = [booked(mentor, now + dt.timedelta(minutes=4)) for mentor in mentors]
    for booking in cancelled:
        cancel(booking=booking, by=booking.student)
    later = [_moved_on(booking) for booking in moved]
    return Sessions(kept, cancelled, later, begun)


def open_to_all() -> Mentor:
    mentor = all_day(make.mentor(max_per_day=20, max_per_week=80))
    mentor.offers.update(increment=5, buffer_after=0)
    return mentor


def booked(mentor: Mentor, start: dt.datetime) -> Booking:
    """On a whole five minutes, as the diary offers them."""
    whole = start.replace(second=0, microsecond=0)
    whole -= dt.timedelta(minutes=whole.minute % 5)
    return make.booking(mentor, make.student(), whole)


def _moved_on(booking: Booking) -> Booking:
    start = booking.starts_at + 3 * DAY
    return reschedule(booking=booking, start=start, by=booking.mentor.user, seen=0)


def reminders_of(bookings: list[Booking]) -> list[OutboundMessage]:
    """Their reminders in the outbox, both people's."""
    keys = [str(booking.pk) for booking in bookings]
    mine = OutboundMessage.objects.filter(about_type="mentorship.booking", about_id__in=keys)
    return list(mine.filter(kind__in=REMINDERS))


def people_of(bookings: list[Booking]) -> list[User]:
    return [one for each in bookings for one in (each.student, each.mentor.user)]
