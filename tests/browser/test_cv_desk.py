"""Reading a CV: lines are chosen by mouse, by keyboard and without scripts."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from mentorship.models import CvReview
from tests import make
from tests.mentorship.cv_cases import document, reviewer, submitted
from tests.servers import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def review() -> CvReview:
    reviewer()
    return submitted(document(make.student()))


def desk(page: Page, server: LiveServer, review: CvReview) -> Page:
    """The reviewer in front of the CV."""
    assert review.reviewer
    name, _, value = signed_in(review.reviewer.user).partition("=")
    page.context.add_cookies([{"name": name, "value": value, "url": server.url}])
    page.goto(server.url + review.get_absolute_url())
    return page


def span(page: Page) -> tuple[str, str]:
    return page.get_by_label("From line").input_value(), page.locator("#id_end").input_value()


def test_lines_are_chosen_with_the_mouse(
    page: Page, live_server: LiveServer, review: CvReview
) -> None:
    desk(page, live_server, review)
    page.get_by_text("Responsible for the migration").click()
    expect(page.get_by_role("heading", name="Comment on line 7")).to_be_visible()
    page.get_by_text("Ran the incident review").click(modifiers=["Shift"])
    expect(page.get_by_role("heading", name="Comment on lines 7 to 9")).to_be_visible()
    assert span(page) == ("7", "9")
    expect(page.locator(".cvl.is-chosen")).to_have_count(3)
    page.get_by_role("radio", name="Must change").check()
    page.get_by_label("What you say").fill("One line with a number says more than three.")
    page.get_by_role("button", name="Add the comment").click()

    expect(page.get_by_role("article", name="Comment 1")).to_contain_text("Lines 7 to 9")
    made = review.comments.get()
    assert (made.start, made.end, made.severity) == (7, 9, "must")


def test_lines_are_chosen_with_the_keyboard_alone(
    page: Page, live_server: LiveServer, review: CvReview
) -> None:
    desk(page, live_server, review)
    page.get_by_role("link", name="Line 1", exact=True).focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_label("What you say")).to_be_focused()
    assert span(page) == ("4", "4")
    page.get_by_role("link", name="Line 4", exact=True).focus()
    for key in ("Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowUp", "Enter"):
        page.keyboard.press(key)
    assert span(page) == ("4", "5")
    page.keyboard.type("Say it in one line.")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_role("article", name="Comment 1")).to_contain_text("Say it in one line.")
    assert review.comments.get().end == 5


def test_without_scripts_a_number_is_a_link_that_fills_the_form(
    browser: Browser, live_server: LiveServer, review: CvReview
) -> None:
    window = browser.new_context(java_script_enabled=False)
    page = desk(window.new_page(), live_server, review)
    page.get_by_role("link", name="Line 9", exact=True).click()
    assert span(page) == ("9", "")
    page.get_by_label("What you say").fill("How many incidents came back?")
    page.get_by_role("button", name="Add the comment").click()

    expect(page.get_by_role("article", name="Comment 1")).to_contain_text("Line 9")
    assert review.comments.get().severity == "should"
    window.close()


def test_a_selection_of_words_is_left_to_its_reader(
    page: Page, live_server: LiveServer, review: CvReview
) -> None:
    desk(page, live_server, review)
    page.get_by_text("Ran the incident review").dblclick(position={"x": 20, "y": 8})

    assert page.evaluate("getSelection().toString().trim()") == "Ran"
