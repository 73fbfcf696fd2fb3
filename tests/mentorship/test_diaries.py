"""Diaries hold all that takes a mentor's time, in four queries however many mentors."""

import datetime as dt
import itertools
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

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
    SlotOffer,
    TimeOff,
    TravelPeriod,
    WaitlistEntry,
    stretch,
)
from mentorship.slots import Block, Diary, Override, Reason, Span, Travel, WeekRule
from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 22, 15, tzinfo=dt.UTC)
TORONTO, LONDON = ZoneInfo("America/Toronto"), ZoneInfo("Europe/London")
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
WEEKS = Span(NOW, NOW + 21 * DAY)
_keys = itertools.count()


@pytest.fixture(autouse=True)
def _a_sunday() -> object:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def later(days: int, hours: int = 0) -> dt.datetime:
    return NOW + days * DAY + hours * HOUR


def taken(
    mentor: Mentor,
    start: dt.datetime,
    status: BookingStatus = BookingStatus.CONFIRMED,
    student: User | None = None,
    **fields: object,
) -> Booking:
    """A row in the diary: 45 minutes, and a quarter of an hour after them."""
    end, offer = start + dt.timedelta(minutes=45), mentor.offers.get()
    known: dict[str, object] = {
        "during": stretch(start, end),
        "blocks": stretch(start, end + offer.buffer_after * dt.timedelta(minutes=1)),
        "agreed_for_mentor": start,
        "agreed_for_student": start,
        "mentor_zone": "America/Toronto",
        "student_zone": "Europe/London",
        "tz_version": "2026b",
        "idempotency_key": f"row {next(_keys)}",
    }
    return Booking.objects.create(
        mentor=mentor,
        student=student or make.student(),
        offer=offer,
        status=status,
        **(known | fields),
    )


def busy(mentor: Mentor, start: dt.datetime) -> None:
    source = CalendarSource.objects.create(mentor=mentor, url=f"https://example.com/{mentor.pk}")
    ExternalBusy.objects.create(source=source, mentor=mentor, during=stretch(start, start + HOUR))


def loaded(mentor: Mentor, student: User | None = None) -> Diary:
    return diaries.load([mentor], WEEKS, student=student)[mentor.pk]


def reasons(mentor: Mentor, student: User | None = None) -> list[Reason]:
    return [block.reason for block in loaded(mentor, student).blocks]


def full_diary() -> Mentor:
    """A mentor with something of everything."""
    mentor = make.mentor()
    TimeOff.objects.create(mentor=mentor, during=stretch(later(5), later(6)))
    busy(mentor, later(2))
    taken(mentor, later(3))
    AvailabilityOverride.objects.create(mentor=mentor, day=dt.date(2026, 12, 1))
    TravelPeriod.objects.create(
        mentor=mentor, zone="Europe/London", days=(dt.date(2026, 12, 3), dt.date(2026, 12, 5))
    )
    return mentor


@pytest.mark.parametrize("number", [2, 12])
def test_four_queries_however_many_mentors(number: int) -> None:
    mentors = [full_diary() for _ in range(number)]
    student = make.student()
    taken(make.mentor(), later(4), student=student)
    offer, keys = mentors[0].offers.get(), [mentor.pk for mentor in mentors]

    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = diaries.load(Mentor.objects.filter(pk__in=keys), WEEKS)
        with_student = diaries.free_for(mentors, offer, WEEKS, NOW, student)

    assert len(asked) == 1 + 4 + 4
    assert set(found) == set(with_student) == set(keys)


def test_hours_of_the_week_keep_their_zone_and_their_dates() -> None:
    mentor = make.mentor(max_per_day=2, max_per_week=5)
    mentor.rules.all().delete()
    friday = {"mentor": mentor, "weekday": 4, "zone": "Europe/London"}
    night = {"starts": dt.time(22), "ends": dt.time(2)}
    first, last = dt.date(2026, 11, 1), dt.date(2026, 12, 31)
    AvailabilityRule.objects.create(valid_from=first, valid_to=last, **night, **friday)
    AvailabilityRule.objects.create(valid_to=dt.date(2026, 10, 1), **night, **friday)

    diary = loaded(mentor)

    assert diary.rules == (WeekRule(4, dt.time(22), dt.time(2), LONDON, first, last),)
    assert (diary.zone, diary.max_per_day, diary.max_per_week) == (TORONTO, 2, 5)


def test_dates_of_their_own_and_journeys_are_in_it() -> None:
    mentor = full_diary()
    hours = [["14:00", "16:30"], ["22:00", "00:00"]]
    day = dt.date(2026, 12, 2)
    AvailabilityOverride.objects.create(mentor=mentor, day=day, hours=hours)

    diary = loaded(mentor)

    assert set(diary.overrides) == {
        Override(dt.date(2026, 12, 1)),
        Override(day, ((dt.time(14), dt.time(16, 30)), (dt.time(22), dt.time()))),
    }
    assert diary.travels == (Travel(LONDON, dt.date(2026, 12, 3), dt.date(2026, 12, 4)),)


def test_everything_that_takes_time_is_a_block_with_its_reason() -> None:
    diary = loaded(full_diary())

    start = later(3)
    assert set(diary.blocks) == {
        Block(Span(later(5), later(6)), Reason.TIME_OFF),
        Block(Span(later(2), later(2, 1)), Reason.ELSEWHERE),
        Block(Span(start, start + HOUR), Reason.BOOKED),
    }
    assert diary.booked == (Span(start, start + dt.timedelta(minutes=45)),)


