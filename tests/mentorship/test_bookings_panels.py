"""Sessions on other pages: what is next, the timeline, the staff's history, the privacy file."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client, RequestFactory
from django.urls import reverse

from institute.accounts.models import User
from institute.panels import Whose
from mentorship.operations.changing import cancel
from mentorship.panels import bookings
from tests.mentorship.post import NOW, START, amara, booked, grace

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """Sun 22 November 2026, 9:12 in Toronto, until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def today(user: User) -> str:
    client = Client()
    client.force_login(user)
    return " ".join(client.get(reverse("dashboard")).content.decode().split())


def test_today_shows_the_sessions_ahead_to_both() -> None:
    booked(mentor := grace(), student := amara())

    assert "Mentoring with <bdi>Grace Oyelaran</bdi>" in today(student)
    assert "Mentoring with <bdi>Amara Osei</bdi>" in today(mentor.user)


def test_a_session_within_a_day_is_what_comes_next(clock: Any) -> None:
    booking = booked(grace(), student := amara())

    request = RequestFactory().get("/")
    request.user = student
    assert bookings.soon(request) is None
    clock.move_to(START - dt.timedelta(hours=23))

    assert "Open the session" in today(student)
    assert booking.get_absolute_url() in today(student)


def test_nobody_without_sessions_is_told_of_them() -> None:
    assert "Your next session" not in today(amara())


def test_the_timeline_says_what_was_called_off() -> None:
    booking = booked(mentor := grace(), student := amara())
    booked(mentor, student, START + DAY)
    cancel(booking=booking, by=student)

    words = {row.title for row in bookings.timeline(student)}

    assert words == {
        "Mentoring with Grace Oyelaran",
        "Mentoring with Grace Oyelaran, cancelled by the student",
    }


def test_staff_read_the_sessions_of_whom_they_talk_with() -> None:
    booking = booked(grace(), student := amara())
    cancel(booking=booking, by=student, why="A release moved.")

    (row,) = bookings.history(Whose(user=student))

    assert row.title.startswith("Mentoring with Grace Oyelaran: Tue 8 Dec 2026, ")
    assert (row.state, row.text) == ("Cancelled by the student", "A release moved.")
    assert list(bookings.history(Whose())) == []


def test_everything_we_hold_has_every_session() -> None:
    booked(grace(), student := amara(), goals="One plan.")

    (row,) = bookings.everything(student)

    assert (row["goals"], row["status"]) == ("One plan.", "confirmed")


def test_the_privacy_file_can_be_read_by_machines() -> None:
    booked(grace(), student := amara())
    client = Client()
    client.force_login(student)

    assert "during" in client.get(reverse("accounts:everything")).content.decode()
