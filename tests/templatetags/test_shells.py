"""The frame every page stands in."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client

from institute import panels
from institute.accounts.models import User

pytestmark = [pytest.mark.urls("tests.templatetags.addresses"), pytest.mark.django_db]


@pytest.fixture
def desk_entry() -> Iterator[None]:
    """A line in the rail for everyone, taken back afterwards."""
    before = list(panels._registry.nav)
    panels.add_nav(
        panels.NavEntry("staff", "Front door", "home", "phone", 0, lambda _: True, "Desk")
    )
    yield
    panels._registry.nav[:] = before


@pytest.fixture
def reader(client: Client, student: User) -> Client:
    client.force_login(student)
    return client


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.mark.parametrize("shell", ["public", "app", "staff"])
def test_the_phone_number_is_on_every_page_and_can_be_tapped(reader: Client, shell: str) -> None:
    html = text(reader, f"/shell/{shell}/")

    assert f'href="tel:{settings.PHONE_E164}"' in html
    assert settings.PHONE in html


@pytest.mark.parametrize("shell", ["public", "app", "staff"])
def test_a_page_has_one_main_and_a_way_to_skip_to_it(reader: Client, shell: str) -> None:
    html = text(reader, f"/shell/{shell}/")

    assert html.count("<main") == 1
    assert html.index('href="#main"') < html.index('id="main"')


@pytest.mark.parametrize("shell", ["public", "app", "staff"])
def test_nothing_in_the_frame_is_inline(reader: Client, shell: str) -> None:
    html = text(reader, f"/shell/{shell}/")

    assert "<style" not in html
    assert " style=" not in html
    assert "<script>" not in html
    assert " onclick=" not in html


def test_a_message_is_told_once_and_escaped(reader: Client) -> None:
    assert text(reader, "/").count("Nothing was &lt;saved&gt;.") == 1


def test_the_current_section_is_marked(client: Client) -> None:
    assert '<a href="/courses/" aria-current="page">Courses</a>' in text(client, "/")


def test_the_title_is_said_again_to_those_who_share_the_page(client: Client) -> None:
    html = text(client, "/")

    assert '<title>Courses "here" · TPM Institute</title>' in html
    assert '<meta property="og:title" content="Courses &quot;here&quot;">' in html


def test_a_visitor_may_sign_in_and_a_reader_sees_their_name(client: Client, student: User) -> None:
    assert "Sign in" in text(client, "/")

    client.force_login(student)

    assert student.short_name in text(client, "/")
    assert "Sign in" not in text(client, "/")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_chosen_colour_mode_is_there_from_the_first_byte(client: Client, theme: str) -> None:
    client.cookies["theme"] = theme

    assert f'<html lang="en-CA" data-bs-theme="{theme}">' in text(client, "/")


@pytest.mark.parametrize("theme", ["", "purple", '"><script>'])
def test_without_a_valid_choice_the_system_decides(client: Client, theme: str) -> None:
    client.cookies["theme"] = theme

    assert '<html lang="en-CA">' in text(client, "/")


@pytest.mark.usefixtures("desk_entry")
def test_the_rail_shows_what_the_apps_contribute(reader: Client) -> None:
    html = text(reader, "/shell/staff/")

    assert '<nav aria-label="Desk">' in html
    assert "Front door" in html


def test_a_refusal_gives_its_reason(client: Client) -> None:
    assert "This page is for payments." in text(client, "/refused/403/")


def test_a_lost_page_offers_the_search_and_the_phone(client: Client) -> None:
    html = text(client, "/refused/404/")

    assert 'action="/courses/"' in html
    assert settings.PHONE in html


def test_the_page_of_last_resort_needs_nothing() -> None:
    html = render_to_string("500.html")

    assert settings.PHONE in html
    assert "{%" not in html
