"""The phone desk without a mouse: both kinds of call, a killed browser, two calls at once."""

import datetime as dt
import os
import signal
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from enquiries.models import (
    Call,
    Callback,
    CallStatus,
    DeskShift,
    Enquiry,
    Outcome,
    Person,
    Promise,
    Status,
)
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.mail.consent import Basis
from institute.mail.models import ConsentRecord, OutboundMessage
from tests import make
from tests.servers import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
MOST_KNOWN, MOST_UNKNOWN = 16, 25
NO_MOUSE = """for (const kind of ['pointerdown', 'mousedown', 'touchstart'])
    addEventListener(kind, () => console.error('A mouse was used.'), true)"""
Record = Callable[[str, object], None]


class Keys:
    """A keyboard that counts what is pressed besides the caller's own words."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def press(self, *keys: str) -> None:
        """Control keys; two held together count as two."""
        for key in keys:
            self.pressed += len(key.split("+")) if len(key) > 1 else 1
            self.page.keyboard.press(key)

    def type(self, keys: str) -> None:
        """Digits or a time, typed as heard: every one counts."""
        self.pressed += len(keys)
        self.page.keyboard.type(keys)

    def words(self, words: str) -> None:
        """The caller's own words."""
        self.page.keyboard.type(words)


@pytest.fixture
def desk() -> User:
    return make.staff(Role.DESK, display_name="Priya Nair")


@pytest.fixture
def keys(live_server: LiveServer, window: BrowserContext, page: Page, desk: User) -> Keys:
    """The desk's page, and its keyboard."""
    carry(window, live_server, desk)
    page.add_init_script(NO_MOUSE)
    page.goto(live_server.url + "/desk/")
    return Keys(page)


def carry(window: BrowserContext, server: LiveServer, user: User) -> None:
    name, _, value = signed_in(user).partition("=")
    window.add_cookies([{"name": name, "value": value, "url": server.url}])


def focused(page: Page, selector: str) -> None:
    expect(page.locator("#desk[data-ready]")).to_be_attached()
    expect(page.locator(selector)).to_be_focused()


def test_a_known_caller_takes_sixteen_keys_and_no_mouse(
    keys: Keys, page: Page, record_property: Record
) -> None:
    person = make.contact("Marcus Bell", "marcus@example.com", "+14165550142")
    make.enquiry(person)

    keys.press("F2")
    focused(page, "#d_lookup")
    keys.type("0142")
    keys.press("Enter")
    expect(page.locator("[name=reason]").first).to_be_focused()
    keys.press("1")
    focused(page, "#d_notes")
    keys.words("Manager is Ruth.\n/p 5pm send employer letter")
    keys.press("Tab", "y", "f")
    focused(page, "#d_when")
    keys.type("+2d")
    keys.press("Control+Enter")

    expect(page.get_by_text("Saved. Marcus Bell: follow up.")).to_be_visible()
    enquiry = Enquiry.objects.get()
    assert (enquiry.status, enquiry.person, enquiry.owner) == (
        Status.WORKING,
        person,
        Call.objects.get().staff,
    )
    assert Promise.objects.get().text == "send employer letter"
    assert ConsentRecord.objects.filter(basis=Basis.EXPRESS_PENDING).count() == 1
    assert OutboundMessage.objects.get().to_address == "marcus@example.com"
    record_property("count: control keys of a known caller", keys.pressed)
    assert keys.pressed <= MOST_KNOWN


def test_an_unknown_caller_takes_twenty_five_keys_and_no_mouse(
    keys: Keys, page: Page, record_property: Record
) -> None:
    keys.press("F2")
    focused(page, "#d_lookup")
    keys.type("6045550177")
    keys.press("Enter")
    focused(page, "#d_name")
    keys.words("Ines Moreau")
    keys.press("Enter", "Enter")
    focused(page, "#d_email")
    keys.words("ines@example.com")
    keys.press("Enter", "1")
    focused(page, "#d_notes")
    keys.words("Wants the core program in January.")
    keys.press("Tab", "n", "f", "Control+Enter")

    expect(page.get_by_text("Saved. Ines Moreau: follow up.")).to_be_visible()
    person, enquiry = Person.objects.get(), Enquiry.objects.get()
    assert (person.phones, person.emails) == (["+16045550177"], ["ines@example.com"])
    assert enquiry.zone == "America/Vancouver"
    assert enquiry.next_action_at
    record_property("count: control keys of an unknown caller", keys.pressed)
    assert keys.pressed <= MOST_UNKNOWN


