"""Letters of a place, from the operation that queues them to the words that leave."""

import datetime as dt
from typing import Any

import icalendar
import pytest

from courses.models import Enrolment
from courses.operations import cohorts
from courses.operations.changing import defer_place, sponsor_place, transfer_place
from courses.operations.enrolling import (
    cancel_place,
    release_hold,
    reserve_place,
)
from institute.accounts.roles import Role
from institute.mail.models import Status
from institute.mail.operations import deliver
from tests import make
from tests.courses.post import (
    NOW,
    amara,
    calendar_parts,
    cohort_of,
    pay,
    row,
    sent,
    words,
)

pytestmark = pytest.mark.django_db


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
    sequences = [int(str(file.walk("VEVENT")[0]["SEQUENCE"])) for file in (before, after)]
    assert sequences == [0, 1]
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
