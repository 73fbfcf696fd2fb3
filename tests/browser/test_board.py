"""The board by hand and by key, in a real browser, with another person at work."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from enquiries.models import Enquiry, Status
from enquiries.operations import working
from institute.accounts.models import User
from institute.accounts.roles import Role
from tests import make
from tests.servers import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def priya() -> User:
    return make.staff(Role.DESK, display_name="Priya Nair")


@pytest.fixture
def desk_page(window: BrowserContext, live_server: LiveServer) -> Iterator[Page]:
    """A page of somebody at the desk; errors of the browser fail the test."""
    name, _, value = signed_in(make.staff(Role.DESK)).partition("=")
    window.add_cookies([{"name": name, "value": value, "url": live_server.url}])
    page = window.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert said == []


def card(name: str, hours: float = 5, **fields: object) -> Enquiry:
    at = timezone.now() + dt.timedelta(hours=hours)
    return make.enquiry(make.contact(name), next_action_at=at, **fields)


def column(page: Page, state: str) -> str:
    return page.locator(f"[data-place={state}]").inner_text()


def look_again(page: Page) -> None:
    """What happens by itself every fifteen seconds."""
    with page.expect_response(lambda answer: "/enquiries/" in answer.url):
        page.evaluate("document.dispatchEvent(new CustomEvent('live:look'))")


def test_a_card_is_dragged_to_the_next_column(desk_page: Page, live_server: LiveServer) -> None:
    one = card("Ana Diaz")
    desk_page.goto(live_server.url + "/enquiries/board/")

    desk_page.locator(".card-e").drag_to(desk_page.locator("[data-place=qualified]"))

    expect(desk_page.locator("[data-said]")).to_have_text("Ana Diaz is now in “Qualified”.")
    assert "Ana Diaz" in column(desk_page, "qualified")
    assert desk_page.locator("[data-part=n-qualified]").inner_text() == "1"
    one.refresh_from_db()
    assert one.status == Status.QUALIFIED


def test_the_board_is_worked_with_the_keyboard_alone(
    desk_page: Page, live_server: LiveServer
) -> None:
    card("First Fay", 1)
    card("Second Sue", 2)
    card("Third Tim", 3, status=Status.QUALIFIED)
    desk_page.goto(live_server.url + "/enquiries/board/")
    focused = "document.activeElement.textContent.trim()"
    desk_page.locator(".card-e a").first.focus()

    desk_page.keyboard.press("ArrowDown")
    assert desk_page.evaluate(focused) == "Second Sue"
    desk_page.keyboard.press("ArrowRight")
    assert desk_page.evaluate(focused) == "Third Tim"
    desk_page.keyboard.press("ArrowLeft")
    desk_page.keyboard.press("Shift+ArrowRight")

    expect(desk_page.locator("[data-said]")).to_contain_text("In conversation")
    assert desk_page.evaluate(focused) == "First Fay"
    desk_page.keyboard.press("Enter")
    desk_page.wait_for_url("**/enquiries/*-*/")


def test_a_colleague_who_was_first_is_named_and_the_card_stands_where_it_is(
    desk_page: Page, live_server: LiveServer, priya: User
) -> None:
    one = card("Ana Diaz")
    desk_page.goto(live_server.url + "/enquiries/board/")
    working.move_enquiry(enquiry=one, act="start_enrolment", by=priya)

    desk_page.locator(".card-e a").focus()
    desk_page.keyboard.press("Shift+ArrowRight")

    expect(desk_page.locator("#trouble")).to_contain_text("Priya Nair moved Ana Diaz")
    assert "Ana Diaz" in column(desk_page, "enrolment_started")


def test_a_card_that_needs_a_time_opens_the_page_that_asks_for_it(
    desk_page: Page, live_server: LiveServer
) -> None:
    card("Ana Diaz")
    desk_page.goto(live_server.url + "/enquiries/board/")

    desk_page.locator(".card-e").drag_to(desk_page.locator("[data-place=callback_scheduled]"))

    desk_page.wait_for_url("**/call-back/")
    expect(desk_page.get_by_text("When shall we call?")).to_be_visible()


def test_a_colleagues_move_shows_without_touching_what_i_hold(
    desk_page: Page, live_server: LiveServer, priya: User
) -> None:
    held, other = card("Held Hal", 1), card("Other Ola", 2)
    desk_page.goto(live_server.url + "/enquiries/board/")
    desk_page.locator(".card-e a").first.focus()

    for one in (held, other):
        working.move_enquiry(enquiry=one, act="qualify", by=priya)
    look_again(desk_page)

    expect(desk_page.locator("[data-place=qualified]")).to_contain_text("Other Ola")
    assert "Held Hal" in column(desk_page, "new")
    assert desk_page.evaluate("document.activeElement.textContent.trim()") == "Held Hal"


def test_new_ones_wait_behind_a_button_and_nothing_jumps(
    desk_page: Page, live_server: LiveServer
) -> None:
    for n in range(30):
        card(f"Known {n}", n + 1)
    desk_page.goto(live_server.url + "/enquiries/?view=team")
    row = desk_page.locator("[data-item] a[data-row]").nth(20)
    row.evaluate("row => row.focus({preventScroll: true})")
    desk_page.evaluate("scrollTo({top: 600, behavior: 'instant'})")
    before = desk_page.evaluate("[scrollY, document.activeElement.textContent.trim()]")
    for n in range(3):
        card(f"Fresh {n}", 0.2)

    look_again(desk_page)

    button = desk_page.get_by_role("button", name="3 new")
    expect(button).to_be_visible()
    assert "Fresh 0" not in desk_page.locator("#work").inner_text()
    assert desk_page.evaluate("[scrollY, document.activeElement.textContent.trim()]") == before
    button.click()
    expect(desk_page.locator("#work")).to_contain_text("Fresh 2")
    expect(button).to_be_hidden()


def test_the_list_is_walked_with_j_and_k_and_n_opens_the_form(
    desk_page: Page, live_server: LiveServer
) -> None:
    card("First Fay", 1)
    card("Second Sue", 2)
    desk_page.goto(live_server.url + "/enquiries/")
    focused = "document.activeElement.textContent.trim()"

    desk_page.keyboard.press("j")
    desk_page.keyboard.press("j")
    assert desk_page.evaluate(focused) == "Second Sue"
    desk_page.keyboard.press("k")
    assert desk_page.evaluate(focused) == "First Fay"
    desk_page.keyboard.press("n")

    desk_page.wait_for_url("**/enquiries/new/")


def test_rows_are_chosen_with_the_space_bar_and_dealt_with_at_once(
    desk_page: Page, live_server: LiveServer
) -> None:
    card("First Fay", 1)
    card("Second Sue", 2)
    desk_page.goto(live_server.url + "/enquiries/table/")

    desk_page.keyboard.press("j")
    desk_page.keyboard.press(" ")
    expect(desk_page.locator("[data-bulk-count]")).to_have_text("With the 1 chosen")
    desk_page.get_by_label("Choose every row of this page").check()
    expect(desk_page.locator("[data-bulk-count]")).to_have_text("With the 2 chosen")
    desk_page.get_by_label("What to do").select_option("spam")
    expect(desk_page.get_by_label("Person")).to_be_hidden()
    desk_page.get_by_role("button", name="Do it").click()

    expect(desk_page.locator("main")).to_contain_text("2 enquiries.")
    assert set(Enquiry.objects.values_list("status", flat=True)) == {Status.SPAM}


@pytest.mark.parametrize("scripts", [False])
def test_without_scripts_a_cards_own_menu_moves_it(
    browser: object, live_server: LiveServer, scripts: bool
) -> None:
    card("Ana Diaz")
    context = browser.new_context(java_script_enabled=scripts)  # type: ignore[attr-defined]
    name, _, value = signed_in(make.staff(Role.DESK)).partition("=")
    context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + "/enquiries/board/")

    page.locator(".card-e summary").click()
    page.get_by_role("button", name="Qualified").click()

    assert "Ana Diaz" in column(page, "qualified")
    context.close()


def test_what_has_not_changed_is_not_drawn_again(desk_page: Page, live_server: LiveServer) -> None:
    card("Ana Diaz", 70)
    other = card("Bo Chen", 71)
    desk_page.goto(live_server.url + "/enquiries/board/")
    desk_page.evaluate("document.querySelectorAll('.card-e').forEach(card => card.kept = true)")

    working.plan_next(enquiry=other, next_=working.Next(timezone.now() + dt.timedelta(days=9)))
    look_again(desk_page)

    expect(desk_page.locator(".card-e").nth(1)).not_to_contain_text("tomorrow")
    kept = "[...document.querySelectorAll('.card-e')].map(card => card.kept === true)"
    assert desk_page.evaluate(kept) == [True, False]
