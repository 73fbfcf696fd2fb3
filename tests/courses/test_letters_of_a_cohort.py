"""Letters about dates, the waiting list, and from the staff."""

import datetime as dt
from typing import Any

import icalendar
import pytest

from courses.models import Enrolment, WaitlistEntry
from courses.operations import cohorts
from courses.operations.enrolling import (
    Terms,
    accept_offer,
    cancel_place,
    reserve_place,
)
from courses.operations.waiting import expire_offer, join_waitlist
from institute.mail.models import OutboundMessage, Status
from institute.mail.operations import deliver
from tests import make
from tests.courses.post import (
    FIRST,
    NASTY,
    NOW,
    amara,
    calendar_parts,
    cohort_of,
    row,
    sent,
    words,
    write,
)

pytestmark = pytest.mark.django_db


# --- Dates ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("clock")
def test_new_dates_come_with_a_newer_calendar_and_silence_the_older_letters() -> None:
    place = reserve_place(student=amara(), cohort=cohort_of(price_cents=0))
    session = place.cohort.sessions.get(number=1)
    cohorts.move_session(session=session, starts_at=FIRST + dt.timedelta(days=1))
    deliver()

    older = OutboundMessage.objects.get(kind="courses.place_confirmed")
    assert older.status == Status.CANCELLED
    assert older.reason == "The dates have changed since; a newer letter says so."
    inside, _ = calendar_parts(sent("new dates, next class Tue 12 January"))
    (event, *_) = icalendar.Calendar.from_ical(inside.get_content()).walk("VEVENT")
    assert event["SEQUENCE"] == 1
    reminders = OutboundMessage.objects.filter(kind="courses.starts_tomorrow").order_by("pk")
    assert [message.about_sequence for message in reminders] == [0, 1]


@pytest.mark.usefixtures("clock")
def test_the_two_reminders_before_the_start_do_not_overlap() -> None:
    reserve_place(student=amara(), cohort=cohort_of(price_cents=0))

    week, day = row("starts_in_a_week"), row("starts_tomorrow")
    assert week.send_after == FIRST - dt.timedelta(days=7)
    assert week.not_after == day.send_after == FIRST - dt.timedelta(days=1)
    assert day.not_after == FIRST - dt.timedelta(hours=2)
    assert words("starts_in_a_week").subject == "Dependencies and float starts Mon 11 January"
    text = words("starts_tomorrow").text
    assert "with Sunita Kaur: What waits for what" in text


def test_a_late_worker_does_not_send_yesterdays_reminder(clock: Any) -> None:
    reserve_place(student=amara(), cohort=cohort_of(price_cents=0))
    clock.move_to(FIRST - dt.timedelta(hours=1))
    deliver()

    assert row("starts_tomorrow").status == Status.EXPIRED
    assert row("starts_in_a_week").status == Status.EXPIRED


@pytest.mark.usefixtures("clock")
def test_the_last_letter_opens_the_room_when_its_address_is_known() -> None:
    cohort = cohort_of(price_cents=0)
    cohort.sessions.update(join_url="https://rooms.example/42")
    reserve_place(student=amara(), cohort=cohort)

    assert "Join the class: https://rooms.example/42" in words("starts_tomorrow").text
    assert 'href="https://rooms.example/42"' in words("starts_tomorrow").html


@pytest.mark.usefixtures("clock")
def test_a_reader_elsewhere_gets_both_clocks() -> None:
    reserve_place(student=amara(time_zone="Europe/London"), cohort=cohort_of())

    letter = words("place_reserved")
    assert "First class: Mon 11 January 2027, 23:30 London time" in letter.text
    assert "Announced as: Mon 11 January 2027, 18:30 Toronto time" in letter.text
    assert "Announced as Mon 11 January 2027, 18:30 Toronto time" in letter.html
    assert "until Wed 25 November 2026, 14:12 London time" in letter.text


@pytest.mark.usefixtures("clock")
def test_a_reader_elsewhere_is_told_where_a_clock_change_moves_the_hour() -> None:
    cohort = cohort_of(price_cents=0)
    session = cohort.sessions.get(number=3)
    march = dt.datetime(2027, 3, 15, 22, 30, tzinfo=dt.UTC)  # 18:30 in Toronto again
    cohorts.move_session(session=session, starts_at=march)

    reserve_place(student=amara(time_zone="Europe/London"), cohort=cohort)

    said = "Clocks change on the way. From Mon 15 March, 22:30 London time."
    assert said in words("place_confirmed").text
    reserve_place(student=amara(), cohort=cohort)
    assert "Clocks change" not in words("place_confirmed").text


