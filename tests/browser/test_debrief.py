"""A learner finishes a run, guesses, waits, reads, sets out to change, shares and prints."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from courses.models import Debrief
from courses.operations import debriefing
from courses.runs.engines import scenario_of
from tests import make
from tests.browser.test_simulation import come_in
from tests.courses.simulating import a_run, played

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_story_from_the_last_week_to_the_paper(
    page: Page, browser: Browser, live_server: LiveServer, tmp_path: Path
) -> None:
    learner = make.student()
    run = a_run(learner)
    run = played(run, scenario_of(run.version).meta.weeks_max - 1, {"report": {"rag": "A"}})

    come_in(page, live_server, learner, f"/simulations/runs/{run.pk}/")
    page.get_by_role("button", name=f"End week {run.week + 1}").click()
    page.get_by_role("link", name="Open the debrief").click()

    page.get_by_label("When was it lost?").select_option("Week 4")
    page.get_by_label("Estimates that were short").check()
    page.get_by_role("button", name="Show the debrief").click()
    expect(page.get_by_role("status").filter(has_text="Step 1 of 11")).to_be_visible()

    debriefing.work_out(Debrief.objects.get().pk)  # what a worker does meanwhile
    expect(page.get_by_role("heading", name="Five responsibilities")).to_be_visible()
    expect(page.get_by_role("heading", name="What you thought, and what it was")).to_be_visible()
    page.get_by_role("link", name="Your decisions").click()
    expect(page.get_by_role("heading", name="Your decisions")).to_be_in_viewport()
    page.locator("#lost summary").press("Enter")
    expect(page.get_by_role("region", name="Table: hand-over week by week")).to_be_visible()

    page.get_by_label("In my next run").fill("I will ask before week 3.")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("You will see it when your next run begins.").first).to_be_visible()
    page.get_by_role("button", name="Make a link").click()
    link = page.locator(".sharelink a").get_attribute("href")
    assert link

    with browser.new_context() as elsewhere:
        visitor = elsewhere.new_page()
        visitor.goto(live_server.url + link)
        expect(visitor.get_by_text(f"Debrief of a run by {learner.name}")).to_be_visible()
        with visitor.expect_download() as paper:
            visitor.get_by_role("link", name="Download as PDF").click()
        kept = tmp_path / "debrief.pdf"
        paper.value.save_as(kept)
        assert kept.read_bytes().startswith(b"%PDF-")
        page.get_by_role("button", name="Close the link").click()
        expect(page.get_by_role("button", name="Make a link")).to_be_visible()
        visitor.reload()
        expect(visitor.get_by_role("heading", name="This link is closed")).to_be_visible()
