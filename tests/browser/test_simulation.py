"""The flagship in a browser: a game by mouse, a week by keys alone, one without JavaScript."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from courses.models import SimulationRun
from courses.runs.cards import key_of
from courses.runs.engines import state_of, view_of
from courses.simulations.policies import policy
from courses.simulations.policies.playing import Player
from courses.simulations.scenario import shipped
from institute.accounts.models import User
from tests import make
from tests.courses.simulating import FLAGSHIP, a_run, a_scenario, played
from tests.servers import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
#: What a turn takes: reading at 240 words a minute, and seconds for each thing that is decided.
WORDS_A_SECOND, A_CARD, AN_EVENT, AN_ORDER, A_REPORT = 4.0, 5, 20, 4, 6
#: New on a later Monday: news, events and options, the report; the rest is glanced at.
FRESH = "section[aria-labelledby=mon-h], fieldset:has(> label > input[name^=answer-])"
BRIEF_MINUTES = 3.0


def come_in(page: Page, server: LiveServer, who: User, address: str) -> None:
    name, _, value = signed_in(who).partition("=")
    page.context.add_cookies([{"name": name, "value": value, "url": server.url}])
    page.goto(server.url + address)


def decide(page: Page, decisions: dict[str, Any]) -> int:
    """Tick what was decided; how many things that were."""
    for card in decisions["cards"]:
        box = page.locator(f'input[name=card][value="{key_of(card)}"]')
        if not box.is_visible():
            page.locator("details.kind", has=box).locator("summary").click()
        box.check()
    for event, option in decisions["respond"].items():
        page.locator(f'input[name="answer-{event}"][value="{option}"]').check()
    page.locator(f"input[name=rag][value={decisions['report'].get('rag', 'A')}]").check()
    forecast = page.locator("input[name=fc]")
    forecast.fill(str(decisions["report"].get("fc", 14.0)))
    forecast.blur()
    if decisions.get("launch", "wait") != "wait":
        page.locator(f"input[name=launch][value={decisions['launch']}]").check()
    return len(decisions["cards"]) + len(decisions["respond"]) + 1


def end_week(page: Page, week: int) -> None:
    page.get_by_role("button", name=f"End week {week}").click()
    page.wait_for_load_state()


def a_week(page: Page, run: SimulationRun, player: Player) -> tuple[int, float]:
    """Play the week on the screen; decisions, and the seconds a person would need."""
    run.refresh_from_db()
    decisions = player(view_of(run))
    words = sum(len(text.split()) for text in page.locator(FRESH).all_inner_texts())
    done = decide(page, decisions)
    end_week(page, run.week + 1)
    thought = A_CARD * len(decisions["cards"]) + AN_EVENT * len(decisions["respond"]) + A_REPORT
    return done, words / WORDS_A_SECOND + thought


def test_who_has_never_seen_it_ships_the_flagship_in_a_quarter_of_an_hour_or_more(
    page: Page, live_server: LiveServer, record_testsuite_property: Any
) -> None:
    a_scenario()
    student = make.student()
    come_in(page, live_server, student, f"/simulations/{FLAGSHIP}/")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("button", name="Start").first.click()
    expect(page.get_by_role("heading", name="Your first Monday")).to_be_visible()
    run = SimulationRun.objects.get(user=student)
    player = policy("competent").seat(shipped(FLAGSHIP), run.seed)
    weeks = []
    while "of 100" not in page.locator("main").inner_text():
        weeks.append(a_week(page, run, player))
        assert len(weeks) <= 20

    run.refresh_from_db()
    assert run.status == "finished"
    assert state_of(run)["status"] == "launched"
    decisions, seconds = sum(done for done, _ in weeks), sum(took for _, took in weeks)
    minutes = BRIEF_MINUTES + seconds / 60
    a_turn = decisions / len(weeks)
    record_testsuite_property("decisions a turn", round(a_turn, 1))
    record_testsuite_property("minutes", round(minutes, 1))
    print(f"\n{'turns':>6} {'decisions a turn':>17} {'minutes':>8}")
    print(f"{len(weeks):>6} {a_turn:>17.1f} {minutes:>8.1f}")
    assert 12 <= len(weeks) <= 20
    assert 12 <= minutes <= 26


def test_a_week_is_played_with_the_keys_alone(page: Page, live_server: LiveServer) -> None:
    run = a_run(make.student())
    come_in(page, live_server, run.user, f"/simulations/runs/{run.pk}/")
    summary = page.locator("details.kind summary", has_text="Sync with a team")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#tray")).to_contain_text("5 of 6 points left")
    page.keyboard.press("Space")
    expect(page.locator("#tray")).to_contain_text("6 of 6 points left")
    page.keyboard.press("Space")
    expect(page.locator("#tray")).to_contain_text("5 of 6 points left")
    end = page.get_by_role("button", name="End week 1")
    for _ in range(80):
        page.keyboard.press("Tab")
        if end.evaluate("it => it === document.activeElement"):
            break
    page.keyboard.press("Enter")

    expect(page.get_by_role("button", name="End week 2")).to_be_visible()
    run.refresh_from_db()
    assert run.turns.get().decisions["cards"][0][0] == "sync"


def test_a_week_is_played_without_javascript_on_a_phone(
    browser: Browser, live_server: LiveServer
) -> None:
    run = a_run(make.student())
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.set_default_timeout(15_000)
    come_in(page, live_server, run.user, f"/simulations/runs/{run.pk}/")
    page.locator("summary", has_text="Review the risks").click()
    page.locator('input[name=card][value^="riskreview"]').check()
    page.locator("input[name=rag][value=A]").check()
    page.get_by_role("button", name="Keep the plan").last.click()
    expect(page.locator('input[name=card][value^="riskreview"]')).to_be_checked()
    end_week(page, 1)

    expect(page.get_by_role("button", name="End week 2")).to_be_visible()
    run.refresh_from_db()
    assert run.turns.get().decisions["cards"] == [["riskreview"]]
    context.close()


def test_control_and_enter_end_the_week_from_where_one_decides(
    page: Page, live_server: LiveServer
) -> None:
    run = a_run(make.student())
    come_in(page, live_server, run.user, f"/simulations/runs/{run.pk}/")
    page.locator("details.kind summary", has_text="Review the risks").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#tray")).to_contain_text("5 of 6 points left")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_role("button", name="End week 2")).to_be_visible()
    assert run.turns.get().decisions["cards"] == [["riskreview"]]


def test_a_plan_wider_than_a_phone_begins_with_this_week(
    page: Page, live_server: LiveServer
) -> None:
    run = a_run(make.student())
    played(run, 6)
    page.set_viewport_size({"width": 390, "height": 844})
    come_in(page, live_server, run.user, f"/simulations/runs/{run.pk}/")
    chart = page.get_by_role("region", name="Plan chart")

    now = chart.locator(".t-today").bounding_box()

    assert now is not None
    assert 0 < now["x"] < 390
