"""The pages of a session that is booked: what both sides read there, and may do."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from institute.accounts.models import User
from institute.accounts.roles import Role
from mentorship.models import Booking, BookingStatus
from mentorship.operations.booking import accept
from mentorship.operations.changing import cancel, reschedule
from mentorship.operations.holding import hold
from tests import make
from tests.mentorship.post import NASTY, NOW, START, amara, booked, grace

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """Sun 22 November 2026, 9:12 in Toronto, until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def opened(user: User, name: str, *args: object, **query: str) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(reverse(f"mentorship:{name}", args=args), query)


def sent(user: User, name: str, booking: Booking, **form: str) -> Any:
    client = Client()
    client.force_login(user)
    return client.post(reverse(f"mentorship:{name}", args=[booking.public_id]), form, follow=True)


def words(answer: Any) -> str:
    """The page as its reader reads it, on one line."""
    return " ".join(answer.content.decode().split())


def page(user: User, booking: Booking, name: str = "booking") -> str:
    answer = opened(user, name, booking.public_id)
    assert answer.status_code == 200
    return words(answer)


# One session.


def test_both_sides_read_the_session_on_both_clocks() -> None:
    mentor, student = grace(), amara()
    booking = booked(mentor, student)

    mine, theirs = (strip_tags(page(who, booking)) for who in (student, mentor.user))

    assert "Tue 8 December 2026, 10:30 to 11:15 Toronto time" in mine
    assert "For Grace: Tue 8 December 2026, 15:30 to 16:15 London time" in mine
    assert "Tue 8 December 2026, 15:30 to 16:15 London time" in theirs
    assert "For Amara: Tue 8 December 2026, 10:30 to 11:15 Toronto time" in theirs


def test_one_clock_is_enough_where_both_read_the_same() -> None:
    booking = booked(grace("America/Toronto"), student := amara())

    assert "For Grace" not in page(student, booking)


def test_a_session_past_a_clock_change_says_which_hour_to_expect(clock: Any) -> None:
    clock.move_to(dt.datetime(2027, 3, 10, 12, tzinfo=dt.UTC))
    start = dt.datetime(2027, 3, 16, 14, tzinfo=dt.UTC)  # Toronto has changed, London has not
    booking = booked(grace(), student := amara(), start)

    assert "Clocks change in Toronto on 14 March" in page(student, booking)


def test_the_desk_and_managers_see_it_and_other_people_do_not() -> None:
    booking = booked(grace(), amara())

    seen = {
        role: opened(make.staff(role), "booking", booking.public_id).status_code
        for role in (Role.DESK, Role.MANAGER, Role.MENTOR, Role.INSTRUCTOR)
    }

    assert seen == {Role.DESK: 200, Role.MANAGER: 200, Role.MENTOR: 404, Role.INSTRUCTOR: 404}
    assert opened(make.student(), "booking", booking.public_id).status_code == 404


def test_a_session_says_what_it_uses_and_until_when_it_is_free() -> None:
    booking = booked(grace(), student := amara())

    mine = page(student, booking)

    assert "Uses 1 of 1 session" in mine
    assert "Move or cancel free until Mon 7 December 2026, 10:30" in mine


def test_past_the_free_time_it_says_what_cancelling_costs(clock: Any) -> None:
    booking = booked(grace(), student := amara())
    clock.move_to(START - dt.timedelta(hours=5))

    mine = page(student, booking)

    assert "The free time ended Mon 7 December 2026, 10:30" in mine
    assert "Cancelling now counts as used" in mine


def test_a_mentor_is_not_told_what_the_student_has_to_use() -> None:
    booking = booked(mentor := grace(), amara())

    assert "Uses 1" not in page(mentor.user, booking)


def test_a_cancelled_session_says_that_it_went_back() -> None:
    booking = booked(grace(), student := amara())
    cancel(booking=booking, by=student)

    mine = page(student, booking)

    assert "Uses no session: it went back" in mine
    assert "Move it" not in mine
    assert "Download the cancellation" in mine


def test_the_history_tells_who_did_what_and_why() -> None:
    booking = booked(mentor := grace(), student := amara())
    later = START + DAY
    reschedule(booking=booking, start=later, by=mentor.user, seen=0, why="A dentist.")

    mine, theirs = page(student, booking), page(mentor.user, booking)

    assert "Grace Oyelaran moved it from Tue 8 December 2026, 10:30" in mine
    assert "A dentist." in mine
    assert "You booked the session" in mine
    assert "You moved it from Tue 8 December 2026, 15:30 London time" in theirs


def test_words_of_strangers_stay_words() -> None:
    booking = booked(grace(), student := amara(display_name=NASTY), goals=NASTY)

    assert "<b>R&D" not in page(student, booking)


def test_a_time_that_is_only_held_sends_its_student_on(clock: Any) -> None:
    mentor, student = grace(), amara()
    held = hold(
        student=student, mentor=mentor, offer=mentor.offers.get(), start=START, key="a form"
    )

    mine = page(student, held)

    assert "Held, not booked" in mine
    assert mentor.get_absolute_url() in mine


# The mentor's answer.


def test_a_mentor_accepts_what_was_asked_for() -> None:
    booking = booked(mentor := grace(asks=True), student := amara())

    assert 'value="accept"' in page(mentor.user, booking)
    assert 'value="accept"' not in page(student, booking)
    answer = sent(mentor.user, "booking_answer", booking, answer="accept")

    assert "Accepted. Both of you get the invitation by email." in words(answer)
    booking.refresh_from_db()
    assert booking.status == BookingStatus.CONFIRMED


