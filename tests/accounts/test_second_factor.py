"""The second step: set up, asked for, and required of people who meet other people's records."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from institute.accounts.models import User
from institute.accounts.roles import SECOND_FACTOR_ROLES, Role
from tests import make
from tests.accounts.helpers import (
    app_code,
    confirmed,
    is_signed_in,
    letters_to,
    sign_in,
    signed_in_and_confirmed,
    with_app,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def not_the_demo(settings: Settings) -> None:
    settings.DEMO_ALLOWED = False


@pytest.fixture
def amara() -> User:
    return confirmed(make.student("amara@example.com"))


def test_the_code_of_the_app_turns_the_second_step_on(client: Client, amara: User) -> None:
    signed_in_and_confirmed(client, amara)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret

    response = client.post(reverse("mfa_activate_totp"), {"code": app_code(secret)})

    assert response["Location"] == reverse("mfa_view_recovery_codes")
    assert Authenticator.objects.filter(user=amara, type="totp").exists()


def test_a_wrong_code_turns_nothing_on(client: Client, amara: User) -> None:
    signed_in_and_confirmed(client, amara)
    client.get(reverse("mfa_activate_totp"))

    page = client.post(reverse("mfa_activate_totp"), {"code": "000000"})

    assert "There is a problem" in page.content.decode()
    assert not Authenticator.objects.exists()


def test_the_square_code_is_part_of_the_page_and_no_data_address(
    client: Client, amara: User
) -> None:
    signed_in_and_confirmed(client, amara)

    page = client.get(reverse("mfa_activate_totp")).content.decode()

    assert "<svg" in page
    assert "data:image" not in page
    assert "style=" not in page


def test_sign_in_asks_for_the_code(client: Client, amara: User) -> None:
    with_app(amara)

    response = sign_in(client, amara.email)
    assert response["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": app_code()})

    assert is_signed_in(client)


def test_a_code_works_once(client: Client, amara: User) -> None:
    with_app(amara)
    code = app_code()
    sign_in(client, amara.email)
    client.post(reverse("mfa_authenticate"), {"code": code})

    again = Client()
    sign_in(again, amara.email)
    again.post(reverse("mfa_authenticate"), {"code": code})

    assert not is_signed_in(again)


def test_a_recovery_code_gets_in_once(client: Client, amara: User) -> None:
    with_app(amara)
    code = RecoveryCodes.activate(amara).generate_codes()[0]
    browsers = [Client(), Client()]
    for browser in browsers:
        sign_in(browser, amara.email)
        browser.post(reverse("mfa_authenticate"), {"code": code})

    assert [is_signed_in(browser) for browser in browsers] == [True, False]


def test_a_new_second_step_is_told_by_email(
    client: Client,
    amara: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    signed_in_and_confirmed(client, amara)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": app_code(secret)})

    told = [letter.context["change"] for letter in letters_to(amara.email, "account_changed")]
    assert "An authenticator app was added as the second step." in told


@pytest.mark.parametrize("role", sorted(SECOND_FACTOR_ROLES))
def test_people_who_need_one_are_sent_to_set_it_up(
    client: Client, not_the_demo: None, role: Role
) -> None:
    client.force_login(make.staff(role))

    response = client.get(reverse("accounts:profile"), follow=True)

    assert response.redirect_chain == [(reverse("mfa_index"), 302)]
    assert "signing in takes a second step" in response.content.decode()


@pytest.mark.parametrize("name", ["mfa_index", "account_change_password", "healthz"])
def test_the_way_there_stays_open(client: Client, not_the_demo: None, name: str) -> None:
    client.force_login(make.staff(Role.DESK))

    assert client.get(reverse(name)).status_code == 200


def test_with_one_set_up_the_pages_open(client: Client, not_the_demo: None) -> None:
    person = make.staff(Role.DESK)
    with_app(person)
    client.force_login(person)

    assert client.get(reverse("accounts:profile")).status_code == 200


def test_recovery_codes_alone_are_not_a_second_step(client: Client, not_the_demo: None) -> None:
    person = make.staff(Role.DESK)
    RecoveryCodes.activate(person)
    client.force_login(person)

    assert client.get(reverse("accounts:profile")).status_code == 302


@pytest.mark.parametrize("role", sorted(set(Role) - SECOND_FACTOR_ROLES))
def test_others_are_not_asked(client: Client, not_the_demo: None, role: Role) -> None:
    client.force_login(make.staff(role))

    assert client.get(reverse("accounts:profile")).status_code == 200


def test_the_demo_asks_nobody(client: Client) -> None:
    client.force_login(make.staff(Role.ADMIN))

    assert client.get(reverse("accounts:profile")).status_code == 200


def test_the_last_one_cannot_be_removed_by_those_who_need_it(
    client: Client, not_the_demo: None
) -> None:
    person = confirmed(make.staff(Role.DESK, email="desk@example.org"))
    with_app(person)
    sign_in(client, person.email)
    client.post(reverse("mfa_authenticate"), {"code": app_code()})
    client.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})

    page = client.post(reverse("mfa_deactivate_totp"))

    assert "Add another one before you remove this one" in page.content.decode()
    assert Authenticator.objects.filter(user=person, type="totp").exists()


def test_others_may_remove_theirs(client: Client, amara: User) -> None:
    with_app(amara)
    sign_in(client, amara.email)
    client.post(reverse("mfa_authenticate"), {"code": app_code()})
    client.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})

    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.filter(user=amara).exists()
