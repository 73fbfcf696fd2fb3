"""Getting in, getting back in, and changing how."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse

from institute.accounts.models import User
from tests import make
from tests.accounts.helpers import (
    code_sent_to,
    confirmed,
    is_signed_in,
    letters_to,
    sign_in,
    signed_in_and_confirmed,
)

pytestmark = pytest.mark.django_db
EMAIL = "amara@example.com"
NEW_PASSWORD = "seven quiet lighthouses"


@pytest.fixture
def amara() -> User:
    return confirmed(make.person(EMAIL, display_name="Amara Okafor"))


def test_email_and_password_get_in_whatever_the_case(client: Client, amara: User) -> None:
    sign_in(client, "AMARA@example.com")

    assert is_signed_in(client)


def test_somebody_switched_off_is_told_so_and_stays_out(client: Client, amara: User) -> None:
    User.objects.filter(pk=amara.pk).update(is_active=False)

    response = sign_in(client, EMAIL)

    assert response["Location"] == reverse("account_inactive")
    assert not is_signed_in(client)


def test_sign_in_goes_on_to_the_page_that_was_asked_for(client: Client, amara: User) -> None:
    form = {"login": EMAIL, "password": make.PASSWORD, "next": reverse("accounts:profile")}

    response = client.post(reverse("account_login"), form)

    assert response["Location"] == reverse("accounts:profile")


def test_sign_in_never_leads_to_another_site(client: Client, amara: User) -> None:
    form = {"login": EMAIL, "password": make.PASSWORD, "next": "https://elsewhere.example/"}

    response = client.post(reverse("account_login"), form)

    assert "elsewhere" not in response["Location"]


def test_the_link_in_the_email_resets_the_password_once(client: Client, amara: User) -> None:
    client.post(reverse("account_reset_password"), {"email": EMAIL})
    (letter,) = letters_to(EMAIL, "password_reset")
    link = re.sub(r"^https?://[^/]+", "", letter.context["url"])
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW_PASSWORD})

    assert "no longer works" in Client().get(link, follow=True).content.decode()
    assert is_signed_in(_signed_in_with(NEW_PASSWORD))


def _signed_in_with(password: str) -> Client:
    browser = Client()
    sign_in(browser, EMAIL, password)
    return browser


def test_asking_twice_sends_two_links(client: Client, amara: User) -> None:
    client.post(reverse("account_reset_password"), {"email": EMAIL})
    client.post(reverse("account_reset_password"), {"email": EMAIL})

    assert len(letters_to(EMAIL, "password_reset")) == 2


def test_changing_the_password_signs_out_every_other_browser(client: Client, amara: User) -> None:
    elsewhere = _signed_in_with(make.PASSWORD)
    sign_in(client, EMAIL)

    form = {"oldpassword": make.PASSWORD, "password1": NEW_PASSWORD}
    client.post(reverse("account_change_password"), form)

    assert client.get(reverse("accounts:profile")).status_code == 200
    assert elsewhere.get(reverse("accounts:profile")).status_code == 302


def test_a_changed_password_is_told_by_email(client: Client, amara: User) -> None:
    sign_in(client, EMAIL)

    form = {"oldpassword": make.PASSWORD, "password1": NEW_PASSWORD}
    client.post(reverse("account_change_password"), form)

    (letter,) = letters_to(EMAIL, "account_changed")
    assert letter.context["change"] == "Your password was changed."


def test_a_new_address_counts_once_its_code_was_entered(client: Client, amara: User) -> None:
    signed_in_and_confirmed(client, amara)
    client.post(reverse("account_email"), {"action_add": "", "email": "new@example.com"})
    amara.refresh_from_db()
    assert amara.email == EMAIL

    code = code_sent_to("new@example.com")
    client.post(reverse("account_email_verification_sent"), {"code": code})

    amara.refresh_from_db()
    assert amara.email == "new@example.com"
    assert EmailAddress.objects.get(user=amara).email == "new@example.com"


def test_the_old_address_hears_of_the_new_one(client: Client, amara: User) -> None:
    signed_in_and_confirmed(client, amara)
    client.post(reverse("account_email"), {"action_add": "", "email": "new@example.com"})
    code = code_sent_to("new@example.com")
    client.post(reverse("account_email_verification_sent"), {"code": code})

    (letter,) = letters_to(EMAIL, "account_changed")
    assert letter.context["change"] == "Your email address is now new@example.com."


def test_changing_the_address_asks_for_the_password_first(client: Client, amara: User) -> None:
    sign_in(client, EMAIL)

    response = client.post(reverse("account_email"), {"action_add": "", "email": "new@example.com"})

    assert response["Location"].startswith(reverse("account_reauthenticate"))
    assert letters_to("new@example.com") == []


def test_signing_out_asks_first(client: Client, amara: User) -> None:
    sign_in(client, EMAIL)

    client.get(reverse("account_logout"))
    assert is_signed_in(client)
    client.post(reverse("account_logout"))

    assert not is_signed_in(client)


def test_signing_in_works_while_the_cache_is_away(client: Client, amara: User) -> None:
    away = {
        "default": {
            "BACKEND": "institute.caches.ForgivingRedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"socket_connect_timeout": 0.1},
        }
    }
    assert cache.get("nothing") is None
    with override_settings(CACHES=away):
        sign_in(client, EMAIL)
        assert is_signed_in(client)


def test_the_admin_has_no_door_of_its_own(client: Client) -> None:
    response = client.get("/admin/login/")

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))