def test_a_mentor_declines_and_says_why() -> None:
    booking = booked(mentor := grace(asks=True), student := amara())

    sent(mentor.user, "booking_answer", booking, answer="decline", why="I do not know rail.")

    booking.refresh_from_db()
    assert (booking.status, booking.cancel_reason) == ("declined", "I do not know rail.")
    assert student.entitlements.get().left == 1


def test_an_answer_that_says_neither_is_asked_again_with_what_was_typed() -> None:
    booking = booked(mentor := grace(asks=True), amara())

    answer = sent(mentor.user, "booking_answer", booking, answer="perhaps", why="Let me see")

    assert answer.status_code == 422
    assert "Accept the session, or decline it." in words(answer)
    assert "Let me see" in words(answer)


def test_nobody_answers_their_own_request_or_answers_twice() -> None:
    booking = booked(mentor := grace(asks=True), student := amara())

    assert "There is nothing to answer" in words(
        sent(student, "booking_answer", booking, answer="accept")
    )
    accept(booking=booking, by=mentor.user)
    assert "There is nothing to answer: it is confirmed" in words(
        sent(mentor.user, "booking_answer", booking, answer="decline")
    )


def test_a_manager_may_answer_for_a_mentor() -> None:
    booking = booked(grace(asks=True), amara())

    sent(make.staff(Role.MANAGER), "booking_answer", booking, answer="accept")

    booking.refresh_from_db()
    assert booking.status == BookingStatus.CONFIRMED


# Calling it off.


def test_a_student_cancels_in_time_and_gets_the_session_back() -> None:
    booking = booked(grace(), student := amara())

    assert "It is free until Mon 7 December 2026, 10:30" in page(student, booking, "cancel")
    answer = sent(student, "cancel", booking, why="A release moved.")

    assert "Cancelled. Both of you get it by email." in words(answer)
    booking.refresh_from_db()
    assert (booking.status, booking.cancel_reason) == ("cancelled_by_student", "A release moved.")
    assert student.entitlements.get().left == 1


def test_cancelling_late_is_said_before_and_after(clock: Any) -> None:
    booking = booked(grace(), student := amara())
    clock.move_to(START - dt.timedelta(hours=5))

    assert "counts as used: 1 of your 1 sessions" in page(student, booking, "cancel")
    answer = sent(student, "cancel", booking)

    assert "It counts as used." in words(answer)
    assert student.entitlements.get().left == 0


def test_cancelling_twice_is_once() -> None:
    booking = booked(grace(), student := amara())

    sent(student, "cancel", booking)
    answer = sent(student, "cancel", booking)

    assert answer.status_code == 200
    assert booking.revisions.filter(act="cancel_by_student").count() == 1


def test_a_mentor_reads_what_the_student_gets() -> None:
    booking = booked(mentor := grace(), student := amara())

    assert "gets three of your free times" in page(mentor.user, booking, "cancel")
    sent(mentor.user, "cancel", booking)

    booking.refresh_from_db()
    assert booking.status == BookingStatus.CANCELLED_BY_MENTOR
    assert student.entitlements.get().left == 1


def test_what_has_begun_cannot_be_cancelled(clock: Any) -> None:
    booking = booked(grace(), student := amara())
    clock.move_to(START + dt.timedelta(minutes=1))

    for answer in (sent(student, "cancel", booking), opened(student, "cancel", booking.public_id)):
        assert answer.status_code in (200, 302)
    booking.refresh_from_db()
    assert booking.status == BookingStatus.CONFIRMED


def test_a_reason_that_is_too_long_is_refused_and_kept() -> None:
    booking = booked(grace(), student := amara())

    answer = sent(student, "cancel", booking, why="x" * 301)

    assert answer.status_code == 422
    assert "x" * 301 in words(answer)
    booking.refresh_from_db()
    assert booking.is_live


# The list.


def test_nobody_without_sessions_faces_an_empty_page() -> None:
    assert "Nothing booked." in words(opened(amara(), "bookings"))
    assert "Nothing behind you yet." in words(opened(make.student(), "bookings", show="past"))


def test_the_list_tells_what_is_ahead_from_what_is_behind(clock: Any) -> None:
    mentor, student = grace(), amara()
    booked(mentor, student)
    booked(mentor, student, START + 3 * DAY)
    clock.move_to(START + DAY)

    ahead, behind = opened(student, "bookings"), opened(student, "bookings", show="past")

    assert "Fri 11 December 2026, 10:30" in words(ahead)
    assert "Tue 8 December 2026" not in words(ahead)
    assert "Tue 8 December 2026, 10:30" in words(behind)


def test_a_mentor_finds_their_students_in_the_list() -> None:
    booked(mentor := grace(), amara())

    assert "Amara Osei" in words(opened(mentor.user, "bookings"))


def test_the_list_asks_as_many_questions_for_twenty_as_for_one(
    django_assert_max_num_queries: Any,
) -> None:
    mentor, student = grace(max_per_week=40), amara()
    for number in range(21):
        booked(mentor, student, START + number * DAY)
    client = Client()
    client.force_login(student)

    with django_assert_max_num_queries(10):
        first = client.get(reverse("mentorship:bookings"))

    assert "Page 1 of 2" in words(first)
    assert "Page 2 of 2" in words(client.get(reverse("mentorship:bookings"), {"page": "2"}))
    assert client.get(reverse("mentorship:bookings"), {"page": "x"}).status_code == 200
