"""Invented people sign in with a known password, in the demo and nowhere else."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from institute.accounts.models import User
from institute.accounts.operations import DEMO_PASSWORD, create_demo_person
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from tests.accounts.helpers import is_signed_in, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk_person() -> User:
    return create_demo_person(
        email="desk@example.com", display_name="Dana Desk", roles=[Role.DESK, Role.MANAGER]
    )


def test_demo_people_sign_in_with_the_printed_password(client: Client, desk_person: User) -> None:
    sign_in(client, desk_person.email, DEMO_PASSWORD)

    assert is_signed_in(client)
    assert desk_person.roles == {Role.DESK, Role.MANAGER}


def test_creating_them_again_changes_nothing(desk_person: User) -> None:
    User.objects.update(display_name="Renamed", time_zone="Asia/Tokyo")

    again = create_demo_person(email="desk@example.com", display_name="Dana Desk")

    assert (again.pk, again.display_name, again.time_zone) == (
        desk_person.pk,
        "Renamed",
        "Asia/Tokyo",
    )
    assert again.roles == {Role.DESK, Role.MANAGER}


def test_outside_the_demo_they_cannot_sign_in(
    client: Client, desk_person: User, settings: Settings
) -> None:
    settings.DEMO_ALLOWED = False

    response = sign_in(client, desk_person.email, DEMO_PASSWORD)

    assert response["Location"] == reverse("account_inactive")
    assert not is_signed_in(client)


def test_outside_the_demo_their_sessions_end(
    client: Client, desk_person: User, settings: Settings
) -> None:
    client.force_login(desk_person)
    settings.DEMO_ALLOWED = False

    assert client.get(reverse("accounts:profile")).status_code == 302


def test_outside_the_demo_they_cannot_be_created(settings: Settings) -> None:
    settings.DEMO_ALLOWED = False

    with pytest.raises(RuleBroken):
        create_demo_person(email="desk@example.com", display_name="Dana Desk")
