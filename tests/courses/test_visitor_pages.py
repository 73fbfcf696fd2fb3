"""Visitors' pages come from the cache, and a change is on the very next page."""

import datetime as dt

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks

from courses.demo.scale import add_courses
from courses.models import Cohort, Course
from courses.operations import catalogue, cohorts, enrolling
from institute import visitor_pages
from tests import make

pytestmark = pytest.mark.django_db
ADDRESSES = (
    *("/", "/courses/", "/courses/?q=step", "/about/privacy/", "/sitemap.xml"),
    *("/courses/{slug}/", "/courses/{slug}/cohorts/{pk}/"),
)


def queries(client: Client, address: str) -> int:
    """How much a page asks of the database."""
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


@pytest.fixture
def cohort(db: None) -> Cohort:
    return make.cohort(places=12)


def addresses(cohort: Cohort) -> list[str]:
    return [one.format(slug=cohort.version.course.slug, pk=cohort.pk) for one in ADDRESSES]


def test_a_page_read_before_asks_the_database_nothing(client: Client, cohort: Cohort) -> None:
    for address in addresses(cohort):
        first = client.get(address)

        assert first.status_code == 200
        assert queries(client, address) == 0, address
        assert client.get(address).content == first.content, address


def test_a_seat_taken_is_on_the_next_page(
    client: Client,
    cohort: Cohort,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    course = f"/courses/{cohort.version.course.slug}/"
    assert b"12 of 12 seats left" in client.get(course).content
    assert b"12 seats left" in client.get("/courses/").content

    with django_capture_on_commit_callbacks(execute=True):
        enrolling.reserve_place(student=make.student(), cohort=cohort)

    assert b"11 of 12 seats left" in client.get(course).content
    assert b"11 seats left" in client.get("/courses/").content
    assert b"11 of 12 seats left" in client.get("/").content


def test_a_price_changed_is_on_the_next_page(
    client: Client,
    cohort: Cohort,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    pages = ["/courses/", "/", f"/courses/{cohort.version.course.slug}/"]
    assert all(b"$690" in client.get(page).content for page in pages)

    with django_capture_on_commit_callbacks(execute=True):
        cohort.price_cents = 71_000
        cohort.save()
        visitor_pages.changed()

    assert all(b"$710" in client.get(page).content for page in pages)


def test_a_class_moved_is_on_the_next_page(
    client: Client,
    cohort: Cohort,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    slug = cohort.version.course.slug
    pages = ["/courses/", f"/courses/{slug}/", f"/courses/{slug}/cohorts/{cohort.pk}/"]
    before = [client.get(page).content for page in pages]

    with django_capture_on_commit_callbacks(execute=True):
        cohorts.move_session(
            session=cohort.sessions.order_by("during")[0],
            starts_at=cohort.starts_at + dt.timedelta(days=2),
        )

    moved = (cohort.local_start + dt.timedelta(days=2)).strftime("%a")
    for page, old in zip(pages, before, strict=True):
        new = client.get(page).content
        assert new != old, page
        assert moved.encode() in new, page


def test_a_course_retired_is_gone_from_the_next_page(
    client: Client,
    cohort: Cohort,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    course = cohort.version.course
    client.get("/courses/")

    with django_capture_on_commit_callbacks(execute=True):
        catalogue.retire(course=course)

    assert b"No courses match" in client.get("/courses/").content
    assert client.get(f"/courses/{course.slug}/").status_code == 404


def test_another_course_changed_is_on_the_next_page_that_mentions_it(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    word, this, other = make.competency(), make.course("This"), make.course("Other")
    for of in (this, other):
        assert of.current
        of.current.competencies.add(word)
        catalogue.refresh(of)
    assert b"Other" in client.get(f"/courses/{this.slug}/").content

    with django_capture_on_commit_callbacks(execute=True):
        make.cohort(other, price_cents=12_300)
    assert b"$123" in client.get(f"/courses/{this.slug}/").content

    with django_capture_on_commit_callbacks(execute=True):
        catalogue.retire(course=other)
    assert b"Other" not in client.get(f"/courses/{this.slug}/").content


def test_a_change_that_is_rolled_back_drops_nothing(client: Client, cohort: Cohort) -> None:
    client.get("/courses/")

    visitor_pages.changed()  # the transaction of this test never commits

    assert queries(client, "/courses/") == 0


def test_people_who_signed_in_never_meet_the_cache(client: Client, cohort: Cohort) -> None:
    client.get("/courses/")
    signed_in = Client()
    signed_in.force_login(make.student(display_name="Noor Haddad"))

    page = signed_in.get("/courses/").content

    assert b"Noor" in page
    assert b"Noor" not in client.get("/courses/").content
    assert b"Noor" not in Client().get("/courses/").content


def test_a_message_for_one_visitor_is_kept_for_nobody(client: Client, cohort: Cohort) -> None:
    client.cookies["messages"] = "anything"

    client.get("/courses/")

    assert not [key for key in _kept() if "page" in key]


def test_readers_in_other_zones_and_colours_have_pages_of_their_own(
    client: Client, cohort: Cohort
) -> None:
    client.get("/courses/")
    elsewhere, dark = Client(), Client()
    elsewhere.cookies["zone"] = "Asia/Tokyo"
    dark.cookies["theme"] = "dark"

    assert b"Tokyo time" in elsewhere.get("/courses/").content
    assert b'data-bs-theme="dark"' in dark.get("/courses/").content.split(b"<body")[0]
    assert b"Toronto time" in client.get("/courses/").content


def test_what_advertisers_add_to_an_address_makes_no_new_page(
    client: Client, cohort: Cohort
) -> None:
    client.get("/courses/?level=practitioner")

    assert queries(client, "/courses/?utm_source=x&level=practitioner&gclid=1") == 0


def test_a_page_the_browser_has_is_not_sent_again(client: Client, cohort: Cohort) -> None:
    first = client.get("/courses/")

    again = client.get("/courses/", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.content == b""


def test_pages_travel_packed_and_keep_their_headers(client: Client, cohort: Cohort) -> None:
    for _ in range(2):
        page = client.get("/courses/", headers={"Accept-Encoding": "gzip, br"})

        assert page.headers["Content-Encoding"] == "gzip"
        assert "Content-Security-Policy" in page.headers
        assert page.headers["X-Frame-Options"] == "DENY"
        assert "Cookie" in page.headers["Vary"]
        assert int(page.headers["Content-Length"]) == len(page.content) < 12_000


def test_missing_pages_are_not_kept(client: Client, cohort: Cohort) -> None:
    client.get("/courses/never-was/")

    assert queries(client, "/courses/never-was/") > 0


def test_without_the_cache_server_pages_still_open(client: Client, cohort: Cohort) -> None:
    nobody_there = settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1"}

    with override_settings(CACHES={"default": nobody_there}):
        for address in addresses(cohort):
            assert client.get(address).status_code == 200, address


def _kept() -> list[str]:
    client = cache._cache.get_client()  # type: ignore[attr-defined]
    return [key.decode() for key in client.keys("*")]


@pytest.mark.parametrize("number", [20, 2000])
def test_a_page_asks_no_more_of_a_large_catalogue(client: Client, number: int) -> None:
    add_courses(number)
    course = Course.objects.filter(slug="scale-3").get()
    asked = {}

    for name, address in {
        "list": "/courses/?",
        "second page": "/courses/?page=2",
        "filtered": "/courses/?level=advanced",
        "search": "/courses/?q=dependency",
        "typo": "/courses/?q=dependancy",
        "course": f"/courses/{course.slug}/",
        "home": "/",
    }.items():
        cache.clear()
        cold = queries(client, address)
        cache.delete(visitor_pages.VERSION)
        asked[name] = (cold, queries(client, address))

    # Cold: nothing is kept at all. Then: the rows are drawn, the page is not kept.
    lists = dict.fromkeys(("list", "filtered", "search", "typo"), (2, 1))
    second = (1, 1) if number == 20 else (2, 1)
    assert asked == lists | {"second page": second, "course": (4, 1), "home": (4, 4)}