# --- The waiting list ----------------------------------------------------------------------


def in_line(*, price_cents: int = 69_000) -> tuple[Enrolment, WaitlistEntry]:
    """The one seat taken, and somebody waiting for it."""
    cohort = cohort_of(places=1, price_cents=price_cents)
    held = reserve_place(student=amara(), cohort=cohort)
    return held, join_waitlist(student=make.student(display_name="Ben"), cohort=cohort)


@pytest.mark.usefixtures("clock")
def test_someone_in_line_knows_their_number() -> None:
    _, entry = in_line()
    join_waitlist(student=make.student(), cohort=entry.cohort)

    letter = words("waitlisted")
    assert letter.subject == "You are number 2 in line for Dependencies and float"
    assert f"/waitlist/{entry.pk + 1}/" in letter.text


@pytest.mark.usefixtures("clock")
def test_a_freed_seat_is_offered_until_a_moment() -> None:
    held, _ = in_line()
    cancel_place(enrolment=held, by=held.student)
    deliver()

    letter = words("place_offered")
    assert letter.subject == "A seat for you: take it by Mon 23 November, 09:12"
    assert "It is yours until Mon 23 November 2026, 09:12 Toronto time" in letter.text
    assert "The price is $690 plus HST" in letter.text
    assert row("place_offered").not_after == NOW + dt.timedelta(hours=24)
    assert row("place_offered").status == Status.SENT
    assert row("waitlisted").reason == "The entry is offered a place now."


@pytest.mark.usefixtures("clock")
def test_an_offer_that_was_answered_is_not_sent() -> None:
    held, entry = in_line(price_cents=0)
    cancel_place(enrolment=held, by=held.student)
    entry.refresh_from_db()
    assert "There is nothing to pay" in words("place_offered").text
    accept_offer(entry=entry, terms=Terms())
    deliver()

    assert row("place_offered").status == Status.CANCELLED


def test_an_offer_nobody_answered_ends_with_a_letter(clock: Any) -> None:
    held, entry = in_line()
    cancel_place(enrolment=held, by=held.student)
    clock.shift(dt.timedelta(hours=25))
    entry.refresh_from_db()
    expire_offer(entry=entry)
    deliver()

    assert row("offer_expired").status == Status.SENT
    assert "The offer ended Mon 23 November 2026, 09:12 Toronto time" in words("offer_expired").text


# --- A word from the staff -----------------------------------------------------------------


@pytest.mark.usefixtures("clock")
def test_a_message_to_everyone_keeps_its_paragraphs_and_its_links() -> None:
    cohort = cohort_of(price_cents=0)
    reserve_place(student=amara(), cohort=cohort)
    write(cohort, f"Please read https://example.com/plan.\n\nAnd {NASTY}.")

    letter = words("cohort_message")
    assert letter.subject == "Bring a plan"
    assert letter.html.count("<p>") >= 2
    assert 'href="https://example.com/plan"' in letter.html
    assert "&lt;b&gt;R&amp;D&lt;/b&gt;" in letter.html
    assert f"And {NASTY}." in letter.text
    assert "Sunita Kaur, to everyone in Dependencies and float" in letter.text


@pytest.mark.usefixtures("clock")
def test_a_second_message_is_a_letter_of_its_own_and_the_same_form_is_not() -> None:
    cohort = cohort_of(price_cents=0)
    reserve_place(student=amara(), cohort=cohort)

    assert [write(cohort, "One", token=1), write(cohort, "Two", token=2)] == [1, 1]
    assert write(cohort, "Two", token=2) == 0


@pytest.mark.usefixtures("clock")
def test_a_message_survives_new_dates_but_not_a_cancelled_place() -> None:
    cohort = cohort_of(price_cents=0)
    stays, leaves = (reserve_place(student=amara(), cohort=cohort) for _ in range(2))
    write(cohort, "One")
    cohorts.move_session(
        session=cohort.sessions.get(number=1), starts_at=FIRST + dt.timedelta(days=1)
    )
    cancel_place(enrolment=leaves, by=leaves.student)
    deliver()

    messages = OutboundMessage.objects.filter(kind="courses.cohort_message")
    assert messages.get(person=stays.student).status == Status.SENT
    assert messages.get(person=leaves.student).status == Status.CANCELLED
