"""Every letter about a session: in both parts, on both clocks, and true when it leaves."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from institute import mail
from institute.accounts.roles import Role
from institute.mail.letters import KINDS
from institute.mail.models import OutboundMessage, Status
from institute.mail.operations import deliver, preview
from mentorship.attendance import Ending
from mentorship.emails.managing import clocks_disagree
from mentorship.emails.sessions import decided, ended, running_late
from mentorship.models import Booking, BookingStatus, Mentor, Party
from mentorship.operations.booking import accept, decline
from mentorship.operations.changing import cancel, reschedule
from mentorship.operations.expiring import expire
from tests import make
from tests.mentorship.post import (
    NASTY,
    NOW,
    START,
    amara,
    booked,
    grace,
    kinds_to,
    row,
    rows,
    words,
)

pytestmark = pytest.mark.django_db
OURS = sorted(
    name
    for name in KINDS
    if name.startswith("mentorship.session_") or name == "mentorship.clocks_disagree"
)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """Sun 22 November 2026, 9:12 in Toronto, until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def refuse_to_break_out(mentor: Mentor) -> Mentor:
    mentor.user.display_name = NASTY
    mentor.user.save()
    mentor.offers.update(title=NASTY)
    return mentor


def write_every_letter() -> None:
    """One of each kind, between people whose names try to break out."""
    sure, asked = refuse_to_break_out(grace()), refuse_to_break_out(grace(asks=True))
    student = amara(display_name=NASTY)
    booking = booked(sure, student, goals=NASTY)
    booking = reschedule(booking=booking, start=START + DAY, by=student, seen=0, why=NASTY)
    other = refuse_to_break_out(grace())
    other.offers.add(booking.offer)
    manager = make.staff(Role.MANAGER, display_name=NASTY)
    booking = reschedule(
        booking=booking, start=START + DAY, by=manager, seen=1, mentor=other, why=NASTY
    )
    mail.queue_all(running_late(booking, party=Party.STUDENT, minutes=10))
    for ending, status in (
        (Ending.COMPLETE, BookingStatus.COMPLETED),
        (Ending.DISPUTE, BookingStatus.DISPUTED),
        (Ending.MISS_MENTOR, BookingStatus.NO_SHOW_MENTOR),
    ):
        booking.status = status
        mail.queue_all(ended(booking, outcome=ending))
        mail.queue_all(decided(booking, outcome=ending, why=NASTY))
    booking.status = BookingStatus.CONFIRMED
    cancel(booking=booking, by=student, why=NASTY)
    accept(booking=booked(asked, student), by=asked.user)
    decline(booking=booked(asked, student, START + 2 * DAY), by=asked.user, why=NASTY)
    late = booked(asked, student, START + 3 * DAY)
    with time_machine.travel(NOW + 3 * DAY, tick=False):
        expire(booking=late)
    sessions = [{"who": NASTY, "when": NASTY, "said": NASTY, "url": "https://example.com/"}]
    mail.queue(clocks_disagree(manager, on=NOW.date(), sessions=sessions))


def test_every_letter_is_well_formed_in_both_parts() -> None:
    write_every_letter()

    written = OutboundMessage.objects.filter(kind__in=OURS)
    assert {message.kind for message in written} == set(OURS)
    for message in written:
        letter, kind = preview(message).words, message.kind
        assert letter, kind
        assert "<b>R&D</b>" in letter.text, kind
        assert "&lt;" not in letter.subject + letter.text, kind
        assert "<b>R&D</b>" not in letter.html, kind
        assert "&amp;amp;" not in letter.html, kind
        for part in (letter.text, letter.html):
            assert "(905) 282-9318" in part, kind
            assert "You get this because" in part, kind
            assert "{{" not in part, kind
            assert "None" not in part, kind
        assert "!" not in letter.text, kind
        assert "\n\n\n" not in letter.text, (kind, letter.text)
        assert len(re.findall(r'bgcolor="#F6BD2B"', letter.html)) == 1, kind
        assert re.search(r"font-size:1px[^>]*>[^<]{10}", letter.html), kind


def test_subjects_fit_a_phone() -> None:
    booking = booked(grace(asks=True), amara(display_name="Wilhelmina-Alexandrina Osei"))
    accept(booking=booking, by=booking.mentor.user)
    booking = reschedule(booking=booking, start=START + DAY, by=booking.student, seen=0)
    cancel(booking=booking, by=booking.student)

    for message in OutboundMessage.objects.filter(kind__in=OURS):
        written = preview(message).words
        assert written
        assert len(written.subject) <= 60, written.subject


# --- Who hears of what ---------------------------------------------------------------------


