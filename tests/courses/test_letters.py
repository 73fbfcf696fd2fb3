"""Every letter of courses, from the operation that queues it to the words that leave."""

import datetime as dt
import re
import uuid
from email.message import EmailMessage
from typing import Any

import icalendar
import pytest
import time_machine
from django.core import mail as outgoing

from courses import emails
from courses.models import Cohort, Enrolment, WaitlistEntry
from courses.operations import cohorts
from courses.operations.changing import defer_place, sponsor_place, transfer_place
from courses.operations.enrolling import (
    Terms,
    accept_offer,
    cancel_place,
    release_hold,
    reserve_place,
)
from courses.operations.invoicing import BillTo, Receipt, record_payment
from courses.operations.waiting import expire_offer, join_waitlist
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.mail.letters import KINDS
from institute.mail.models import OutboundMessage, Status
from institute.mail.operations import deliver, preview
from institute.mail.operations.rendering import Words
from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 22, 14, 12, tzinfo=dt.UTC)  # 9:12 in Toronto
FIRST = dt.datetime(2027, 1, 11, 23, 30, tzinfo=dt.UTC)  # Mon 11 January, 18:30 in Toronto
NASTY = '<b>R&D</b> "Ångström"'


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def cohort_of(
    title: str = "Dependencies and float",
    *,
    places: int = 12,
    price_cents: int = 69_000,
    weeks: int = 3,
) -> Cohort:
    of = make.course(title)
    assert of.current
    starts = [FIRST + dt.timedelta(weeks=week) for week in range(weeks)]
    plan = cohorts.Plan(
        zone="America/Toronto",
        times=[(start, start + dt.timedelta(minutes=75)) for start in starts],
        capacity=places,
        enrol_opens_at=NOW - dt.timedelta(days=30),
        enrol_closes_at=FIRST,
        price_cents=price_cents,
    )
    titles = ["What waits for what", "Float is a budget", "The path that decides"]
    teacher = make.instructor(display_name="Sunita Kaur")
    made = cohorts.plan_cohort(version=of.current, plan=plan, instructor=teacher, titles=titles)
    return cohorts.open_cohort(cohort=made)


def amara(**fields: object) -> User:
    return make.student(**({"display_name": "Amara Osei", "legal_name": "Amara Osei"} | fields))


def pay(enrolment: Enrolment, cents: int = 77_970) -> None:
    receipt = Receipt("e_transfer", cents, dt.date(2026, 11, 20))
    desk = make.staff(Role.DESK)
    record_payment(enrolment=enrolment, receipt=receipt, by=desk, form_token=uuid.uuid4())


def row(kind: str) -> OutboundMessage:
    """The newest message of the kind."""
    found = OutboundMessage.objects.filter(kind=f"courses.{kind}").order_by("pk").last()
    assert found, f"No {kind} was queued."
    return found


def words(kind: str) -> Words:
    """The newest message of the kind as its reader gets it."""
    seen = preview(row(kind))
    assert seen.words, seen.why_not
    return seen.words


def sent(subject: str) -> EmailMessage:
    """The one message that left with these words in its subject."""
    (found,) = [message for message in outgoing.outbox if subject in message.subject]
    return found.message()  # type: ignore[return-value]


def calendar_parts(message: EmailMessage) -> list[EmailMessage]:
    return [part for part in message.walk() if part.get_content_type() == "text/calendar"]


# --- A place that is paid for --------------------------------------------------------------


@pytest.mark.usefixtures("clock")
def test_a_reserved_place_gets_a_letter_with_the_invoice() -> None:
    reserve_place(student=amara(), cohort=cohort_of())
    deliver()

    message = sent("Your seat in Dependencies and float is held until Wed 25 November")
    (attached,) = list(message.iter_attachments())
    assert attached.get_filename() == "TPM-2026-00001.pdf"
    assert attached.get_content()[:5] == b"%PDF-"
    text = words("place_reserved").text
    assert "until Wed 25 November 2026, 09:12 Toronto time" in text
    assert "$690 plus $89.70 HST: $779.70" in text
    assert "First class: Mon 11 January 2027, 18:30 Toronto time" in text
    assert "(905) 282-9318" in text


@pytest.mark.usefixtures("clock")
def test_the_reminder_leaves_a_day_before_the_hold_ends() -> None:
    reserve_place(student=amara(), cohort=cohort_of())

    reminder = row("hold_ending")
    assert reminder.send_after == NOW + dt.timedelta(hours=48)
    assert reminder.not_after == NOW + dt.timedelta(hours=72)
    assert words("hold_ending").subject == "Pay by Wed 25 November, 09:12 to keep your seat"


