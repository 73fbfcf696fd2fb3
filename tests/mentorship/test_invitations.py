"""Invitations to sessions, read back from the bytes that left by a reader that is not ours."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from courses.operations.enrolling import reserve_place
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.calendars import feed
from institute.mail.operations import deliver
from mentorship.models import Booking, BookingStatus, Mentor
from mentorship.operations.booking import accept
from mentorship.operations.changing import cancel, reschedule
from mentorship.operations.holding import hold
from tests import make
from tests.mentorship.post import (
    NOW,
    START,
    all_day,
    amara,
    booked,
    calendar_parts,
    files_of,
    grace,
    sent_to,
    shown_at,
)

pytestmark = pytest.mark.django_db
ZONES = [
    "America/Toronto",
    "Europe/London",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
]
# The day of every clock change of those zones in two years.
CHANGES = [
    *(dt.date(2026, 3, 8), dt.date(2026, 3, 29), dt.date(2026, 4, 5)),
    *(dt.date(2026, 10, 4), dt.date(2026, 10, 25), dt.date(2026, 11, 1)),
    *(dt.date(2027, 3, 14), dt.date(2027, 3, 28), dt.date(2027, 4, 4)),
    *(dt.date(2027, 10, 3), dt.date(2027, 10, 31), dt.date(2027, 11, 7)),
]
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """Sun 22 November 2026, 9:12 in Toronto, until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def at_wall(day: dt.date, hour: float, zone: str) -> dt.datetime:
    """The instant at which the clock there reads this."""
    local = dt.datetime.combine(day, dt.time(), ZoneInfo(zone)) + dt.timedelta(hours=hour)
    return local.astimezone(dt.UTC)


def open_for_long(mentor: Mentor) -> Mentor:
    mentor.offers.update(horizon_days=700)
    return all_day(mentor)


def delivered(booking: Booking) -> None:
    """Everything due leaves; the booking is read again."""
    deliver()
    booking.refresh_from_db()


def agreed_instants(booking: Booking) -> list[tuple[dt.datetime, dt.datetime]]:
    """Built anew from what both read on their wall when they agreed."""
    ends = booking.offer.length
    starts = {
        wall.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)
        for wall, zone in (
            (booking.agreed_for_student, booking.student_zone),
            (booking.agreed_for_mentor, booking.mentor_zone),
        )
    }
    return [(start, start + ends) for start in starts]


# --- Across clock changes ------------------------------------------------------------------


def test_the_days_are_those_on_which_the_clocks_change() -> None:
    day = dt.date(2026, 1, 1)
    found = set()
    while day < dt.date(2028, 1, 1):
        if any(at_wall(day, 0, zone) + DAY != at_wall(day + DAY, 0, zone) for zone in ZONES):
            found.add(day)
        day += DAY

    assert sorted(found) == CHANGES


@pytest.mark.parametrize("student_zone", ZONES)
@pytest.mark.parametrize("mentor_zone", ZONES)
def test_a_session_keeps_its_agreed_hour_through_every_clock_change(
    mentor_zone: str, student_zone: str, clock: Any
) -> None:
    """Booked before the first change, moved past each of the others, then cancelled."""
    clock.move_to(dt.datetime(2026, 2, 20, 12, tzinfo=dt.UTC))
    mentor, student = open_for_long(grace(mentor_zone)), amara(student_zone)
    booking = booked(mentor, student, at_wall(CHANGES[0] - DAY, 14, mentor_zone))
    wanted = [told(booking)]
    for day in CHANGES:
        start = at_wall(day, 14, mentor_zone)
        booking = reschedule(booking=booking, start=start, by=student, seen=booking.sequence)
        assert booking.agreed_for_mentor.time() == dt.time(14)
        wanted.append(told(booking))
    booking = cancel(booking=booking, by=student)
    deliver()

    for person in (student, mentor.user):
        *invited, last = files = files_of(sent_to(person))
        assert [shown_at(file) for file in invited] == wanted
        assert one_entry_rising(files) == list(range(len(CHANGES) + 2))
        assert {str(file["METHOD"]) for file in invited} == {"REQUEST"}
        (end,) = last.walk("VEVENT")
        assert (str(last["METHOD"]), str(end["STATUS"])) == ("CANCEL", "CANCELLED")
        assert (end["DTSTART"].dt, end["DTEND"].dt) == (booking.starts_at, booking.ends_at)


def told(booking: Booking) -> list[tuple[dt.datetime, dt.datetime]]:
    """Both hear of it; the one instant that was agreed, built anew from either wall."""
    deliver()
    instants = agreed_instants(booking)
    assert len(instants) == 1
    return instants