def test_both_hear_of_a_session_that_is_sure_and_are_reminded() -> None:
    booking = booked(grace(), amara())

    both = ["session_confirmed", "session_in_a_day", "session_in_an_hour"]
    assert sorted(kinds_to(booking.student)) == [both[0], "session_feedback", *both[1:]]
    assert sorted(kinds_to(booking.mentor.user)) == both


def test_a_session_asked_for_reminds_nobody_until_it_is_accepted() -> None:
    booking = booked(grace(asks=True), amara())
    assert kinds_to(booking.student) == ["session_requested"]
    assert kinds_to(booking.mentor.user) == ["session_asked_for"]

    accept(booking=booking, by=booking.mentor.user)

    reminders = ["session_in_a_day", "session_in_an_hour"]
    assert kinds_to(booking.student)[1:] == ["session_accepted", *reminders, "session_feedback"]
    assert kinds_to(booking.mentor.user)[1:] == ["session_confirmed", *reminders]


def test_the_mentor_has_48_hours_to_answer() -> None:
    booking = booked(grace(asks=True), amara())

    asked = row("session_asked_for", booking.mentor.user)
    assert asked.not_after == NOW + dt.timedelta(hours=48)
    assert (
        "by Tue 24 November, 14:12 London time"
        in words("session_asked_for", booking.mentor.user).text
    )
    assert (
        "by Tue 24 November, 09:12 Toronto time" in words("session_requested", booking.student).text
    )


def test_a_request_that_was_answered_is_not_sent_any_more() -> None:
    booking = booked(grace(asks=True), amara())
    accept(booking=booking, by=booking.mentor.user)

    deliver()

    assert row("session_requested", booking.student).status == Status.CANCELLED
    assert row("session_asked_for", booking.mentor.user).status == Status.CANCELLED
    assert row("session_accepted", booking.student).status == Status.SENT


def test_a_refusal_says_why_gives_the_session_back_and_names_three_times() -> None:
    booking = booked(grace(asks=True), amara())

    decline(booking=booking, by=booking.mentor.user, why="I teach on Tuesdays.")

    text = words("session_declined", booking.student).text
    assert "The reason: I teach on Tuesdays." in text
    assert "Your session is back: you have 1 session to use." in text
    assert text.count("Toronto time (") == 3
    assert "- Tue 8 December 2026, 09:45 Toronto time (14:45 London time for Grace)" in text
    assert "- Tue 8 December 2026, 10:30 Toronto time" not in text  # the one refused


def test_who_was_not_answered_gets_three_times_near_to_it(clock: Any) -> None:
    booking = booked(grace(asks=True), amara())
    clock.move_to(NOW + dt.timedelta(hours=49))

    expire(booking=booking)

    text = words("session_unanswered", booking.student).text
    assert "did not answer your request for Tue 8 December 2026, 10:30 Toronto time" in text
    assert text.count("Toronto time (") == 3
    assert "has run out" in words("session_not_answered", booking.mentor.user).subject


# --- Both clocks ---------------------------------------------------------------------------


def test_each_reads_their_own_clock_and_the_other_one() -> None:
    booking = booked(grace(), amara())

    student = words("session_confirmed", booking.student)
    assert student.subject == "Booked: Tue 8 December, 10:30, with Grace"
    assert "Tue 8 December 2026, 10:30 Toronto time" in student.text
    assert "That is 15:30 London time for Grace" in student.text
    mentor = words("session_confirmed", booking.mentor.user)
    assert mentor.subject == "Booked: Tue 8 December, 15:30, with Amara"
    assert "That is 10:30 Toronto time for Amara" in mentor.text


def test_another_day_over_there_is_named() -> None:
    mentor = grace("Asia/Kathmandu")
    start = dt.datetime(2026, 12, 9, 3, 30, tzinfo=dt.UTC)  # 9:15 there, 22:30 the day before here
    booking = booked(mentor, amara(), start)

    text = words("session_confirmed", booking.student).text
    assert "Tue 8 December 2026, 22:30 Toronto time" in text
    assert "That is 09:15 Kathmandu time for Grace, on Wed 9 December" in text


def test_one_clock_is_enough_where_both_read_the_same() -> None:
    booking = booked(grace("America/New_York"), amara(), START)

    assert "That is" not in words("session_confirmed", booking.student).text


