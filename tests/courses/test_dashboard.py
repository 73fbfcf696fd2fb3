"""The Today page: one next action, my week, my places, my calendar."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.models import Cohort, Enrolment, Session, WaitlistEntry
from courses.operations.enrolling import Terms, cancel_place, reserve_place
from courses.operations.waiting import join_waitlist
from institute import panels
from institute.accounts.models import User
from institute.dashboard import greeting
from tests import make

pytestmark = pytest.mark.django_db
TODAY = "/dashboard/"
TORONTO = ZoneInfo("America/Toronto")
MONDAY = dt.datetime(2026, 11, 23, 9, 0, tzinfo=TORONTO)


def sure(student: User, cohort: Cohort) -> Enrolment:
    return reserve_place(student=student, cohort=cohort, terms=Terms(sponsor="Northern Fund"))


def class_at(cohort: Cohort, starts: dt.datetime, join_url: str = "") -> Session:
    first = cohort.sessions.get(number=1)
    first.during = (starts, starts + dt.timedelta(minutes=75))
    first.join_url = join_url
    first.title = "Reading a network"
    first.save()
    return first


def words(client: Client) -> str:
    answer = client.get(TODAY)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (5, "Good morning"),
        (11, "Good morning"),
        (12, "Good afternoon"),
        (17, "Good afternoon"),
        (18, "Good evening"),
        (4, "Good evening"),
    ],
)
def test_the_greeting_follows_the_clock(hour: int, words: str) -> None:
    assert greeting(dt.datetime(2026, 11, 23, hour, tzinfo=dt.UTC)) == words


def test_the_clock_is_the_readers(client: Client) -> None:
    client.force_login(make.student(display_name="Vera Chu", time_zone="Asia/Tokyo"))

    with time_machine.travel(MONDAY, tick=False):  # 23:00 in Tokyo
        page = words(client)

    assert "Good evening, Vera" in page
    assert "Tokyo time" in page


def test_the_first_day_has_one_thing_to_do(as_student: Client) -> None:
    page = words(as_student)

    assert "Choose your first course" in page
    assert page.count("btn-path") == 1
    assert "Calendar" not in page


def test_an_unpaid_place_is_what_comes_next(as_student: Client, student: User) -> None:
    place = reserve_place(student=student, cohort=make.cohort())

    page = words(as_student)

    assert f"Pay for {place.cohort.version.title}" in page
    assert "$779.70 by" in page
    assert page.count("btn-path") == 1


def test_an_offer_comes_before_a_payment(as_student: Client, student: User) -> None:
    reserve_place(student=student, cohort=make.cohort())
    held = reserve_place(student=make.student(), cohort=make.cohort(places=1))
    entry = join_waitlist(student=student, cohort=held.cohort)
    cancel_place(enrolment=held, by=held.student)

    page = words(as_student)

    assert f"Take your seat in {held.cohort.version.title}" in page
    assert "Offered to you" in page
    assert reverse("courses:waitlist", args=[entry.pk]) in page
    assert page.count("btn-path") == 1


def test_the_door_of_a_class_opens_ten_minutes_before(as_student: Client, student: User) -> None:
    cohort = make.cohort(starts_in_days=3)
    sure(student, cohort)
    starts = timezone.now() + dt.timedelta(hours=5)
    class_at(cohort, starts, "https://meet.example.com/42")

    with time_machine.travel(starts - dt.timedelta(minutes=11), tick=False):
        before = words(as_student)
    with time_machine.travel(starts - dt.timedelta(minutes=10), tick=False):
        opened = words(as_student)
    with time_machine.travel(starts + dt.timedelta(minutes=75), tick=False):
        after = words(as_student)

    assert "https://meet.example.com/42" not in before + after
    assert "Opens at" in before
    assert "https://meet.example.com/42" in opened
    assert "Join the class" in opened


def test_the_week_shows_my_classes_on_their_days(as_student: Client, student: User) -> None:
    with time_machine.travel(MONDAY, tick=False):
        cohort = make.cohort(starts_in_days=9)
        sure(student, cohort)
        class_at(cohort, dt.datetime(2026, 11, 25, 18, 30, tzinfo=TORONTO))
        page = words(as_student)

    assert "18:30 Class 1" in page
    assert "bar--crit gc-3 gw-1" in page
    assert 'class="gc-1 gw-1 is-today">Mon 23' in page
    assert "Class 1: Reading a network" in page  # the same in words, for narrow screens


def test_an_empty_week_says_what_follows(as_student: Client, student: User) -> None:
    sure(student, make.cohort(starts_in_days=40))

    page = words(as_student)

    assert "No class this week." in page
    assert "Open the course" in page


def test_other_peoples_places_are_not_on_my_page(as_student: Client) -> None:
    other = reserve_place(student=make.student(), cohort=make.cohort())

    page = words(as_student)

    assert other.cohort.version.title not in page


def test_today_asks_as_much_for_six_places_as_for_two(as_student: Client, student: User) -> None:
    counts = []
    for more in (2, 4):
        for _ in range(more):
            sure(student, make.cohort(sessions=4))
            reserve_place(student=student, cohort=make.cohort())
            join_waitlist(student=student, cohort=make.cohort(places=0))
        words(as_student)
        with CaptureQueriesContext(connection) as asked:
            words(as_student)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 19  # a query or two for each panel, five for the outlines


def test_staff_start_with_their_work(as_desk: Client) -> None:
    page = words(as_desk)

    assert "Your work here" in page
    assert reverse("courses:cohorts_staff") in page
    assert "Choose your first course" not in page


def test_staff_who_learn_see_both(client: Client) -> None:
    teacher = make.instructor()
    sure(teacher, make.cohort())
    client.force_login(teacher)

    page = words(client)

    assert "Your work here" in page
    assert "Your courses" in page


def test_a_visitor_signs_in_first(client: Client) -> None:
    assert client.get(TODAY)["Location"] == f"{reverse('account_login')}?next={TODAY}"


# --- The calendar feed ----------------------------------------------------------------------


def test_the_page_shows_the_address_of_the_feed(as_student: Client, student: User) -> None:
    sure(student, make.cohort())

    page = words(as_student)

    assert f"http://testserver/calendar/{student.calendar_token}.ics" in page
    assert f"webcal://testserver/calendar/{student.calendar_token}.ics" in page


def test_the_feed_needs_its_address_and_nothing_else(client: Client, student: User) -> None:
    place = sure(student, make.cohort())

    answer = client.get(reverse("calendar_feed", args=[student.calendar_token]))

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert place.cohort.version.title.encode() in answer.content


def test_an_address_nobody_has_and_a_closed_account_look_the_same(
    client: Client, student: User
) -> None:
    User.objects.filter(pk=student.pk).update(is_active=False)

    for token in (uuid.uuid4(), student.calendar_token):
        assert client.get(reverse("calendar_feed", args=[token])).status_code == 404


def test_changing_the_address_closes_the_old_one(as_student: Client, student: User) -> None:
    old = reverse("calendar_feed", args=[student.calendar_token])

    assert as_student.get(reverse("calendar_reset")).status_code == 405
    as_student.post(reverse("calendar_reset"))

    student.refresh_from_db()
    assert as_student.get(old).status_code == 404
    new = reverse("calendar_feed", args=[student.calendar_token])
    assert as_student.get(new).status_code == 200


# --- What a person may take away ------------------------------------------------------------


def test_the_privacy_file_holds_places_and_lines(student: User) -> None:
    place = reserve_place(student=student, cohort=make.cohort())
    join_waitlist(student=student, cohort=make.cohort(places=0))
    reserve_place(student=make.student(), cohort=place.cohort)

    held = panels.export(student)["courses"]

    assert isinstance(held, dict)
    assert [one["invoice"]["number"] for one in held["places"]] == [place.invoice.number]
    assert len(held["waiting_lists"]) == WaitlistEntry.objects.filter(student=student).count() == 1


def test_the_timeline_tells_what_was_and_what_comes(student: User) -> None:
    place = sure(student, make.cohort())

    rows = [row.title for row in panels.timeline(student)]

    assert rows == [
        f"Took a place in {place.cohort.version.title}",
        f"{place.cohort.version.title} starts",
    ]
