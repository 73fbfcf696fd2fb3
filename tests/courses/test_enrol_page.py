"""The page where a student takes a seat: one form, sent once, with an answer to everything."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models import Cohort, CohortState, Enrolment, Invoice, Status
from courses.operations.enrolling import cancel_place, reserve_place
from courses.operations.waiting import join_waitlist
from institute.accounts.models import User
from tests import make

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 7
OVERHEAD = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


def enrol_url(cohort: Cohort) -> str:
    return reverse("courses:enrol", args=[cohort.version.course.slug, cohort.pk])


def filled(**changes: str) -> dict[str, str]:
    form = {"form_token": str(uuid.uuid4()), "legal_name": "Amara N. Okafor", "payer": "me"}
    return form | changes


def test_a_visitor_signs_in_first_and_comes_back(client: Client) -> None:
    cohort = make.cohort()

    answer = client.get(enrol_url(cohort))

    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('account_login')}?next={enrol_url(cohort)}"


def test_the_page_says_what_it_costs_when_and_how_many_seats(as_student: Client) -> None:
    cohort = make.cohort(places=12)

    page = as_student.get(enrol_url(cohort)).content.decode()

    assert "$690" in page
    assert "$89.70" in page
    assert "$779.70" in page
    assert "12 of 12 seats left" in page
    assert "Toronto time" in page
    assert "72 hours" in page
    assert page.count("btn-path") == 1


def test_a_reader_elsewhere_sees_both_clocks(client: Client) -> None:
    client.force_login(make.student(time_zone="America/Vancouver"))

    page = client.get(enrol_url(make.cohort())).content.decode()

    assert "Vancouver time" in page
    assert "Toronto time)" in page


def test_sending_the_form_reserves_a_place_with_an_invoice(
    as_student: Client, student: User
) -> None:
    cohort = make.cohort()

    answer = as_student.post(enrol_url(cohort), filled(), follow=True)

    place = Enrolment.objects.get(student=student)
    assert answer.redirect_chain == [(reverse("courses:enrolment", args=[place.pk]), 302)]
    assert place.status == Status.RESERVED
    assert place.invoice.bill_to == "Amara N. Okafor"
    assert "Your place is reserved" in answer.content.decode()


def test_the_legal_name_is_kept_in_the_account(as_student: Client, student: User) -> None:
    as_student.post(enrol_url(make.cohort()), filled(legal_name="Amara Ngozi Okafor"))

    student.refresh_from_db()
    assert student.legal_name == "Amara Ngozi Okafor"


def test_an_employer_gets_the_invoice(as_student: Client) -> None:
    employer = {"company": "Lakehead Rail", "address": "1 King St", "purchase_order": "PO-7"}

    as_student.post(enrol_url(make.cohort()), filled(payer="employer", **employer))

    bill = Invoice.objects.get()
    assert (bill.bill_to, bill.bill_to_address, bill.purchase_order) == tuple(employer.values())


def test_an_employer_without_a_name_is_asked_for_it_and_nothing_is_lost(
    as_student: Client,
) -> None:
    answer = as_student.post(
        enrol_url(make.cohort()), filled(payer="employer", address="1 King St", company=" ")
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error: " in page
    assert 'href="#id_company"' in page
    assert "Enter the company the invoice goes to." in page
    assert "1 King St" in page
    assert "Amara N. Okafor" in page
    assert not Enrolment.objects.exists()


def test_htmx_gets_the_form_alone_with_its_errors(as_student: Client) -> None:
    answer = as_student.post(
        enrol_url(make.cohort()), filled(legal_name=""), headers={"HX-Request": "true"}
    )

    assert answer.status_code == 422
    assert "<html" not in answer.content.decode()
    assert "There is a problem" in answer.content.decode()


def test_htmx_is_sent_to_the_place(as_student: Client) -> None:
    answer = as_student.post(enrol_url(make.cohort()), filled(), headers={"HX-Request": "true"})

    assert answer.status_code == 204
    assert answer["HX-Redirect"] == reverse("courses:enrolment", args=[Enrolment.objects.get().pk])


def test_the_same_form_sent_again_leads_to_the_same_place(as_student: Client) -> None:
    cohort, form = make.cohort(), filled()

    answers = [as_student.post(enrol_url(cohort), form)["Location"] for _ in range(3)]

    assert len(set(answers)) == 1
    assert Enrolment.objects.count() == 1


def test_a_stale_form_leads_to_the_cancelled_place_and_takes_no_seat(
    as_student: Client, student: User
) -> None:
    cohort, form = make.cohort(), filled()
    first = as_student.post(enrol_url(cohort), form)["Location"]
    cancel_place(enrolment=Enrolment.objects.get(), by=student)

    again = as_student.post(enrol_url(cohort), form)["Location"]

    cohort.refresh_from_db()
    assert again == first
    assert cohort.taken == 0


def test_a_token_sent_to_two_cohorts_books_both(as_student: Client) -> None:
    form = filled()

    for cohort in (make.cohort(), make.cohort()):
        assert as_student.post(enrol_url(cohort), form).status_code == 302

    assert Enrolment.objects.count() == 2


def test_a_form_with_an_unreadable_token_counts_as_a_new_one(as_student: Client) -> None:
    answer = as_student.post(enrol_url(make.cohort()), filled(form_token="’; DROP"))

    assert answer.status_code == 302


def test_a_holder_is_shown_their_place_instead_of_the_form(
    as_student: Client, student: User
) -> None:
    cohort = make.cohort()
    place = reserve_place(student=student, cohort=cohort)

    answer = as_student.get(enrol_url(cohort))

    assert answer["Location"] == reverse("courses:enrolment", args=[place.pk])


def test_full_cohort_offers_the_waiting_list_and_other_dates(as_student: Client) -> None:
    course = make.course()
    full = make.cohort(course, places=1)
    other = make.cohort(course, starts_in_days=60)
    make.cohort(course, places=0, starts_in_days=90)
    reserve_place(student=make.student(), cohort=full)

    page = as_student.get(enrol_url(full)).content.decode()

    assert "This cohort is full" in page
    assert "Join the waiting list" in page
    assert enrol_url(other) in page
    assert page.count("Enrol for") == 1


def test_losing_the_last_seat_answers_409_with_the_waiting_list(as_student: Client) -> None:
    cohort = make.cohort(places=1)
    reserve_place(student=make.student(), cohort=cohort)

    answer = as_student.post(enrol_url(cohort), filled())

    assert answer.status_code == 409
    assert "Join the waiting list" in answer.content.decode()
    assert "Nothing was charged" in answer.content.decode()


def test_htmx_gets_the_waiting_list_as_something_it_swaps(as_student: Client) -> None:
    cohort = make.cohort(places=1)
    reserve_place(student=make.student(), cohort=cohort)

    answer = as_student.post(enrol_url(cohort), filled(), headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert answer.content.decode().lstrip().startswith('<div id="enrol"')


def test_nobody_walks_past_the_people_who_wait(as_student: Client) -> None:
    cohort = make.cohort(places=1)
    held = reserve_place(student=make.student(), cohort=cohort)
    for _ in range(2):
        join_waitlist(student=make.student(), cohort=cohort)
    cancel_place(enrolment=held, by=held.student)

    answer = as_student.post(enrol_url(cohort), filled())

    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (CohortState.CANCELLED, "This cohort was cancelled."),
        (CohortState.RUNNING, "This cohort has already started."),
    ],
)
def test_closed_cohort_says_why_and_what_else_there_is(
    as_student: Client, status: str, words: str
) -> None:
    course = make.course()
    cohort, other = make.cohort(course), make.cohort(course, starts_in_days=60)
    Cohort.objects.filter(pk=cohort.pk).update(status=status)

    asked = as_student.get(enrol_url(cohort))
    sent = as_student.post(enrol_url(cohort), filled())

    assert (asked.status_code, sent.status_code) == (200, 409)
    for page in (asked.content.decode(), sent.content.decode()):
        assert words in page
        assert enrol_url(other) in page
        assert "Join the waiting list" not in page


def test_planned_cohort_does_not_exist_yet(as_student: Client) -> None:
    cohort = make.cohort()
    Cohort.objects.filter(pk=cohort.pk).update(status=CohortState.PLANNED)

    assert as_student.get(enrol_url(cohort)).status_code == 404


def test_a_cohort_under_another_course_does_not_exist(as_student: Client) -> None:
    address = reverse("courses:enrol", args=[make.course().slug, make.cohort().pk])

    assert as_student.get(address).status_code == 404


def test_a_free_place_asks_for_no_payer_and_is_sure_at_once(as_student: Client) -> None:
    cohort = make.cohort(price_cents=0)

    page = as_student.get(enrol_url(cohort)).content.decode()
    as_student.post(enrol_url(cohort), filled())

    assert "Who pays" not in page
    assert "No fee" in page
    assert Enrolment.objects.get().status == Status.CONFIRMED


def test_enrolling_takes_few_statements(as_student: Client, student: User) -> None:
    cohort = make.cohort()
    as_student.get(enrol_url(cohort))  # the session is in the cache from here on

    with CaptureQueriesContext(
        connection,
    ) as asked:
        as_student.post(enrol_url(cohort), filled(legal_name=student.legal_name))

    statements = [one["sql"] for one in asked if not one["sql"].startswith(OVERHEAD)]
    assert len(statements) <= MOST_STATEMENTS, "\n".join(statements)
