"""The week of free times: the reader's dates and clock, fresh after every booking, and cheap."""

import datetime as dt
from html import unescape

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mentorship.models import Booking, Mentor, Offer, OfferKind
from tests import make

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)  # Monday, 4:00 in Toronto


@pytest.fixture(autouse=True)
def _monday() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def address(mentor: Mentor, **query: str) -> str:
    return reverse("mentorship:slots", args=[mentor.slug], query=query)


def read(client: Client, mentor: Mentor, **query: str) -> str:
    answer = client.get(address(mentor, **query))
    assert answer.status_code == 200
    return answer.content.decode()


def asked_for(client: Client, mentor: Mentor) -> int:
    with CaptureQueriesContext(connection) as queries:
        read(client, mentor)
    return len(queries)


def test_times_are_read_on_the_chosen_clock_and_by_its_dates(client: Client) -> None:
    mentor = make.mentor(make.offer(increment=60), zone="America/Toronto")

    toronto = read(client, mentor, zone="America/Toronto", week="2026-11-23")
    kathmandu = read(client, mentor, zone="Asia/Kathmandu", week="2026-11-23")

    assert "09:00</span>" in toronto
    assert "19:45</span>" in kathmandu  # five hours and 10:45 apart
    # 16:00 in Toronto on Monday is 2:45 on Tuesday in Kathmandu.
    assert "Tuesday 24 November, </span>02:45" in kathmandu


def test_a_booking_is_gone_from_the_week_at_once(client: Client) -> None:
    mentor = make.mentor(make.offer(increment=60))
    start = make.free_at(days=1)
    value = f'value="{start.isoformat()}"'
    before = read(client, mentor, zone="UTC")

    make.booking(mentor, make.student(), start)

    assert value in before
    assert value not in read(client, mentor, zone="UTC")


def test_a_visitors_second_look_costs_one_query(client: Client) -> None:
    mentor = make.mentor()
    cache.clear()
    first = asked_for(client, mentor)

    assert asked_for(client, mentor) == 1
    assert first <= 7


def test_what_is_kept_is_what_would_be_found_until_the_next_five_minutes(client: Client) -> None:
    mentor = make.mentor(make.offer(increment=5, notice_hours=24))
    opens = make.free_at(days=1, hour=9)
    second = f'value="{(opens + dt.timedelta(minutes=5)).isoformat()}"'
    a_day_before = opens - dt.timedelta(hours=24)
    with time_machine.travel(a_day_before + dt.timedelta(seconds=1), tick=False) as clock:
        kept = read(client, mentor)
        clock.shift(dt.timedelta(minutes=4, seconds=58))
        assert read(client, mentor) == kept
        cache.clear()
        assert read(client, mentor) == kept
        clock.shift(dt.timedelta(seconds=2))
        later = read(client, mentor)

    assert second in kept
    assert second not in later


def test_the_week_asks_as_often_for_many_bookings_and_mentors(client: Client) -> None:
    mentor = make.mentor()
    student = make.student()
    client.force_login(student)
    read(client, mentor)
    one = asked_for(client, mentor)
    for number in range(6):
        make.booking(make.mentor(), make.student())
        make.booking(mentor, make.student(), make.free_at(days=4 + number))

    assert asked_for(client, mentor) == one


def test_a_student_does_not_see_times_in_which_they_are_elsewhere(client: Client) -> None:
    mentor, student = make.mentor(make.offer(increment=60)), make.student()
    start = make.free_at(days=2)
    make.booking(make.mentor(), student, start)
    value = f'value="{start.isoformat()}"'
    visitor = read(Client(), mentor, zone="UTC")

    client.force_login(student)

    assert value in visitor
    assert value not in read(client, mentor, zone="UTC")


def test_a_week_without_room_says_why_with_counts_and_where_there_is_some(client: Client) -> None:
    mentor = make.mentor(make.offer(notice_hours=24 * 8, increment=60))

    page = read(client, mentor, week="2026-11-23")

    assert "Why is nothing free in this week?" in page
    assert f"too soon: {mentor.user.short_name} needs 192 hours’ notice" in page
    assert "the next with room" in page


def test_the_next_week_with_room_is_the_readers_own_week(client: Client) -> None:
    mentor = make.mentor(make.offer(increment=60), zone="America/Toronto", max_per_week=1)
    make.booking(mentor, make.student(), make.free_at(days=1))

    page = read(client, mentor, zone="Pacific/Kiritimati", week="2026-11-23")

    # Monday 9:00 in Toronto is four in the morning of Tuesday there.
    assert "Go to Tue 1 December 2026, the next with room" in page
    assert "week=2026-12-01" in page


