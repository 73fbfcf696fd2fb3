"""An exam in a browser: by keyboard alone on a phone, without a connection, without a script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from certification.models import Attempt, Response
from certification.operations import console
from institute.accounts.roles import Role
from tests import certifying, make
from tests.certification.sitting import question
from tests.servers import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
KINDS = tuple(certifying.KINDS)
PHONE = {"width": 390, "height": 844}
SAVED = "[data-saved] .status--done"


def sits(page: Page, server: LiveServer, attempt: Attempt, position: int = 1) -> None:
    name, _, value = signed_in(attempt.candidate).partition("=")
    page.context.add_cookies([{"name": name, "value": value, "url": server.url}])
    page.goto(server.url + question(attempt, position))


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on it."""
    for _ in range(60):
        if page.evaluate("chosen => document.activeElement.matches(chosen)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The keyboard does not reach {selector}.")


def choose(page: Page, selector: str, *keys: str) -> None:
    tab_to(page, selector)
    for key in keys:
        page.keyboard.press(key)


def answer_by_keys(page: Page, kind: str) -> None:
    if kind in ("single", "multiple"):
        field = "choice" if kind == "single" else "choices"
        choose(page, f"[name={field}]", *(["ArrowDown"] if kind == "single" else ["Space"]))
        if kind == "multiple":
            page.keyboard.press("Tab")
            choose(page, "[name=choices][value=c]", "Space")
    elif kind == "ordering":
        choose(page, "[name=place-a]", "2")
        choose(page, "[name=place-b]", "3")
    elif kind == "matching":
        choose(page, "[name=pair-1]", "M")
        choose(page, "[name=pair-2]", "H")
    else:
        choose(page, "[name=value]" if kind == "numeric" else "[name=text]")
        page.keyboard.type("26" if kind == "numeric" else "Critical path")


def test_every_kind_is_answered_with_the_keyboard_alone_on_a_phone(
    page: Page, live_server: LiveServer
) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    attempt = certifying.attempt(certifying.form(*KINDS))
    sits(page, live_server, attempt)
    for position, kind in enumerate(KINDS, start=1):
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"Question {position}.")
        answer_by_keys(page, kind)
        choose(page, "button[name=go][value=next]:not(.visually-hidden)", "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Review and submit")
    expect(page.get_by_text("Every question has an answer.")).to_be_visible()
    stored = Response.objects.order_by("attempt_item__position").values_list("body", flat=True)
    short = {"text": "Critical path"}
    expected = certifying.RIGHT | {"short": short, "essay": short}
    assert list(stored) == [expected[kind] for kind in KINDS]
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [rule["id"] for rule in found] == []

    page.get_by_role("button", name="Hand in my exam").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Your exam is handed in")


def test_a_question_is_answered_with_three_keys_at_twice_the_size(
    page: Page, live_server: LiveServer
) -> None:
    page.set_viewport_size({"width": 720, "height": 450})
    attempt = certifying.attempt(certifying.form(*["single"] * 12))
    sits(page, live_server, attempt)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()

    for key in ("Tab", "Space"):
        page.keyboard.press(key)
    expect(page.locator("[name=choice]:checked")).to_be_focused()
    is_seen = """() => { const box = document.activeElement.getBoundingClientRect();
        return document.elementFromPoint(box.x + 5, box.y + 5) === document.activeElement }"""
    page.wait_for_function(is_seen)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Question 2.")
    assert Response.objects.get().body == {"choice": "a"}
    expect(page.get_by_role("link", name="Review and submit")).to_have_count(1)


def test_what_is_typed_without_a_connection_waits_and_is_sent(
    page: Page, live_server: LiveServer
) -> None:
    attempt = certifying.attempt(certifying.form("essay", "short"))
    sits(page, live_server, attempt)
    page.context.set_offline(True)

    page.locator("#answer-text").fill("Typed in a tunnel.")
    expect(page.locator("[data-saved]")).to_contain_text("No connection: 1 answer waits")
    page.get_by_role("button", name="Next question").click()
    expect(page.locator("[data-tell]")).to_contain_text("waits in this browser")
    assert not Response.objects.exists()

    page.context.set_offline(False)
    expect(page.locator(SAVED)).to_be_visible()
    assert Response.objects.get().body == {"text": "Typed in a tunnel."}
    assert page.evaluate("localStorage.length") == 0


