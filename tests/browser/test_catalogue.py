"""The public pages in a browser: search while typing, filters, phones, dark, no scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from courses.models import Course
from courses.models.course import Level
from courses.operations import catalogue
from tests import make
from tests.browser.test_enrolling import assert_accessible, tab_to

pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS, SCHEMES = (390, 1440), ("light", "dark")


@pytest.fixture
def course() -> Course:
    """A course worth looking at, beside two others."""
    words = [make.competency(name) for name in ("Risk mitigation", "Systems thinking")]
    rich = make.course(
        "Dependencies and float",
        modules=3,
        outcomes=["Draw a network", "Spend float on purpose"],
        assessment=[{"name": "Charter", "weight": 70}, {"name": "Quiz", "weight": 30}],
        faq=[{"question": "Do I need a degree?", "answer": "No."}],
        instructor=make.instructor(),
    )
    others = [make.course("Risk and escalation", level=Level.ADVANCED), make.course("Status")]
    for one in (rich, *others):
        assert one.current
        one.current.competencies.set(words)
        catalogue.refresh(one)
    make.cohort(rich, places=24)
    make.cohort(rich, places=2, starts_in_days=60)
    make.cohort(others[0], places=1)
    return rich


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complained about, such as a breach of the content security policy."""
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            said.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield said
    assert said == []


def test_results_follow_the_typing(
    live_server: LiveServer, page: Page, course: Course, complaints: list[str]
) -> None:
    page.goto(f"{live_server.url}/courses/")
    box = page.get_by_role("searchbox", name="Search courses")
    expect(page.locator("article.course")).to_have_count(3)

    box.press_sequentially("esclation")

    expect(page.locator("#results-h")).to_have_text("1 course like “esclation”")
    expect(page).to_have_url(f"{live_server.url}/courses/?q=esclation&sort=")
    expect(box).to_be_focused()


def test_a_filter_changes_the_results_the_counts_and_the_address(
    live_server: LiveServer, page: Page, course: Course, complaints: list[str]
) -> None:
    page.goto(f"{live_server.url}/courses/")

    page.get_by_label("Advanced").check()

    expect(page.locator("article.course")).to_have_count(1)
    expect(page.get_by_label("Advanced")).to_be_checked()
    expect(page.locator("label[for=level-practitioner] .count")).to_have_text("2")
    page.get_by_role("link", name="Advanced Remove filter").click()
    expect(page.locator("article.course")).to_have_count(3)
    expect(page.get_by_label("Advanced")).not_to_be_checked()

    page.go_back()
    expect(page.locator("article.course")).to_have_count(1)
    expect(page.locator("h1")).to_have_text("Courses and cohorts")


def test_everything_works_without_scripts(
    live_server: LiveServer, browser: Browser, course: Course
) -> None:
    window = browser.new_context(java_script_enabled=False)
    page = window.new_page()
    page.goto(f"{live_server.url}/courses/")
    page.get_by_role("searchbox").fill("float")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("article.course")).to_have_count(1)

    page.get_by_role("link", name="Dependencies and float").click()
    page.get_by_role("radio").nth(1).check()
    page.get_by_role("button", name="Enrol").click()

    expect(page).to_have_url(f"{live_server.url}/accounts/login/?next=/courses/{course.slug}/cohorts/"
                             f"{_last_cohort(course)}/enrol/")  # fmt: skip
    window.close()


def _last_cohort(course: Course) -> int:
    assert course.current
    return course.current.cohorts.order_by("-starts_at")[0].pk


def test_a_cohort_is_chosen_by_keyboard(
    live_server: LiveServer, page: Page, course: Course, complaints: list[str]
) -> None:
    page.goto(f"{live_server.url}/courses/{course.slug}/")

    tab_to(page, "Enrol")

    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/accounts/login/?next=/courses/{course.slug}/cohorts/"
                             f"{_first_cohort(course)}/enrol/")  # fmt: skip


def _first_cohort(course: Course) -> int:
    assert course.current
    return course.current.cohorts.order_by("starts_at")[0].pk


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_public_pages_are_accessible(
    live_server: LiveServer, browser: Browser, course: Course, width: int, scheme: str
) -> None:
    window = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
    )
    page = window.new_page()
    cohort = _first_cohort(course)
    for address in (
        *("/", "/courses/", "/courses/?q=dependancy", "/courses/?level=advanced&price=free"),
        *(
            f"/courses/{course.slug}/",
            f"/courses/{course.slug}/cohorts/{cohort}/",
            "/about/privacy/",
        ),
    ):
        page.goto(live_server.url + address)
        assert_accessible(page)
    window.close()
