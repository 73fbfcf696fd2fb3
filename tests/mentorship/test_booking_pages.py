"""Choosing and booking a time on the mentor's page: held, given once, refused in words."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from institute.accounts.models import User
from mentorship.models import Booking, BookingStatus, Confirmation, Mentor, MentorshipRequest
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def mentor(db: None) -> Mentor:
    return make.mentor()


@pytest.fixture
def rich(student: User) -> User:
    make.sessions(student)
    return student


def sent(mentor: Mentor, start: dt.datetime | None = None, **fields: str) -> dict[str, str]:
    at = (start or make.free_at()).isoformat()
    known = {"offer": mentor.offers.get().slug, "start": at, "key": make.form_key()}
    return known | {"goals": "My vendor says on track."} | fields


def at(name: str, mentor: Mentor) -> str:
    return reverse(f"mentorship:{name}", args=[mentor.slug])


def test_a_student_books_a_time(as_student: Client, rich: User, mentor: Mentor) -> None:
    answer = as_student.post(at("book", mentor), sent(mentor))

    booking = Booking.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == booking.get_absolute_url()
    assert (booking.status, booking.goals) == (BookingStatus.CONFIRMED, "My vendor says on track.")
    assert rich.entitlements.get().left == 5


def test_a_form_sent_twice_is_one_booking_and_the_same_answer(
    as_student: Client, rich: User, mentor: Mentor
) -> None:
    form = sent(mentor)

    first, second = (as_student.post(at("book", mentor), form) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert Booking.objects.count() == 1
    assert rich.entitlements.get().left == 5


def test_a_choice_is_held_and_another_choice_moves_the_hold(
    as_student: Client, rich: User, mentor: Mentor
) -> None:
    form = sent(mentor)
    as_student.post(at("hold", mentor), form)
    later = make.free_at(hour=12)

    slip = as_student.post(at("hold", mentor), form | {"start": later.isoformat()})

    held = Booking.objects.get()
    assert (held.status, held.starts_at) == (BookingStatus.HELD, later)
    assert "Held for you until" in slip.content.decode()
    assert as_student.post(at("book", mentor), form | {"start": later.isoformat()}).status_code
    assert Booking.objects.get().status == BookingStatus.CONFIRMED


def test_a_time_somebody_else_has_taken_answers_with_the_three_nearest(
    as_student: Client, rich: User, mentor: Mentor
) -> None:
    make.booking(mentor, make.student(), make.free_at())

    answer = as_student.post(at("book", mentor), sent(mentor))
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "That time has just been taken." in page
    assert page.split('class="near')[1].split("</fieldset>")[0].count('type="radio"') == 3
    assert "My vendor says on track." in page
    assert rich.entitlements.get().left == 6


def test_a_hold_that_comes_too_late_shows_what_is_near(
    as_student: Client, rich: User, mentor: Mentor
) -> None:
    make.booking(mentor, make.student(), make.free_at())

    answer = as_student.post(at("hold", mentor), sent(mentor))

    assert answer.status_code == 409
    assert answer.content.decode().count('type="radio"') == 3


def test_without_sessions_the_page_says_what_to_do(as_student: Client, mentor: Mentor) -> None:
    page = as_student.get(mentor.get_absolute_url()).content.decode()
    answer = as_student.post(at("book", mentor), sent(mentor))

    assert "You have no sessions left for this." in page
    assert at("ask", mentor) in page
    assert answer.status_code == 422
    assert "You have no sessions left for this." in answer.content.decode()
    assert Booking.objects.count() == 0


def test_without_a_time_the_form_says_so_and_keeps_what_was_typed(
    as_student: Client, rich: User, mentor: Mentor
) -> None:
    answer = as_student.post(at("book", mentor), sent(mentor, start=None) | {"start": ""})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "Choose a time." in page
    assert "My vendor says on track." in page


def test_a_mentor_who_accepts_each_session_is_asked(as_student: Client, rich: User) -> None:
    mentor = make.mentor(make.offer(confirmation=Confirmation.REQUEST))

    as_student.post(at("book", mentor), sent(mentor))

    booking = Booking.objects.get()
    assert booking.status == BookingStatus.REQUESTED
    assert booking.expires_at is not None
    assert booking.expires_at <= booking.created_at + dt.timedelta(hours=48, minutes=1)


def test_a_visitor_comes_back_to_the_chosen_time_after_signing_in(
    client: Client, rich: User, mentor: Mentor
) -> None:
    form = sent(mentor)
    query = {"offer": form["offer"], "start": form["start"]}

    away = client.get(at("book", mentor), query)
    client.force_login(rich)
    back = client.get(at("book", mentor), query, follow=True)

    assert "/accounts/login/" in away["Location"]
    assert f'value="{form["start"]}" checked' in back.content.decode()
    assert "Uses one of your 6 sessions." in back.content.decode()


def test_the_slip_says_both_clocks(as_student: Client, rich: User) -> None:
    mentor = make.mentor(zone="America/Vancouver")
    start = make.free_at(hour=12, zone="America/Vancouver")

    slip = as_student.post(at("hold", mentor), sent(mentor, start)).content.decode()

    assert "15:00 to 15:45" in slip
    assert f"It is 12:00 for {mentor.user.short_name} in Vancouver" in slip


def test_nobody_books_themselves(client: Client, mentor: Mentor) -> None:
    make.sessions(mentor.user)
    client.force_login(mentor.user)

    answer = client.post(at("book", mentor), sent(mentor))

    assert answer.status_code == 422
    assert "Nobody books a session with themselves." in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": "tomorrow"},
        {"start": "0001-01-01T00:00:00Z"},
        {"offer": "nothing"},
        {"offer": "\0"},
        {"goals": "x" * 4001},
    ],
)
def test_what_cannot_be_booked_is_refused_with_the_page(
    as_student: Client, rich: User, mentor: Mentor, wrong: dict[str, str]
) -> None:
    answer = as_student.post(at("book", mentor), sent(mentor) | wrong)

    assert answer.status_code == 422
    assert Booking.objects.count() == 0


@pytest.mark.parametrize("hours", [-24, 0, 24 * 400])
def test_a_time_that_is_past_or_far_is_refused(
    as_student: Client, rich: User, mentor: Mentor, hours: int
) -> None:
    full_hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    start = full_hour + dt.timedelta(hours=hours)

    assert as_student.post(at("book", mentor), sent(mentor, start)).status_code == 409


def test_asking_for_another_time_reaches_the_mentors(
    as_student: Client, student: User, mentor: Mentor
) -> None:
    form = {"wish": "Any Tuesday after six.", "key": make.form_key()}

    for _ in range(2):
        as_student.post(at("ask", mentor), form)

    asked = MentorshipRequest.objects.get()
    assert asked.wish == f"With {mentor.user.name}: Any Tuesday after six."
    assert asked.student == student


def test_asking_somebody_who_takes_nobody_new_leads_to_those_who_do(
    as_student: Client, mentor: Mentor
) -> None:
    Mentor.objects.update(accepting=False)

    page = as_student.get(at("ask", mentor), follow=True)

    assert page.redirect_chain == [(reverse("mentorship:match"), 302)]
    assert "takes nobody new. These mentors do." in page.content.decode()
