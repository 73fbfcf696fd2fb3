"""What the desk does about money and places."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import Cohort, Enrolment, Payment, Status
from courses.operations.enrolling import reserve_place
from institute.accounts.models import User
from institute.mail.models import OutboundMessage
from tests import make
from tests.courses.desk import paid, payment, payment_url, place_url, roster_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db: None) -> Enrolment:
    return reserve_place(student=make.student(), cohort=make.cohort())


def test_the_payment_form_knows_what_is_owed(as_desk: Client, place: Enrolment) -> None:
    page = as_desk.get(payment_url(place)).content.decode()

    assert 'value="779.70"' in page


def test_a_full_payment_confirms_the_place(as_desk: Client, place: Enrolment) -> None:
    answer = as_desk.post(payment_url(place), payment(), follow=True)

    place.refresh_from_db()
    assert place.status == Status.CONFIRMED
    assert "is confirmed and gets the dates by email" in answer.content.decode()
    assert OutboundMessage.objects.filter(kind="courses.place_confirmed").count() == 1


def test_half_a_payment_keeps_the_place_reserved(as_desk: Client, place: Enrolment) -> None:
    as_desk.post(payment_url(place), payment(amount="300"))

    place.refresh_from_db()
    assert place.status == Status.RESERVED
    assert 'value="479.70"' in as_desk.get(payment_url(place)).content.decode()


def test_the_same_payment_sent_twice_is_one(as_desk: Client, place: Enrolment) -> None:
    form = payment(amount="100")

    answers = {as_desk.post(payment_url(place), form)["Location"] for _ in range(3)}

    assert answers == {roster_url(place.cohort)}
    assert Payment.objects.get().cents == 100_00


def test_money_sent_back_is_written_as_less(as_desk: Client, place: Enrolment) -> None:
    as_desk.post(payment_url(place), payment())
    as_desk.post(payment_url(place), payment(direction="refunded", amount="79.70"))

    assert place.invoice.paid_cents == 700_00


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("amount", "lots", "Enter the amount in dollars"),
        ("amount", "0", "Enter an amount above zero."),
        ("amount", "1.234", "Enter dollars and cents"),
        ("amount", "NaN", "Enter the amount in dollars"),
        ("received_on", "yesterday", "Enter the date as year-month-day"),
        ("received_on", "2099-01-01", "Enter a date that is not in the future."),
        ("method", "barter", "Select a valid choice"),
    ],
)
def test_a_slip_in_a_payment_is_named_and_nothing_is_lost(
    as_desk: Client, place: Enrolment, field: str, value: str, words: str
) -> None:
    answer = as_desk.post(payment_url(place), payment(reference="kept", **{field: value}))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="kept"' in page
    assert not Payment.objects.exists()


def test_a_payment_after_the_release_is_refused_with_the_reason(
    as_desk: Client, place: Enrolment
) -> None:
    as_desk.post(reverse("courses:place", args=[place.pk]), {"act": "cancel", "reason": ""})

    answer = as_desk.post(payment_url(place), payment())

    assert answer.status_code == 422
    assert "This place was released" in answer.content.decode()


def test_a_free_place_takes_no_payment(as_desk: Client) -> None:
    place = reserve_place(student=make.student(), cohort=make.cohort(price_cents=0))

    page = as_desk.get(payment_url(place)).content.decode()

    assert "There is no invoice for this place" in page
    assert as_desk.post(payment_url(place), payment(amount="5")).status_code == 422


def sponsor(client: Client, cohort: Cohort, email: str, by: str = "Northern Fund") -> object:
    address = reverse("courses:sponsor", args=[cohort.pk])
    return client.post(address, {"email": email, "sponsor": by})


def test_a_sponsored_place_is_sure_at_once(as_desk: Client, student: User) -> None:
    cohort = make.cohort()

    sponsor(as_desk, cohort, student.email.upper())

    place = Enrolment.objects.get()
    assert (place.status, place.sponsor) == (Status.CONFIRMED, "Northern Fund")
    assert "Northern Fund" in as_desk.get(roster_url(cohort)).content.decode()


def test_a_sponsored_place_needs_an_account_and_a_seat(as_desk: Client, place: Enrolment) -> None:
    full = make.cohort(places=1)
    reserve_place(student=make.student(), cohort=full)

    nobody = sponsor(as_desk, place.cohort, "nobody@example.com")
    seatless = sponsor(as_desk, full, make.student().email)

    for answer, words in ((nobody, "No account has this email"), (seatless, "is full")):
        assert answer.status_code == 422  # type: ignore[attr-defined]
        assert words in answer.content.decode()  # type: ignore[attr-defined]


def test_the_desk_cancels_with_a_reason_the_student_reads(
    as_desk: Client, place: Enrolment
) -> None:
    as_desk.post(place_url(place), {"act": "cancel", "reason": "Asked by phone"})

    place.refresh_from_db()
    assert place.status == Status.CANCELLED
    assert "Asked by phone" in as_desk.get(place_url(place)).content.decode()


def test_the_desk_defers_a_paid_place(as_desk: Client, desk: User, place: Enrolment) -> None:
    paid(place, desk)

    as_desk.post(place_url(place), {"act": "defer", "reason": "Parental leave"})

    place.refresh_from_db()
    assert place.status == Status.DEFERRED


def test_the_desk_moves_a_paid_place_to_another_date(
    as_desk: Client, desk: User, place: Enrolment
) -> None:
    paid(place, desk)
    other = make.cohort(place.cohort.version.course, starts_in_days=90)

    as_desk.post(place_url(place), {"act": "transfer", "cohort": str(other.pk)})

    place.refresh_from_db()
    assert place.status == Status.TRANSFERRED
    assert place.moved_to is not None
    assert place.moved_to.cohort == other


def test_only_dates_of_the_same_course_with_seats_are_offered(
    as_desk: Client, desk: User, place: Enrolment
) -> None:
    paid(place, desk)
    elsewhere = make.cohort()

    answer = as_desk.post(place_url(place), {"act": "transfer", "cohort": str(elsewhere.pk)})

    assert answer.status_code == 422
    assert "That date is not open any more" in answer.content.decode()


def test_an_act_the_status_forbids_is_refused_in_words(as_desk: Client, place: Enrolment) -> None:
    answer = as_desk.post(place_url(place), {"act": "defer", "reason": ""})

    assert answer.status_code == 422
    assert "already reserved" in answer.content.decode()