@pytest.mark.parametrize("kind", ["session_confirmed", "session_in_a_day"])
def test_a_clock_change_between_now_and_the_session_is_said(kind: str, clock: Any) -> None:
    clock.move_to(dt.datetime(2027, 2, 20, 12, tzinfo=dt.UTC))
    start = dt.datetime(2027, 3, 16, 15, 30, tzinfo=dt.UTC)  # Toronto has changed, London not yet
    booking = booked(grace(), amara(), start)

    verb = "change" if kind == "session_confirmed" else "changed"
    mentor = words(kind, booking.mentor.user).text
    assert f"Clocks {verb} in Toronto on 14 March" in mentor
    assert "this session is at 15:30 for you, not 16:30." in mentor


def test_nothing_is_said_of_clocks_that_stay_as_far_apart() -> None:
    booking = booked(grace(), amara())

    assert "Clocks" not in words("session_confirmed", booking.student).text


# --- Moved, handed on, called off ----------------------------------------------------------


def test_a_move_says_from_when_to_when_and_who_did_it() -> None:
    booking = booked(grace(), amara())

    reschedule(booking=booking, start=START + DAY, by=booking.mentor.user, seen=0, why="A flight.")

    student = words("session_moved", booking.student)
    assert student.subject == "Moved to Wed 9 December, 10:30, with Grace"
    assert "Grace Oyelaran moved your session." in student.text
    assert "From: Tue 8 December 2026, 10:30 Toronto time" in student.text
    assert "To: Wed 9 December 2026, 10:30 Toronto time" in student.text
    assert "The reason: A flight." in student.text
    assert "You moved this session." in words("session_moved", booking.mentor.user).text


def test_a_move_stops_older_letters_and_reminds_anew() -> None:
    booking = booked(grace(), amara())

    booking = reschedule(booking=booking, start=START + DAY, by=booking.student, seen=0)

    old = OutboundMessage.objects.about(booking).filter(about_sequence=0)
    assert {message.status for message in old} == {Status.CANCELLED}
    new = row("session_in_an_hour", booking.student)
    assert (new.status, new.about_sequence) == (Status.QUEUED, 1)
    assert new.send_after == START + DAY - dt.timedelta(hours=1)
    assert new.not_after == START + DAY - dt.timedelta(minutes=5)


def test_the_mentor_before_hears_that_another_one_has_it() -> None:
    booking, other = booked(grace(), amara()), grace(zone="America/Toronto")
    other.offers.add(booking.offer)
    before, manager = booking.mentor.user, make.staff(Role.MANAGER)

    booking = reschedule(booking=booking, start=START, by=manager, seen=0, mentor=other)

    assert kinds_to(before)[-1] == "session_handed_on"
    letter = words("session_handed_on", before)
    assert letter.subject == "Another mentor takes Tue 8 December, 15:30"
    assert "TPM Institute gave another mentor the session with Amara Osei" in letter.text
    assert "session_confirmed" in kinds_to(other.user)
    assert "instead of Grace Oyelaran" in words("session_moved", booking.student).text


def test_a_later_move_does_not_stop_the_word_to_the_mentor_before() -> None:
    booking, other = booked(grace(), amara()), grace()
    other.offers.add(booking.offer)
    before, manager = booking.mentor.user, make.staff(Role.MANAGER)
    booking = reschedule(booking=booking, start=START, by=manager, seen=0, mentor=other)
    reschedule(booking=booking, start=START + DAY, by=manager, seen=1)

    deliver()

    assert row("session_handed_on", before).status == Status.SENT


def test_a_session_that_comes_back_is_not_called_handed_on() -> None:
    booking, other = booked(grace(), amara()), grace()
    other.offers.add(booking.offer)
    first, manager = booking.mentor, make.staff(Role.MANAGER)
    booking = reschedule(booking=booking, start=START, by=manager, seen=0, mentor=other)
    booking = reschedule(booking=booking, start=START, by=manager, seen=1, mentor=first)

    deliver()

    assert row("session_handed_on", first.user).status == Status.CANCELLED
    assert row("session_confirmed", first.user).status == Status.SENT


def test_who_cancels_in_time_reads_that_the_session_is_back() -> None:
    booking = booked(grace(), amara())

    cancel(booking=booking, by=booking.student, why="A deadline.")

    student = words("session_cancelled", booking.student).text
    assert "You cancelled the session with Grace Oyelaran" in student
    assert "The reason: A deadline." in student
    assert "Your session is back: you have 1 session to use." in student
    mentor = words("session_called_off", booking.mentor.user).text
    assert "Amara Osei cancelled the session with you" in mentor
    assert "to use" not in mentor


def test_who_cancels_late_reads_that_it_counts_as_used(clock: Any) -> None:
    booking = booked(grace(), amara())
    clock.move_to(START - dt.timedelta(hours=3))

    cancel(booking=booking, by=booking.student)

    text = words("session_cancelled", booking.student).text
    assert (
        "Your session counts as used: cancelling is free until 24 hours before the start." in text
    )


