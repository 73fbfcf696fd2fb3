"""What mentors work from: their next sessions, who asks, who waits, and how full the weeks are."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Min, Q
from django.utils import timezone

from mentorship.clocks import TwoClocks, two_clocks
from mentorship.models import Booking, BookingStatus, Mentor, Series, WaitlistEntry

AROUND = dt.timedelta(days=17)  # this week and the next, on any clock
AHEAD = dt.timedelta(days=14)
QUARTER = dt.timedelta(days=91)
A_LIST = 8


@dataclass(frozen=True)
class Load:
    """Sessions of a mentor's day and weeks on their own calendar, against the most they take."""

    today: int
    this_week: int
    next_week: int
    most_a_day: int
    most_a_week: int

    @property
    def is_full(self) -> bool:
        return self.this_week >= self.most_a_week


@dataclass(frozen=True)
class Ask:
    """A session somebody asks for, or the dates of one series, to be answered together."""

    first: Booking
    bookings: list[Booking]
    clocks: TwoClocks
    series: Series | None = None

    @property
    def answer_by(self) -> dt.datetime:
        assert self.first.expires_at is not None
        return self.first.expires_at

    @property
    def hours_left(self) -> int:
        """Whole hours to answer; 0 in the last one."""
        return max(0, int((self.answer_by - timezone.now()).total_seconds() // 3600))


@dataclass(frozen=True)
class Home:
    """The page of one mentor."""

    mentor: Mentor
    load: Load
    asks: list[Ask]
    days: list[tuple[dt.date, list[tuple[Booking, TwoClocks]]]]
    waits: list[WaitlistEntry]
    number_of_waits: int


@dataclass
class Row:
    """One mentor in the managers' table."""

    mentor: Mentor
    load: Load
    to_answer: int = 0
    answer_by: dt.datetime | None = None
    waiting: int = 0
    missed: Counter[str] = field(default_factory=Counter)

    @property
    def missed_by_mentor(self) -> int:
        return self.missed[BookingStatus.NO_SHOW_MENTOR]

    @property
    def missed_by_students(self) -> int:
        return self.missed[BookingStatus.NO_SHOW_STUDENT]

    @property
    def disputed(self) -> int:
        return self.missed[BookingStatus.DISPUTED]


def home_of(mentor: Mentor) -> Home:
    """Everything on the mentor's own clock: the same number of queries however full it is."""
    waits = WaitlistEntry.objects.waiting().who_may_take(mentor).for_offers_of(mentor)
    found = list(waits.with_people()[: A_LIST + 1])
    return Home(
        mentor=mentor,
        load=loads([mentor])[mentor.pk],
        asks=_asks(mentor),
        days=_days(mentor),
        waits=found[:A_LIST],
        number_of_waits=len(found) if len(found) <= A_LIST else waits.count(),
    )


def _asks(mentor: Mentor) -> list[Ask]:
    asked = Booking.objects.to_answer().filter(mentor=mentor).with_people()
    together: dict[object, list[Booking]] = defaultdict(list)
    for booking in asked.select_related("series"):
        together[booking.series_id or booking.public_id].append(booking)
    return [_ask(group, mentor) for group in together.values()]


def _ask(group: list[Booking], mentor: Mentor) -> Ask:
    first = group[0]
    clocks = two_clocks(first.starts_at, mentor.zone, first.student.zone)
    return Ask(first, group, clocks, first.series)


def _days(mentor: Mentor) -> list[tuple[dt.date, list[tuple[Booking, TwoClocks]]]]:
    sure = Booking.objects.upcoming().confirmed().filter(mentor=mentor)
    soon = sure.filter(during__startswith__lt=timezone.now() + AHEAD).with_people()
    days: dict[dt.date, list[tuple[Booking, TwoClocks]]] = defaultdict(list)
    for booking in soon:
        clocks = two_clocks(booking.starts_at, mentor.zone, booking.student.zone)
        days[clocks.yours.date()].append((booking, clocks))
    return list(days.items())


def loads(mentors: Iterable[Mentor]) -> dict[int, Load]:
    """How full each mentor's day and weeks are: one query."""
    people, now = list(mentors), timezone.now()
    counted = Booking.objects.counted(now - AROUND, now + AROUND).filter(mentor__in=people)
    starts: Mapping[int, list[dt.datetime]] = defaultdict(list)
    for key, during in counted.values_list("mentor", "during"):
        starts[key].append(during.lower)
    return {one.pk: _load(one, starts[one.pk], now) for one in people}


def _load(mentor: Mentor, starts: list[dt.datetime], now: dt.datetime) -> Load:
    zone = mentor.zone
    today = now.astimezone(zone).date()
    monday = today - dt.timedelta(days=today.weekday())
    days = Counter(start.astimezone(zone).date() for start in starts)
    week = [monday + dt.timedelta(days=number) for number in range(14)]
    return Load(
        today=days[today],
        this_week=sum(days[day] for day in week[:7]),
        next_week=sum(days[day] for day in week[7:]),
        most_a_day=mentor.max_per_day,
        most_a_week=mentor.max_per_week,
    )


def everybody() -> list[Row]:
    """Each mentor's weeks, open questions and no-shows of a quarter: four queries."""
    mentors = list(Mentor.objects.public().select_related("user"))
    load = loads(mentors)
    rows = {one.pk: Row(one, load[one.pk]) for one in mentors}
    asked = Booking.objects.to_answer().order_by().values("mentor")
    for found in asked.annotate(number=Count("pk"), first=Min("expires_at")):
        if found["mentor"] in rows:
            row = rows[found["mentor"]]
            row.to_answer, row.answer_by = found["number"], found["first"]
    _count_waits(rows)
    _count_missed(rows)
    return list(rows.values())


def _count_waits(rows: dict[int, Row]) -> None:
    named = WaitlistEntry.objects.live().filter(mentor__isnull=False).order_by()
    for key, number in named.values_list("mentor").annotate(Count("pk")):
        if key in rows:
            rows[key].waiting = number


def _count_missed(rows: dict[int, Row]) -> None:
    since = Q(during__startswith__gte=timezone.now() - QUARTER)
    kinds = (BookingStatus.NO_SHOW_MENTOR, BookingStatus.NO_SHOW_STUDENT, BookingStatus.DISPUTED)
    missed = Booking.objects.filter(since, status__in=kinds).order_by()
    for key, kind, number in missed.values_list("mentor", "status").annotate(Count("pk")):
        if key in rows:
            rows[key].missed[kind] = number
