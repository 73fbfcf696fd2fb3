"""The catalogue: filters with counts, order, pages, seats and dates on one axis."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from courses.catalogue.facets import facets
from courses.catalogue.search import PAGE, Found, search
from courses.catalogue.wanted import Wanted
from courses.models import CatalogueEntry, Cohort, Competency, Course
from courses.models.course import Format, Level
from courses.operations import catalogue
from institute.errors import RuleBroken
from tests import make

pytestmark = pytest.mark.django_db
TORONTO = ZoneInfo("America/Toronto")


def titles(found: Found) -> list[str]:
    names = dict(CatalogueEntry.objects.values_list("course_id", "title"))
    return [names[course_id] for course_id, _ in found.courses]


def with_competencies(course: Course, *words: Competency) -> Course:
    assert course.current
    course.current.competencies.add(*words)
    catalogue.refresh(course)
    return course


def test_the_next_start_comes_first_and_courses_without_a_date_last() -> None:
    make.course("Someday")
    make.cohort(make.course("Later"), starts_in_days=60)
    make.cohort(make.course("Sooner"), starts_in_days=20)

    assert titles(search(Wanted())) == ["Sooner", "Later", "Someday"]


def test_any_value_of_one_filter_will_do_and_all_filters_must_hold() -> None:
    make.course("One", level=Level.FOUNDATION, format=Format.LIVE)
    make.course("Two", level=Level.ADVANCED, format=Format.LIVE)
    make.course("Three", level=Level.ADVANCED, format=Format.SELF_PACED)
    make.course("Four", level=Level.PRACTITIONER, format=Format.LIVE)

    found = search(Wanted(level=("foundation", "advanced"), format=("live",)))

    assert sorted(titles(found)) == ["One", "Two"]


def test_counts_respect_the_other_filters_but_not_their_own() -> None:
    make.course(level=Level.FOUNDATION, format=Format.LIVE)
    make.course(level=Level.ADVANCED, format=Format.LIVE)
    make.course(level=Level.ADVANCED, format=Format.SELF_PACED)

    counts = search(Wanted(level=("advanced",))).counts

    assert counts["level"] == {"foundation": 1, "advanced": 2}
    assert counts["format"] == {"live": 1, "self_paced": 1}


def test_skills_are_counted_by_name() -> None:
    risk, planning = make.competency("Risk"), make.competency("Planning")
    with_competencies(make.course("Both"), risk, planning)
    with_competencies(make.course("One"), risk)

    found = search(Wanted(competency=(planning.slug,)))
    shown = {option.label: option.count for option in facets(Wanted(), search(Wanted()))[0].shown}

    assert titles(found) == ["Both"]
    assert shown == {"Risk": 2, "Planning": 1}


@pytest.mark.parametrize(
    ("cents", "band"),
    [
        (0, "free"),
        (50_000, "to-500"),
        (50_100, "to-1000"),
        (100_000, "to-1000"),
        (345_000, "over-1000"),
    ],
)
def test_price_bands(cents: int, band: str) -> None:
    make.course("Priced", price_cents=cents)

    assert titles(search(Wanted(price=(band,)))) == ["Priced"]
    assert search(Wanted(price=("never",))).total == 0


def test_a_month_finds_the_courses_that_start_in_it() -> None:
    soon = make.cohort(make.course("Soon"), starts_in_days=40)
    make.cohort(make.course("Late"), starts_in_days=100)

    month = f"{soon.local_start:%Y-%m}"

    assert titles(search(Wanted(starts=(month,)))) == ["Soon"]


def test_a_full_course_is_found_under_waiting_list() -> None:
    full = make.cohort(make.course("Full"), places=1)
    make.cohort(make.course("Free"), places=1)
    full.taken = 1
    full.save()

    assert titles(search(Wanted(seats=("waitlist",)))) == ["Full"]
    assert titles(search(Wanted(seats=("open",)))) == ["Free"]


@pytest.mark.parametrize(
    ("sort", "order"),
    [("length", ["Short", "Middle", "Long"]), ("price", ["Middle", "Long", "Short"])],
)
def test_sorting(sort: str, order: list[str]) -> None:
    make.course("Long", weeks=16, price_cents=200)
    make.course("Short", weeks=1, price_cents=300)
    make.course("Middle", weeks=3, price_cents=100)

    assert titles(search(Wanted(sort=sort))) == order


def test_pages_hold_twenty_and_name_their_neighbours(client: Client) -> None:
    for _ in range(PAGE + 1):
        make.course()

    first, second = client.get("/courses/"), client.get("/courses/?page=2")

    assert first.content.count(b'<article class="course"') == PAGE
    assert b'rel="next" href="?page=2"' in first.content
    assert b'rel="prev"' not in first.content
    assert second.content.count(b'<article class="course"') == 1
    assert b'rel="prev"' in second.content


def test_a_page_past_the_end_leads_back(client: Client) -> None:
    make.course()

    page = client.get("/courses/?page=9")

    assert b"The list ends before this page" in page.content


NONSENSE = (
    *("?page=0", "?page=-1", "?page=%C2%B2", "?page=99999999999999999999", "?sort=;drop"),
    *("?level=%00", "?starts=2027-99", "?price=' OR 1=1", "?seats="),
    *("?q=%00", "?q=((((", "?q=%22", "?q=-", "?q=a:*b&!"),
)


@pytest.mark.parametrize("query", NONSENSE)
def test_no_address_breaks_the_page(client: Client, query: str) -> None:
    make.course()

    assert client.get(f"/courses/{query}").status_code == 200


def test_each_applied_filter_can_be_dropped_alone(client: Client) -> None:
    make.course(level=Level.ADVANCED)

    page = client.get("/courses/?level=advanced&format=live")

    assert b'href="?format=live"' in page.content
    assert b'href="?level=advanced"' in page.content


def test_filters_that_clash_are_named_with_what_dropping_each_leaves(client: Client) -> None:
    make.course(level=Level.ADVANCED, price_cents=69_000)
    make.course(level=Level.FOUNDATION, price_cents=0)

    page = client.get("/courses/?level=advanced&price=free").content.decode()

    assert "Advanced and Free together leave nothing" in page
    assert "Advanced (1 course without)" in page
    assert "Free (1 course without)" in page
    assert "(905) 282-9318" in page


def test_htmx_gets_only_what_changes(client: Client) -> None:
    make.course("Framing")

    part = client.get("/courses/?level=practitioner", headers={"HX-Request": "true"}).content

    assert b"Framing" in part
    assert b'id="facet-list" hx-swap-oob' in part
    assert b"<html" not in part


def test_going_back_in_the_browser_gets_the_whole_page(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}

    assert b"<html" in client.get("/courses/", headers=headers).content


def test_a_card_tells_dates_on_the_clock_of_the_reader(client: Client) -> None:
    cohort = make.cohort(starts_in_days=40)
    client.cookies["zone"] = "Asia/Tokyo"

    page = client.get("/courses/").content.decode()

    local = cohort.starts_at.astimezone(ZoneInfo("Asia/Tokyo"))
    assert f"{local.day} {local:%b}" in page
    assert "Times are Tokyo time" in page


def test_a_retired_course_leaves_the_catalogue_and_comes_back() -> None:
    course = make.course("Framing")

    catalogue.retire(course=course)
    assert titles(search(Wanted())) == []

    catalogue.publish(course=course)
    assert titles(search(Wanted())) == ["Framing"]


def test_a_course_without_a_syllabus_cannot_be_published() -> None:
    course = make.course(published=False, modules=0)

    with pytest.raises(RuleBroken, match="no syllabus"):
        catalogue.publish(course=course)


def test_enrolment_that_closed_by_the_clock_leaves_the_catalogue() -> None:
    cohort = make.cohort(starts_in_days=40)
    said = CatalogueEntry.objects.values("next_start", "start_months", "seats_left").get()
    Cohort.objects.update(enrol_closes_at=timezone.now() - dt.timedelta(minutes=1))
    # As it stood before the minute passed: time alone writes nothing.
    CatalogueEntry.objects.update(**said)

    assert catalogue.roll_forward() == 1
    assert CatalogueEntry.objects.get(course=cohort.version.course).next_start is None
    assert catalogue.roll_forward() == 0