def test_a_request_taken_back_is_called_a_request() -> None:
    booking = booked(grace(asks=True), amara())

    cancel(booking=booking, by=booking.student)

    text = words("session_called_off", booking.mentor.user).text
    assert "Amara Osei cancelled the request with you" in text
    assert "calendar" not in text


# --- Around the session --------------------------------------------------------------------


def test_each_number_of_minutes_is_a_letter_of_its_own() -> None:
    booking = booked(grace(), amara())

    for minutes in (5, 10, 10):
        mail.queue_all(running_late(booking, party=Party.STUDENT, minutes=minutes))

    subjects = [preview(one).words for one in rows("session_starts_late")]
    assert [one.subject for one in subjects if one] == [
        "Amara comes 5 minutes late",
        "Amara comes 10 minutes late",
    ]
    assert {one.person for one in rows("session_starts_late")} == {booking.mentor.user}


def ended_as(booking: Booking, status: BookingStatus, outcome: Ending) -> None:
    booking.status = status
    booking.save(update_fields=["status"])
    mail.queue_all(ended(booking, outcome=outcome))


def test_feedback_is_asked_an_hour_after_the_end() -> None:
    booking = booked(grace(), amara())

    ended_as(booking, BookingStatus.COMPLETED, Ending.COMPLETE)

    (asked,) = rows("session_feedback")
    assert asked.person == booking.student
    assert asked.send_after == booking.ends_at + dt.timedelta(hours=1)


def test_feedback_is_asked_when_nobody_says_how_it_ended(clock: Any) -> None:
    booking = booked(grace(), amara())
    clock.move_to(booking.ends_at + dt.timedelta(minutes=61))

    deliver()

    asked = row("session_feedback", booking.student)
    assert asked.status == Status.SENT
    assert "#session-feedback" in asked.context["url"]


def test_nobody_is_asked_about_a_session_that_was_missed(clock: Any) -> None:
    booking = booked(grace(), amara())
    ended_as(booking, BookingStatus.NO_SHOW_STUDENT, Ending.MISS_STUDENT)
    clock.move_to(booking.ends_at + dt.timedelta(minutes=61))

    deliver()

    asked = row("session_feedback", booking.student)
    assert asked.status != Status.SENT
    assert asked.reason == "The session is the student did not come now."


def test_a_mentor_who_did_not_come_gives_the_session_back_with_three_times() -> None:
    booking = booked(grace(), amara())

    ended_as(booking, BookingStatus.NO_SHOW_MENTOR, Ending.MISS_MENTOR)

    text = words("session_missed", booking.student).text
    assert "Grace Oyelaran did not come to your session" in text
    assert "Your session is back" in text
    assert text.count("Toronto time (") == 3
    assert "You were not there" in words("session_missed", booking.mentor.user).text


def test_a_student_who_did_not_come_reads_what_it_cost() -> None:
    booking = booked(grace(), amara())

    ended_as(booking, BookingStatus.NO_SHOW_STUDENT, Ending.MISS_STUDENT)

    text = words("session_missed", booking.student).text
    assert "Your session counts as used: it was kept for you and you did not come." in text


def test_a_decision_says_the_same_reason_to_both_and_what_comes_back() -> None:
    booking = booked(grace(), amara())
    booking.status = BookingStatus.NO_SHOW_MENTOR

    booking.save(update_fields=["status"])
    mail.queue_all(decided(booking, outcome=Ending.MISS_MENTOR, why="The room stayed empty."))

    student = words("session_decided", booking.student).text
    assert "Why: The room stayed empty." in student
    assert "Your session is back" in student
    assert student.count("Toronto time (") == 3
    mentor = words("session_decided", booking.mentor.user).text
    assert "Why: The room stayed empty." in mentor
    assert "Toronto time (" not in mentor


# --- Staff find them -----------------------------------------------------------------------


def test_staff_see_every_letter_about_one_session(client: Client) -> None:
    booking, other = booked(grace(), amara()), booked(grace(), amara(), START + DAY)
    client.force_login(make.staff(Role.MANAGER))

    page = client.get(
        reverse("mail:messages"), {"about": f"mentorship.booking {booking.pk}"}
    ).content.decode()

    assert booking.student.email in page
    assert booking.mentor.user.email in page
    assert other.student.email not in page
    letter = client.get(reverse("mail:message", args=[rows("session_confirmed")[0].pk]))
    assert f"?about=mentorship.booking%20{booking.pk}" in letter.content.decode()
