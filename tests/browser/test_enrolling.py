"""Enrolling and cancelling by keyboard on a phone, and the desk at its table."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from courses.models import Cohort, Enrolment, Status
from courses.operations.enrolling import reserve_place
from institute.accounts.models import User
from tests import make
from tests.servers import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
MOST_TABS = 60
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def open_as(window: BrowserContext, server: LiveServer, user: User) -> None:
    """Let the window carry this person's session."""
    name, _, value = signed_in(user).partition("=")
    window.add_cookies([{"name": name, "value": value, "url": server.url}])


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the control with these words has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement?.innerText || ''")
        if str(focused).strip().startswith(words):
            return
    pytest.fail(f"{words!r} is not reached by Tab.")


def assert_accessible(page: Page) -> None:
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    wider = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wider, "The page scrolls sideways."


def test_a_student_enrols_and_cancels_by_keyboard_on_a_phone(
    live_server: LiveServer, window: BrowserContext, page: Page
) -> None:
    student, cohort = make.student(), make.cohort()
    open_as(window, live_server, student)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/courses/{cohort.version.course.slug}/cohorts/{cohort.pk}/enrol/")
    expect(page.locator("#id_company")).to_be_hidden()
    assert_accessible(page)

    tab_to(page, "Reserve my place")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your place is reserved")).to_be_visible()
    assert_accessible(page)
    tab_to(page, "Cancel this place")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Cancel your place?")).to_be_visible()
    assert_accessible(page)
    tab_to(page, "Cancel my place")
    page.keyboard.press("Enter")

    expect(page.get_by_text("This place is given back")).to_be_visible()
    assert Enrolment.objects.get(student=student).status == Status.CANCELLED


def test_a_slip_brings_the_reader_to_the_summary_and_keeps_the_words(
    live_server: LiveServer, window: BrowserContext, page: Page
) -> None:
    cohort = make.cohort()
    open_as(window, live_server, make.student())
    page.goto(f"{live_server.url}/courses/{cohort.version.course.slug}/cohorts/{cohort.pk}/enrol/")
    page.get_by_label("My employer pays by invoice").check()
    page.get_by_label("Purchase order number").fill("PO-7")

    page.get_by_role("button", name="Reserve my place").click()

    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.get_by_label("Purchase order number")).to_have_value("PO-7")
    page.get_by_role("link", name="Enter the company the invoice goes to.").click()
    expect(page.locator("#id_company")).to_be_focused()
    assert_accessible(page)


def test_a_student_enrols_without_a_script(live_server: LiveServer, browser: Browser) -> None:
    cohort, student = make.cohort(), make.student()
    plain = browser.new_context(java_script_enabled=False)
    open_as(plain, live_server, student)
    page = plain.new_page()
    page.goto(f"{live_server.url}/courses/{cohort.version.course.slug}/cohorts/{cohort.pk}/enrol/")

    page.get_by_role("button", name="Reserve my place").click()

    expect(page.get_by_text("Your place is reserved")).to_be_visible()
    plain.close()


def test_today_reads_well_on_a_phone_and_on_a_desk(
    live_server: LiveServer, window: BrowserContext, page: Page
) -> None:
    student = make.student()
    reserve_place(student=student, cohort=make.cohort(price_cents=0, starts_in_days=0.02))
    open_as(window, live_server, student)
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto(f"{live_server.url}/dashboard/")
        expect(page.get_by_text("Next up")).to_be_visible()
        assert_accessible(page)


def test_the_desk_records_a_payment_by_keyboard(
    live_server: LiveServer, window: BrowserContext, page: Page, desk: User
) -> None:
    place = reserve_place(student=make.student(), cohort=make.cohort())
    open_as(window, live_server, desk)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/staff/cohorts/{place.cohort_id}/")
    assert_accessible(page)

    tab_to(page, "Record payment")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Amount in dollars")).to_have_value("779.70")
    assert_accessible(page)
    page.get_by_label("Reference").focus()
    page.keyboard.type("CA1x9")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_text("is confirmed and gets the dates by email")).to_be_visible()
    place.refresh_from_db()
    assert place.status == Status.CONFIRMED
    assert Cohort.objects.get(pk=place.cohort_id).taken == 1
    assert_accessible(page)
