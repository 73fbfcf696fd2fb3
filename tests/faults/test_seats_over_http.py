"""The last seats, over HTTP: the real server, eight workers, two hundred students."""

import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from statistics import median

import pytest

from courses.models import Cohort, Enrolment, Invoice
from institute.accounts.models import User
from tests import make
from tests.servers import Answer, ask, signed_in, web_server

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def enrol(port: int, cohort: Cohort, cookie: str, token: str) -> Answer:
    path = f"/courses/{cohort.version.course.slug}/cohorts/{cohort.pk}/enrol/"
    form = {"form_token": token, "legal_name": "A Student", "payer": "me"}
    return ask(port, "POST", path, cookie=cookie, form=form)


def read_the_page(port: int, cohort: Cohort, cookie: str, pool: ThreadPoolExecutor) -> None:
    """Everybody has the form open before they press the button; the workers have served it."""
    path = f"/courses/{cohort.version.course.slug}/cohorts/{cohort.pk}/enrol/"
    pages = list(pool.map(lambda _: ask(port, "GET", path, cookie=cookie), range(100)))
    assert {page.status for page in pages} == {200}


def students(number: int) -> list[User]:
    """Many people quickly: the password is never asked for."""
    people = [User(email=f"racer{n}@example.com", display_name=f"Racer {n}") for n in range(number)]
    return User.objects.bulk_create(people)


def test_two_hundred_students_race_for_the_last_three_seats(
    record_property: Callable[[str, object], None],
) -> None:
    cohort = make.cohort(places=3)
    cookies = [signed_in(student) for student in students(200)]

    with web_server(workers=8) as port, ThreadPoolExecutor(200) as pool:
        read_the_page(port, cohort, cookies[0], pool)
        answers = list(
            pool.map(lambda cookie: enrol(port, cohort, cookie, str(uuid.uuid4())), cookies)
        )

    statuses = Counter(answer.status for answer in answers)
    record_property("count: students racing for a seat", len(answers))
    slowest = max(answer.seconds for answer in answers)
    print(f"all answered in {slowest:.2f} s, half in {median(a.seconds for a in answers):.2f} s")
    assert statuses == {302: 3, 409: 197}
    assert all("waiting list" in answer.body for answer in answers if answer.status == 409)
    cohort.refresh_from_db()
    assert cohort.taken == Enrolment.objects.count() == Invoice.objects.count() == 3


def test_fifty_double_submits_of_one_form_are_one_enrolment_and_one_answer() -> None:
    cohort = make.cohort(places=5)
    cookie, token = signed_in(students(1)[0]), str(uuid.uuid4())

    with web_server(workers=8) as port, ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: enrol(port, cohort, cookie, token), range(50)))

    place = Enrolment.objects.get()
    assert Counter((a.status, a.location) for a in answers) == {
        (302, f"/enrolments/{place.pk}/"): 50
    }
    cohort.refresh_from_db()
    assert cohort.taken == 1
