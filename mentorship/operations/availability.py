"""When a mentor is free. What is booked already is never moved by a change."""

import datetime as dt
import hashlib
from dataclasses import astuple, dataclass

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F
from django.utils import timezone

from institute.errors import RuleBroken
from institute.moves import sqlstate
from mentorship.models import (
    AvailabilityOverride,
    AvailabilityRule,
    Mentor,
    TimeOff,
    TravelPeriod,
    stretch,
)
from mentorship.operations.locking import lock_diaries
from mentorship.week_hours import (
    Pair,
    Row,
    Season,
    merged,
    planned,
    rows_of,
    seasons_of,
    without,
)

TAKEN = "23P01"  # PostgreSQL's word for two journeys at once
LISTS: dict[str, type[AvailabilityOverride | TimeOff | TravelPeriod]] = {
    "day": AvailabilityOverride,
    "off": TimeOff,
    "journey": TravelPeriod,
}
A_DAY = dt.timedelta(days=1)
FARTHEST = dt.timedelta(days=366)
LONGEST = dt.timedelta(days=200)


class ChangedMeanwhile(RuleBroken):
    """Somebody saved something else since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            "This was changed in another window while you were here. Nothing of yours is saved yet."
        )


@dataclass(frozen=True)
class Plan:
    """A week and when it holds; `instead_of` is the first day of a planned one that it replaces."""

    season: Season
    until: dt.date | None = None
    instead_of: dt.date | None = None


@dataclass(frozen=True)
class Limits:
    """How much a mentor takes, when it is comfortable, and where sessions take place."""

    max_per_day: int
    max_per_week: int
    comfortable_from: dt.time
    comfortable_to: dt.time
    room_url: str

    @classmethod
    def of(cls, mentor: Mentor) -> "Limits":
        return cls(
            mentor.max_per_day,
            mentor.max_per_week,
            mentor.comfortable_from,
            mentor.comfortable_to,
            mentor.room_url,
        )


def seasons_of_mentor(mentor: Mentor) -> tuple[Season, ...]:
    """The week that holds today on the mentor's calendar, and those planned."""
    rows = AvailabilityRule.objects.filter(mentor=mentor).order_by("weekday", "starts", "pk")
    values = rows.values_list("weekday", "starts", "ends", "zone", "valid_from", "valid_to")
    return seasons_of([Row(*each) for each in values], mentor.user.time_zone, today(mentor))


def today(mentor: Mentor) -> dt.date:
    """The date on the mentor's wall at home."""
    return timezone.now().astimezone(mentor.zone).date()


def mark_of(what: object) -> str:
    """A short mark that differs when what it was made of does: what a form was opened with."""
    return hashlib.sha256(repr(what).encode()).hexdigest()[:16]


@transaction.atomic
def set_hours(*, mentor: Mentor, plan: Plan, seen: str) -> None:
    """Keep a week, now or from a day on. Saving again what is kept already changes nothing.

    `seen` is the mark of the seasons the form was opened with; raises ChangedMeanwhile when they
    are others now, RuleBroken for a day that is past or too far.
    """
    lock_diaries(mentors=[mentor.pk])
    _refuse_wrong_days(plan, today(mentor))
    now = seasons_of_mentor(mentor)
    base = without(now, plan.instead_of) if plan.instead_of else now
    wanted = planned(base, plan.season, plan.until)
    if wanted == now:
        return
    if mark_of(now) != seen:
        raise ChangedMeanwhile
    _write(mentor, wanted)


@transaction.atomic
def forget_hours(*, mentor: Mentor, begins: dt.date) -> None:
    """Give up a planned week: the one before it goes on."""
    lock_diaries(mentors=[mentor.pk])
    now = seasons_of_mentor(mentor)
    wanted = without(now, begins)
    if wanted != now:
        _write(mentor, wanted)