def one_entry_rising(files: list[Any]) -> list[int]:
    """The sequences of the files, which are all of one entry."""
    events = [file.walk("VEVENT")[0] for file in files]
    assert len({str(event["UID"]) for event in events}) == 1
    assert all(a["DTSTAMP"].dt <= b["DTSTAMP"].dt for a, b in pairwise(events))
    return [int(event["SEQUENCE"]) for event in events]


HALF_HOURS = [1.0, 1.5, 2.0, 2.5]


@pytest.mark.parametrize("hour", HALF_HOURS)
@pytest.mark.parametrize(
    ("zone", "night"),
    [
        ("America/Toronto", dt.date(2027, 3, 14)),
        ("America/Toronto", dt.date(2027, 11, 7)),
        ("Europe/London", dt.date(2027, 3, 28)),
        ("Europe/London", dt.date(2027, 10, 31)),
        ("Australia/Lord_Howe", dt.date(2027, 4, 4)),
        ("Australia/Lord_Howe", dt.date(2027, 10, 3)),
    ],
)
def test_a_session_in_the_very_night_of_a_change_is_one_instant_for_both(
    zone: str, night: dt.date, hour: float, clock: Any
) -> None:
    clock.move_to(dt.datetime.combine(night, dt.time(12), dt.UTC) - 10 * DAY)
    mentor = open_for_long(grace(zone))
    start = at_wall(night, hour, zone)
    booking = booked(mentor, amara("Asia/Kathmandu"), start)

    delivered(booking)

    for person in (booking.student, mentor.user):
        (file,) = files_of(sent_to(person))
        assert shown_at(file) == [(start, start + booking.offer.length)]


# --- What the mail carries -----------------------------------------------------------------


def test_the_invitation_is_an_alternative_and_an_attachment() -> None:
    booking = booked(grace(), amara())

    delivered(booking)

    (message,) = sent_to(booking.student)
    inline, attached = calendar_parts(message)
    assert inline.get_param("method") == attached.get_param("method") == "REQUEST"
    assert inline.get_content_disposition() is None
    assert attached.get_filename() == "session.ics"
    assert attached.get_content_disposition() == "attachment"
    assert inline.get_payload(decode=True) == attached.get_payload(decode=True)


@override_settings(DEFAULT_FROM_EMAIL="TPM Institute <hello@institute.example>")
def test_the_institute_invites_and_both_attend() -> None:
    booking = booked(grace(), amara())
    delivered(booking)

    files = files_of([*sent_to(booking.student), *sent_to(booking.mentor.user)])

    for event in (file.walk("VEVENT")[0] for file in files):
        assert str(event["UID"]) == f"{booking.public_id}@{settings.MESSAGE_ID_DOMAIN}"
        assert str(event["ORGANIZER"]) == "mailto:hello@institute.example"
        assert [str(one) for one in event["ATTENDEE"]] == [
            f"mailto:{booking.student.email}",
            f"mailto:{booking.mentor.user.email}",
        ]
        assert [one.params["CN"] for one in event["ATTENDEE"]] == ["Amara Osei", "Grace Oyelaran"]
        assert not event.walk("VALARM")  # we remind, once
        assert f"/mentorship/bookings/{booking.public_id}/" in event["DESCRIPTION"]
    assert len(files) == 2


def test_nobody_is_invited_to_what_is_only_asked_for() -> None:
    booking = booked(grace(asks=True), amara())
    delivered(booking)
    assert files_of(sent_to(booking.student)) == []

    accept(booking=booking, by=booking.mentor.user)
    delivered(booking)

    for person in (booking.student, booking.mentor.user):
        (file,) = files_of(sent_to(person))
        assert str(file["METHOD"]) == "REQUEST"


@pytest.mark.parametrize("asks", [True, False])
def test_what_was_never_sent_is_not_cancelled(asks: bool) -> None:
    booking = booked(grace(asks=asks), amara())

    cancel(booking=booking, by=booking.student)
    delivered(booking)

    for person in (booking.student, booking.mentor.user):
        (message,) = sent_to(person)
        assert message["Subject"].startswith("Cancelled")
        assert files_of([message]) == []


def test_a_message_that_may_have_arrived_is_cancelled_too() -> None:
    booking = booked(grace(), amara())
    booking.student.messages_received.filter(kind="mentorship.session_confirmed").update(
        status="unknown", doubts=1
    )

    cancel(booking=booking, by=booking.student)
    delivered(booking)

    (file,) = files_of(sent_to(booking.student))
    assert str(file["METHOD"]) == "CANCEL"
    assert files_of(sent_to(booking.mentor.user)) == []


