"""The question form in a browser: its script proves its work; without one it is sent as well."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from enquiries.models import Enquiry
from enquiries.operations import asking
from institute.accounts.roles import Role
from tests import make
from tests.enquiries.asking import asked, circumstances
from tests.servers import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
WATCH = """addEventListener('securitypolicyviolation', event =>
    console.error(`${event.violatedDirective} stops ${event.blockedURI}`))"""


def type_in(page: Page, question: str = "Which course fits?") -> None:
    page.get_by_label("Your name").fill("Ana Lima")
    page.get_by_label("Phone or email").fill("416 555 0142")
    page.get_by_label("Your question").fill(question)
    page.get_by_label("If we call, when?").select_option(label="Evening, 17:00 to 19:00")


def complaints(page: Page) -> list[str]:
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.add_init_script(WATCH)
    return said


def test_the_script_proves_its_work_and_says_whose_clock_counts(
    live_server: LiveServer, browser: Browser
) -> None:
    window = browser.new_context(timezone_id="America/Vancouver", locale="en-CA")
    page = window.new_page()
    said = complaints(page)
    course = make.course("Risk and escalation")

    page.goto(f"{live_server.url}/courses/{course.slug}/?utm_source=poster&gclid=1")
    expect(page.locator("[data-zone-words]")).to_have_text("Vancouver time")
    type_in(page)
    page.get_by_role("button", name="Ask a person").click()

    thanks = page.get_by_role("status").filter(has_text="A person answers by")
    expect(thanks).to_contain_text("Vancouver time")
    expect(thanks.locator("a[href^='tel:']")).to_be_visible()
    kept = Enquiry.objects.get()
    assert (kept.zone, kept.call_window, kept.course) == ("America/Vancouver", "evening", course)
    assert kept.utm == {"utm_source": "poster"}
    assert "Sent without scripts, or by a machine." not in kept.suspicions
    assert re.fullmatch(r"[0-9a-f]{24}-\d+\.\d+\.[0-9a-f]{64}", kept.snapshot["proof"])
    assert said == []
    window.close()


def test_a_mistake_keeps_the_proof_and_what_was_typed(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/enquire/")
    type_in(page)
    page.get_by_label("Phone or email").fill("nobody")
    page.get_by_role("button", name="Ask a person").click()
    expect(page.locator(".error-summary")).to_be_focused()

    expect(page.get_by_label("If we call, when?")).to_have_value("evening")
    proof = page.locator("[name=proof]").input_value()
    page.get_by_label("Phone or email").fill("416 555 0142")
    page.get_by_role("button", name="Ask a person").click()
    expect(page.get_by_role("status").filter(has_text="A person answers by")).to_be_visible()

    assert Enquiry.objects.get().snapshot["proof"] == proof != ""


def test_without_scripts_the_form_is_sent_and_answered(
    live_server: LiveServer, browser: Browser
) -> None:
    window = browser.new_context(java_script_enabled=False)
    page = window.new_page()

    page.goto(f"{live_server.url}/enquire/?utm_source=poster")
    expect(page.locator("[data-zone-words]")).to_have_text("Toronto time")
    type_in(page)
    page.get_by_role("button", name="Ask a person").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Thank you. Your question is with us."
    )
    kept = Enquiry.objects.get()
    assert (kept.status, kept.zone, kept.utm) == (
        "new",
        "America/Toronto",
        {"utm_source": "poster"},
    )
    window.close()


def test_suspects_are_decided_without_a_mouse(live_server: LiveServer, browser: Browser) -> None:
    for n in range(3):
        asking.ask(
            asked=asked(question=f"Buy {n}"),
            circumstances=circumstances(
                spam_score=80, suspicions=("The name carries a link.",), quarantine=True
            ),
        )
    window = browser.new_context()
    name, _, value = signed_in(make.staff(Role.DESK)).partition("=")
    window.add_cookies([{"name": name, "value": value, "url": live_server.url}])
    page = window.new_page()
    said = complaints(page)

    page.goto(f"{live_server.url}/enquiries/quarantine/")
    violations = Axe().run(page).response["violations"]
    page.keyboard.press("j")
    page.keyboard.press("Space")
    page.keyboard.press("j")
    page.keyboard.press("Space")
    page.keyboard.press("s")
    expect(page.get_by_role("heading", name="Marked as spam this week")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Space")
    page.keyboard.press("l")
    expect(page.get_by_role("heading", name="Nothing to be checked.")).to_be_visible()

    statuses = Enquiry.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["spam", "spam", "new"]
    assert [rule["id"] for rule in violations] == []
    assert said == []
    window.close()
