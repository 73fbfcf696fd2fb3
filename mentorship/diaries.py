"""Mentors' diaries for the slot finder: four queries, however many mentors."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    CharField,
    F,
    FilteredRelation,
    Func,
    Q,
    QuerySet,
    Value,
)
from django.utils import timezone

from institute.accounts.models import User
from mentorship.models import (
    AvailabilityOverride,
    AvailabilityRule,
    Booking,
    BookingStatus,
    ExternalBusy,
    Mentor,
    Offer,
    TimeOff,
)
from mentorship.models.booking_status import COUNTS
from mentorship.slots import (
    Block,
    Diary,
    Found,
    Override,
    Reason,
    Span,
    Terms,
    Travel,
    WeekRule,
    find,
)

AROUND = dt.timedelta(days=8)  # a cap counts whole weeks, on calendars anywhere
MINUTE = dt.timedelta(minutes=1)
SESSION = "session"
BLOCKING = (Reason.TIME_OFF, Reason.ELSEWHERE, Reason.BOOKED, Reason.YOU_ARE_BOOKED)
MENTOR = F("mentor_id")
EVERY = 0  # stands for the key of every mentor
EVERYONE = Value(EVERY, BigIntegerField())

Spans = dict[tuple[str, int], list[Span]]


class _Ends(Func):
    """Both ends of a range in epoch seconds: numbers are read faster than dates."""

    template = (
        "ARRAY[FLOOR(EXTRACT(EPOCH FROM lower(%(expressions)s))),"
        " CEIL(EXTRACT(EPOCH FROM upper(%(expressions)s)))]::bigint[]"
    )
    output_field = ArrayField(BigIntegerField())


def load(
    mentors: Iterable[Mentor], window: Span, *, student: User | None = None
) -> dict[int, Diary]:
    """Each mentor's diary by their key; the student's own sessions are in it as blocks."""
    keys = [mentor.pk for mentor in mentors]
    around = (window.start - AROUND, window.end + AROUND)
    taken = _taken(keys, around, student)
    rules, overrides = _rules(keys, around), _overrides(keys, around)
    return {
        key: Diary(
            key,
            zone,
            rules=tuple(rules[key]),
            overrides=tuple(overrides[key]),
            travels=travels,
            blocks=_blocks(taken, key),
            booked=tuple(taken.get((SESSION, key), ())),
            max_per_day=per_day,
            max_per_week=per_week,
        )
        for key, (zone, per_day, per_week, travels) in _mentors(keys, around).items()
    }


def terms_of(offer: Offer) -> Terms:
    """The terms of an offer, as lengths of time."""
    return Terms(
        length=offer.length,
        before=offer.buffer_before * MINUTE,
        after=offer.buffer_after * MINUTE,
        notice=dt.timedelta(hours=offer.notice_hours),
        horizon=dt.timedelta(days=offer.horizon_days),
        increment=offer.increment * MINUTE,
    )


def free_for(
    mentors: Iterable[Mentor],
    offer: Offer,
    window: Span,
    now: dt.datetime,
    student: User | None = None,
) -> dict[int, Found]:
    """What is free with each mentor, and why the rest is not, by the mentor's key."""
    diaries, terms = load(mentors, window, student=student), terms_of(offer)
    return {key: find(diary, terms, window=window, now=now) for key, diary in diaries.items()}


def _mentors(
    keys: list[int], around: tuple[dt.datetime, dt.datetime]
) -> dict[int, tuple[ZoneInfo, int, int, tuple[Travel, ...]]]:
    """Home clock, caps and journeys; a row for each journey."""
    journeys = Q(travels__days__overlap=tuple(moment.date() for moment in around))
    rows = (
        Mentor.objects.filter(pk__in=keys)
        .order_by("pk")
        .annotate(journey=FilteredRelation("travels", condition=journeys))
        .values_list(
            "pk", "user__time_zone", "max_per_day", "max_per_week", "journey__zone", "journey__days"
        )
    )
    found: dict[int, tuple[ZoneInfo, int, int, tuple[Travel, ...]]] = {}
    for key, zone, per_day, per_week, place, days in rows:
        others = found[key][3] if key in found else ()
        travels = (*others, _travel(place, days)) if place else others
        found[key] = (ZoneInfo(zone), per_day, per_week, travels)
    return found


