"""Bytes PostgreSQL refuses, numbers no row has and dates no calendar has: never a 500."""

import pytest
from django.test import Client
from django.urls import reverse

from institute.accounts.roles import Role
from mentorship.models import Booking, BookingStatus
from tests import make
from tests.mentorship.post import grace

pytestmark = pytest.mark.django_db
DIGITS = "9" * 5_000


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(make.staff(Role.MANAGER, Role.DESK))
    return client


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("book_for", {"q": "a\0b"}),
        ("grants", {"q": "a\0b"}),
        ("mentoring", {"mentor": "a\0b"}),
        ("book_for", {"student": DIGITS}),
        ("book_for", {"request": DIGITS}),
    ],
)
def test_staff_read_a_page_whatever_stands_in_the_address(
    name: str, query: dict[str, str], staff: Client
) -> None:
    answer = staff.get(reverse(f"mentorship:{name}"), query)

    assert answer.status_code in (200, 404)


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("disputes", {"booking": DIGITS}),
        ("mentoring_requests", {"request": DIGITS}),
        ("course_grants", {"act": "remove", "grant": DIGITS}),
    ],
)
def test_a_number_no_row_has_is_not_found(name: str, sent: dict[str, str], staff: Client) -> None:
    assert staff.post(reverse(f"mentorship:{name}"), sent).status_code == 404


@pytest.mark.parametrize("start", ["9999-12-31T23:00:00-05:00", "0001-01-01T00:00:00+05:00"])
def test_an_hour_at_the_end_of_all_calendars_is_asked_for_again(start: str, staff: Client) -> None:
    mentor, student = make.mentor(), make.student()
    sent = {
        "student": str(student.pk),
        "mentor": mentor.slug,
        "offer": mentor.offers.get().slug,
        "start": start,
    }

    assert staff.post(reverse("mentorship:book_for"), sent).status_code == 422


def test_a_series_whose_form_has_no_readable_key_is_shown_again(as_student: Client) -> None:
    address = reverse("mentorship:series", args=[make.mentor().slug])

    assert as_student.post(address, {"form_token": "a\0b", "count": "2"}).status_code == 422


def test_a_move_to_a_mentor_who_cannot_be_named_is_asked_for_again(staff: Client) -> None:
    booking = make.booking(make.mentor(), make.student())
    address = reverse("mentorship:move", args=[booking.public_id])

    assert staff.get(address, {"mentor": "a\0b"}).status_code == 200
    assert staff.post(address, {"mentor": "a\0b", "start": "x\0"}).status_code == 422


def test_a_refusal_keeps_its_words_without_the_bytes(client: Client) -> None:
    booking: Booking = make.booking(grace(asks=True), make.student(), make.free_at())
    client.force_login(booking.mentor.user)
    address = reverse("mentorship:mentoring_answer", args=[booking.public_id])

    client.post(address, {"act": "decline", "why": "I am\0 away."})

    booking.refresh_from_db()
    assert (booking.status, booking.cancel_reason) == (BookingStatus.DECLINED, "I am away.")


@pytest.mark.parametrize("field", ["goals", "why", "text", "wish", "words"])
@pytest.mark.parametrize("name", ["cancel", "session_goals", "session_notes", "session_actions"])
def test_words_with_such_bytes_are_never_an_error_of_ours(
    name: str, field: str, client: Client
) -> None:
    booking = make.booking(make.mentor(), make.student())
    client.force_login(booking.student)
    sent = {field: "a\0b", "party": "student", "form_token": "a\0b", "due_on": "a\0b"}

    answer = client.post(reverse(f"mentorship:{name}", args=[booking.public_id]), sent)

    assert answer.status_code < 500


@pytest.mark.parametrize("name", ["hold", "book", "ask"])
def test_booking_forms_with_such_bytes_are_shown_again(name: str, as_student: Client) -> None:
    mentor = make.mentor()
    fields = ("offer", "start", "key", "goals", "wish", "zone", "week")

    answer = as_student.post(
        reverse(f"mentorship:{name}", args=[mentor.slug]), dict.fromkeys(fields, "a\0b")
    )

    assert answer.status_code == 422
