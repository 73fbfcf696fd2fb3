"""Standing in line, being offered a seat, taking it or passing it on."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.models import Cohort, Enrolment, Status, WaitlistEntry, WaitlistStatus
from courses.operations.enrolling import cancel_place, reserve_place
from courses.operations.waiting import join_waitlist
from institute.accounts.models import User
from tests import make

pytestmark = pytest.mark.django_db
FORM = {"act": "accept", "legal_name": "Amara Okafor", "payer": "me"}


@pytest.fixture
def holder(db: None) -> Enrolment:
    return reserve_place(student=make.student(), cohort=make.cohort(places=1))


@pytest.fixture
def full(holder: Enrolment) -> Cohort:
    return holder.cohort


@pytest.fixture
def offered(full: Cohort, holder: Enrolment, student: User) -> WaitlistEntry:
    entry = join_waitlist(student=student, cohort=full)
    cancel_place(enrolment=holder, by=holder.student)
    entry.refresh_from_db()
    assert entry.status == WaitlistStatus.OFFERED
    return entry


def join_url(cohort: Cohort) -> str:
    return reverse("courses:join_waitlist", args=[cohort.version.course.slug, cohort.pk])


def my_url(entry: WaitlistEntry) -> str:
    return reverse("courses:waitlist", args=[entry.pk])


def test_joining_shows_the_place_in_line(as_student: Client, full: Cohort) -> None:
    join_waitlist(student=make.student(), cohort=full)

    answer = as_student.post(join_url(full), follow=True)

    assert "You are number 2 in line" in answer.content.decode()
    assert "You are in line." in answer.content.decode()


def test_joining_twice_is_one_place_in_line(
    as_student: Client, student: User, full: Cohort
) -> None:
    answers = {as_student.post(join_url(full))["Location"] for _ in range(3)}

    assert len(answers) == 1
    assert WaitlistEntry.objects.filter(student=student).count() == 1


def test_joining_is_never_done_by_a_link(as_student: Client, full: Cohort) -> None:
    assert as_student.get(join_url(full)).status_code == 405


def test_a_holder_is_told_they_need_no_line(as_student: Client, student: User) -> None:
    cohort = make.cohort(places=1)
    reserve_place(student=student, cohort=cohort)

    answer = as_student.post(join_url(cohort), follow=True)

    assert "You already have a place in this cohort." in answer.content.decode()


def test_the_full_page_knows_who_stands_in_line(
    as_student: Client, student: User, full: Cohort
) -> None:
    entry = join_waitlist(student=student, cohort=full)
    page = as_student.get(reverse("courses:enrol", args=[full.version.course.slug, full.pk]))

    assert my_url(entry) in page.content.decode()
    assert "Join the waiting list</button>" not in page.content.decode()


def test_an_offer_shows_the_time_left_and_what_it_costs(
    as_student: Client, offered: WaitlistEntry
) -> None:
    page = as_student.get(my_url(offered)).content.decode()

    assert "A seat is yours to take" in page
    assert "23\xa0hours" in page or "24\xa0hours" in page or "1\xa0day" in page
    assert "$779.70" in page
    assert page.count("btn-path") == 1


def test_taking_the_seat_makes_a_place(
    as_student: Client, student: User, offered: WaitlistEntry
) -> None:
    answers = {as_student.post(my_url(offered), FORM)["Location"] for _ in range(2)}

    place = Enrolment.objects.get(student=student)
    assert answers == {reverse("courses:enrolment", args=[place.pk])}
    assert place.status == Status.RESERVED


def test_a_slip_in_the_form_keeps_the_offer_and_the_words(
    as_student: Client, offered: WaitlistEntry
) -> None:
    answer = as_student.post(my_url(offered), FORM | {"payer": "employer", "address": "1 King"})

    assert answer.status_code == 422
    assert "1 King" in answer.content.decode()
    offered.refresh_from_db()
    assert offered.status == WaitlistStatus.OFFERED


def test_declining_passes_the_seat_on(
    as_student: Client, full: Cohort, offered: WaitlistEntry
) -> None:
    following = join_waitlist(student=make.student(), cohort=full)

    as_student.post(my_url(offered), {"act": "decline"})

    following.refresh_from_db()
    assert following.status == WaitlistStatus.OFFERED


def test_an_offer_that_ran_out_says_so_and_takes_no_seat(
    as_student: Client, student: User, offered: WaitlistEntry
) -> None:
    with time_machine.travel(timezone.now() + dt.timedelta(hours=25), tick=False):
        page = as_student.get(my_url(offered)).content.decode()
        answer = as_student.post(my_url(offered), FORM, follow=True)

    assert "The offer has ended" in page
    assert "This offer has expired." in answer.content.decode()
    assert not Enrolment.objects.filter(student=student).exists()


def test_leaving_the_line(as_student: Client, student: User, full: Cohort) -> None:
    entry = join_waitlist(student=student, cohort=full)

    page = as_student.post(my_url(entry), {"act": "leave"}, follow=True).content.decode()

    entry.refresh_from_db()
    assert entry.status == WaitlistStatus.LEFT
    assert "You are not in line any more" in page


def test_an_act_nobody_knows_changes_nothing(as_student: Client, offered: WaitlistEntry) -> None:
    assert as_student.post(my_url(offered), {"act": "jump"}).status_code == 200
    offered.refresh_from_db()
    assert offered.status == WaitlistStatus.OFFERED


def test_somebody_elses_place_in_line_does_not_exist(
    client: Client, offered: WaitlistEntry
) -> None:
    client.force_login(make.student())

    assert client.get(my_url(offered)).status_code == 404
    assert client.post(my_url(offered), {"act": "decline"}).status_code == 404
    offered.refresh_from_db()
    assert offered.status == WaitlistStatus.OFFERED
