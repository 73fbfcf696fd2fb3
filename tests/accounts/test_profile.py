"""What people say about themselves, and the clock they read."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from institute.accounts import operations
from institute.accounts.models import User
from institute.accounts.zones import city_of, grouped_zones
from institute.errors import RuleBroken
from tests import make
from tests.accounts.helpers import confirmed, sign_in

pytestmark = pytest.mark.django_db
PROFILE = {
    "display_name": "Amara O.",
    "legal_name": "Amara Chidinma Okafor",
    "time_zone": "Europe/Paris",
    "keyboard_shortcuts": "on",
}


def test_the_profile_is_kept(as_student: Client, student: User) -> None:
    as_student.post(reverse("accounts:profile"), PROFILE)

    student.refresh_from_db()
    assert student.display_name == "Amara O."
    assert student.name_on_documents == "Amara Chidinma Okafor"
    assert student.time_zone == "Europe/Paris"


def test_shortcuts_can_be_switched_off(as_student: Client, student: User) -> None:
    without = {key: value for key, value in PROFILE.items() if key != "keyboard_shortcuts"}

    as_student.post(reverse("accounts:profile"), without)

    student.refresh_from_db()
    assert not student.keyboard_shortcuts


def test_the_browser_is_told_that_shortcuts_are_off(as_student: Client, student: User) -> None:
    without = {key: value for key, value in PROFILE.items() if key != "keyboard_shortcuts"}

    as_student.post(reverse("accounts:profile"), without)
    assert as_student.cookies["keys"].value == "off"
    as_student.post(reverse("accounts:profile"), PROFILE)

    assert as_student.cookies["keys"].value == ""


def test_the_next_browser_learns_it_at_sign_in(client: Client) -> None:
    person = confirmed(make.student(keyboard_shortcuts=False))

    sign_in(client, person.email)

    assert client.cookies["keys"].value == "off"


def test_documents_carry_the_name_where_there_is_no_legal_one() -> None:
    assert make.person(display_name="Amara O.", legal_name="").name_on_documents == "Amara O."


@pytest.mark.parametrize(
    ("field", "value"), [("time_zone", "Mars/Olympus"), ("display_name", " "), ("time_zone", "")]
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    as_student: Client, student: User, field: str, value: str
) -> None:
    response = as_student.post(reverse("accounts:profile"), PROFILE | {field: value})

    assert response.status_code == 422
    page = response.content.decode()
    assert "There is a problem" in page
    assert "Amara Chidinma Okafor" in page
    student.refresh_from_db()
    assert student.time_zone == "America/Toronto"


def test_the_zone_of_the_browser_is_offered(as_student: Client) -> None:
    as_student.cookies["zone"] = "America/Vancouver"

    page = as_student.get(reverse("accounts:profile")).content.decode()

    assert "Your browser says Vancouver." in page


def test_one_click_takes_it_over(as_student: Client, student: User) -> None:
    as_student.cookies["zone"] = "America/Vancouver"

    as_student.post(reverse("accounts:zone"))

    student.refresh_from_db()
    assert student.time_zone == "America/Vancouver"


@pytest.mark.parametrize("cookie", ["", "America/Toronto", "<script>"])
def test_nothing_is_offered_where_there_is_nothing_to_change(
    as_student: Client, cookie: str
) -> None:
    as_student.cookies["zone"] = cookie

    assert "Your browser says" not in as_student.get(reverse("accounts:profile")).content.decode()


def test_a_browser_that_says_nothing_changes_nothing(student: User) -> None:
    with pytest.raises(RuleBroken):
        operations.detect_zone(user=student, zone=None)


def test_every_zone_is_in_the_list_once() -> None:
    names = [name for _, zones in grouped_zones() for name, _ in zones]

    assert len(names) == len(set(names))
    assert {"America/Toronto", "Asia/Kolkata", "Pacific/Auckland", "UTC"} <= set(names)


@pytest.mark.parametrize(
    ("zone", "city"),
    [
        ("America/Toronto", "Toronto"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires, Argentina"),
        ("UTC", "UTC"),
    ],
)
def test_zones_are_named_by_their_city(zone: str, city: str) -> None:
    assert city_of(zone) == city


def test_the_file_holds_what_we_hold(as_student: Client, student: User) -> None:
    response = as_student.get(reverse("accounts:everything"))

    held = json.loads(response.content)["institute"]["account"]
    assert held["email"] == student.email
    assert held["legal_name"] == student.legal_name
    assert "attachment" in response["Content-Disposition"]


def test_the_file_holds_no_password(as_student: Client, student: User) -> None:
    assert student.password not in as_student.get(reverse("accounts:everything")).content.decode()


def test_the_privacy_page_leads_to_the_file(as_student: Client) -> None:
    assert reverse("accounts:everything") in as_student.get(reverse("privacy")).content.decode()


@pytest.mark.parametrize("name", ["accounts:profile", "accounts:everything", "privacy"])
def test_strangers_are_asked_to_sign_in(client: Client, name: str) -> None:
    assert client.get(reverse(name))["Location"].startswith(reverse("account_login"))
