"""What a mentor says about their time is kept, once, and never over a newer word."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

from institute.errors import RuleBroken
from mentorship.models import AvailabilityRule, Booking, Mentor, TimeOff, TravelPeriod, stretch
from mentorship.operations.availability import (
    ChangedMeanwhile,
    Limits,
    Plan,
    forget_hours,
    mark_of,
    seasons_of_mentor,
    set_day,
    set_hours,
    set_limits,
    take_back,
    take_time_off,
    travel,
)
from mentorship.week_hours import Season, Week
from tests import make
from tests.conftest import at_the_same_time

NOW = "2026-11-22T15:00:00Z"
JANUARY = dt.date(2027, 1, 4)
NINE, NOON, FIVE = dt.time(9), dt.time(12), dt.time(17)
MORNINGS = Week.of([[(NINE, NOON)]] * 5 + [[], []])
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_clock")]


@pytest.fixture
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def mentor(db: None) -> Mentor:
    return make.mentor(zone="America/Vancouver")


def season(week: Week = MORNINGS, begins: dt.date | None = None) -> Season:
    return Season(begins, "America/Vancouver", week)


def seen(mentor: Mentor) -> str:
    return mark_of(seasons_of_mentor(mentor))


def limits(**fields: object) -> Limits:
    known = {"max_per_day": 4, "max_per_week": 12, "comfortable_from": dt.time(8),
             "comfortable_to": dt.time(19), "room_url": ""}  # fmt: skip
    return Limits(**(known | fields))  # type: ignore[arg-type]


def limits_seen(mentor: Mentor) -> str:
    known = Limits.of(mentor)
    return mark_of(tuple(vars(known).values()))


def test_a_week_replaces_the_one_before_and_the_diary_is_a_newer_one(mentor: Mentor) -> None:
    before = Mentor.objects.get(pk=mentor.pk).diary_version

    set_hours(mentor=mentor, plan=Plan(season()), seen=seen(mentor))

    rules = AvailabilityRule.objects.filter(mentor=mentor)
    assert {(rule.weekday, rule.starts, rule.ends) for rule in rules} == {
        (day, NINE, NOON) for day in range(5)
    }
    assert Mentor.objects.get(pk=mentor.pk).diary_version > before


def test_saving_the_same_week_again_changes_nothing(mentor: Mentor) -> None:
    opened_with = seen(mentor)
    set_hours(mentor=mentor, plan=Plan(season()), seen=opened_with)
    version = Mentor.objects.get(pk=mentor.pk).diary_version

    set_hours(mentor=mentor, plan=Plan(season()), seen=opened_with)

    assert Mentor.objects.get(pk=mentor.pk).diary_version == version


def test_a_stale_form_overwrites_nothing(mentor: Mentor) -> None:
    opened_with = seen(mentor)
    set_hours(mentor=mentor, plan=Plan(season()), seen=opened_with)

    with pytest.raises(ChangedMeanwhile):
        set_hours(mentor=mentor, plan=Plan(season(Week.of([[]] * 7))), seen=opened_with)

    assert seasons_of_mentor(mentor)[0].week == MORNINGS


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_windows_that_save_at_once_one_is_told() -> None:
    mentor = make.mentor()
    opened_with = seen(mentor)
    weeks = [Week.of([[(dt.time(9), dt.time(hour))]] * 7) for hour in range(10, 16)]

    def save(week: Week) -> str:
        plan = Plan(Season(None, "America/Toronto", week))
        set_hours(mentor=mentor, plan=plan, seen=opened_with)
        return "saved"

    outcomes = at_the_same_time(save, weeks)

    assert outcomes.count("saved") == 1
    assert sum(isinstance(each, ChangedMeanwhile) for each in outcomes) == 5
    assert seasons_of_mentor(mentor)[0].week in weeks


def test_from_a_day_on_i_work_mornings_only(mentor: Mentor) -> None:
    set_hours(mentor=mentor, plan=Plan(season(begins=JANUARY)), seen=seen(mentor))

    now, later = seasons_of_mentor(mentor)
    assert later == season(begins=JANUARY)
    assert now.week.days[0] == ((NINE, FIVE),)
    last = AvailabilityRule.objects.filter(mentor=mentor, valid_from=None)
    assert {rule.valid_to for rule in last} == {dt.date(2027, 1, 3)}


def test_a_planned_week_can_be_moved_and_given_up(mentor: Mentor) -> None:
    set_hours(mentor=mentor, plan=Plan(season(begins=JANUARY)), seen=seen(mentor))
    later = dt.date(2027, 2, 1)

    moved = Plan(season(begins=later), instead_of=JANUARY)
    set_hours(mentor=mentor, plan=moved, seen=seen(mentor))
    assert [each.begins for each in seasons_of_mentor(mentor)] == [None, later]

    forget_hours(mentor=mentor, begins=later)
    forget_hours(mentor=mentor, begins=later)
    assert [each.begins for each in seasons_of_mentor(mentor)] == [None]


def test_a_week_does_not_begin_in_the_past_or_end_before_it_begins(mentor: Mentor) -> None:
    with pytest.raises(RuleBroken, match="not over"):
        set_hours(mentor=mentor, plan=Plan(season(begins=dt.date(2026, 11, 21))), seen=seen(mentor))
    plan = Plan(season(begins=JANUARY), until=dt.date(2027, 1, 3))
    with pytest.raises(RuleBroken, match="last day"):
        set_hours(mentor=mentor, plan=plan, seen=seen(mentor))


def test_what_is_booked_stays_where_it_is(mentor: Mentor) -> None:
    student = make.student()
    booked = make.booking(mentor, student, make.free_at(3, 15, "America/Vancouver"))

    set_hours(mentor=mentor, plan=Plan(season()), seen=seen(mentor))

    assert Booking.objects.get(pk=booked.pk).during == booked.during


def test_a_date_has_hours_of_its_own_once(mentor: Mentor) -> None:
    day = dt.date(2026, 12, 24)
    for _ in range(2):
        set_day(mentor=mentor, day=day, pairs=[(dt.time(10), NOON), (NINE, dt.time(11))])
    assert mentor.overrides.get().hours == [["09:00", "12:00"]]

    with pytest.raises(RuleBroken, match="differs from the week already"):
        set_day(mentor=mentor, day=day, pairs=[])
    take_back(mentor=mentor, kind="day", key=mentor.overrides.get().pk)
    set_day(mentor=mentor, day=day, pairs=[], why="Christmas Eve")
    assert mentor.overrides.get().hours == []


def test_a_date_that_is_over_does_not_differ_any_more(mentor: Mentor) -> None:
    with pytest.raises(RuleBroken, match="not over"):
        set_day(mentor=mentor, day=dt.date(2026, 11, 21), pairs=[])


def test_time_off_is_taken_once(mentor: Mentor) -> None:
    start = dt.datetime(2026, 12, 20, 8, tzinfo=dt.UTC)
    for _ in range(2):
        take_time_off(mentor=mentor, start=start, end=start + dt.timedelta(days=9))
    assert TimeOff.objects.filter(mentor=mentor).count() == 1
    with pytest.raises(RuleBroken, match="after the start"):
        take_time_off(mentor=mentor, start=start, end=start)
    with pytest.raises(RuleBroken, match="a year at most"):
        take_time_off(mentor=mentor, start=start, end=start + dt.timedelta(days=400))


def test_nobody_is_in_two_places(mentor: Mentor) -> None:
    first, last = dt.date(2026, 12, 1), dt.date(2026, 12, 10)
    for _ in range(2):
        travel(mentor=mentor, zone="Europe/London", first=first, last=last)
    with pytest.raises(RuleBroken, match="in London from Tue 1 December 2026 to Thu 10 December"):
        travel(mentor=mentor, zone="Asia/Kolkata", first=last, last=dt.date(2026, 12, 20))
    travel(
        mentor=mentor, zone="Asia/Kolkata", first=dt.date(2026, 12, 11), last=dt.date(2026, 12, 20)
    )
    assert TravelPeriod.objects.filter(mentor=mentor).count() == 2


def test_limits_are_kept_and_a_stale_form_of_them_is_not(mentor: Mentor) -> None:
    opened_with, version = limits_seen(mentor), mentor.diary_version
    set_limits(mentor=mentor, limits=limits(max_per_day=2), seen=opened_with)
    set_limits(mentor=mentor, limits=limits(max_per_day=2), seen=opened_with)
    mentor = Mentor.objects.get(pk=mentor.pk)
    assert (mentor.max_per_day, mentor.diary_version > version) == (2, True)

    with pytest.raises(ChangedMeanwhile):
        set_limits(mentor=mentor, limits=limits(max_per_day=3), seen=opened_with)
    with pytest.raises(RuleBroken, match="at least as many"):
        set_limits(mentor=mentor, limits=limits(max_per_day=20), seen=limits_seen(mentor))


def test_only_what_is_ones_own_is_taken_back(mentor: Mentor) -> None:
    other = make.mentor()
    start = dt.datetime(2026, 12, 20, 8, tzinfo=dt.UTC)
    TimeOff.objects.create(mentor=other, during=stretch(start, start + dt.timedelta(days=1)))
    take_back(mentor=mentor, kind="off", key=other.time_off.get().pk)
    assert other.time_off.count() == 1