def test_the_smallest_change_is_one_click_away(client: Client) -> None:
    mentor = make.mentor(make.offer(increment=60, notice_hours=24 * 8))

    page = read(client, mentor, week="2026-11-23")

    assert "hours’ notice instead of 192 there would be" in page
    link = page.split(f'href="{reverse("mentorship:ask", args=[mentor.slug])}')[1].split('"')[0]
    client.force_login(make.student())
    asked = client.get(reverse("mentorship:ask", args=[mentor.slug]) + unescape(link))
    assert "Toronto time.</textarea>" in asked.content.decode()


def test_a_student_who_is_booked_all_week_is_told_so(client: Client) -> None:
    mentor, student = make.mentor(make.offer(increment=60), max_per_week=1), make.student()
    make.booking(mentor, make.student(), make.free_at(days=1))
    client.force_login(student)

    page = read(client, mentor, week="2026-11-23")

    assert "in a week that is full: 1 sessions a week" in page or "taken by other sessions" in page
    assert "could take one more" in page or "the next with room" in page


@pytest.mark.parametrize(
    "query",
    [
        {"week": "never"},
        {"week": "0001-01-01"},
        {"zone": "Mars/Olympus"},
        {"zone": "../etc"},
        {"start": "now"},
        {"start": "9999-12-31T23:59:59+00:00"},
        {"week": "2099-12-31"},
    ],
)
def test_what_is_no_week_zone_or_time_is_left_out(client: Client, query: dict[str, str]) -> None:
    read(client, make.mentor(), **query)


@pytest.mark.parametrize("offer", ["nothing", "%00", "\0"])
def test_an_offer_the_mentor_does_not_give_is_not_there(client: Client, offer: str) -> None:
    mentor = make.mentor()

    assert client.get(address(mentor, offer=offer)).status_code in {200, 404}
    assert Offer.objects.count() == 1


def test_a_mentor_who_also_reviews_cvs_shows_their_times(client: Client) -> None:
    review = make.offer(OfferKind.CV_REVIEW, position=1)
    talk, coaching = make.offer(position=2), make.offer(OfferKind.COACHING, position=3, minutes=60)
    mentor = make.mentor(review, coaching, talk)

    assert "45 minutes, by video" in read(client, mentor)
    assert "60 minutes, by video" in read(client, mentor, offer=coaching.slug)
    assert client.get(address(mentor, offer=review.slug)).status_code == 404


def test_a_mentor_who_stops_taking_people_is_gone_for_visitors_at_once(client: Client) -> None:
    mentor = make.mentor()
    read(client, mentor)

    Mentor.objects.update(accepting=False)

    assert client.get(address(mentor)).status_code == 404


def test_a_mentor_who_takes_nobody_new_shows_times_to_those_they_know(client: Client) -> None:
    mentor, known = make.mentor(), make.student()
    make.booking(mentor, known)
    Mentor.objects.filter(pk=mentor.pk).update(accepting=False)

    assert client.get(address(mentor)).status_code == 404
    client.force_login(known)
    assert client.get(address(mentor)).status_code == 200


def test_times_held_by_the_reader_stay_on_their_own_page(client: Client) -> None:
    mentor, student = make.mentor(make.offer(increment=60)), make.student()
    make.sessions(student)
    client.force_login(student)
    start = make.free_at(days=1)
    value = f'value="{start.isoformat()}"'
    client.post(
        reverse("mentorship:hold", args=[mentor.slug]),
        {"offer": mentor.offers.get().slug, "start": start.isoformat(), "key": make.form_key()},
    )

    assert Booking.objects.live().count() == 1
    assert f"{value} checked" in read(client, mentor, zone="UTC")
    assert value not in read(Client(), mentor, zone="UTC")
    assert timezone.now() == NOW


def test_a_chosen_clock_is_remembered_until_the_readers_own_is_chosen(client: Client) -> None:
    mentor = make.mentor(make.offer(increment=60))
    page = mentor.get_absolute_url()

    client.get(page, {"zone": "Asia/Kathmandu"})
    again, week = client.get(page).content.decode(), read(client, mentor)
    client.get(page, {"zone": "America/Toronto"})
    own = client.get(page).content.decode()

    assert '<option value="Asia/Kathmandu" selected>' in again
    assert '<option value="America/Toronto">Toronto time, your clock</option>' in again
    assert "Kathmandu time" in week
    assert '<option value="America/Toronto" selected>' in own
    assert "times_in" not in {name for name, one in client.cookies.items() if one.value}


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc", ""])
def test_a_clock_there_is_not_is_not_remembered(client: Client, zone: str) -> None:
    mentor = make.mentor()

    answer = client.get(mentor.get_absolute_url(), {"zone": zone})

    assert answer.status_code == 200
    assert "times_in" not in answer.cookies


def test_a_forged_memory_of_a_clock_is_left_out(client: Client) -> None:
    client.cookies["times_in"] = "Mars/Olympus"

    assert "Toronto time" in read(client, make.mentor())
