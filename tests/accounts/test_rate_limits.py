"""Guessing is slow: sign-in, sign-up, reset and codes are counted in Valkey."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests import make
from tests.accounts.helpers import confirmed, is_signed_in, sign_in, sign_up, with_app

pytestmark = pytest.mark.django_db
EMAIL = "amara@example.com"


def test_the_counters_live_in_valkey() -> None:
    cache.set("counted", 1)

    assert cache.get("counted") == 1
    assert settings.CACHES["default"]["LOCATION"] == settings.REDIS_URL


def test_five_wrong_passwords_close_the_account_for_a_while(client: Client) -> None:
    confirmed(make.person(EMAIL))
    for _ in range(5):
        sign_in(client, EMAIL, "not the password")

    page = sign_in(client, EMAIL)

    assert "Too many tries in a row" in page.content.decode()
    assert not is_signed_in(client)


def test_wrong_passwords_from_elsewhere_are_counted_together() -> None:
    confirmed(make.person(EMAIL))
    for number in range(5):
        sign_in(Client(REMOTE_ADDR=f"203.0.113.{number}"), EMAIL, "not the password")

    page = sign_in(Client(REMOTE_ADDR="203.0.113.99"), EMAIL)

    assert "Too many tries in a row" in page.content.decode()


def test_right_passwords_do_not_count(client: Client) -> None:
    confirmed(make.person(EMAIL))

    for _ in range(8):
        client.logout()
        sign_in(client, EMAIL)

    assert is_signed_in(client)


def test_one_address_cannot_try_many_accounts() -> None:
    answers = [sign_in(Client(), f"person{n}@example.com", "guess").status_code for n in range(31)]

    assert answers[-1] == 429


def test_sign_up_is_limited() -> None:
    answers = [sign_up(Client(), f"new{n}@example.com").status_code for n in range(21)]

    assert answers == [302] * 20 + [429]


def test_reset_is_limited_by_address_typed() -> None:
    confirmed(make.person(EMAIL))
    page = reverse("account_reset_password")

    answers = [Client().post(page, {"email": EMAIL}).status_code for _ in range(6)]

    assert answers == [302] * 5 + [429]


def test_the_page_that_says_so_offers_the_phone() -> None:
    page = reverse("account_reset_password")
    for _ in range(5):
        Client().post(page, {"email": EMAIL})

    refused = Client().post(page, {"email": EMAIL})

    assert "(905) 282-9318" in refused.content.decode()


def test_codes_of_the_second_step_are_limited(client: Client) -> None:
    person = confirmed(make.person(EMAIL))
    with_app(person)
    sign_in(client, EMAIL)

    for _ in range(6):
        page = client.post(reverse("mfa_authenticate"), {"code": "000000"})

    assert "Too many tries in a row" in page.content.decode()
    assert not is_signed_in(client)
