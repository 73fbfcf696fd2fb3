"""What the page of a mentor's time shows: the clock, the lists, and what students see."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.utils import timezone

from mentorship import diaries
from mentorship.clocks import UTC, Span
from mentorship.models import Booking, Mentor, Offer
from mentorship.operations.availability import today
from mentorship.slots import Diary, Found, Reason, Terms, find, is_free
from mentorship.week_hours import next_change

A_DAY = dt.timedelta(days=1)
A_WEEK = dt.timedelta(days=7)
MOST = 50
REASONS = {
    Reason.NOTICE: "too soon",
    Reason.HORIZON: "too far ahead",
    Reason.TIME_OFF: "time off",
    Reason.ELSEWHERE: "busy in a calendar of yours",
    Reason.BOOKED: "booked",
    Reason.BUFFER: "a break before or after a session",
    Reason.DAY_FULL: "your day is full",
    Reason.WEEK_FULL: "your week is full",
}


@dataclass(frozen=True)
class OneDay:
    """The free starts of one date on the mentor's calendar."""

    day: dt.date
    starts: tuple[dt.datetime, ...]


@dataclass(frozen=True)
class Seen:
    """What students find for one offer: how many starts, on which days, and why not the rest."""

    offer: Offer
    free: int
    days: tuple[OneDay, ...]
    reasons: tuple[tuple[str, int], ...]


def page_of(mentor: Mentor) -> dict[str, object]:
    """Everything the page shows besides its forms."""
    now = timezone.now()
    offers = [offer for offer in mentor.offers.all() if offer.has_a_time]
    week = _next_week(mentor)
    booked = list(Booking.objects.of_mentor(mentor.user).upcoming().with_people()[:MOST])
    ends = [week.end, *(booking.ends_at for booking in booked)]
    diary = diaries.load([mentor], Span(now, max(ends)))[mentor.pk]
    return {
        "now": now,
        "change": next_change(mentor.zone, now),
        "offers": offers,
        "preview": [_seen(diary, offer, week, now) for offer in offers],
        "week": week,
        "sunday": week.end - dt.timedelta(seconds=1),
        "outside": outside(diary, booked),
        "overrides": mentor.overrides.filter(day__gte=today(mentor)),
        "time_off": mentor.time_off.filter(during__endswith__gt=now),
        "travels": mentor.travels.filter(days__endswith__gt=today(mentor)),
        "calendars": mentor.calendars.all(),
    }


def outside(diary: Diary, booked: Iterable[Booking]) -> list[Booking]:
    """Booked sessions that the hours, as they are now, would not allow. They stay as they are."""
    off = tuple(block for block in diary.blocks if block.reason is Reason.TIME_OFF)
    open_hours = replace(diary, blocks=off, booked=(), max_per_day=None, max_per_week=None)
    return [booking for booking in booked if _is_outside(open_hours, booking)]


def _is_outside(diary: Diary, booking: Booking) -> bool:
    terms = Terms(booking.ends_at - booking.starts_at, increment=dt.timedelta(minutes=1))
    return is_free(diary, terms, booking.starts_at, now=booking.starts_at) is not None


def _next_week(mentor: Mentor) -> Span:
    """Monday to Sunday after this week, on the mentor's calendar."""
    day = today(mentor)
    monday = day + (7 - day.weekday()) * A_DAY
    return Span(_midnight(monday, mentor.zone), _midnight(monday + A_WEEK, mentor.zone))


def _midnight(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, zone).astimezone(UTC)


def _seen(diary: Diary, offer: Offer, week: Span, now: dt.datetime) -> Seen:
    found = find(diary, diaries.terms_of(offer), window=week, now=now)
    reasons = [(REASONS[reason], number) for reason, number in found.counts.most_common()]
    return Seen(offer, len(found.free), _days(found, diary.zone), tuple(reasons))


def _days(found: Found, zone: ZoneInfo) -> tuple[OneDay, ...]:
    days: dict[dt.date, list[dt.datetime]] = {}
    for span in found.free:
        local = span.start.astimezone(zone)
        days.setdefault(local.date(), []).append(local)
    return tuple(OneDay(day, tuple(starts)) for day, starts in days.items())
