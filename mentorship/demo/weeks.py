"""The weeks of the invented mentors: when they are free, away, and where they meet."""

import datetime as dt

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from courses.demo.reading import Record
from mentorship.models import (
    AvailabilityOverride,
    AvailabilityRule,
    Mentor,
    TimeOff,
    TravelPeriod,
    stretch,
)

ROOM = "https://meet.example.com/tpm-{slug}"
A_DAY = dt.timedelta(days=1)


def plant_week(mentor: Mentor, row: Record) -> None:
    """The hours of a week on the mentor's own clock, the caps and the room."""
    mentor.max_per_day, mentor.max_per_week = row["max_per_day"], row["max_per_week"]
    mentor.room_url = ROOM.format(slug=mentor.slug)
    mentor.save(update_fields=["max_per_day", "max_per_week", "room_url"])
    AvailabilityRule.objects.bulk_create(
        AvailabilityRule(
            mentor=mentor,
            weekday=weekday,
            starts=dt.time.fromisoformat(starts),
            ends=dt.time.fromisoformat(ends),
            zone=str(mentor.zone),
        )
        for weekday, starts, ends in row["week"]
    )


def plant_absences(mentors: dict[str, Mentor]) -> None:
    """One is away for a week, one travels, one has a different Friday."""
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    TimeOff.objects.create(
        mentor=mentors["grace-nakamura"],
        during=stretch(now + 16 * A_DAY, now + 23 * A_DAY),
        why="Build review at the plant",
    )
    TravelPeriod.objects.create(
        mentor=mentors["imogen-hartley-osborne"],
        zone="America/Toronto",
        days=DateRange(now.date() + 9 * A_DAY, now.date() + 14 * A_DAY),
    )
    friday = now.date() + (4 - now.weekday()) % 7 * A_DAY + 7 * A_DAY
    AvailabilityOverride.objects.create(
        mentor=mentors["camille-bouchard-diallo"],
        day=friday,
        hours=[["13:00", "17:00"]],
        why="Committee in the morning",
    )
