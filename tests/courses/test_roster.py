"""What the desk, managers and instructors see of a cohort."""

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models import Cohort, Enrolment
from courses.operations.enrolling import reserve_place
from courses.operations.waiting import join_waitlist
from courses.permissions import can_see_roster
from institute.accounts.roles import Role
from tests import make
from tests.courses.desk import payment_url, roster_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db: None) -> Enrolment:
    return reserve_place(student=make.student(), cohort=make.cohort())


def pages_of(place: Enrolment) -> list[str]:
    cohort = place.cohort_id
    return [
        reverse("courses:cohort_roster", args=[cohort]),
        reverse("courses:roster_csv", args=[cohort]),
        reverse("courses:message", args=[cohort]),
        reverse("courses:attendance", args=[cohort, 1]),
    ]


def test_students_are_told_the_page_is_for_others(as_student: Client, place: Enrolment) -> None:
    for address in [*pages_of(place), payment_url(place), reverse("courses:cohorts_staff")]:
        answer = as_student.get(address)
        assert answer.status_code == 403
        assert "This page is for" in answer.content.decode()


def test_an_instructor_sees_their_cohorts_and_no_others(client: Client) -> None:
    teacher = make.instructor()
    mine, other = make.cohort(taught_by=teacher), make.cohort()
    client.force_login(teacher)

    listed = client.get(reverse("courses:cohorts_staff")).content.decode()

    assert roster_url(mine) in listed
    assert roster_url(other) not in listed
    for address in pages_of(reserve_place(student=make.student(), cohort=other)):
        assert client.get(address).status_code == 404
    assert client.get(roster_url(mine)).status_code == 200


def test_an_instructor_sees_no_money_anywhere(client: Client) -> None:
    teacher = make.instructor()
    place = reserve_place(student=make.student(), cohort=make.cohort(taught_by=teacher))
    client.force_login(teacher)

    roster = client.get(roster_url(place.cohort)).content.decode()
    file = client.get(reverse("courses:roster_csv", args=[place.cohort_id])).content.decode()

    for text in (roster, file):
        assert place.student.email in text
        assert place.invoice.number not in text
        assert "Owed" not in text
    assert "Unpaid" not in client.get(reverse("courses:cohorts_staff")).content.decode()
    assert client.get(payment_url(place)).status_code == 403
    assert client.get(reverse("courses:place", args=[place.pk])).status_code == 403


def test_the_rule_for_rows_and_the_rule_for_one_roster_agree() -> None:
    teacher = make.instructor()
    cohorts = [make.cohort(taught_by=teacher), make.cohort()]

    for reader in (teacher, make.staff(Role.DESK), make.staff(Role.MANAGER), make.student()):
        rows = set(Cohort.objects.visible_to(reader))
        assert rows == {one for one in cohorts if can_see_roster(reader, one)}


def test_the_roster_shows_places_money_and_the_line(as_desk: Client) -> None:
    cohort = make.cohort(places=1)
    place = reserve_place(student=make.student(), cohort=cohort)
    waiting = join_waitlist(student=make.student(), cohort=cohort)

    page = as_desk.get(roster_url(cohort)).content.decode()

    assert "1 of 1 taken" in page
    assert place.student.email in page
    assert place.invoice.number in page
    assert "$779.70" in page
    assert waiting.student.email in page


def test_an_empty_cohort_says_who_will_appear(as_desk: Client) -> None:
    page = as_desk.get(roster_url(make.cohort())).content.decode()

    assert "Nobody has a place yet" in page


def test_the_roster_asks_as_much_for_sixty_students_as_for_five(as_desk: Client) -> None:
    counts = []
    for students in (5, 60):
        cohort = make.cohort(places=students)
        for _ in range(students):
            reserve_place(student=make.student(), cohort=cohort)
        for _ in range(students // 5):
            join_waitlist(student=make.student(), cohort=cohort)
        as_desk.get(roster_url(cohort))
        with CaptureQueriesContext(connection) as asked:
            as_desk.get(roster_url(cohort))
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 7


def test_the_list_of_cohorts_asks_as_much_for_twelve_as_for_two(as_desk: Client) -> None:
    counts, address = [], reverse("courses:cohorts_staff")
    for more in (2, 10):
        for _ in range(more):
            reserve_place(student=make.student(), cohort=make.cohort())
        as_desk.get(address)
        with CaptureQueriesContext(connection) as asked:
            as_desk.get(address)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 5


def test_the_list_counts_seats_line_and_unpaid_places(as_desk: Client) -> None:
    cohort = make.cohort(places=2)
    for _ in range(2):
        reserve_place(student=make.student(), cohort=cohort)
    for _ in range(3):
        join_waitlist(student=make.student(), cohort=cohort)

    counted = ("unpaid", "waiting", "offered", "confirmed")
    listed = Cohort.objects.with_counts().values_list(*counted).get(pk=cohort.pk)
    page = as_desk.get(reverse("courses:cohorts_staff")).content.decode()

    assert listed == (2, 3, 0, 0)
    assert "2 of 2" in page


def test_stages_an_address_invents_fall_back_to_upcoming(as_desk: Client) -> None:
    cohort = make.cohort()

    page = as_desk.get(reverse("courses:cohorts_staff") + "?when=never&page=77")

    assert roster_url(cohort) in page.content.decode()


def read(client: Client, cohort: Cohort) -> list[list[str]]:
    answer = client.get(reverse("courses:roster_csv", args=[cohort.pk]))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


def test_the_file_holds_a_line_for_each_person(as_desk: Client) -> None:
    cohort = make.cohort()
    place = reserve_place(
        student=make.student(display_name="Hélène Tremblay", legal_name="Hélène M. Tremblay"),
        cohort=cohort,
    )

    head, line = read(as_desk, cohort)

    assert head[:4] == ["Name", "Legal name", "Email", "Status"]
    assert line[:4] == ["Hélène Tremblay", "Hélène M. Tremblay", place.student.email, "Reserved"]
    assert line[6:10] == [place.invoice.number, "779.70", "0.00", "779.70"]


@pytest.mark.parametrize("name", ["=1+1", "+44", "-2", "@SUM(A1)", "\tTab", "\rReturn"])
def test_no_name_becomes_a_formula(as_desk: Client, name: str) -> None:
    cohort = make.cohort()
    reserve_place(student=make.student(display_name=name, legal_name=name), cohort=cohort)

    _, line = read(as_desk, cohort)

    assert line[0] == f"'{name}"
    assert line[1] == f"'{name}"
