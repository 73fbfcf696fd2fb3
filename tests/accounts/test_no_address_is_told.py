"""No page tells whether an address is registered: the answers are the same, byte for byte."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from tests.accounts.helpers import (
    confirmed,
    sign_in,
    sign_up,
    signed_in_and_confirmed,
)

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "known.one@example.com", "other.one@example.com"


@pytest.fixture(autouse=True)
def _known() -> None:
    confirmed(make.person(KNOWN))


def answer(response: Any, email: str) -> tuple[object, ...]:
    """Everything a stranger can see of a response, without what differs on every visit."""
    body = response.content.decode().replace(email, "the address")
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)
    headers = {k: v for k, v in response.headers.items() if k not in {"Content-Length", "Expires"}}
    cookies = sorted(response.cookies)
    return response.status_code, headers, cookies, body


def test_sign_in_answers_the_same(client: Client) -> None:
    known = sign_in(Client(), KNOWN, "not the password")
    unknown = sign_in(Client(), UNKNOWN, "not the password")

    assert answer(known, KNOWN) == answer(unknown, UNKNOWN)


def test_sign_in_locks_both_alike(client: Client) -> None:
    for _ in range(6):
        known = sign_in(Client(REMOTE_ADDR="203.0.113.1"), KNOWN, "not the password")
        unknown = sign_in(Client(REMOTE_ADDR="203.0.113.2"), UNKNOWN, "not the password")

    assert "Too many tries" in known.content.decode()
    assert answer(known, KNOWN) == answer(unknown, UNKNOWN)


def test_password_reset_answers_the_same(client: Client) -> None:
    seen: list[tuple[object, ...]] = []
    for email in (KNOWN, UNKNOWN):
        browser = Client()
        sent = browser.post(reverse("account_reset_password"), {"email": email})
        seen.append((answer(sent, email), answer(browser.get(sent["Location"]), email)))

    assert seen[0] == seen[1]


def _steps_after_sign_up(email: str) -> list[tuple[object, ...]]:
    """Sign up, then everything a curious person would try next."""
    browser = Client()
    confirm = reverse("account_email_verification_sent")
    steps = [
        sign_up(browser, email, "a password of my own"),
        browser.get(confirm),
        browser.get(reverse("account_login")),
        browser.get(reverse("account_signup")),
        browser.get(reverse("account_reset_password")),
        browser.post(confirm, {"code": "BBBB-BBBB"}),
        browser.post(confirm, {"action": "resend"}),
        browser.get(confirm),
        browser.post(confirm, {"code": "BBBB-BBBB"}),
        browser.post(confirm, {"code": "BBBB-BBBB"}),
        browser.get(reverse("account_login")),
        browser.get(confirm),
    ]
    return [answer(step, email) for step in steps]


def test_sign_up_and_every_step_after_it_answer_the_same() -> None:
    known, unknown = _steps_after_sign_up(KNOWN), _steps_after_sign_up(UNKNOWN)

    assert "We wrote to" in str(known[1])
    for number, (one, other) in enumerate(zip(known, unknown, strict=True)):
        assert one == other, f"step {number}"


def test_leaving_a_sign_up_half_way_answers_the_same() -> None:
    seen: list[tuple[object, ...]] = []
    for email in (KNOWN, UNKNOWN):
        browser = Client()
        sign_up(browser, email, "a password of my own")
        left = browser.post(reverse("account_logout"), {"next": reverse("account_login")})
        seen.append((answer(left, email), answer(browser.get(left["Location"]), email)))

    assert seen[0] == seen[1]


def test_changing_to_a_taken_address_answers_the_same() -> None:
    seen: list[tuple[object, ...]] = []
    for email in (KNOWN, UNKNOWN):
        browser, me = Client(), confirmed(make.person(f"me+{len(seen)}@example.com"))
        signed_in_and_confirmed(browser, me)
        sent = browser.post(reverse("account_email"), {"action_add": "", "email": email})
        page = browser.get(sent["Location"])
        seen.append((sent.status_code, sent["Location"], "We wrote to" in page.content.decode()))

    assert seen[0] == seen[1]