@transaction.atomic
def set_day(*, mentor: Mentor, day: dt.date, pairs: list[Pair], why: str = "") -> None:
    """Other hours on one date, or none. Raises RuleBroken for a date that differs already."""
    lock_diaries(mentors=[mentor.pk])
    _refuse_past(day, today(mentor))
    hours = [[f"{first:%H:%M}", f"{last:%H:%M}"] for first, last in merged(pairs)]
    known = AvailabilityOverride.objects.filter(mentor=mentor, day=day).first()
    if known and known.hours != hours:
        raise RuleBroken("That date differs from the week already. Take it off the list first.")
    if not known:
        AvailabilityOverride.objects.create(mentor=mentor, day=day, hours=hours, why=why)


@transaction.atomic
def take_time_off(*, mentor: Mentor, start: dt.datetime, end: dt.datetime, why: str = "") -> None:
    """Take nobody from one instant to another. The same stretch twice is once."""
    lock_diaries(mentors=[mentor.pk])
    if end <= max(start, timezone.now()):
        raise RuleBroken("Choose an end that lies ahead, and after the start.")
    if end - start > FARTHEST or start > timezone.now() + 2 * FARTHEST:
        raise RuleBroken("Time off lasts a year at most, and begins within the next two.")
    TimeOff.objects.get_or_create(mentor=mentor, during=stretch(start, end), defaults={"why": why})


@transaction.atomic
def travel(*, mentor: Mentor, zone: str, first: dt.date, last: dt.date) -> None:
    """Let the week follow the clock of another place. Raises RuleBroken for two places at once."""
    lock_diaries(mentors=[mentor.pk])
    _refuse_past(last, today(mentor))
    if not first <= last <= first + LONGEST:
        raise RuleBroken("Choose a last day on or after the first, within 200 days.")
    days = DateRange(first, last + A_DAY)
    known = TravelPeriod.objects.filter(mentor=mentor, days__overlap=days).first()
    if known and (known.zone, known.days) == (zone, days):
        return
    try:
        with transaction.atomic():
            TravelPeriod.objects.create(mentor=mentor, zone=zone, days=days)
    except IntegrityError as error:
        if sqlstate(error) != TAKEN or known is None:
            raise
        place = known.zone.rpartition("/")[2].replace("_", " ")
        when = f"from {_words(known.days.lower)} to {_words(known.last)}"
        raise RuleBroken(f"You are in {place} {when} already. Take that off first.") from error


@transaction.atomic
def take_back(*, mentor: Mentor, kind: str, key: int) -> None:
    """Take a date, time off or a journey off the list; what is not there is gone already."""
    lock_diaries(mentors=[mentor.pk])
    LISTS[kind].objects.filter(mentor=mentor, pk=key).delete()


@transaction.atomic
def set_limits(*, mentor: Mentor, limits: Limits, seen: str) -> None:
    """Keep caps, comfortable hours and the room. `seen` is the mark of what the form showed."""
    lock_diaries(mentors=[mentor.pk])
    mentor = Mentor.objects.select_related("user").get(pk=mentor.pk)
    if Limits.of(mentor) == limits:
        return
    if mark_of(astuple(Limits.of(mentor))) != seen:
        raise ChangedMeanwhile
    if limits.max_per_week < limits.max_per_day:
        raise RuleBroken("The week has to hold at least as many sessions as a day.")
    # No trigger watches the mentor: the diary's version rises here.
    Mentor.objects.filter(pk=mentor.pk).update(**vars(limits), diary_version=F("diary_version") + 1)


def _write(mentor: Mentor, seasons: tuple[Season, ...]) -> None:
    AvailabilityRule.objects.filter(mentor=mentor).delete()
    AvailabilityRule.objects.bulk_create(
        AvailabilityRule(mentor=mentor, **row._asdict()) for row in rows_of(seasons)
    )


def _refuse_wrong_days(plan: Plan, now: dt.date) -> None:
    begins = plan.season.begins
    if begins is None:
        return
    _refuse_past(begins, now)
    if plan.until and not begins <= plan.until <= begins + FARTHEST:
        raise RuleBroken("Choose a last day on or after the first one, within a year of it.")


def _refuse_past(day: dt.date, now: dt.date) -> None:
    if day < now:
        raise RuleBroken("Choose a day that is not over.")
    if day > now + 2 * FARTHEST:
        raise RuleBroken("Choose a day within the next two years.")


def _words(day: dt.date) -> str:
    return f"{day:%a} {day.day} {day:%B %Y}"
