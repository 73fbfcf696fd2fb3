"""Free times of many mentors over two months: from the rows in the database to every session."""

import datetime as dt
import gc
import statistics
import time
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone

from institute.accounts.models import User
from mentorship import diaries
from mentorship.models import (
    AvailabilityOverride,
    AvailabilityRule,
    Booking,
    BookingStatus,
    CalendarSource,
    ExternalBusy,
    Mentor,
    Offer,
    OfferKind,
    TravelPeriod,
    stretch,
)
from mentorship.slots import Span

ZONES = (
    *("America/Toronto", "Europe/London", "Asia/Kolkata"),
    *("Asia/Kathmandu", "Australia/Lord_Howe"),
)
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
SESSION, BREAK = dt.timedelta(minutes=45), dt.timedelta(minutes=15)
OFFER = "bench-mentoring"  # 45 minutes, a quarter of an hour after them and between two starts


def prepare(mentors: int, days: int) -> QuerySet[Mentor]:
    """That many mentors open for 35 hours a week, with a busy life for so many days."""
    offer, _ = Offer.objects.get_or_create(
        slug=OFFER,
        defaults={"kind": OfferKind.MENTORING, "title": "Mentoring", "summary": "Measured."},
    )
    found = Mentor.objects.filter(slug__startswith="bench-mentor-")
    for number in range(found.count(), mentors):
        _plant(number, offer)
    chosen = found.order_by("pk")[:mentors]
    for mentor in chosen:
        _fill(mentor, offer, days)
    return chosen


def measure(mentors: QuerySet[Mentor], days: int, rounds: int = 20) -> dict[str, object]:
    """Milliseconds in one process, database included, with every free session and every count."""
    offer = Offer.objects.get(slug=OFFER)
    people, now = list(mentors), timezone.now()
    window = Span(now, now + days * DAY)
    taken: list[float] = []
    free = dropped = 0
    gc.collect()
    gc.freeze()  # as a web worker does once it is up
    for _ in range(rounds + 1):
        began = time.perf_counter()
        found = diaries.free_for(people, offer, window, now).values()
        free = sum(len(each.free) for each in found)
        dropped = sum(each.counts.total() for each in found)
        taken.append((time.perf_counter() - began) * 1000)
    gc.unfreeze()
    return {
        "mentors": len(people),
        "days": days,
        "free": free,
        "dropped": dropped,
        "median_ms": round(statistics.median(taken[1:]), 1),  # the first round warms up
        "fastest_ms": round(min(taken[1:]), 1),
    }


def _plant(number: int, offer: Offer) -> None:
    """Hours in the morning and the afternoon of five days, one day off, one journey."""
    zone = ZONES[number % len(ZONES)]
    email = f"bench-mentor-{number}@example.com"
    person = User.objects.create_user(email, display_name=f"Mentor {number}", time_zone=zone)
    mentor = Mentor.objects.create(
        user=person, slug=f"bench-mentor-{number}", headline="Measured.", bio="Measured."
    )
    mentor.offers.set([offer])
    AvailabilityRule.objects.bulk_create(
        AvailabilityRule(mentor=mentor, weekday=weekday, starts=starts, ends=ends, zone=zone)
        for weekday in range(5)
        for starts, ends in ((dt.time(9), dt.time(12)), (dt.time(13), dt.time(17)))
    )
    today = timezone.now().date()
    AvailabilityOverride.objects.create(mentor=mentor, day=today + 9 * DAY)
    away = (today + 20 * DAY, today + 24 * DAY)
    TravelPeriod.objects.create(mentor=mentor, zone="Europe/London", days=away)
    CalendarSource.objects.create(mentor=mentor, url=f"https://example.com/{number}.ics")


def _fill(mentor: Mentor, offer: Offer, days: int) -> None:
    """Three busy hours of another calendar and one session on every day, as of today."""
    _empty(mentor)
    ExternalBusy.objects.filter(mentor=mentor).delete()
    student, _ = User.objects.get_or_create(email=f"bench-student-of-{mentor.pk}@example.com")
    source = mentor.calendars.get()
    ExternalBusy.objects.bulk_create(
        ExternalBusy(source=source, mentor=mentor, during=stretch(start, start + HOUR))
        for midnight in _midnights(days)
        for start in (midnight + hour * HOUR for hour in (5, 11, 17))
    )
    Booking.objects.bulk_create(
        _booking(mentor, student, offer, midnight + 14 * HOUR) for midnight in _midnights(days)
    )


def _empty(mentor: Mentor) -> None:
    """What was planted goes; what was booked in a measure has a history, and is called off."""
    bookings = Booking.objects.filter(mentor=mentor)
    bookings.filter(revisions__isnull=True).delete()
    bookings.live().update(status=BookingStatus.CANCELLED_BY_STAFF)


def _midnights(days: int) -> Iterator[dt.datetime]:
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return (today + number * DAY for number in range(days))


def _booking(mentor: Mentor, student: User, offer: Offer, start: dt.datetime) -> Booking:
    return Booking(
        mentor=mentor,
        student=student,
        offer=offer,
        during=stretch(start, start + SESSION),
        blocks=stretch(start, start + SESSION + BREAK),
        status=BookingStatus.CONFIRMED,
        agreed_for_mentor=start,
        agreed_for_student=start,
        mentor_zone=mentor.user.time_zone,
        student_zone=mentor.user.time_zone,
        tz_version="bench",
        idempotency_key=f"bench {mentor.pk} {start:%Y-%m-%d}",
    )
