"""A student's own place: where it stands, what comes next, the way out."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.models import Cohort, CohortState, Enrolment, Status
from courses.operations.changing import complete_place, defer_place, transfer_place
from courses.operations.enrolling import cancel_place, reserve_place
from courses.operations.invoicing import Receipt, record_payment
from institute.accounts.models import User
from tests import make

pytestmark = pytest.mark.django_db
PAGES = ["courses:enrolment", "courses:cancel", "courses:invoice", "courses:calendar_file"]


def pay(place: Enrolment, by: User) -> None:
    receipt = Receipt("e_transfer", place.invoice.total_cents, timezone.localdate())
    record_payment(enrolment=place, receipt=receipt, by=by, form_token=uuid.uuid4())
    place.refresh_from_db()


def text_of(client: Client, place: Enrolment) -> str:
    return client.get(reverse("courses:enrolment", args=[place.pk])).content.decode()


@pytest.fixture
def place(student: User) -> Enrolment:
    return reserve_place(student=student, cohort=make.cohort())


def test_a_reserved_place_says_how_much_until_when_and_how(
    as_student: Client, place: Enrolment
) -> None:
    page = text_of(as_student, place)

    assert "Pay $779.70 by" in page
    assert place.invoice.number in page
    assert "e-Transfer" in page
    assert "(905) 282-9318" in page
    assert "Cheque" in page
    assert 'aria-current="step"' in page


def test_a_paid_place_says_when_it_starts(as_student: Client, place: Enrolment, desk: User) -> None:
    pay(place, desk)

    page = text_of(as_student, place)

    assert "You start on" in page
    assert "How to pay" not in page
    assert "Confirmed" in page


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda place, by: complete_place(enrolment=place, by=by), "You finished this course"),
        (lambda place, by: defer_place(enrolment=place, by=by), "waits for a later date"),
        (lambda place, by: cancel_place(enrolment=place, by=by), "This place is given back"),
    ],
)
def test_every_end_of_a_place_says_what_follows(
    as_student: Client, place: Enrolment, desk: User, act: object, words: str
) -> None:
    pay(place, desk)

    act(place, desk)  # type: ignore[operator]

    assert words in text_of(as_student, place)


def test_a_moved_place_leads_to_the_new_one(
    as_student: Client, place: Enrolment, desk: User
) -> None:
    pay(place, desk)
    other = make.cohort(place.cohort.version.course, starts_in_days=90)

    new = transfer_place(enrolment=place, cohort=other, by=desk)

    assert reverse("courses:enrolment", args=[new.pk]) in text_of(as_student, place)


def test_classes_show_both_clocks_to_a_reader_elsewhere(client: Client) -> None:
    traveller = make.student(time_zone="Europe/London")
    place = reserve_place(student=traveller, cohort=make.cohort())
    client.force_login(traveller)

    page = text_of(client, place)

    assert "Times in London time, and in Toronto time in brackets" in page


@pytest.mark.parametrize("name", PAGES)
def test_somebody_elses_place_does_not_exist(client: Client, place: Enrolment, name: str) -> None:
    client.force_login(make.student())

    for pk in (place.pk, 999_999):
        assert client.get(reverse(name, args=[pk])).status_code == 404
    assert client.post(reverse("courses:cancel", args=[place.pk])).status_code == 404
    place.refresh_from_db()
    assert place.status == Status.RESERVED


def test_the_invoice_is_a_pdf_with_its_number(as_student: Client, place: Enrolment) -> None:
    answer = as_student.get(reverse("courses:invoice", args=[place.pk]))

    assert answer["Content-Type"] == "application/pdf"
    assert f"{place.invoice.number}.pdf" in answer["Content-Disposition"]
    assert answer.content.startswith(b"%PDF")


def test_a_free_place_has_no_invoice_and_says_so(as_student: Client, student: User) -> None:
    place = reserve_place(student=student, cohort=make.cohort(price_cents=0))

    answer = as_student.get(reverse("courses:invoice", args=[place.pk]), follow=True)

    assert "There is no invoice" in answer.content.decode()
    assert "Invoice as a PDF" not in answer.content.decode()


def test_the_calendar_file_is_one_a_calendar_takes(as_student: Client, place: Enrolment) -> None:
    answer = as_student.get(reverse("courses:calendar_file", args=[place.pk]))

    assert answer["Content-Type"] == "text/calendar; charset=utf-8; method=REQUEST"
    assert b"BEGIN:VCALENDAR" in answer.content


def test_cancelling_asks_on_a_page_of_its_own_and_says_what_follows(
    as_student: Client, place: Enrolment
) -> None:
    page = as_student.get(reverse("courses:cancel", args=[place.pk])).content.decode()

    assert "Cancel your place?" in page
    assert "You owe nothing" in page
    assert "Keep my place" in page
    place.refresh_from_db()
    assert place.status == Status.RESERVED


@pytest.mark.parametrize(
    ("days", "words"), [(30, "You get all of it back"), (5, "The day for a full refund was")]
)
def test_cancelling_a_paid_place_says_what_happens_to_the_money(
    as_student: Client, student: User, desk: User, days: int, words: str
) -> None:
    place = reserve_place(student=student, cohort=make.cohort(starts_in_days=days))
    pay(place, desk)

    page = as_student.get(reverse("courses:cancel", args=[place.pk])).content.decode()

    assert "You paid $779.70" in page
    assert words in page


def test_cancelling_gives_the_seat_back_once(as_student: Client, place: Enrolment) -> None:
    address = reverse("courses:cancel", args=[place.pk])

    answers = [as_student.post(address, {"reason": "A new job"})["Location"] for _ in range(2)]

    place.refresh_from_db()
    assert answers == [reverse("courses:enrolment", args=[place.pk])] * 2
    assert place.status == Status.CANCELLED
    assert Cohort.objects.get(pk=place.cohort_id).taken == 0
    assert "A new job" in text_of(as_student, place)


def test_after_the_start_a_place_is_changed_by_phone(
    as_student: Client, place: Enrolment, desk: User
) -> None:
    pay(place, desk)
    Cohort.objects.filter(pk=place.cohort_id).update(status=CohortState.RUNNING)

    with time_machine.travel(place.cohort.starts_at + dt.timedelta(days=1), tick=False):
        page = text_of(as_student, place)
        answer = as_student.post(reverse("courses:cancel", args=[place.pk]), {"reason": ""})

    place.refresh_from_db()
    assert "Cancel this place" not in page
    assert answer.status_code == 302
    assert place.status == Status.CONFIRMED


def test_a_running_course_stands_in_its_week_and_not_at_its_end(
    as_student: Client, student: User
) -> None:
    running = make.cohort(price_cents=0, starts_in_days=-0.5, sessions=3)
    place = reserve_place(student=student, cohort=running)

    page = text_of(as_student, place)

    assert "Under way" in page
    assert "Week 1 of 3" in page