def test_what_waits_survives_a_crash_of_the_page(page: Page, live_server: LiveServer) -> None:
    attempt = certifying.attempt(certifying.form("essay"))
    sits(page, live_server, attempt)
    page.route("**/answer/", lambda route: route.abort())
    page.locator("#answer-text").fill("Before the crash.")
    expect(page.locator("[data-saved]")).to_contain_text("No connection")

    page.unroute("**/answer/")
    page.reload()

    expect(page.locator("#answer-text")).to_have_value("Before the crash.")
    expect(page.locator(SAVED)).to_be_visible()
    assert Response.objects.get().body == {"text": "Before the crash."}


def test_a_second_tab_is_told_and_can_take_over(page: Page, live_server: LiveServer) -> None:
    attempt = certifying.attempt(certifying.form("short"))
    sits(page, live_server, attempt)
    expect(page.locator("[data-tell]")).to_be_hidden()
    page.locator("#answer-text").fill("First")
    expect(page.locator(SAVED)).to_contain_text(":")
    second = page.context.new_page()

    sits(second, live_server, attempt)
    expect(second.locator("[data-tell]")).to_contain_text("open in another tab")
    second.get_by_role("button", name="Continue in this tab").click()
    expect(second.locator("[data-tell]")).to_be_hidden()
    second.locator("#answer-text").fill("Second")
    expect(second.locator(SAVED)).to_contain_text(":")

    page.locator("#answer-text").fill("Third")
    expect(page.locator("[data-tell]")).to_contain_text("open in another tab")
    assert Response.objects.get().body == {"text": "Second"}


def test_the_page_says_when_minutes_are_added_and_f_flags(
    page: Page, live_server: LiveServer
) -> None:
    page.clock.install(time=timezone.now())
    attempt = certifying.attempt(certifying.form("single"))
    sits(page, live_server, attempt)
    examiner = make.staff(Role.EXAMINER)
    page.locator("h1").click()

    page.keyboard.press("f")
    expect(page.get_by_role("button", name="Flag to come back")).to_have_attribute(
        "aria-pressed", "true"
    )
    console.add_minutes(attempts=[attempt], minutes=10, why="Noise.", by=examiner)
    page.clock.run_for(16_000)

    expect(page.locator("[data-tell]")).to_contain_text("10 minutes were added")
    assert attempt.items.get().flagged
    page.clock.run_for(41 * 60_000)
    expect(page.locator("[data-announce]")).not_to_be_empty()


def test_an_answer_can_be_taken_back_as_soon_as_it_is_stored(
    page: Page, live_server: LiveServer
) -> None:
    attempt = certifying.attempt(certifying.form("single"))
    sits(page, live_server, attempt)
    take_back = page.get_by_role("button", name="Take the answer back")
    expect(take_back).to_be_hidden()
    page.route("**/answer/", lambda route: route.abort())
    page.get_by_label("Wait").check()
    expect(page.locator("[data-saved]")).to_contain_text("No connection")
    expect(take_back).to_be_hidden()
    page.unroute("**/answer/")

    expect(take_back).to_be_visible()
    assert Response.objects.get().body == certifying.RIGHT["single"]
    take_back.focus()
    page.keyboard.press("Enter")

    expect(take_back).to_be_hidden()
    expect(page.locator("[name=choice]").first).to_be_focused()
    assert Response.objects.get().body == {}


def test_an_exam_works_without_a_script_at_twice_the_size(
    browser: Browser, live_server: LiveServer
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 640, "height": 450})
    page = context.new_page()
    attempt = certifying.attempt(certifying.form("ordering", "single"))
    sits(page, live_server, attempt)
    for choice, place in (("c", "1"), ("a", "2"), ("b", "3")):
        page.locator(f"#place-{choice}").select_option(place)
    page.get_by_role("button", name="Next question").click()
    page.get_by_label("Wait").check()
    page.get_by_role("button", name="Review", exact=False).last.click()
    expect(page.get_by_text("Every question has an answer.")).to_be_visible()
    page.get_by_role("button", name="Hand in my exam").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your exam is handed in")
    context.close()

    bodies = Response.objects.order_by("attempt_item__position").values_list("body", flat=True)
    assert list(bodies) == [certifying.RIGHT["ordering"], certifying.RIGHT["single"]]
