"""People at one table: they propose, agree, ask each other, and hear of it as it happens."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from courses.operations import simulating, teaming
from courses.operations.simulating import Planned
from institute.accounts.models import User
from tests import make
from tests.courses.simulating import BUSY, a_run
from tests.courses.tables import a_class, a_table, joined_by, shown
from tests.servers import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
SOON = 20_000  # a page at a table asks every ten seconds


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


def test_a_page_learns_of_a_vote_and_of_the_end_of_the_week_by_itself(
    browser: Browser, live_server: LiveServer
) -> None:
    lead = make.student()
    run = a_run(lead)
    second, third = joined_by(a_table(run), 2)
    simulating.save_draft(run=run, planned=Planned(1, 0), decisions=BUSY)
    page = window(browser, live_server, lead)
    page.goto(f"{live_server.url}/simulations/runs/{run.pk}/")
    expect(page.locator("#tray-vote")).to_contain_text("0 of 3 agree with this plan")
    forecast = page.locator("input[name=fc]")
    forecast.focus()
    forecast.press_sequentially("7")

    teaming.agree(run=run, by=second, planned=Planned(1, 1), decisions=BUSY)
    expect(page.locator("#tray-vote")).to_contain_text("1 of 3 agree with this plan", timeout=SOON)
    expect(page.locator("#team-now")).to_contain_text("Agrees with the plan")
    expect(forecast).to_be_focused()
    expect(forecast).to_have_value(re.compile("7"))
    expect(page.locator("#team-said")).to_be_empty()

    simulating.commit_week(run=run, by=third, planned=Planned(1, 1), decisions=BUSY)
    told = page.locator("#team-said")
    expect(told).to_contain_text(f"{third.name} ended week 1", timeout=SOON)
    expect(page.locator("#tray-vote")).to_contain_text("ended week 1")
    expect(forecast).to_be_focused()
    expect(page.locator("#trouble")).to_be_empty()
    told.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Week 2")
    page.context.close()


def test_somebody_asked_by_name_takes_a_seat_without_a_script(
    browser: Browser, live_server: LiveServer
) -> None:
    _, (lead, mate) = a_class(2)
    shown(mate, "Critical path")
    run = a_run(lead.student)
    a_table(run)
    one = window(browser, live_server, lead.student)
    one.goto(f"{live_server.url}/simulations/runs/{run.pk}/")
    one.get_by_label("Or ask somebody of your classes").select_option(index=0)
    one.get_by_role("button", name="Ask them").click()
    expect(one.get_by_text("Critical path is asked")).to_be_visible()

    other = window(browser, live_server, mate.student, java_script_enabled=False)
    other.goto(f"{live_server.url}/simulations/")
    other.get_by_role("link", name="See who asks you").click()
    other.get_by_label("The part you take").select_option("risk")
    other.get_by_role("button", name="Take a seat").click()
    expect(other.get_by_role("heading", name="Your team")).to_be_visible()
    expect(one.locator("#team-now")).to_contain_text(mate.student.name, timeout=SOON)
    for page in (one, other):
        page.context.close()
