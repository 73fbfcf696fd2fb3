"""Certifications as visitors read about them."""

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certification.models import Scheme
from certification.sitemaps import sitemaps
from courses.operations import catalogue
from tests import make

pytestmark = pytest.mark.django_db


def scheme(level: str = "associate", **fields: object) -> Scheme:
    known: dict[str, object] = {
        "slug": f"certified-{level}",
        "title": f"Certified TPM {level.capitalize()}",
        "level": level,
        "summary": "Shows what you can do.",
        "lead": "In two sentences. This is the second.",
        "for_whom": "People who run programs.",
        "requirements": ["Two years of work."],
        "assessment": ["A three-hour case."],
        "renewal": "Every three years.",
    }
    return Scheme.objects.create(**(known | fields))


def test_the_path_shows_every_certification_in_order(client: Client) -> None:
    scheme("leader", position=2)
    scheme("associate", position=1)

    page = client.get("/certification/").content.decode()

    assert page.index("Certified TPM Associate") < page.index("Certified TPM Leader")
    assert "The first exam window is not open yet." in page
    assert 'name="topic" value="certification"' in page


def test_without_certifications_the_page_says_whom_to_call(client: Client) -> None:
    assert "Not published yet" in client.get("/certification/").content.decode()


def test_a_certification_says_what_it_asks_and_what_prepares(client: Client) -> None:
    made = scheme()
    made.courses.add(make.course("Risk and escalation"))
    made.competencies.add(make.competency("Risk", "risk"))

    page = client.get(made.get_absolute_url()).content.decode()

    assert "Two years of work." in page
    assert "A three-hour case." in page
    assert "Risk and escalation" in page
    assert "/courses/?competency=risk" in page
    assert "EducationalOccupationalCredential" in page


def test_a_course_that_is_gone_prepares_nobody(client: Client) -> None:
    made, course = scheme(), make.course("Risk and escalation")
    made.courses.add(course)
    catalogue.retire(course=course)
    cache.clear()

    assert "Risk and escalation" not in client.get(made.get_absolute_url()).content.decode()


def test_a_certification_nobody_has_heard_of_is_not_found(client: Client) -> None:
    assert client.get("/certification/certified-wizard/").status_code == 404


def test_the_sitemap_lists_every_certification() -> None:
    made = scheme()

    assert list(sitemaps["schemes"]().items()) == [made]


def test_the_database_knows_three_levels() -> None:
    with pytest.raises(IntegrityError, match="scheme_level_is_known"):
        scheme("wizard")


def test_a_page_asks_as_often_for_many_courses_as_for_one(client: Client) -> None:
    made = scheme()
    made.courses.add(make.course())
    one = queries(client, made)
    made.courses.add(*[make.course() for _ in range(8)])

    assert queries(client, made) == one <= 5


def queries(client: Client, made: Scheme) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as asked_for:
        assert client.get(made.get_absolute_url()).status_code == 200
    return len(asked_for)