def test_a_browser_killed_in_a_call_loses_nothing(
    keys: Keys, page: Page, live_server: LiveServer, browser: Browser, desk: User
) -> None:
    keys.press("F2")
    focused(page, "#d_lookup")
    page.locator("#d_notes").focus()
    keys.words("Two backend teams, a bank, a date nobody believes.")
    page.wait_for_timeout(1000)  # what is older than a second is kept
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    with page.expect_event("crash"):  # it dies without a last word
        for process in processes:
            if process["type"] == "renderer":
                os.kill(process["id"], signal.SIGKILL)
    page.context.close()

    again = browser.new_context(timezone_id="America/Toronto", locale="en-CA")
    carry(again, live_server, desk)
    found = again.new_page()
    found.goto(live_server.url + "/desk/")
    expect(found.locator("#d_notes")).to_have_value(
        "Two backend teams, a bank, a date nobody believes."
    )
    again.close()


def test_a_second_call_parks_the_first_with_its_words(keys: Keys, page: Page) -> None:
    keys.press("F2")
    focused(page, "#d_lookup")
    page.locator("#d_notes").focus()
    keys.words("The first caller")
    keys.press("F2")
    expect(page.get_by_role("list", name="Unfinished calls")).to_contain_text("On hold")

    assert Call.objects.filter(status=CallStatus.OPEN).count() == 1
    expect(page.locator("#d_notes")).to_have_value("")
    keys.press("Escape", "o")
    expect(page.locator("#d_notes")).to_have_value("The first caller")


def test_what_is_missing_gets_the_cursor_and_the_words_stay(keys: Keys, page: Page) -> None:
    keys.press("F2")
    focused(page, "#d_lookup")
    page.locator("#d_notes").focus()
    keys.words("Asks about January")
    keys.press("Control+Enter")

    expect(page.get_by_text("Choose how the call ended.")).to_be_visible()
    focused(page, "[name=outcome] >> nth=0")
    expect(page.locator("#d_notes")).to_have_value("Asks about January")
    keys.press("x")
    expect(page.locator("[name=lost_reason]").first).to_be_focused()
    keys.press("1", "Control+Enter")
    focused(page, "#d_number")
    assert Call.objects.get().status == CallStatus.OPEN


def test_a_colleague_on_the_same_caller_is_named(
    keys: Keys, page: Page, live_server: LiveServer
) -> None:
    person = make.contact("Marcus Bell", phone="+14165550142")
    dana = make.staff(Role.DESK, display_name="Dana Roy")
    Call.objects.create(staff=dana, person=person, number="+14165550142")

    keys.press("F2")
    focused(page, "#d_lookup")
    keys.type("0142")
    keys.press("Enter")

    expect(page.get_by_text("Dana is on this now").first).to_be_visible()


def test_letters_never_act_while_single_keys_are_off(
    keys: Keys, page: Page, window: BrowserContext, live_server: LiveServer
) -> None:
    window.add_cookies([{"name": "keys", "value": "off", "url": live_server.url}])
    keys.press("F2")
    focused(page, "#d_lookup")
    page.locator("[name=outcome]").first.focus()
    keys.press("x")

    expect(page.locator("[name=outcome]:checked")).to_have_count(0)


def test_the_keys_are_listed(keys: Keys, page: Page) -> None:
    keys.press("F2")
    focused(page, "#d_lookup")
    page.locator("[name=outcome]").first.focus()
    keys.press("?")

    listed = page.locator("#keys-help")
    expect(listed).to_contain_text("Call-back booked")
    expect(listed).to_contain_text("Notes")


def test_a_call_is_logged_without_scripts(
    live_server: LiveServer, browser: Browser, desk: User
) -> None:
    plain = browser.new_context(java_script_enabled=False)
    carry(plain, live_server, desk)
    page = plain.new_page()
    page.goto(live_server.url + "/desk/")
    page.get_by_role("button", name="Take a call").click()
    page.get_by_role("textbox", name="Name").fill("Ines Moreau")
    page.get_by_role("textbox", name="Number").fill("604 555 0177")
    page.get_by_label("Follow up").check()
    page.get_by_label("When, on their clock").fill("+2d")
    page.get_by_role("button", name="Save, take next call").click()

    expect(page.get_by_text("Saved. Ines Moreau: follow up.")).to_be_visible()
    assert Call.objects.get().outcome == Outcome.FOLLOW_UP
    plain.close()


def test_free_times_for_a_call_back_are_taken_by_three_keys(
    keys: Keys, page: Page, desk: User
) -> None:
    for weekday in range(5):
        DeskShift.objects.create(staff=desk, weekday=weekday, starts=dt.time(9), ends=dt.time(18))
    person = make.contact("Marcus Bell", phone="+14165550142")
    make.enquiry(person)

    keys.press("F2")
    focused(page, "#d_lookup")
    keys.type("0142")
    keys.press("Enter")
    expect(page.locator("[name=reason]").first).to_be_focused()
    keys.press("Alt+b")
    expect(page.locator("[data-slot]").first).to_be_focused()
    keys.press("ArrowDown", "Enter")
    focused(page, "#save")
    keys.press("Enter")

    expect(page.get_by_text("Saved. Marcus Bell: call-back booked.")).to_be_visible()
    assert Callback.objects.get().staff == desk
