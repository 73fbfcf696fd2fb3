"""A week painted by key, by mouse and by finger, and typed where there is no script."""

import datetime as dt

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from mentorship.models import AvailabilityRule, Mentor
from mentorship.operations.availability import seasons_of_mentor
from mentorship.week_hours import Pair, Week
from tests import make
from tests.servers import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
NINE, NOON = dt.time(9), dt.time(12)
TUESDAY = 1


@pytest.fixture
def mentor() -> Mentor:
    made = make.mentor(zone="America/Vancouver")
    AvailabilityRule.objects.all().delete()
    return made


def sign_in(window: BrowserContext, mentor: Mentor, server: LiveServer) -> Page:
    name, _, value = signed_in(mentor.user).partition("=")
    window.add_cookies([{"name": name, "value": value, "url": server.url}])
    page = window.new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{server.url}/mentoring/availability/")
    return page


def save(page: Page) -> None:
    page.get_by_role("button", name="Save the hours").click()
    expect(page.get_by_text("The hours are saved.")).to_be_visible()


def saved(mentor: Mentor) -> tuple[tuple[Pair, ...], ...]:
    (season,) = seasons_of_mentor(mentor)
    return season.week.days


def only_tuesday(*pairs: Pair) -> tuple[tuple[Pair, ...], ...]:
    return Week.of([pairs if day == TUESDAY else () for day in range(7)]).days


def test_tuesday_morning_is_painted_with_the_keyboard_alone(
    window: BrowserContext, live_server: LiveServer, mentor: Mentor
) -> None:
    page = sign_in(window, mentor, live_server)
    page.get_by_role("gridcell", name="Monday 09:00").focus()

    page.keyboard.press("ArrowRight")
    page.keyboard.press(" ")
    for _ in range(5):
        page.keyboard.press("Shift+ArrowDown")

    expect(page.locator("[data-said]")).to_have_text(
        "Tuesday, 09:00 to 12:00: open. 3 hours a week."
    )
    focused = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert focused == "Tuesday 11:30, open"
    expect(page.get_by_role("gridcell", selected=True)).to_have_count(6)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("The hours are saved.")).to_be_visible()
    assert saved(mentor) == only_tuesday((NINE, NOON))


def test_a_range_is_taken_back_by_key_and_shrinks_with_the_way_back(
    window: BrowserContext, live_server: LiveServer, mentor: Mentor
) -> None:
    hours = {"mentor": mentor, "weekday": TUESDAY, "zone": "America/Vancouver"}
    AvailabilityRule.objects.create(**hours, starts=NINE, ends=NOON)
    page = sign_in(window, mentor, live_server)
    page.get_by_role("gridcell", name="Tuesday 11:00").focus()

    page.keyboard.press(" ")
    for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(f"Shift+{key}")

    expect(page.locator("[data-said]")).to_contain_text("11:00 to 12:00: closed")
    save(page)
    assert saved(mentor) == only_tuesday((NINE, dt.time(11)))


def test_the_grid_is_painted_with_the_mouse_over_several_days(
    window: BrowserContext, live_server: LiveServer, mentor: Mentor
) -> None:
    page = sign_in(window, mentor, live_server)
    page.get_by_role("gridcell", name="Monday 09:00").hover()
    page.mouse.down()
    page.get_by_role("gridcell", name="Wednesday 11:30").hover()
    page.mouse.up()

    save(page)

    assert saved(mentor) == Week.of([[(NINE, NOON)]] * 3 + [[]] * 4).days


def test_a_tap_opens_a_half_hour_and_a_held_finger_paints(
    browser: Browser, live_server: LiveServer, mentor: Mentor
) -> None:
    size = {"width": 390, "height": 900}
    window = browser.new_context(has_touch=True, is_mobile=True, viewport=size)  # type: ignore[arg-type]
    page = sign_in(window, mentor, live_server)
    box = page.get_by_role("gridcell", name="Tuesday 09:00").bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 44

    page.get_by_role("gridcell", name="Monday 08:00").tap()
    held(page, "Tuesday 09:00", "Tuesday 11:30")

    assert page.get_by_role("gridcell", selected=True).count() == 7
    save(page)
    assert saved(mentor)[TUESDAY] == ((NINE, NOON),)
    assert saved(mentor)[0] == ((dt.time(8), dt.time(8, 30)),)
    window.close()


def held(page: Page, first: str, last: str) -> None:
    """A finger that stays on a half hour, then moves to another and is lifted."""
    page.get_by_role("gridcell", name=last).scroll_into_view_if_needed()
    ends = [page.get_by_role("gridcell", name=name).bounding_box() for name in (first, last)]
    points = [
        {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2} for box in ends if box
    ]
    finger = page.context.new_cdp_session(page)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points[:1]})
    page.wait_for_timeout(500)
    finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points[1:]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_typed_times_and_painted_ones_are_the_same(
    window: BrowserContext, live_server: LiveServer, mentor: Mentor
) -> None:
    page = sign_in(window, mentor, live_server)
    page.get_by_text("The same as times").click()
    page.get_by_label("Tuesday: from").first.fill("22:00")
    page.get_by_label("Tuesday: to").first.fill("02:15")

    expect(page.get_by_role("gridcell", name="Wednesday 01:30, open")).to_have_count(1)
    expect(page.get_by_text("4.25 hours a week. Not saved yet.")).to_be_visible()
    save(page)

    assert saved(mentor) == only_tuesday((dt.time(22), dt.time(2, 15)))
    expect(page.get_by_role("gridcell", name="Wednesday 02:00, partly open")).to_be_visible()


def test_without_a_script_the_week_is_a_form_of_times(
    browser: Browser, live_server: LiveServer, mentor: Mentor
) -> None:
    window = browser.new_context(java_script_enabled=False)
    page = sign_in(window, mentor, live_server)
    page.get_by_label("Tuesday: from").first.fill("09:00")
    page.get_by_label("Tuesday: to").first.fill("12:00")

    save(page)

    assert saved(mentor) == only_tuesday((NINE, NOON))
    window.close()


def test_a_stale_form_says_so_and_shows_both(
    window: BrowserContext, live_server: LiveServer, mentor: Mentor
) -> None:
    page, other = (sign_in(window, mentor, live_server) for _ in range(2))
    other.get_by_role("gridcell", name="Friday 10:00").click()
    save(other)

    page.get_by_role("gridcell", name="Tuesday 09:00").click()
    page.get_by_role("button", name="Save the hours").click()

    expect(page.locator(".notice--warn")).to_contain_text("Friday: 10:00 to 10:30")
    expect(page.get_by_role("gridcell", name="Tuesday 09:00, open")).to_be_visible()
    save(page)
    assert saved(mentor) == only_tuesday((NINE, dt.time(9, 30)))
