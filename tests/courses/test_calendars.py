"""Calendar files, read back by a reader that is not ours."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from django.conf import settings
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from courses import calendars
from courses.calendars import zones
from courses.calendars.weekly import Series, Span, series
from courses.models import Cohort, Enrolment
from courses.operations import cohorts
from courses.operations.changing import transfer_place
from courses.operations.enrolling import cancel_place, reserve_place
from courses.timing import expand
from institute.accounts.models import User
from institute.calendars import feed
from tests import make

ZONES = [
    "America/Toronto",
    "Europe/London",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/St_Johns",
]
Times = list[tuple[dt.datetime, dt.datetime]]


def classes(zone: str = "America/Toronto", weeks: int = 6, *days: str) -> Times:
    """A weekly pattern at 18:30, from the middle of February 2027."""
    return expand(dt.date(2027, 2, 15), days or ("mon",), dt.time(18, 30), 75, zone, weeks)


def cohort_of(times: Sequence[tuple[dt.datetime, dt.datetime]], zone: str) -> Cohort:
    course = make.course("Dependencies and float", price_cents=0)
    assert course.current
    opens = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    closes = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
    plan = cohorts.Plan(zone, times, 12, opens, closes)
    made = cohorts.plan_cohort(version=course.current, plan=plan, instructor=make.instructor())
    return cohorts.open_cohort(cohort=made)


def place_in(cohort: Cohort) -> Enrolment:
    return reserve_place(student=make.student(display_name="Élodie Šimáček"), cohort=cohort)


def held(cohort: Cohort) -> set[Span]:
    """When the classes really are."""
    taught = cohort.sessions.filter(cancelled=False)
    return {Span(one.starts_at, one.ends_at) for one in taught}


def read(content: bytes) -> set[Span]:
    """When a calendar program shows them."""
    shown = recurring_ical_events.of(icalendar.Calendar.from_ical(content)).between(
        dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
    )
    return {Span(_utc(one, "DTSTART"), _utc(one, "DTEND")) for one in shown}


def _utc(event: Any, name: str) -> dt.datetime:
    moment: dt.datetime = event[name].dt
    return moment.astimezone(dt.UTC)


def events(content: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def to_the_second(span: Span) -> Span:
    return Span(span.start.replace(microsecond=0), span.end.replace(microsecond=0))


def names(content: bytes) -> set[str]:
    return {str(event["UID"]) for event in events(content)}


def without_known_zones(content: bytes) -> bytes:
    """The same file for a reader that must trust the VTIMEZONE in it."""
    return re.sub(rb"(TZID[=:])[A-Za-z_]+/", rb"\1Nowhere/", content)


# --- Across clock changes ------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("days", [("mon",), ("tue", "thu"), ("sat", "sun")])
def test_classes_keep_their_instants_across_both_clock_changes(zone: str, days: tuple[str]) -> None:
    cohort = cohort_of(classes(zone, 40, *days), zone)
    invitation = calendars.invitation(place_in(cohort), "REQUEST")

    assert len(held(cohort)) == 40 * len(days)
    assert read(invitation) == held(cohort)
    assert len(events(invitation)) == 1
    assert b"RRULE:FREQ=WEEKLY" in invitation
    assert f"TZID:{zone}".encode() in invitation


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ZONES)
def test_the_file_brings_its_own_clock_changes(zone: str) -> None:
    cohort = cohort_of(classes(zone, 40), zone)
    invitation = calendars.invitation(place_in(cohort), "REQUEST")

    assert read(without_known_zones(invitation)) == held(cohort)


def test_clock_changes_follow_yearly_rules_where_there_are_rules() -> None:
    toronto = zones.clock_changes(ZoneInfo("America/Toronto"), 2027).to_ical()

    assert b"RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3" in toronto
    assert b"RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11" in toronto
    assert b"DTSTART:20260308T020000" in toronto  # read on the clock before the change
    assert b"DTSTART:20261101T020000" in toronto
    casablanca = zones.clock_changes(ZoneInfo("Africa/Casablanca"), 2027).to_ical()
    assert b"RRULE" not in casablanca


# --- Classes that are elsewhere ------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3, 6])
@pytest.mark.parametrize("shift", [dt.timedelta(days=2), dt.timedelta(days=-3, hours=2)])
def test_a_class_that_moves_is_an_exception_to_the_rule(number: int, shift: dt.timedelta) -> None:
    cohort = cohort_of(classes(), "America/Toronto")
    place = place_in(cohort)
    session = cohort.sessions.get(number=number)

    cohorts.move_session(session=session, starts_at=session.starts_at + shift)
    place.refresh_from_db()
    invitation = calendars.invitation(place, "REQUEST")

    assert read(invitation) == held(cohort)
    assert names(invitation) == {f"enrolment-{place.public_id}@{settings.MESSAGE_ID_DOMAIN}"}
    assert b"RDATE" not in invitation.split(b"END:VTIMEZONE")[-1]


@pytest.mark.django_db
def test_a_class_that_is_cancelled_is_left_out() -> None:
    cohort = cohort_of(classes(), "America/Toronto")
    cohort.sessions.filter(number=3).update(cancelled=True)

    invitation = calendars.invitation(place_in(cohort), "REQUEST")

    assert len(read(invitation)) == 5
    assert read(invitation) == held(cohort)
    assert invitation.count(b"EXDATE") == 1


@pytest.mark.django_db
def test_a_single_class_needs_no_rule() -> None:
    cohort = cohort_of(classes(weeks=1), "America/Toronto")
    invitation = calendars.invitation(place_in(cohort), "REQUEST")

    assert read(invitation) == held(cohort)
    assert b"RRULE:FREQ=WEEKLY" not in invitation


@pytest.mark.django_db
def test_days_without_a_pattern_still_read_back() -> None:
    zone = ZoneInfo("America/Toronto")
    at = [(2, 1, 9), (2, 3, 13), (2, 4, 18), (3, 20, 9), (3, 21, 11), (11, 7, 1)]
    starts = [dt.datetime(2027, *when, tzinfo=zone).astimezone(dt.UTC) for when in at]
    times = [(start, start + dt.timedelta(minutes=60 + n)) for n, start in enumerate(starts)]
    cohort = cohort_of(times, zone.key)

    invitation = calendars.invitation(place_in(cohort), "REQUEST")

    assert read(invitation) == held(cohort)


moments = st.integers(0, 2 * 365 * 48).map(
    lambda half_hours: (
        dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=30 * half_hours)
    )
)
spans = st.lists(
    st.builds(
        lambda start, minutes: Span(start, start + dt.timedelta(minutes=minutes)),
        moments,
        st.sampled_from([60, 75, 90]),
    ),
    min_size=1,
    max_size=9,
    unique_by=lambda span: span.start,
)


def shown_by(dates: Series) -> set[Span]:
    elsewhere = {*dates.missing, *(slot for slot, _ in dates.moved)}
    kept = [slot.astimezone(dt.UTC) for slot in dates.slots if slot not in elsewhere]
    made = {Span(start, start + dates.rule.length) for start in kept}
    return made | {span for _, span in dates.moved}


@given(spans, st.sampled_from(ZONES))
def test_any_classes_are_a_rule_and_its_exceptions(them: list[Span], zone: str) -> None:
    assert shown_by(series(them, ZoneInfo(zone))) == set(them)


# --- What a calendar program needs to keep one entry ---------------------------------------


@pytest.mark.django_db
def test_an_entry_keeps_its_name_and_rises_until_it_is_cancelled() -> None:
    cohort = cohort_of(classes(), "America/Toronto")
    place = place_in(cohort)
    files = [calendars.invitation(place, "REQUEST")]
    for number in (2, 4):
        session = cohort.sessions.get(number=number)
        later = session.starts_at + dt.timedelta(days=1)
        cohorts.move_session(session=session, starts_at=later)
        place.refresh_from_db()
        files.append(calendars.invitation(place, "REQUEST"))
    place = cancel_place(enrolment=place, by=place.student)
    files.append(calendars.invitation(place, "CANCEL"))

    read_back = [icalendar.Calendar.from_ical(content) for content in files]
    assert [str(file["METHOD"]) for file in read_back] == [
        "REQUEST",
        "REQUEST",
        "REQUEST",
        "CANCEL",
    ]
    first = [file.walk("VEVENT")[0] for file in read_back]
    assert len({str(event["UID"]) for event in first}) == 1
    assert [event["SEQUENCE"] for event in first] == [0, 1, 2, 3]
    assert [str(event["STATUS"]) for event in first] == [*["CONFIRMED"] * 3, "CANCELLED"]


@pytest.mark.django_db
@override_settings(DEFAULT_FROM_EMAIL="TPM Institute <hello@institute.example>")
def test_the_institute_invites_and_the_student_attends() -> None:
    place = place_in(cohort_of(classes(), "America/Toronto"))
    event = events(calendars.invitation(place, "REQUEST"))[0]

    assert str(event["ORGANIZER"]) == "mailto:hello@institute.example"
    assert event["ORGANIZER"].params["CN"] == "TPM Institute"
    assert str(event["ATTENDEE"]) == f"mailto:{place.student.email}"
    assert event["ATTENDEE"].params["CN"] == "Élodie Šimáček"
    assert event["DTSTAMP"].dt.utcoffset() == dt.timedelta()
    assert "(905) 282-9318" in event["DESCRIPTION"]


@pytest.mark.django_db
def test_lines_are_no_longer_than_the_standard_allows() -> None:
    place = place_in(cohort_of(classes(weeks=40), "America/Toronto"))
    lines = calendars.invitation(place, "REQUEST").split(b"\r\n")

    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in b"".join(lines)


@pytest.mark.django_db
def test_only_a_place_that_was_sure_is_in_a_calendar(student: User) -> None:
    reserved = reserve_place(student=student, cohort=make.cohort(price_cents=69_000))
    free = reserve_place(student=student, cohort=make.cohort(price_cents=0))
    moved = transfer_place(
        enrolment=free, cohort=make.cohort(free.cohort.version.course, price_cents=0), by=student
    )

    assert not calendars.was_in_a_calendar(reserved)
    assert calendars.was_in_a_calendar(free)
    assert calendars.was_in_a_calendar(moved)


# --- The feed ------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_feed_has_each_class_of_each_place(student: User) -> None:
    sure = reserve_place(student=student, cohort=make.cohort(price_cents=0, sessions=3))
    reserve_place(student=student, cohort=make.cohort(price_cents=69_000, sessions=2))
    place_in(make.cohort(price_cents=0))  # somebody else's
    sure.cohort.sessions.filter(number=2).update(cancelled=True)

    mine = feed(student)

    status = [str(event["STATUS"]) for event in events(mine)]
    assert sorted(status) == ["CONFIRMED", "CONFIRMED", "TENTATIVE", "TENTATIVE"]
    assert {to_the_second(span) for span in held(sure.cohort)} < read(mine)
    assert b"METHOD:PUBLISH" in mine
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT4H" in mine


@pytest.mark.django_db
def test_a_class_keeps_its_name_in_the_feed_and_its_sequence_rises(student: User) -> None:
    place = reserve_place(student=student, cohort=make.cohort(price_cents=0))
    before = events(feed(student))
    session = place.cohort.sessions.get(number=2)

    later = session.starts_at + dt.timedelta(hours=2)
    cohorts.move_session(session=session, starts_at=later)

    after = events(feed(student))
    assert {str(event["UID"]) for event in before} == {str(event["UID"]) for event in after}
    assert {event["SEQUENCE"] for event in after} == {1}
    assert f"session-{session.pk}@{settings.MESSAGE_ID_DOMAIN}" in names(feed(student))


@pytest.mark.django_db
def test_a_place_given_back_leaves_the_feed(student: User) -> None:
    place = reserve_place(student=student, cohort=make.cohort(price_cents=0))
    cancel_place(enrolment=place, by=student)

    assert events(feed(student)) == []


@pytest.mark.django_db
def test_the_feed_costs_the_same_for_many_places(
    student: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(4):
        reserve_place(student=student, cohort=make.cohort(price_cents=0))

    with django_assert_num_queries(3):  # places, their classes, sessions with mentors
        feed(student)
