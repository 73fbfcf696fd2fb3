"""Where a person is signed in, and signing out from afar."""

import datetime as dt

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from institute.accounts.devices import device_name
from institute.accounts.models import User
from tests import make
from tests.accounts.helpers import confirmed, sign_in

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:147.0) Gecko/20100101 Firefox/147.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def amara() -> User:
    return confirmed(make.student("amara@example.com"))


@pytest.fixture
def laptop(amara: User) -> Client:
    return _signed_in(amara, FIREFOX)


@pytest.fixture
def phone(amara: User) -> Client:
    return _signed_in(amara, SAFARI)


def _signed_in(person: User, browser: str) -> Client:
    client = Client(HTTP_USER_AGENT=browser)
    sign_in(client, person.email)
    return client


def test_the_list_names_each_browser(laptop: Client, phone: Client) -> None:
    page = laptop.get(reverse("usersessions_list")).content.decode()

    assert "Firefox on Windows" in page
    assert "Safari on iPhone" in page
    assert page.count("This browser") == 1


def test_sign_out_everywhere_else_leaves_this_browser(laptop: Client, phone: Client) -> None:
    laptop.post(reverse("usersessions_list"))

    assert laptop.get(reverse("accounts:profile")).status_code == 200
    assert phone.get(reverse("accounts:profile")).status_code == 302


def test_nobody_ends_the_sessions_of_others(laptop: Client) -> None:
    somebody = confirmed(make.student("somebody@example.com"))
    other = _signed_in(somebody, SAFARI)

    laptop.post(reverse("usersessions_list"))

    assert other.get(reverse("accounts:profile")).status_code == 200


def test_being_here_is_written_down_once_in_ten_minutes(laptop: Client) -> None:
    laptop.get(reverse("accounts:profile"))
    first = UserSession.objects.get().last_seen_at

    with time_machine.travel(first + dt.timedelta(minutes=3), tick=False):
        laptop.get(reverse("accounts:profile"))

    assert UserSession.objects.get().last_seen_at == first


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox on Windows"),
        (SAFARI, "Safari on iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/150.0 Safari/537.36 Edg/150.0", "Edge on Linux"),
        ("curl/8.0", "A browser we do not recognize"),
        ("", "A browser we do not recognize"),
    ],
)
def test_browsers_are_named_in_words(user_agent: str, name: str) -> None:
    assert device_name(user_agent) == name