def test_a_mentor_who_is_replaced_loses_the_entry_and_the_new_one_gets_it() -> None:
    booking, other = booked(grace(), amara()), grace()
    other.offers.add(booking.offer)
    first, manager = booking.mentor, make.staff(Role.MANAGER)
    delivered(booking)
    reschedule(booking=booking, start=START + DAY, by=manager, seen=0, mentor=other)
    delivered(booking)

    invited, taken_back = files_of(sent_to(first.user))
    assert [str(file["METHOD"]) for file in (invited, taken_back)] == ["REQUEST", "CANCEL"]
    assert one_entry_rising([invited, taken_back]) == [0, 1]
    (event,) = taken_back.walk("VEVENT")
    assert event["DTSTART"].dt == START  # the time they knew
    assert str(event["ATTENDEE"]) == f"mailto:{first.user.email}"
    (new,) = files_of(sent_to(other.user))
    assert shown_at(new) == [(START + DAY, START + DAY + booking.offer.length)]
    student = files_of(sent_to(booking.student))
    assert one_entry_rising(student) == [0, 1]

    reschedule(booking=booking, start=START + DAY, by=manager, seen=1, mentor=first)
    delivered(booking)

    assert one_entry_rising(files_of(sent_to(first.user))) == [0, 1, 2]
    assert one_entry_rising(files_of(sent_to(other.user))) == [1, 2]
    assert str(files_of(sent_to(other.user))[-1]["METHOD"]) == "CANCEL"


def test_lines_are_no_longer_than_the_standard_allows() -> None:
    booking = booked(grace(), amara(display_name="Élodie Šimáček " * 6))
    delivered(booking)

    (message,) = sent_to(booking.student)
    content = calendar_parts(message)[0].get_payload(decode=True)
    assert isinstance(content, bytes)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


# --- The feed and the file -----------------------------------------------------------------


def entries(person: User) -> dict[str, str]:
    """The entries of a person's feed with their status."""
    events = icalendar.Calendar.from_ical(feed(person)).walk("VEVENT")
    return {str(event["UID"]).partition("@")[0]: str(event["STATUS"]) for event in events}


def test_the_feed_has_classes_and_sessions_of_student_and_mentor() -> None:
    student = amara()
    place = reserve_place(student=student, cohort=make.cohort(price_cents=0, sessions=2))
    sure = booked(grace(), student)
    asked = booked(grace(asks=True), student, START + DAY)
    off = booked(grace(), student, START + 2 * DAY)
    cancel(booking=off, by=student)
    mentor = grace()
    held_at = START + 3 * DAY
    hold(student=student, mentor=mentor, offer=mentor.offers.get(), start=held_at, key="look")

    mine = entries(student)

    classes = {f"session-{one.pk}": "CONFIRMED" for one in place.cohort.sessions.all()}
    sessions = {str(sure.public_id): "CONFIRMED", str(asked.public_id): "TENTATIVE"}
    assert mine == classes | sessions
    assert entries(sure.mentor.user) == {str(sure.public_id): "CONFIRMED"}
    assert entries(mentor.user) == {}


def test_the_feed_shows_a_moved_session_where_it_is_now() -> None:
    booking = booked(grace("Asia/Kathmandu"), amara(), START.replace(hour=4))
    later = START.replace(hour=6)
    booking = reschedule(booking=booking, start=later, by=booking.student, seen=0)

    file = icalendar.Calendar.from_ical(feed(booking.student))

    assert shown_at(file) == [(later, later + booking.offer.length)]


def test_the_feed_costs_the_same_for_many_sessions(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    student = amara()
    for days in range(4):
        booked(grace(), student, START + days * DAY)

    with django_assert_num_queries(2):  # places, sessions
        feed(student)


def test_both_sides_may_take_the_file_and_nobody_else(client: Client) -> None:
    booking = booked(grace(), amara())
    address = reverse("mentorship:booking_file", args=[booking.public_id])

    for person in (booking.student, booking.mentor.user):
        client.force_login(person)
        answer = client.get(address)
        assert answer["Content-Disposition"] == 'attachment; filename="session.ics"'
        assert str(icalendar.Calendar.from_ical(answer.content)["METHOD"]) == "REQUEST"
    client.force_login(make.student())
    assert client.get(address).status_code == 404


def test_the_file_of_a_session_called_off_takes_it_off_again(client: Client) -> None:
    booking = booked(grace(), amara())
    client.force_login(booking.student)
    cancel(booking=booking, by=booking.student)

    answer = client.get(reverse("mentorship:booking_file", args=[booking.public_id]))

    assert answer["Content-Type"] == "text/calendar; charset=utf-8; method=CANCEL"


@pytest.mark.parametrize("status", [BookingStatus.REQUESTED, BookingStatus.EXPIRED])
def test_what_was_never_sure_has_no_file(status: BookingStatus, client: Client) -> None:
    booking = booked(grace(asks=True), amara())
    Booking.objects.filter(pk=booking.pk).update(status=status)
    client.force_login(booking.student)

    address = reverse("mentorship:booking_file", args=[booking.public_id])
    assert client.get(address).status_code == 404
