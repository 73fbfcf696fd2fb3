"""What search engines and link previews read."""

import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from courses.models import Cohort
from tests import make

pytestmark = pytest.mark.django_db


def json_ld(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def canonical(page: str) -> str:
    found = re.search(r'<link rel="canonical" href="([^"]*)"', page)
    assert found
    return found[1]


def test_a_course_describes_itself_and_its_cohorts(client: Client) -> None:
    course = make.course("Framing </script> the program", price_cents=69_000)
    free, full = make.cohort(course, places=3), make.cohort(course, places=1, starts_in_days=90)
    Cohort.objects.filter(pk=full.pk).update(taken=1)

    data = json_ld(client.get(f"/courses/{course.slug}/").content.decode())

    assert data["@type"] == "Course"
    assert data["name"] == "Framing </script> the program"
    assert data["provider"]["name"] == "TPM Institute"
    assert [one["price"] for one in data["offers"]] == ["690.00", "690.00"]
    assert [one["availability"].rpartition("/")[2] for one in data["offers"]] == [
        "InStock",
        "SoldOut",
    ]
    assert [one["remainingAttendeeCapacity"] for one in data["hasCourseInstance"]] == [3, 0]
    assert data["hasCourseInstance"][0]["startDate"] == free.local_start.isoformat()


def test_the_front_page_describes_the_institute(client: Client) -> None:
    data = json_ld(client.get("/").content.decode())

    assert data["@type"] == "EducationalOrganization"
    assert data["telephone"] == "+19052829318"


def test_a_page_has_one_address_whatever_was_added_to_it(client: Client) -> None:
    course = make.course()

    page = client.get(f"/courses/{course.slug}/?utm_source=letter").content.decode()

    assert canonical(page) == f"{settings.SITE_URL}/courses/{course.slug}/"
    assert f'property="og:url" content="{settings.SITE_URL}/courses/{course.slug}/"' in page
    assert 'property="og:title"' in page


@pytest.mark.parametrize(
    "query", ["?q=risk", "?level=advanced", "?sort=price", "?level=advanced&page=2"]
)
def test_filtered_pages_point_at_the_catalogue(client: Client, query: str) -> None:
    make.course()

    page = client.get(f"/courses/{query}").content.decode()

    assert canonical(page) == f"{settings.SITE_URL}/courses/"


def test_only_searches_and_filters_are_kept_out_of_indexes(client: Client) -> None:
    make.course()

    assert b"noindex" in client.get("/courses/?q=risk").content
    assert b"noindex" not in client.get("/courses/").content


def test_the_sitemap_lists_what_is_public(client: Client) -> None:
    course, draft = make.course(), make.course(published=False)

    sitemap = client.get("/sitemap.xml").content.decode()

    assert f"<loc>{settings.SITE_URL}/courses/{course.slug}/</loc>" in sitemap
    assert f"<loc>{settings.SITE_URL}/about/privacy/</loc>" in sitemap
    assert draft.slug not in sitemap


def test_robots_are_told_where_the_sitemap_is(client: Client) -> None:
    robots = client.get("/robots.txt")

    assert robots.headers["Content-Type"].startswith("text/plain")
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in robots.content.decode()
    assert b"Disallow: /accounts/" in robots.content


@pytest.mark.parametrize("slug", ["accessibility", "accommodations", "privacy", "terms"])
def test_policies_open_and_name_the_phone(client: Client, slug: str) -> None:
    page = client.get(f"/about/{slug}/")

    assert page.status_code == 200
    assert b"(905) 282-9318" in page.content


def test_other_policies_do_not_exist(client: Client) -> None:
    assert client.get("/about/world-domination/").status_code == 404