def _travel(place: str, days: Any) -> Travel:
    return Travel(ZoneInfo(place), days.lower, days.upper - dt.timedelta(days=1))


def _rules(
    keys: list[int], around: tuple[dt.datetime, dt.datetime]
) -> Mapping[int, list[WeekRule]]:
    first, last = (moment.date() for moment in around)
    found: dict[int, list[WeekRule]] = defaultdict(list)
    rows = AvailabilityRule.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=last),
        Q(valid_to__isnull=True) | Q(valid_to__gte=first),
        mentor__in=keys,
    ).values_list("mentor", "weekday", "starts", "ends", "zone", "valid_from", "valid_to")
    for key, weekday, starts, ends, zone, valid_from, valid_to in rows.order_by():
        rule = WeekRule(weekday, starts, ends, ZoneInfo(zone), valid_from, valid_to)
        found[key].append(rule)
    return found


def _overrides(
    keys: list[int], around: tuple[dt.datetime, dt.datetime]
) -> Mapping[int, list[Override]]:
    days = tuple(moment.date() for moment in around)
    found: dict[int, list[Override]] = defaultdict(list)
    rows = AvailabilityOverride.objects.filter(mentor__in=keys, day__range=days)
    for key, day, hours in rows.order_by().values_list("mentor", "day", "hours"):
        found[key].append(Override(day, tuple(_hours(each) for each in hours)))
    return found


def _hours(pair: list[str]) -> tuple[dt.time, dt.time]:
    starts, ends = pair
    return dt.time.fromisoformat(starts), dt.time.fromisoformat(ends)


def _taken(keys: list[int], around: tuple[dt.datetime, dt.datetime], student: User | None) -> Spans:
    """Everything that takes time, by what it is and whose it is: one query."""
    sessions = Booking.objects.filter(mentor__in=keys, blocks__overlap=around)
    live = _standing(sessions.live())
    parts = [
        _part(TimeOff.objects.filter(mentor__in=keys, during__overlap=around), Reason.TIME_OFF),
        _part(
            ExternalBusy.objects.filter(mentor__in=keys, during__overlap=around), Reason.ELSEWHERE
        ),
        _part(live, Reason.BOOKED, "blocks"),
        _part(_standing(sessions.filter(status__in=COUNTS)), SESSION),
    ]
    if student is not None:
        own = _standing(Booking.objects.live().of_student(student))
        parts.append(
            _part(own.filter(during__overlap=around), Reason.YOU_ARE_BOOKED, whose=EVERYONE)
        )
    moment, utc = dt.datetime.fromtimestamp, dt.UTC
    return {
        (kind, key): [Span(moment(start, utc), moment(end, utc)) for start, end in ends or ()]
        for kind, key, ends in parts[0].union(*parts[1:], all=True)
    }


def _standing(bookings: QuerySet[Booking]) -> QuerySet[Booking]:
    """Without holds whose time ran out: the next booking lets go of them."""
    ran_out = Q(status=BookingStatus.HELD, expires_at__lte=timezone.now())
    return bookings.exclude(ran_out & Q(slot_offer__isnull=True))


def _part(
    rows: QuerySet[Any], kind: str, during: str = "during", *, whose: F | Value = MENTOR
) -> QuerySet[Any, Any]:
    """(kind, mentor, [[start, end], …] in epoch seconds), a row for each mentor."""
    named = rows.order_by().values_list(Value(kind, CharField()), whose)
    part: QuerySet[Any, Any] = named.annotate(stretches=ArrayAgg(_Ends(during)))
    return part


def _blocks(taken: Spans, key: int) -> tuple[Block, ...]:
    return tuple(
        Block(span, reason)
        for reason in BLOCKING
        for span in taken.get((reason, EVERY if reason is Reason.YOU_ARE_BOOKED else key), ())
    )
