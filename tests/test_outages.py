"""What people get while a service we stand on is away: words, never a trace, and nothing lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings

from courses.models import Enrolment
from institute.mail.models import OutboundMessage
from tests import make

NOWHERE = {"default": configured.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}


@contextmanager
def no_database() -> Iterator[None]:
    """The server is gone: every connection from here on is refused."""
    here = connection.settings_dict["HOST"]
    connection.close()
    connection.settings_dict["HOST"] = "/nowhere"
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["HOST"] = here


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.django_db(transaction=True)
def test_a_page_somebody_read_today_is_read_without_the_database(visitor: Client) -> None:
    make.cohort(make.course("Dependencies and float"))
    visitor.get("/courses/")
    make.course("A new version, so that the page is out of date")

    with no_database():
        answer = visitor.get("/courses/")

    assert answer.status_code == 200
    assert "Dependencies and float" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/courses/", "/", "/accounts/login/", "/courses/anything/"])
def test_a_page_nobody_kept_says_what_is_down(visitor: Client, path: str) -> None:
    visitor.cookies[configured.SESSION_COOKIE_NAME] = "x" * 32

    with no_database():
        answer = visitor.get(path)

    words = answer.content.decode()
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert "database behind this page does not answer" in words
    assert "Nothing you have with us is lost" in words
    assert "Traceback" not in words


@pytest.mark.django_db(transaction=True)
def test_a_form_that_could_not_be_kept_says_so(visitor: Client) -> None:
    question = {"name": "Ada", "contact": "ada@example.com", "question": "When?"}

    with no_database():
        answer = visitor.post("/enquire/", question)

    assert answer.status_code == 503
    assert "What you just sent was not taken" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_database_that_comes_back_is_used_at_once(visitor: Client) -> None:
    with no_database():
        assert visitor.get("/courses/").status_code == 503

    assert visitor.get("/courses/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_without_the_cache_people_read_enrol_and_get_their_letters() -> None:
    cohort, student, person = make.cohort(), make.student(), Client()
    course = f"/courses/{cohort.version.course.slug}/"
    with override_settings(CACHES=NOWHERE):
        assert cache.get("anything") is None
        person.force_login(student)
        for path in ("/", "/courses/", course, "/dashboard/", "/enquire/", "/accounts/profile/"):
            assert person.get(path).status_code == 200
        for path in ("/", "/courses/?q=risk", course, "/accounts/login/"):
            assert Client().get(path).status_code == 200
        given: dict[str, Any] = {"legal_name": "Ada Lovelace", "payer": "me"}
        answer = person.post(f"{course}cohorts/{cohort.pk}/enrol/", given)

    assert answer.status_code == 302
    assert Enrolment.objects.get().student == student
    assert OutboundMessage.objects.filter(kind="courses.place_reserved").count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_cache_questions_and_sign_in_are_answered() -> None:
    cohort = make.cohort()
    with override_settings(CACHES=NOWHERE):
        answer = Client().post(
            "/enquire/", {"name": "Ada", "contact": "ada@example.com", "question": f"{cohort}?"}
        )
        assert answer.status_code == 302
        wrong = Client().post("/accounts/login/", {"login": "a@example.com", "password": "x"})
        assert wrong.status_code == 200
