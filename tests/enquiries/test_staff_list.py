"""What staff read at /enquiries/."""

import pytest
from django.test import Client

from enquiries.models import Enquiry
from enquiries.operations import asking as operations
from institute.accounts.roles import Role
from tests import make
from tests.enquiries.asking import asked, circumstances

pytestmark = pytest.mark.django_db


def enquiries(number: int) -> None:
    for n in range(number):
        course = make.course() if n % 2 else None
        operations.ask(
            asked=asked(question=f"Question {n}", course=course), circumstances=circumstances()
        )


def test_the_newest_question_stands_first(as_desk: Client) -> None:
    enquiries(3)

    page = as_desk.get("/enquiries/").content.decode()

    assert page.index("Question 2") < page.index("Question 1") < page.index("Question 0")
    assert "mailto:ana@example.com" in page


def test_an_empty_list_says_what_will_be_here(as_desk: Client) -> None:
    assert "No enquiries yet." in as_desk.get("/enquiries/").content.decode()


def test_a_suspicion_is_shown_in_words(as_desk: Client) -> None:
    operations.ask(
        asked=asked(),
        circumstances=circumstances(
            suspicions=("A field people cannot see was filled in.",), quarantine=True
        ),
    )

    assert "A field people cannot see was filled in" in as_desk.get("/enquiries/").content.decode()


def test_what_people_type_stays_text(as_desk: Client) -> None:
    operations.ask(asked=asked(name="<script>alert(1)</script>"), circumstances=circumstances())

    assert "<script>alert" not in as_desk.get("/enquiries/").content.decode()


@pytest.mark.parametrize(("role", "status"), [(Role.MANAGER, 200), (Role.ADMIN, 200)])
def test_managers_may_read_it(client: Client, role: Role, status: int) -> None:
    client.force_login(make.staff(role))

    assert client.get("/enquiries/").status_code == status


@pytest.mark.parametrize("role", [Role.STUDENT, Role.MENTOR, Role.INSTRUCTOR, Role.EXAMINER])
def test_others_get_a_sentence(client: Client, role: Role) -> None:
    client.force_login(make.staff(role))

    answer = client.get("/enquiries/")

    assert answer.status_code == 403
    assert "enquiries" in answer.content.decode()


def test_visitors_sign_in_first(client: Client) -> None:
    assert client.get("/enquiries/").status_code == 302


def test_pages_of_fifty_and_a_page_that_is_not_there(as_desk: Client) -> None:
    enquiries(1)
    one = Enquiry.objects.get()
    for n in range(60):
        make.enquiry(name=f"Person {n}")

    assert "Page 1 of 2" in as_desk.get("/enquiries/").content.decode()
    assert one.name in as_desk.get("/enquiries/?page=999").content.decode()


def test_the_list_asks_as_often_for_forty_as_for_two(as_desk: Client) -> None:
    enquiries(2)
    queries(as_desk)  # the first page of a session also looks the reader up
    few = queries(as_desk)
    enquiries(40)

    assert queries(as_desk) == few


def queries(client: Client) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked_for:
        assert client.get("/enquiries/").status_code == 200
    return len(asked_for)