def test_no_reminder_reaches_somebody_who_paid(clock: Any) -> None:
    place = reserve_place(student=amara(), cohort=cohort_of())
    deliver()
    pay(place)
    clock.shift(dt.timedelta(hours=50))

    deliver()

    assert row("hold_ending").status == Status.CANCELLED
    assert row("hold_ending").reason == "The place is confirmed now."


@pytest.mark.usefixtures("clock")
def test_a_confirmed_place_gets_its_calendar_twice_as_mail_programs_want_it() -> None:
    place = reserve_place(student=amara(), cohort=cohort_of())
    pay(place)
    deliver()

    message = sent("Enrolled in Dependencies and float. You start Mon 11 January")
    inside, attached = calendar_parts(message)
    assert inside.get_param("method") == "REQUEST"
    assert attached.get_filename() == "course.ics"
    file = icalendar.Calendar.from_ical(attached.get_payload(decode=True))
    assert str(file["METHOD"]) == "REQUEST"
    text = words("place_confirmed").text
    assert "Your payment has arrived" in text
    assert "Class 2: Float is a budget\n  Mon 18 January 2027, 18:30 Toronto time" in text


def test_a_hold_that_runs_out_says_what_happened_and_what_is_owed(clock: Any) -> None:
    place = reserve_place(student=amara(), cohort=cohort_of())
    clock.shift(dt.timedelta(hours=73))
    release_hold(enrolment=place)

    text = words("hold_released").text
    assert "had not reached us by Wed 25 November 2026, 09:12 Toronto time" in text
    assert "You owe nothing: invoice TPM-2026-00001 is void." in text
    assert "Did you pay already?" in text


def test_a_part_payment_is_not_forgotten_when_the_hold_runs_out(clock: Any) -> None:
    place = reserve_place(student=amara(), cohort=cohort_of())
    pay(place, 10_000)
    clock.shift(dt.timedelta(hours=73))
    release_hold(enrolment=place)

    text = words("hold_released").text
    assert "We received $100 from you." in text
    assert "You owe nothing" not in text


@pytest.mark.usefixtures("clock")
def test_free_and_sponsored_places_say_there_is_nothing_to_pay() -> None:
    reserve_place(student=amara(), cohort=cohort_of(price_cents=0))
    assert "confirmed. There is nothing to pay." in words("place_confirmed").text

    desk = make.staff(Role.DESK)
    sponsor_place(student=amara(), cohort=cohort_of(), sponsor="Ontario Works", by=desk)
    assert "sponsored by Ontario Works" in words("place_confirmed").text


# --- A place given back or moved -----------------------------------------------------------


@pytest.mark.usefixtures("clock")
def test_cancelling_a_sure_place_takes_the_classes_off_the_calendar() -> None:
    place = reserve_place(student=amara(), cohort=cohort_of())
    pay(place)
    deliver()
    cancel_place(enrolment=place, by=place.student, reason="I start a new job.")
    deliver()

    (given, _) = calendar_parts(sent("Enrolled in"))
    (taken, _) = calendar_parts(sent("Your place in Dependencies and float is cancelled"))
    before, after = (icalendar.Calendar.from_ical(part.get_content()) for part in (given, taken))
    assert str(after["METHOD"]) == "CANCEL"
    assert before.walk("VEVENT")[0]["UID"] == after.walk("VEVENT")[0]["UID"]
    assert after.walk("VEVENT")[0]["SEQUENCE"] > before.walk("VEVENT")[0]["SEQUENCE"]
    text = words("place_cancelled").text
    assert "The reason: I start a new job." in text
    assert "You paid $779.70. Up to 14 days before the start all of it comes back." in text


@pytest.mark.usefixtures("clock")
def test_cancelling_an_unpaid_place_touches_no_calendar() -> None:
    place = reserve_place(student=amara(), cohort=cohort_of())
    cancel_place(enrolment=place, by=place.student)
    deliver()

    assert calendar_parts(sent("Your place in Dependencies and float is cancelled")) == []
    text = words("place_cancelled").text
    assert "calendar" not in text
    assert "You owe nothing: invoice TPM-2026-00001 is void." in text


