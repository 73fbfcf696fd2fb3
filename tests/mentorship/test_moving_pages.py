"""Moving a session: the week without it, the move, and every way it may be refused."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from institute.accounts.models import User
from institute.accounts.roles import Role
from mentorship.models import Booking
from mentorship.operations.changing import reschedule
from tests import make
from tests.mentorship.post import NOW, START, amara, booked, grace

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """Sun 22 November 2026, 9:12 in Toronto, until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def reader(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def shown(user: User, booking: Booking, **query: str) -> Any:
    return reader(user).get(reverse("mentorship:move", args=[booking.public_id]), query)


def moved(user: User, booking: Booking, start: dt.datetime, **form: str) -> Any:
    sent = {"start": start.isoformat(), "seen": str(booking.sequence)} | form
    address = reverse("mentorship:move", args=[booking.public_id])
    return reader(user).post(address, sent, follow=True)


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_the_week_of_the_session_is_shown_as_if_it_were_not_there() -> None:
    booking = booked(grace(), student := amara())

    page = words(shown(student, booking))

    assert "7 to 13 December 2026" in page
    assert '<span aria-current="time">10:30 now</span>' in page
    assert f'value="{(START + dt.timedelta(minutes=30)).isoformat()}"' in page  # overlaps its own


def test_a_student_moves_a_session_and_both_hear_of_it() -> None:
    booking = booked(grace(), student := amara())

    answer = moved(student, booking, START + DAY, why="A release.")

    assert "Moved. Both of you get the new time by email." in words(answer)
    booking.refresh_from_db()
    assert (booking.starts_at, booking.sequence) == (START + DAY, 1)
    assert "Wed 9 December 2026, 10:30" in words(answer)
    assert "A release." in words(answer)


def test_the_same_form_sent_twice_is_one_move() -> None:
    booking = booked(grace(), student := amara())

    moved(student, booking, START + DAY)
    answer = moved(student, booking, START + DAY)

    assert answer.redirect_chain
    assert booking.revisions.filter(act="move").count() == 1


def test_a_time_that_is_taken_offers_the_three_nearest_and_keeps_what_was_typed() -> None:
    booking = booked(mentor := grace(), student := amara())
    booked(mentor, make.student(), START + DAY)

    answer = moved(student, booking, START + DAY, why="A release.")

    assert answer.status_code == 409
    page = words(answer)
    near = page.partition("These are free, and near it")[2].partition("</fieldset>")[0]
    assert near.count('type="radio"') == 3
    assert "A release." in page
    booking.refresh_from_db()
    assert booking.sequence == 0


def test_the_form_of_an_older_page_is_refused_and_shows_where_the_session_is_now() -> None:
    booking = booked(mentor := grace(), student := amara())
    reschedule(booking=booking, start=START + DAY, by=mentor.user, seen=0)

    answer = moved(student, booking, START + 2 * DAY)

    assert answer.status_code == 409
    assert "This session has been moved meanwhile." in words(answer)
    assert "now Wed 9 December 2026, 10:30" in words(answer)
    assert 'name="seen" value="1"' in words(answer)


def test_the_time_it_has_already_is_no_move() -> None:
    booking = booked(grace(), student := amara())

    answer = moved(student, booking, START)

    assert answer.status_code == 422
    assert "It is at that time already. Choose another one." in words(answer)


@pytest.mark.parametrize("start", ["", "tomorrow", "0001-01-01T00:00:00+00:00"])
def test_a_time_that_is_none_is_asked_for_again(start: str) -> None:
    booking = booked(grace(), student := amara())
    address = reverse("mentorship:move", args=[booking.public_id])

    answer = reader(student).post(address, {"start": start, "seen": "0", "why": "A release."})

    assert answer.status_code == 422
    assert "Choose one of the times that are free." in words(answer)
    assert "A release." in words(answer)


@pytest.mark.parametrize("query", [{"week": "x"}, {"week": "9999-12-31"}, {"zone": "Mars/Base"}])
def test_a_page_asked_for_in_a_strange_way_opens_all_the_same(query: dict[str, str]) -> None:
    booking = booked(grace(), student := amara())

    assert shown(student, booking, **query).status_code == 200


def test_the_first_late_move_is_said_and_the_second_is_refused(clock: Any) -> None:
    mentor, student = grace(), amara()
    first, second = booked(mentor, student), booked(mentor, student, START + DAY)
    clock.move_to(START - dt.timedelta(hours=5))

    assert "You have one late move a quarter: this is it." in words(shown(student, first))
    assert moved(student, first, START + 3 * DAY).redirect_chain

    clock.move_to(START + DAY - dt.timedelta(hours=5))
    assert "you have used this quarter’s late move" in words(shown(student, second))
    answer = moved(student, second, START + 4 * DAY)
    assert answer.status_code == 422
    assert "It is too late to move this session" in words(answer)


def test_a_mentor_reads_that_the_student_may_cancel_then() -> None:
    booking = booked(mentor := grace(), amara())

    assert "may then cancel without using the session" in words(shown(mentor.user, booking))


def test_staff_hand_a_session_to_another_mentor() -> None:
    mentor = grace()
    other = make.mentor(mentor.offers.get())
    booking, desk = booked(mentor, amara()), make.staff(Role.DESK)

    page = words(shown(desk, booking, mentor=other.slug))
    assert f'name="mentor" value="{other.slug}"' in page
    moved(desk, booking, START + DAY, mentor=other.slug)

    booking.refresh_from_db()
    assert (booking.mentor, booking.starts_at) == (other, START + DAY)


def test_a_student_does_not_choose_another_mentor_here() -> None:
    mentor = grace()
    other = make.mentor(mentor.offers.get())
    booking = booked(mentor, student := amara())

    assert "Whose times" not in words(shown(student, booking))
    assert moved(student, booking, START + DAY, mentor=other.slug).status_code == 422
    booking.refresh_from_db()
    assert booking.mentor == mentor


def test_staff_cannot_choose_somebody_who_does_not_give_this_session() -> None:
    booking, other = booked(grace(), amara()), make.mentor()

    answer = moved(make.staff(Role.MANAGER), booking, START + DAY, mentor=other.slug)

    assert answer.status_code == 422
    assert "Choose a mentor who gives this session." in words(answer)


def test_what_is_over_or_off_sends_back_to_its_page(clock: Any) -> None:
    booking = booked(grace(), student := amara())
    clock.move_to(START + DAY)

    assert shown(student, booking).status_code == 302
    assert "It cannot be moved any more" in words(moved(student, booking, START + 3 * DAY))


def test_other_people_find_no_session_to_move() -> None:
    booking = booked(grace(), amara())

    assert shown(make.student(), booking).status_code == 404
    assert moved(make.student(), booking, START + DAY).status_code == 404


def test_the_weeks_turn_in_place_and_lead_back_to_the_move() -> None:
    booking = booked(grace(), student := amara())
    address = reverse("mentorship:move", args=[booking.public_id])

    part = reader(student).get(address, {"week": "2026-12-14"}, headers={"HX-Request": "true"})

    assert "<html" not in words(part)
    assert f'href="{address}?mentor=' in words(part)
    assert "14 to 20 December 2026" in words(part)


def test_the_page_asks_a_fixed_number_of_questions(django_assert_max_num_queries: Any) -> None:
    booking = booked(mentor := grace(max_per_week=40), student := amara())
    for number in range(1, 9):
        booked(mentor, make.student(), START + number * DAY)
    client = reader(student)

    with django_assert_max_num_queries(14):
        client.get(reverse("mentorship:move", args=[booking.public_id]))
