"""Passkeys in a real browser, with an authenticator that only exists in it."""

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from institute.accounts.models import User
from tests import make
from tests.accounts.helpers import confirmed

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def amara(transactional_db: None) -> User:
    return confirmed(make.student("amara@example.com", display_name="Amara Okafor"))


@pytest.fixture
def device(page: Page) -> Iterator[str]:
    """A phone's worth of authenticator inside the browser."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield made["authenticatorId"]
    session.detach()


def site(live_server: LiveServer, path: str) -> str:
    """Browsers allow passkeys without TLS on localhost only."""
    return live_server.url.replace("127.0.0.1", "localhost") + path


def sign_in_with_password(page: Page, live_server: LiveServer, person: User) -> None:
    page.goto(site(live_server, "/accounts/login/"))
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill(make.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/dashboard/")


def add_passkey(page: Page, live_server: LiveServer) -> None:
    page.goto(site(live_server, "/accounts/2fa/webauthn/add/"))
    page.get_by_label("Password").fill(make.PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name").fill("Amara's phone")
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url("**/recovery-codes/")


def test_a_passkey_is_added_and_signs_in_alone(
    page: Page, device: str, live_server: LiveServer, amara: User
) -> None:
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    sign_in_with_password(page, live_server, amara)
    add_passkey(page, live_server)
    assert str(Authenticator.objects.get(user=amara, type="webauthn")) == "Amara's phone"

    page.context.clear_cookies()
    page.goto(site(live_server, "/accounts/login/"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/dashboard/")

    assert complaints == []


def test_a_passkey_is_the_second_step_after_the_password(
    page: Page, device: str, live_server: LiveServer, amara: User
) -> None:
    sign_in_with_password(page, live_server, amara)
    add_passkey(page, live_server)

    page.context.clear_cookies()
    page.goto(site(live_server, "/accounts/login/"))
    page.get_by_label("Email").fill(amara.email)
    page.get_by_label("Password").fill(make.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/dashboard/")


def test_a_device_without_a_passkey_is_told_so(
    page: Page, device: str, live_server: LiveServer, amara: User
) -> None:
    page.goto(site(live_server, "/accounts/login/"))

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("alert").filter(has_text="Your device gave no passkey")).to_be_visible()


def test_without_a_script_the_password_still_signs_in(
    window: BrowserContext, live_server: LiveServer, amara: User
) -> None:
    assert window.browser
    plain = window.browser.new_context(java_script_enabled=False)
    page = plain.new_page()

    sign_in_with_password(page, live_server, amara)

    plain.close()
