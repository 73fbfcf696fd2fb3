"""Races for seats: real threads, real transactions, the real database."""

import contextlib
import datetime as dt
import threading
import uuid
from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from courses.models import Cohort, Enrolment, Invoice, Payment, Status, WaitlistEntry
from courses.operations import enrolling, invoicing, waiting
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from institute.mail.models import OutboundMessage
from tests import make
from tests.conftest import at_the_same_time
from tests.courses import desk

pytestmark = [pytest.mark.race, pytest.mark.smoke, pytest.mark.django_db(transaction=True)]


def words(outcome: Any) -> str:
    if isinstance(outcome, Enrolment):
        return outcome.status
    return type(outcome).__name__


def race(students: list[User], cohort: Cohort) -> Counter[str]:
    outcomes = at_the_same_time(
        lambda one: enrolling.reserve_place(student=one, cohort=cohort), students
    )
    return Counter(words(outcome) for outcome in outcomes)


def test_students_race_for_the_last_three_seats() -> None:
    cohort = make.cohort(places=3)

    outcomes = race([make.student() for _ in range(40)], cohort)

    assert outcomes == {"reserved": 3, "RuleBroken": 37}
    cohort.refresh_from_db()
    assert cohort.taken == cohort.enrolments.count() == 3
    assert Invoice.objects.count() == 3


def test_the_same_race_oversells_without_the_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the guard away and see the race: count, then add, with no condition and no CHECK."""
    cohort = make.cohort(places=3)
    monkeypatch.setattr(enrolling, "take_seat", _count_then_add)
    constraint = "no_more_places_taken_than_there_are"
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE courses_cohort DROP CONSTRAINT {constraint}")
    try:
        outcomes = race([make.student() for _ in range(16)], cohort)
        assert outcomes["reserved"] > 3
    finally:
        _tidy()
        with connection.cursor() as cursor:
            cursor.execute(
                f"ALTER TABLE courses_cohort ADD CONSTRAINT {constraint} CHECK (taken <= capacity)"
            )


_four = threading.Barrier(4)  # people who have all counted before one of them adds


def _count_then_add(cohort: Cohort, **_: object) -> bool:
    now = Cohort.objects.get(pk=cohort.pk)
    with contextlib.suppress(threading.BrokenBarrierError):
        _four.wait(timeout=5)
    if now.is_full:
        return False
    Cohort.objects.filter(pk=cohort.pk).update(taken=now.taken + 1)
    return True


def _tidy() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE courses_cohort CASCADE")


def test_fifty_double_clicks_make_one_place_and_show_it_to_every_click() -> None:
    student, cohort, token = make.student(), make.cohort(places=5), uuid.uuid4()

    outcomes = at_the_same_time(
        lambda _: enrolling.reserve_place(student=student, cohort=cohort, form_token=token),
        range(50),
    )

    assert len({outcome.pk for outcome in outcomes}) == 1
    cohort.refresh_from_db()
    assert cohort.taken == Enrolment.objects.count() == Invoice.objects.count() == 1
    assert OutboundMessage.objects.filter(kind="courses.place_reserved").count() == 1


def test_a_double_click_on_the_last_seat_is_not_told_that_it_is_full() -> None:
    student, cohort = make.student(), make.cohort(places=1)

    assert race([student] * 16, cohort) == {"reserved": 16}


def test_paying_and_running_out_at_once_leave_one_truth() -> None:
    cohort = make.cohort(places=8, price_cents=10_000)
    by = make.staff(Role.DESK)
    held = [enrolling.reserve_place(student=make.student(), cohort=cohort) for _ in range(8)]
    Enrolment.objects.update(hold_expires_at=timezone.now() - dt.timedelta(seconds=1))
    receipt = invoicing.Receipt("cheque", 11_300, timezone.now().date())

    def pay_or_release(number: int) -> object:
        enrolment = held[number % 8]
        if number < 8:
            return enrolling.release_hold(enrolment=enrolment)
        return invoicing.record_payment(
            enrolment=enrolment, receipt=receipt, by=by, form_token=uuid.uuid4()
        )

    at_the_same_time(pay_or_release, range(16))

    cohort.refresh_from_db()
    confirmed = Enrolment.objects.filter(status=Status.CONFIRMED)
    assert cohort.taken == confirmed.count() == Payment.objects.count()
    assert Enrolment.objects.filter(status=Status.CANCELLED).count() == 8 - confirmed.count()


def test_one_freed_seat_is_offered_to_one_person_by_many_sweeps() -> None:
    cohort = make.cohort(places=1)
    enrolling.reserve_place(student=make.student(), cohort=cohort)
    for _ in range(5):
        make.waiting(cohort)
    Cohort.objects.update(capacity=3)

    outcomes = at_the_same_time(lambda _: waiting.offer_next(cohort), range(16))

    offered = [outcome for outcome in outcomes if outcome is not None]
    assert len({entry.pk for entry in offered}) == len(offered) == 2
    assert WaitlistEntry.objects.filter(status="offered").count() == 2


def test_joining_the_line_many_times_at_once_is_one_place_in_line() -> None:
    cohort, student = make.cohort(places=1), make.student()
    enrolling.reserve_place(student=make.student(), cohort=cohort)

    outcomes = at_the_same_time(
        lambda _: waiting.join_waitlist(student=student, cohort=cohort), range(16)
    )

    assert len({outcome.pk for outcome in outcomes}) == 1


def test_invoices_issued_at_once_are_numbered_without_gap_or_double() -> None:
    cohort = make.cohort(places=20)

    race([make.student() for _ in range(20)], cohort)

    serials = sorted(Invoice.objects.values_list("serial", flat=True))
    assert serials == list(range(1, 21))


def test_crossing_transfers_meet_no_deadlock() -> None:
    from courses.operations.changing import transfer_place

    course = make.course()
    one = make.cohort(course, price_cents=0, places=20)
    two = make.cohort(course, price_cents=0, places=20, starts_in_days=90)
    by = make.staff(Role.DESK)
    pairs = [
        (enrolling.reserve_place(student=make.student(), cohort=here), there)
        for here, there in [(one, two), (two, one)] * 6
    ]

    outcomes = at_the_same_time(
        lambda pair: transfer_place(enrolment=pair[0], cohort=pair[1], by=by), pairs
    )

    assert [type(outcome) for outcome in outcomes] == [Enrolment] * 12
    assert [c.taken for c in Cohort.objects.order_by("pk")] == [6, 6]
    assert not any(isinstance(outcome, RuleBroken) for outcome in outcomes)


def test_one_payment_sent_ten_times_at_once_is_recorded_once() -> None:
    """Half of it came in, so that nothing but the form's token tells a second one apart."""
    by = make.staff(Role.DESK)
    place = enrolling.reserve_place(student=make.student(), cohort=make.cohort(price_cents=10_000))
    form = desk.payment(amount="50.00", reference="CA77")

    def send(_: int) -> str:
        client = Client()
        client.force_login(by)
        return str(client.post(desk.payment_url(place), form).status_code)

    assert Counter(at_the_same_time(send, range(10))) == {"302": 10}

    payment = Payment.objects.get()
    assert (str(payment.form_token), payment.cents) == (form["form_token"], 5_000)
    assert place.invoice.paid_cents == 5_000
    client = Client()
    client.force_login(by)
    client.post(desk.payment_url(place), desk.payment(amount="50.00", reference="CA77"))
    assert place.invoice.paid_cents == 10_000  # another form is another payment
