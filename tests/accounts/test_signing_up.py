"""A name, an address, a password, and a code that shows the address is theirs."""

import pytest
from django.test import Client
from django.urls import reverse

from institute.accounts.models import User
from tests import make
from tests.accounts.helpers import (
    code_sent_to,
    confirmed,
    is_signed_in,
    letters_to,
    sign_in,
    sign_up,
)
from tests.conftest import at_the_same_time

pytestmark = pytest.mark.django_db
EMAIL = "amara@example.com"
CONFIRM = "account_email_verification_sent"


def test_the_code_from_the_email_completes_a_sign_up(client: Client) -> None:
    assert sign_up(client, EMAIL)["Location"] == reverse(CONFIRM)

    client.post(reverse(CONFIRM), {"code": code_sent_to(EMAIL)})

    assert is_signed_in(client)
    assert User.objects.get(email=EMAIL).display_name == "Amara Okafor"


def test_a_wrong_code_does_not_sign_in(client: Client) -> None:
    sign_up(client, EMAIL)

    page = client.post(reverse(CONFIRM), {"code": "BBBB-BBBB"})

    assert not is_signed_in(client)
    assert "There is a problem" in page.content.decode()


def test_three_wrong_codes_end_the_sign_up(client: Client) -> None:
    sign_up(client, EMAIL)
    code = code_sent_to(EMAIL)
    for _ in range(3):
        client.post(reverse(CONFIRM), {"code": "BBBB-BBBB"})

    client.post(reverse(CONFIRM), {"code": code})

    assert not is_signed_in(client)


def test_a_new_code_is_a_new_letter(client: Client) -> None:
    sign_up(client, EMAIL)

    client.post(reverse(CONFIRM), {"action": "resend"})

    first, second = letters_to(EMAIL, "confirmation_code")
    assert first.context["code"] != second.context["code"]


def test_the_form_sent_twice_opens_one_account_and_the_newest_code_works(client: Client) -> None:
    sign_up(client, EMAIL)
    sign_up(client, EMAIL)

    client.post(reverse(CONFIRM), {"code": code_sent_to(EMAIL)})

    assert User.objects.filter(email=EMAIL).count() == 1
    assert is_signed_in(client)


def test_sign_up_keeps_the_zone_the_browser_reported(client: Client) -> None:
    client.cookies["zone"] = "Asia/Tokyo"

    sign_up(client, EMAIL)

    assert User.objects.get(email=EMAIL).time_zone == "Asia/Tokyo"


def test_a_zone_that_does_not_exist_is_ignored(client: Client) -> None:
    client.cookies["zone"] = "Mars/Olympus"

    sign_up(client, EMAIL)

    assert User.objects.get(email=EMAIL).time_zone == "America/Toronto"


def test_addresses_are_kept_in_lower_case(client: Client) -> None:
    sign_up(client, "Amara@Example.COM")

    assert User.objects.get().email == EMAIL


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("display_name", "", "Tell us what to call you."),
        ("email", "amara.example.com", "Enter an email address with an @"),
        ("email", "a" * 60 + "@" + ".".join(["b" * 60] * 4) + ".example", "too long to exist"),
        ("password1", "short", "at least 10 characters"),
        ("password1", "1234567890", "too common"),
    ],
)
def test_what_is_wrong_stands_on_the_page(
    client: Client, field: str, value: str, words: str
) -> None:
    form = {"display_name": "Amara Okafor", "email": EMAIL, "password1": make.PASSWORD}

    page = client.post(reverse("account_signup"), form | {field: value}).content.decode()

    assert "There is a problem" in page
    assert words in page
    assert not User.objects.exists()


def test_an_address_that_was_never_confirmed_does_not_get_in(client: Client) -> None:
    make.person(EMAIL)

    response = sign_in(client, EMAIL)

    assert response["Location"] == reverse(CONFIRM)
    assert not is_signed_in(client)


def test_somebody_with_an_account_is_told_by_email_only(client: Client) -> None:
    confirmed(make.person(EMAIL))

    sign_up(client, EMAIL, "another password entirely")

    (letter,) = letters_to(EMAIL)
    assert letter.kind == "sign_in.account_exists"


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_form_sent_eight_times_at_once_opens_one_account() -> None:
    browsers = [Client(REMOTE_ADDR=f"203.0.113.{n}") for n in range(8)]

    answers = at_the_same_time(lambda browser: sign_up(browser, EMAIL).status_code, browsers)

    assert User.objects.filter(email=EMAIL).count() == 1
    assert set(answers) <= {302, 429}
    assert 302 in answers
