"""The marking desk in a browser: by keyboard alone, with a comment, without scripts, at once."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from certification.models import Mark, MarkingTask
from certification.operations.allocating import take_next
from certification.operations.handing_over import hand_over
from institute.accounts.models import User
from tests import certifying
from tests.certification.markers import TEXT, answered, examiner
from tests.servers import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
PAINT_MS = 100
PAINTED = """() => new Promise((done) => {
    const at = (name) => performance.getEntriesByName(name).at(-1)?.startTime;
    const look = () => at('marking-painted')
        ? done(at('marking-painted') - at('marking-saved')) : requestAnimationFrame(look);
    look();
})"""


@pytest.fixture
def marker() -> User:
    """An examiner before four papers of one form."""
    form = certifying.form("essay")
    for _ in range(4):
        hand_over(attempt=answered(paper=form))
    return examiner()


def desk(page: Page, server: LiveServer, marker: User) -> MarkingTask:
    """The marker in front of their first script."""
    name, _, value = signed_in(marker).partition("=")
    page.context.add_cookies([{"name": name, "value": value, "url": server.url}])
    version = MarkingTask.objects.earliest("pk").version
    task = take_next(marker=marker, version=version)
    assert task
    page.goto(server.url + task.get_absolute_url())
    return task


def preloaded(page: Page) -> None:
    """The next script is in the browser."""
    expect(page.locator("form[data-ready]")).to_be_attached()


def code(page: Page) -> str:
    return page.locator("[data-marking-head]").inner_text()


def test_two_scripts_are_marked_without_a_mouse(
    page: Page, live_server: LiveServer, marker: User
) -> None:
    task = desk(page, live_server, marker)
    preloaded(page)
    page.keyboard.press("2")
    expect(page.locator("fieldset.crit").nth(1)).to_contain_class("crit--now")
    page.keyboard.press("3")
    expect(page.locator("[data-total]")).to_have_text("5")
    expect(page.locator("[data-missing]")).to_have_text("all chosen")
    page.keyboard.press("k")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-marking-head]")).not_to_have_text(f"Candidate {task.code}")
    expect(page.locator("[data-marking-progress]")).to_contain_text("1 of 4 marked")
    preloaded(page)
    page.keyboard.press("1")
    page.keyboard.press("1")
    page.keyboard.press("Control+Enter")

    expect(page.locator("[data-marking-progress]")).to_contain_text("2 of 4 marked")
    levels = list(Mark.objects.order_by("pk").values_list("levels", flat=True))
    assert levels == [{"path": 2, "tone": 3}, {"path": 1, "tone": 1}]
    assert Mark.objects.earliest("pk").seconds <= 60
    before = code(page)
    page.keyboard.press("n")
    expect(page.locator("[data-marking-head]")).not_to_have_text(before)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Save and go on")


def test_a_level_that_is_missing_is_told_in_our_words(
    page: Page, live_server: LiveServer, marker: User
) -> None:
    desk(page, live_server, marker)
    page.keyboard.press("2")
    page.keyboard.press("Control+Enter")

    summary = page.locator(".error-summary")
    expect(summary).to_contain_text("There is a problem")
    expect(summary.get_by_role("link")).to_have_count(1)
    expect(page.locator("fieldset.crit input:checked")).to_have_count(1)
    assert not Mark.objects.exists()


def test_the_next_script_is_painted_within_a_tenth_of_a_second(
    page: Page, live_server: LiveServer, marker: User
) -> None:
    desk(page, live_server, marker)
    took = []
    for done in (1, 2):
        preloaded(page)
        page.evaluate("performance.clearMarks()")
        page.keyboard.press("2")
        page.keyboard.press("2")
        page.keyboard.press("Control+Enter")
        expect(page.locator("[data-marking-progress]")).to_contain_text(f"{done} of 4 marked")
        took.append(page.evaluate(PAINTED))

    assert min(took) <= PAINT_MS, took


def test_a_comment_marks_the_words_it_is_about(
    page: Page, live_server: LiveServer, marker: User
) -> None:
    desk(page, live_server, marker)
    page.evaluate(
        """() => {
            const words = document.querySelectorAll('[data-script] p')[1].firstChild;
            getSelection().setBaseAndExtent(words, 4, words, 8);
        }"""
    )
    page.keyboard.press("c")
    page.keyboard.type("Right path.")
    expect(page.locator("[data-script] mark")).to_have_text("path")
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.keyboard.type("Date first.")
    for criterion in page.locator("fieldset.crit").all():
        criterion.get_by_role("radio", name="Most").check()
    page.get_by_role("button", name="Save, next answer").click()
    expect(page.locator("[data-marking-progress]")).to_contain_text("1 of 4 marked")

    start = TEXT.index("path")
    assert sorted(Mark.objects.get().comments, key=lambda one: one["from"]) == [
        {"from": 0, "to": 0, "text": "Date first."},
        {"from": start, "to": start + 4, "text": "Right path."},
    ]


def test_a_comment_finds_its_words_before_the_browser_tells_of_the_selection(
    page: Page, live_server: LiveServer, marker: User
) -> None:
    """The event of a selection comes a task later: a quick hand, or a busy machine, is faster."""
    desk(page, live_server, marker)
    page.evaluate(
        """() => {
            const words = document.querySelectorAll('[data-script] p')[1].firstChild;
            getSelection().setBaseAndExtent(words, 4, words, 8);
            document.querySelector('button[data-comment]').click();
        }"""
    )

    expect(page.locator("[data-script] mark")).to_have_text("path")


def test_a_mark_is_given_without_scripts_on_a_phone(
    browser: Browser, live_server: LiveServer, marker: User
) -> None:
    window = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = window.new_page()
    task = desk(page, live_server, marker)
    for criterion in page.locator("fieldset.crit").all():
        criterion.get_by_role("radio", name="Part").check()
    page.get_by_label("Words of the answer").fill("26 days")
    page.get_by_label("Another comment").fill("Show how.")
    page.get_by_role("button", name="Save, next answer").click()

    expect(page.locator("[data-marking-head]")).not_to_have_text(f"Candidate {task.code}")
    mark = Mark.objects.get()
    assert (mark.points, mark.comments[0]["text"]) == (2, "Show how.")
    window.close()


def test_two_windows_are_shown_both_versions(
    page: Page, live_server: LiveServer, marker: User
) -> None:
    task = desk(page, live_server, marker)
    other = page.context.new_page()
    other.goto(live_server.url + task.get_absolute_url())
    for window, level in ((page, "All"), (other, "No")):
        for criterion in window.locator("fieldset.crit").all():
            criterion.get_by_role("radio", name=level).check()
        window.get_by_role("button", name="Save, next answer").click()
        window.wait_for_load_state("networkidle")

    expect(other.get_by_role("alert").first).to_contain_text("changed elsewhere")
    other.get_by_role("button", name="Save mine as a new revision").click()
    expect(other.locator("[data-marking-progress]")).to_be_visible()
    assert [mark.points for mark in task.marks.order_by("revision")] == [6, 0]


@pytest.mark.parametrize("width", [1440, 390])
def test_the_desk_fits_and_axe_finds_nothing(
    page: Page, live_server: LiveServer, marker: User, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    desk(page, live_server, marker)
    page.keyboard.press("c")
    page.locator("details").first.locator("summary").click()

    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_a_mark_begun_at_one_desk_goes_on_at_another(
    page: Page, browser: Browser, live_server: LiveServer, marker: User
) -> None:
    task = desk(page, live_server, marker)
    page.keyboard.press("2")
    page.keyboard.press("c")
    page.keyboard.type("Date first.")
    expect(page.locator("[data-kept]")).to_contain_text("Kept for you")
    page.context.close()

    elsewhere = browser.new_context()
    second = elsewhere.new_page()
    name, _, value = signed_in(marker).partition("=")
    elsewhere.add_cookies([{"name": name, "value": value, "url": live_server.url}])
    second.goto(live_server.url + task.get_absolute_url())
    expect(second.get_by_label("Comment 1")).to_have_value("Date first.")
    expect(second.locator("fieldset.crit input:checked")).to_have_value("2")
    expect(second.locator("[data-total]")).to_have_text("2")
    second.locator("fieldset.crit").nth(1).get_by_role("radio", name="Most").check()
    second.get_by_role("button", name="Save, next answer").click()
    expect(second.locator("[data-marking-progress]")).to_contain_text("1 of 4 marked")
    elsewhere.close()

    task.refresh_from_db()
    assert (task.draft, Mark.objects.get().levels) == ({}, {"path": 2, "tone": 2})
