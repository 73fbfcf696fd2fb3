"""The mentor's home, the managers' table, and sessions staff book for students."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from enquiries.operations import contacts
from institute.accounts.models import User
from institute.accounts.roles import Role
from mentorship.models import (
    Booking,
    BookingStatus,
    Confirmation,
    Mentor,
    PinnedTo,
    RequestStatus,
    TimeOff,
    Via,
    stretch,
)
from mentorship.operations import repeating, request_mentorship
from mentorship.worklists import mentoring as work
from tests import make
from tests.mentorship.waiting_cases import busy_mentor, waits

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 25, 15, tzinfo=dt.UTC)  # a Wednesday, 10:00 in Toronto
HOME, BOOK = "/mentoring/", "/mentoring/book/"


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def who_accepts(**fields: Any) -> Mentor:
    return make.mentor(make.offer(confirmation=Confirmation.REQUEST), **fields)


def read(client: Client, who: User, address: str = HOME, **query: str) -> str:
    client.force_login(who)
    return client.get(address, query).content.decode()


# --- The home ---------------------------------------------------------------------------------


def test_home_shows_sessions_on_the_mentors_clock_and_the_students(client: Client) -> None:
    mentor = make.mentor(zone="Europe/London")
    student = make.student(display_name="Amara Okafor")
    make.booking(mentor, student, make.free_at(zone="Europe/London"))

    words = read(client, mentor.user)

    assert "Times are London time." in words
    assert "<strong>10:00</strong> Sat 28 Nov 2026" in words
    assert "05:00 Toronto" in words
    assert "Amara Okafor" in words


def test_home_shows_who_asks_and_how_many_hours_are_left(client: Client) -> None:
    mentor = who_accepts()
    make.booking(mentor, make.student(), make.free_at(days=5))

    assert "48 h left" in read(client, mentor.user)
    with time_machine.travel(NOW + dt.timedelta(hours=43), tick=False):
        assert "5 h left" in read(client, mentor.user)
    with time_machine.travel(NOW + dt.timedelta(hours=48), tick=False):
        assert "To answer" not in read(client, mentor.user)


@pytest.mark.parametrize(
    ("act", "status"), [("accept", BookingStatus.CONFIRMED), ("decline", BookingStatus.DECLINED)]
)
def test_mentor_answers_from_home(client: Client, act: str, status: str) -> None:
    mentor, student = who_accepts(), make.student()
    booking = make.booking(mentor, student)
    client.force_login(mentor.user)

    client.post(address_of(booking), {"act": act, "why": "I am away then."})

    booking.refresh_from_db()
    assert booking.status == status
    assert booking.cancel_reason == ("I am away then." if act == "decline" else "")


def address_of(booking: Booking) -> str:
    return reverse("mentorship:mentoring_answer", args=[booking.public_id])


def test_answers_are_the_mentors_own_or_a_managers(client: Client, manager: User) -> None:
    booking = make.booking(who_accepts(), make.student())
    other = make.mentor()
    for person, status in ((other.user, 404), (booking.student, 403), (manager, 302)):
        client.force_login(person)
        assert client.post(address_of(booking), {"act": "accept"}).status_code == status

    booking.refresh_from_db()
    assert booking.status == BookingStatus.CONFIRMED


def test_an_answer_that_comes_too_late_says_so(client: Client) -> None:
    booking = make.booking(who_accepts(), make.student())
    client.force_login(booking.mentor.user)
    client.post(address_of(booking), {"act": "decline"})

    answer = client.post(address_of(booking), {"act": "accept"}, follow=True)

    assert "already declined" in answer.content.decode()


def test_the_dates_of_a_series_are_answered_together(client: Client) -> None:
    mentor, student = who_accepts(), make.student()
    make.sessions(student)
    what = repeating.Pattern(mentor, mentor.offers.get(), make.free_at(), 1, 3, PinnedTo.STUDENT)
    starts = [one.start for one in what.dates(student)]
    series = repeating.book_series(student=student, pattern=what, starts=starts, key="one")

    words = read(client, mentor.user)
    assert "3 dates" in words
    assert words.count("Accept all") == 1

    first = series.bookings.earliest("during")
    said = client.post(address_of(first), {"act": "accept"}, follow=True).content.decode()
    assert "Accepted 3 dates." in said
    assert series.bookings.confirmed().count() == 3
    said = client.post(address_of(first), {"act": "accept"}, follow=True).content.decode()
    assert "None of these dates waits" in said


def test_week_counts_on_the_mentors_calendar(client: Client) -> None:
    mentor = make.mentor(zone="Asia/Tokyo", max_per_week=6)
    for start in (
        dt.datetime(2026, 11, 29, 7, tzinfo=dt.UTC),  # Sunday in Tokyo: this week
        dt.datetime(2026, 11, 30, 0, tzinfo=dt.UTC),  # Monday in Tokyo: the next
        dt.datetime(2026, 12, 1, 0, tzinfo=dt.UTC),
    ):
        make.booking(mentor, make.student(), start)

    load = work.loads([mentor])[mentor.pk]

    assert (load.this_week, load.next_week, load.most_a_week) == (1, 2, 6)
    assert "1 of 6" in read(client, mentor.user)


def test_home_shows_who_waits(client: Client) -> None:
    mentor = busy_mentor()
    waits(make.student(display_name="Amara Okafor"), mentor, interview_on=dt.date(2026, 12, 3))

    words = read(client, mentor.user)

    assert "Interview Thu 3 Dec 2026" in words
    assert "1 in line" in words


def test_a_mentor_without_a_page_is_told_so(client: Client) -> None:
    assert "no mentor’s page yet" in read(client, make.staff(Role.MENTOR))


def test_home_asks_the_database_as_often_however_full_it_is(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    mentor = who_accepts(max_per_week=40)
    client.force_login(mentor.user)
    client.get(HOME)
    counted = []
    for number in range(2):
        for day in range(3):
            start = make.free_at(days=3 + day + 4 * number)
            booking = make.booking(mentor, make.student(), start)
            if day:
                Booking.objects.filter(pk=booking.pk).update(
                    status=BookingStatus.CONFIRMED, expires_at=None
                )
        with django_assert_max_num_queries(30) as asked:
            client.get(HOME)
        counted.append(len(asked))

    assert counted[0] == counted[1]


# --- The managers' table ----------------------------------------------------------------------


def test_manager_sees_every_mentor_and_opens_one(client: Client, manager: User) -> None:
    mentor, other = who_accepts(), make.mentor()
    make.booking(mentor, make.student())
    missed = make.booking(other, make.student(), make.free_at(days=4))
    Booking.objects.filter(pk=missed.pk).update(status=BookingStatus.NO_SHOW_MENTOR)

    words = read(client, manager)
    rows = {row.mentor: row for row in work.everybody()}

    assert mentor.user.name in words
    assert other.user.name in words
    assert rows[mentor].to_answer == 1
    assert rows[other].missed_by_mentor == 1
    assert "To answer" in read(client, manager, mentor=mentor.slug)
    assert client.get(HOME, {"mentor": "nobody"}).status_code == 404


def test_a_mentor_sees_no_other_mentor(client: Client) -> None:
    mentor, other = make.mentor(), make.mentor()

    words = read(client, mentor.user, mentor=other.slug)

    assert other.user.name not in words


# --- Booking for somebody ---------------------------------------------------------------------


def test_desk_finds_a_time_for_a_caller_and_books_it_once(as_desk: Client, desk: User) -> None:
    mentor = make.mentor(zone="Europe/London")
    student = make.student(display_name="Amara Okafor")
    make.sessions(student)
    assert "Amara Okafor" in as_desk.get(BOOK, {"q": "amara"}).content.decode()

    page = as_desk.get(BOOK, {"student": student.pk}).content.decode()
    assert mentor.user.name in page
    week: dict[str, Any] = {"student": student.pk, "mentor": mentor.slug, "week": "2026-11-30"}
    page = as_desk.get(BOOK, week).content.decode()
    start = dt.datetime(2026, 11, 30, 14, tzinfo=dt.UTC)
    assert start.isoformat() in page
    assert "Below each time: London time" in page

    form = week | {
        "offer": mentor.offers.get().slug,
        "start": start.isoformat(),
        "form_token": str(uuid.uuid4()),
        "goals": "A date without a contract",
    }
    for _ in range(2):
        assert as_desk.post(BOOK, form).status_code == 302

    booking = Booking.objects.get()
    assert (booking.student, booking.created_via, booking.starts_at) == (student, Via.DESK, start)
    assert booking.revisions.get().by == desk
    assert student.entitlements.get().left == 5


def test_desk_reads_why_nothing_is_free_and_what_would_help(as_desk: Client) -> None:
    mentor, student = make.mentor(make.offer(notice_hours=24 * 6)), make.student()
    asked: dict[str, Any] = {"student": student.pk, "mentor": mentor.slug, "week": "2026-11-25"}

    words = as_desk.get(BOOK, asked).content.decode()

    assert "Why is nothing free?" in words
    assert "Too soon: the mentor needs notice" in words
    assert "hours’ notice instead of 144" in words


def test_a_time_taken_meanwhile_shows_the_nearest(as_desk: Client) -> None:
    mentor, student = make.mentor(), make.student()
    make.sessions(student)
    start = make.free_at()
    make.booking(mentor, make.student(), start)
    form = {
        "student": student.pk,
        "mentor": mentor.slug,
        "offer": mentor.offers.get().slug,
        "start": start.isoformat(),
        "week": "2026-11-28",
    }

    answer = as_desk.post(BOOK, form)

    assert answer.status_code == 409
    assert "Nearest free:" in answer.content.decode()


def test_a_caller_without_sessions_is_not_booked(as_desk: Client) -> None:
    mentor, student = make.mentor(), make.student()
    form = {
        "student": student.pk,
        "mentor": mentor.slug,
        "offer": mentor.offers.get().slug,
        "start": make.free_at().isoformat(),
    }

    answer = as_desk.post(BOOK, form)

    assert answer.status_code == 422
    assert "no sessions left" in answer.content.decode()


@pytest.mark.parametrize("start", ["", "soon", "2026-11-30T10:00:00", "9999-99-99"])
def test_a_time_that_is_none_is_said(as_desk: Client, start: str) -> None:
    mentor, student = make.mentor(), make.student()
    form = {
        "student": student.pk,
        "mentor": mentor.slug,
        "offer": mentor.offers.get().slug,
        "start": start,
    }

    assert as_desk.post(BOOK, form).status_code == 422


@pytest.mark.parametrize(
    "query", [{"student": "x"}, {"request": "x"}, {"request": "99999"}, {"student": "99999"}]
)
def test_nobody_is_not_found(as_desk: Client, query: dict[str, str]) -> None:
    make.mentor()

    assert as_desk.get(BOOK, query).status_code == 404


@pytest.mark.parametrize("week", ["", "never", "1999-01-01", "9999-12-31"])
def test_any_week_is_answered(as_desk: Client, week: str) -> None:
    mentor = make.mentor()
    asked: dict[str, Any] = {"student": make.student().pk, "mentor": mentor.slug, "week": week}

    assert as_desk.get(BOOK, asked).status_code == 200


def test_mentor_answers_a_request_with_a_time(client: Client) -> None:
    mentor, student = who_accepts(), make.student()
    make.sessions(student)
    asked = request_mentorship(
        student=student, offer=mentor.offers.get(), wish="A recovery plan", request_key="one"
    )
    client.force_login(mentor.user)
    assert f"?request={asked.pk}" in client.get("/mentoring/requests/").content.decode()
    page = client.get(BOOK, {"request": asked.pk}).content.decode()
    assert "A recovery plan" in page

    form = {"request": asked.pk, "start": make.free_at().isoformat(), "goals": "A plan"}
    client.post(BOOK, form)

    booking = Booking.objects.get()
    asked.refresh_from_db()
    assert (booking.status, booking.created_via) == (BookingStatus.CONFIRMED, Via.STAFF)
    assert booking.request == asked
    assert (asked.status, asked.closed_by) == (RequestStatus.CLOSED, mentor.user)


def test_a_mentor_books_nobody_elses_hours(client: Client) -> None:
    offer = make.offer()
    mentor, other = make.mentor(offer), make.mentor(offer)
    student = make.student()
    make.sessions(student)
    client.force_login(mentor.user)
    form = {"student": student.pk, "mentor": other.slug, "start": make.free_at().isoformat()}

    client.post(BOOK, form)

    assert Booking.objects.get().mentor == mentor


def test_queries_do_not_grow_with_the_mentors(
    as_desk: Client, django_assert_max_num_queries: Any
) -> None:
    offer, student = make.offer(), make.student()
    as_desk.get(BOOK)
    counted = []
    for _ in range(2):
        for _ in range(4):
            mentor = make.mentor(offer)
            away = stretch(NOW, NOW + dt.timedelta(days=1))
            TimeOff.objects.create(mentor=mentor, during=away)
        with django_assert_max_num_queries(30) as asked:
            as_desk.get(f"{BOOK}?student={student.pk}&offer={offer.slug}")
        counted.append(len(asked))

    assert counted[0] == counted[1]


def test_contact_record_leads_the_desk_to_booking_and_grants(as_desk: Client, desk: User) -> None:
    student = make.student(email="amara@example.com")
    person = make.contact("Amara Okafor", email="amara@example.com")
    contacts.link_to(person=person, user=student, by=desk)

    words = as_desk.get(person.get_absolute_url()).content.decode()

    assert f'href="{BOOK}?student={student.pk}"' in words
    assert f'href="/mentoring/grants/{student.pk}/"' in words