def test_nobody_finds_another_mentors_time() -> None:
    full_diary()

    diary = loaded(make.mentor())

    assert not any((diary.blocks, diary.booked, diary.overrides, diary.travels))


@pytest.mark.parametrize(
    ("status", "blocks", "counts"),
    [
        (BookingStatus.HELD, True, True),
        (BookingStatus.REQUESTED, True, True),
        (BookingStatus.CONFIRMED, True, True),
        (BookingStatus.COMPLETED, False, True),
        (BookingStatus.NO_SHOW_STUDENT, False, True),
        (BookingStatus.DISPUTED, False, True),
        (BookingStatus.NO_SHOW_MENTOR, False, False),
        (BookingStatus.EXPIRED, False, False),
        (BookingStatus.DECLINED, False, False),
        (BookingStatus.CANCELLED_BY_STUDENT, False, False),
        (BookingStatus.CANCELLED_BY_MENTOR, False, False),
        (BookingStatus.CANCELLED_BY_STAFF, False, False),
    ],
)
def test_what_lives_blocks_and_what_took_place_counts(
    status: BookingStatus, blocks: bool, counts: bool
) -> None:
    mentor = make.mentor()
    taken(mentor, later(2), status, expires_at=later(1))

    diary = loaded(mentor)

    assert bool(diary.blocks) is blocks
    assert bool(diary.booked) is counts


def test_a_hold_that_ran_out_frees_the_time_but_a_request_does_not() -> None:
    mentor = make.mentor()
    taken(mentor, later(2), BookingStatus.HELD, expires_at=NOW)
    taken(mentor, later(3), BookingStatus.REQUESTED, expires_at=NOW)

    assert [block.span.start for block in loaded(mentor).blocks] == [later(3)]


def test_a_freed_time_that_was_offered_is_held_until_it_is_let_go() -> None:
    mentor, student = make.mentor(), make.student()
    hold = taken(mentor, later(2), BookingStatus.HELD, student, expires_at=NOW)
    entry = WaitlistEntry.objects.create(
        student=student,
        offer=mentor.offers.get(),
        earliest=dt.date(2026, 11, 23),
        latest=dt.date(2026, 12, 23),
    )
    SlotOffer.objects.create(entry=entry, booking=hold, expires_at=NOW)

    assert reasons(mentor) == [Reason.BOOKED]


def test_the_students_own_sessions_stand_in_every_diary() -> None:
    student, first, second = make.student(), make.mentor(), make.mentor()
    taken(first, later(2), student=student)

    assert sorted(reasons(first, student)) == [Reason.BOOKED, Reason.YOU_ARE_BOOKED]
    assert reasons(second, student) == [Reason.YOU_ARE_BOOKED]
    assert reasons(second, make.student()) == []


def test_a_session_earlier_in_the_week_counts_for_the_week() -> None:
    """The window begins on a Sunday; the session was on Monday."""
    mentor = make.mentor(max_per_week=1)
    taken(mentor, later(-6), BookingStatus.COMPLETED)

    found = diaries.free_for([mentor], mentor.offers.get(), Span(NOW, NOW + DAY), NOW)

    assert set(found[mentor.pk].counts) == {Reason.WEEK_FULL}


def test_the_terms_of_an_offer_are_lengths_of_time() -> None:
    offer = make.offer(minutes=60, buffer_before=5, notice_hours=36, horizon_days=30, increment=20)

    terms = diaries.terms_of(offer)

    minutes = [
        each // dt.timedelta(minutes=1) for each in (terms.length, terms.before, terms.after)
    ]
    assert minutes == [60, 5, 15]
    assert (terms.notice, terms.horizon) == (36 * HOUR, 30 * DAY)
    assert terms.increment == HOUR / 3


def test_the_database_agrees_with_the_finder_on_every_start() -> None:
    mentor, student = make.mentor(), make.student()
    taken(mentor, later(2))
    taken(make.mentor(), later(1), student=student)
    window = Span(NOW, NOW + 3 * DAY)

    found = diaries.free_for([mentor], mentor.offers.get(), window, NOW, student)[mentor.pk]

    assert set(found.counts) == {Reason.BOOKED, Reason.BUFFER, Reason.YOU_ARE_BOOKED}
    assert len(found.free) > 50
    assert all(written(mentor, student, span.start) for span in found.free)
    assert not any(written(mentor, student, each.span.start) for each in found.dropped)


def written(mentor: Mentor, student: User, start: dt.datetime) -> bool:
    """Whether the constraints let the session in; it is taken out again."""
    try:
        with transaction.atomic():
            taken(mentor, start, student=student).delete()
    except IntegrityError:
        return False
    return True


def test_no_mentors_have_no_diaries() -> None:
    assert diaries.load([], WEEKS, student=make.student()) == {}


def test_what_is_free_is_the_same_for_a_mentor_alone_and_among_others() -> None:
    mentors = [full_diary(), make.mentor(zone="Asia/Kolkata"), make.mentor(zone="Europe/London")]
    offer = mentors[0].offers.get()

    together = diaries.free_for(mentors, offer, WEEKS, NOW)

    for mentor in mentors:
        alone = diaries.free_for([mentor], offer, WEEKS, NOW)[mentor.pk]
        assert alone.free == together[mentor.pk].free
