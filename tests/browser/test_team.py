"""Two people at one table: one proposes, the other agrees, and the week goes on."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from institute.accounts.models import User
from tests import make
from tests.courses.simulating import a_run
from tests.servers import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def window(browser: Browser, server: LiveServer, who: User, **settings: object) -> Page:
    context = browser.new_context(**settings)  # type: ignore[arg-type]
    name, _, value = signed_in(who).partition("=")
    context.add_cookies([{"name": name, "value": value, "url": server.url}])
    page = context.new_page()
    page.set_default_timeout(15_000)
    return page


def test_two_who_play_together_agree_and_the_week_goes_on(
    browser: Browser, live_server: LiveServer
) -> None:
    lead, mate = make.student(), make.student()
    run = a_run(lead)
    here = f"{live_server.url}/simulations/runs/{run.pk}/"
    one = window(browser, live_server, lead)
    other = window(
        browser,
        live_server,
        mate,
        java_script_enabled=False,
        viewport={"width": 390, "height": 844},
    )
    one.goto(here)
    one.locator("summary", has_text="Play this run as a team").click()
    one.get_by_role("button", name="Make it a team’s run").click()
    link = one.get_by_label("Send this link").input_value()

    other.goto(live_server.url + link[link.index("/simulations/") :])
    other.get_by_label("Risk").check()
    other.get_by_role("button", name="Take a seat").click()
    expect(other.get_by_role("heading", name="Your team")).to_be_visible()

    one.goto(here)
    one.locator("input[name=rag][value=A]").check()
    expect(one.locator("#tray")).to_contain_text("0 of 2 agree with this plan")
    one.get_by_role("button", name="Agree with this plan").click()
    expect(one.locator("#tray")).to_contain_text("You agree")

    other.get_by_role("button", name="Agree with this plan").click()
    expect(other.get_by_text("Another window saved this week’s plan")).to_be_visible()
    expect(other.locator("input[name=rag][value=A]")).to_be_checked()
    other.get_by_role("button", name="End week 1").click()

    expect(other.get_by_role("heading", level=1)).to_contain_text("Week 2")
    one.reload()
    expect(one.get_by_role("heading", level=1)).to_contain_text("Week 2")
    run.refresh_from_db()
    assert run.turns.get().by == mate
    for page in (one, other):
        page.context.close()
