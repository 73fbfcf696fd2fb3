"""Who may send what about a session: everybody else finds none, whoever they are."""

import pytest
from django.test import Client
from django.urls import reverse

from institute.accounts.models import User
from institute.accounts.roles import Role
from mentorship.models import Booking, BookingStatus
from mentorship.operations.booking import Wish, book
from mentorship.operations.holding import hold
from tests import make
from tests.mentorship.post import grace

pytestmark = pytest.mark.django_db
OF_A_SESSION = ["booking_answer", "move", "cancel"]
OF_THE_TWO = [
    "session_late",
    "attendance",
    "session_goals",
    "session_notes",
    "session_actions",
    "session_feedback",
]
SENT = {"answer": "accept", "act": "accept", "mark": "present", "text": "x", "minutes": "5"}


def reader(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


@pytest.mark.parametrize("name", [*OF_A_SESSION, *OF_THE_TWO])
def test_another_student_and_another_mentor_find_no_session(name: str) -> None:
    booking = make.booking(grace(asks=True), make.student())
    address = reverse(f"mentorship:{name}", args=[booking.public_id])

    for stranger in (make.student(), make.mentor().user):
        assert reader(stranger).post(address, SENT).status_code == 404

    booking.refresh_from_db()
    assert (booking.status, booking.sequence) == (BookingStatus.REQUESTED, 0)


@pytest.mark.parametrize("name", [*OF_THE_TWO, "join"])
def test_the_desk_is_neither_of_the_two(name: str, desk: User) -> None:
    booking = make.booking(make.mentor(), make.student())
    address = reverse(f"mentorship:{name}", args=[booking.public_id])
    client = reader(desk)

    sent = client.get(address) if name == "join" else client.post(address, SENT)

    assert sent.status_code == 404


@pytest.mark.parametrize("who", ["student", "desk"])
def test_only_the_mentor_or_a_manager_answers(who: str, desk: User) -> None:
    booking = make.booking(grace(asks=True), make.student())
    client = reader(booking.student if who == "student" else desk)

    client.post(reverse("mentorship:booking_answer", args=[booking.public_id]), SENT)
    client.post(reverse("mentorship:mentoring_answer", args=[booking.public_id]), SENT)

    booking.refresh_from_db()
    assert booking.status == BookingStatus.REQUESTED


@pytest.mark.parametrize("name", OF_A_SESSION)
def test_a_form_from_another_site_does_nothing(name: str) -> None:
    booking = make.booking(make.mentor(), make.student())
    client = Client(enforce_csrf_checks=True)
    client.force_login(booking.student)

    answer = client.post(reverse(f"mentorship:{name}", args=[booking.public_id]), SENT)

    assert answer.status_code == 403


def test_after_signing_in_nobody_is_sent_to_another_site(client: Client) -> None:
    student = make.student(email="who@example.com")
    student.set_password("a-long-secret-1")
    student.save()
    known = {"login": "who@example.com", "password": "a-long-secret-1"}

    for away in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
        answer = client.post(reverse("account_login"), known | {"next": away})
        assert "evil" not in answer.headers.get("Location", "")
        client.logout()


def test_a_session_with_a_mentor_who_left_is_read_and_called_off() -> None:
    booking = make.booking(make.mentor(), make.student())
    User.objects.filter(pk=booking.mentor.user_id).update(is_active=False)
    client = reader(booking.student)

    for name in ("booking", "move", "cancel", "booking_file"):
        address = reverse(f"mentorship:{name}", args=[booking.public_id])
        assert client.get(address).status_code == 200
    moved = client.post(
        reverse("mentorship:move", args=[booking.public_id]),
        {"start": make.free_at(days=5).isoformat(), "seen": "0"},
    )
    assert moved.status_code == 422
    client.post(reverse("mentorship:cancel", args=[booking.public_id]), {"why": ""})

    booking.refresh_from_db()
    assert booking.status == BookingStatus.CANCELLED_BY_STUDENT


def test_staff_hand_the_session_of_a_mentor_who_left_to_another(manager: User) -> None:
    offer = make.offer()
    booking, other = make.booking(make.mentor(offer), make.student()), make.mentor(offer)
    User.objects.filter(pk=booking.mentor.user_id).update(is_active=False)
    sent = {"start": booking.starts_at.isoformat(), "seen": "0", "mentor": other.slug}

    reader(manager).post(reverse("mentorship:move", args=[booking.public_id]), sent)

    assert Booking.objects.get(pk=booking.pk).mentor == other


def test_a_key_of_another_student_books_nothing_through_the_page(as_student: Client) -> None:
    mentor, key = make.mentor(), make.form_key()
    owner = make.student()
    make.sessions(owner)
    offer, start = mentor.offers.get(), make.free_at()
    hold(student=owner, mentor=mentor, offer=offer, start=start, key=key)
    sent = {"offer": offer.slug, "start": make.free_at(days=6).isoformat(), "key": key}

    for name in ("hold", "book"):
        answer = as_student.post(reverse(f"mentorship:{name}", args=[mentor.slug]), sent)
        assert answer.status_code == 422

    done = book(student=owner, wish=Wish(mentor, offer, start, key))
    assert done.status == BookingStatus.CONFIRMED


def test_a_week_far_away_is_a_week_of_no_times(client: Client) -> None:
    address = reverse("mentorship:slots", args=[make.mentor().slug])

    for week in ("2099-12-31", "2000-01-01", "9999-12-31", "0001-01-01", "\0", "-1", "1" * 9_000):
        assert client.get(address, {"week": week}).status_code == 200


def test_a_manager_who_is_the_mentor_is_no_staff_to_their_own_session() -> None:
    offer = make.offer()
    mentor, other = make.mentor(offer), make.mentor(offer)
    mentor.user.groups.add(make.staff(Role.MANAGER).groups.get())
    booking = make.booking(mentor, make.student())
    sent = {"start": booking.starts_at.isoformat(), "seen": "0", "mentor": other.slug}

    answer = reader(mentor.user).post(reverse("mentorship:move", args=[booking.public_id]), sent)

    assert answer.status_code == 422