@pytest.mark.usefixtures("clock")
def test_a_cohort_we_cancel_is_our_doing_in_the_letter() -> None:
    place = reserve_place(student=amara(), cohort=cohort_of())
    pay(place)
    manager = make.staff(Role.MANAGER)
    cohorts.cancel_cohort(cohort=place.cohort, by=manager, reason="The instructor is ill.")

    letter = words("place_cancelled")
    assert letter.subject == "Dependencies and float on Mon 11 January is cancelled"
    assert "You choose: all of it back, or another date." in letter.text
    assert "The reason: The instructor is ill." in letter.text


@pytest.mark.usefixtures("clock")
def test_a_deferred_place_keeps_what_was_paid() -> None:
    place = reserve_place(student=amara(), cohort=cohort_of())
    pay(place)
    defer_place(enrolment=place, by=make.staff(Role.DESK))
    deliver()

    inside, _ = calendar_parts(sent("waits for a later date"))
    assert inside.get_param("method") == "CANCEL"
    assert "the $779.70 you paid stays with it" in words("place_deferred").text


@pytest.mark.usefixtures("clock")
def test_a_place_that_moves_leaves_the_old_dates_and_gets_the_new() -> None:
    place = reserve_place(student=amara(), cohort=cohort_of())
    pay(place)
    deliver()
    later = make.cohort(place.cohort.version.course, starts_in_days=80)
    transfer_place(enrolment=place, cohort=later, by=make.staff(Role.DESK))
    deliver()

    old, _ = calendar_parts(sent("moved to Wed 10 February"))
    new, _ = calendar_parts(sent("You start Wed 10 February"))
    assert [old.get_param("method"), new.get_param("method")] == ["CANCEL", "REQUEST"]
    assert "It moved here from your earlier date" in words("place_confirmed").text

    new_place = Enrolment.objects.get(cohort=later)
    cancel_place(enrolment=new_place, by=new_place.student)
    assert "You paid $779.70." in words("place_cancelled").text


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


def write(cohort: Cohort, text: str, *, subject: str = "Bring a plan", token: int = 1) -> int:
    by = make.staff(Role.INSTRUCTOR, display_name="Sunita Kaur")
    return cohorts.write_to_everyone(
        cohort=cohort, subject=subject, text=text, by=by, token=uuid.UUID(int=token << 97)
    )


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


# --- All of them ---------------------------------------------------------------------------


def write_every_letter() -> None:
    """One of each kind, by a student and of a course whose names try to break out."""
    student = amara(display_name=NASTY)
    cohort = cohort_of(NASTY)
    place = reserve_place(student=student, cohort=cohort, terms=Terms(BillTo(name=NASTY)))
    pay(place)
    cohorts.move_session(
        session=cohort.sessions.get(number=2), starts_at=FIRST + dt.timedelta(days=9)
    )
    write(cohort, NASTY, subject=NASTY)
    place.refresh_from_db()
    defer_place(enrolment=place, by=student)
    later = make.cohort(cohort.version.course, starts_in_days=80, price_cents=0, places=1)
    moved = transfer_place(enrolment=place, cohort=later, by=student)
    entry = join_waitlist(student=amara(display_name=NASTY), cohort=later)
    cancel_place(enrolment=moved, by=student, reason=NASTY)
    late = reserve_place(student=amara(display_name=NASTY), cohort=cohort)
    with time_machine.travel(NOW + dt.timedelta(hours=80), tick=False):
        release_hold(enrolment=late)
        entry.refresh_from_db()
        expire_offer(entry=entry)


OURS = sorted(name.removeprefix("courses.") for name in emails.__all__ if name.islower())


@pytest.mark.usefixtures("clock")
def test_every_letter_is_well_formed_in_both_parts() -> None:
    write_every_letter()

    assert {f"courses.{kind}" for kind in OURS} == {
        name for name in KINDS if name.startswith("courses.")
    }
    for kind in OURS:
        letter = words(kind)
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
        assert "\n\n\n" not in letter.text, kind
        assert len(re.findall(r'bgcolor="#F6BD2B"', letter.html)) == 1, kind
        assert re.search(r"font-size:1px[^>]*>[^<]{10}", letter.html), kind


@pytest.mark.usefixtures("clock")
def test_subjects_fit_a_phone() -> None:
    place = reserve_place(student=amara(), cohort=cohort_of("Launch readiness"))
    pay(place)
    cohorts.cancel_cohort(cohort=place.cohort, by=make.staff(Role.MANAGER), reason="Ill.")

    for message in OutboundMessage.objects.filter(kind__startswith="courses."):
        written = preview(message).words
        assert written
        assert len(written.subject) <= 60, written.subject
