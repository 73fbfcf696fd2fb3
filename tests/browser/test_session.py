"""A session in a browser: come in, note, tick, say who was there; by mouse, keys and thumbs."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from institute.accounts.models import User
from mentorship.models import ActionItem, Booking, BookingStatus, SessionNote, stretch
from tests import make
from tests.servers import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
LENGTH = dt.timedelta(minutes=45)


def session(server: LiveServer, minutes: int) -> Booking:
    """A session that began so many minutes ago; its room is a page of ours."""
    booking = make.booking(make.mentor(room_url="https://meet.example.com/room"), make.student())
    start = timezone.now() - dt.timedelta(minutes=minutes)
    during = stretch(start, start + LENGTH)
    Booking.objects.filter(pk=booking.pk).update(during=during, blocks=during)
    booking.refresh_from_db()
    return booking


def reading(page: Page, server: LiveServer, booking: Booking, who: User) -> Page:
    name, _, value = signed_in(who).partition("=")
    page.context.add_cookies([{"name": name, "value": value, "url": server.url}])
    page.goto(server.url + booking.get_absolute_url())
    return page


def test_join_leads_to_the_room_and_is_noted(page: Page, live_server: LiveServer) -> None:
    booking = session(live_server, 1)
    page.route(
        "https://meet.example.com/**",
        lambda route: route.fulfill(body="<h1>The room</h1>", content_type="text/html"),
    )
    reading(page, live_server, booking, booking.student)

    page.get_by_role("link", name="Join the session").click()

    expect(page.get_by_role("heading", name="The room")).to_be_visible()
    assert booking.attendances.get().came_at is not None


def test_notes_and_ticks_change_in_place(page: Page, live_server: LiveServer) -> None:
    booking = session(live_server, 5)
    reading(page, live_server, booking, booking.mentor.user)
    page.evaluate("window.stays = true")

    page.locator("#note_text").fill("Cut the scope by a third.")
    page.get_by_role("button", name="Add the note").click()
    expect(page.locator("#session-note")).to_contain_text("Cut the scope by a third.")
    expect(page.locator("#note_text")).to_have_value("")
    page.get_by_label("What will be done?").fill("Draw the critical path.")
    page.get_by_label("By whom?").select_option("student")
    page.get_by_role("button", name="Add it").click()
    tick = page.get_by_role("button", name="Done: Draw the critical path.")
    tick.click()
    expect(tick).to_have_attribute("aria-pressed", "true")

    assert page.evaluate("window.stays") is True
    assert SessionNote.objects.get().is_private is False
    assert ActionItem.objects.get().done_by == booking.mentor.user


SETTLING = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added"


def test_by_keyboard_alone(page: Page, live_server: LiveServer) -> None:
    booking = session(live_server, 5)
    reading(page, live_server, booking, booking.student)

    page.locator("#note_text").focus()
    page.keyboard.type("Mine alone.")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#session-note")).to_contain_text("Only you read this.")
    page.get_by_label("What will be done?").focus()
    page.keyboard.type("Draw it.")
    page.keyboard.press("Enter")
    tick = page.get_by_role("button", name="Done: Draw it.")
    expect(tick).to_be_visible()
    expect(page.locator(SETTLING)).to_have_count(0)  # the page puts the focus where it was
    tick.focus()
    page.keyboard.press("Space")
    expect(tick).to_have_attribute("aria-pressed", "true")
    expect(tick).to_be_focused()

    assert SessionNote.objects.get().is_private


@pytest.mark.parametrize("width", [390, 1440])
def test_it_all_works_without_scripts(
    browser: Browser, live_server: LiveServer, width: int
) -> None:
    booking = session(live_server, 60)
    window = browser.new_context(
        java_script_enabled=False, viewport={"width": width, "height": 844}
    )
    page = reading(window.new_page(), live_server, booking, booking.student)

    page.locator("#note_text").fill("Once.")
    page.get_by_role("button", name="Add the note").click()
    expect(page.locator("#session-note")).to_contain_text("Once.")
    page.get_by_label("What will be done?").fill("Draw it.")
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("button", name="Done: Draw it.").click()
    expect(page.locator(".action--done")).to_have_count(1)
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_role("radio", name="Mostly").check()
    page.get_by_label("What helped?").fill("The map.")
    page.get_by_role("button", name="Send it").click()
    expect(page.locator("#session-feedback")).to_contain_text("The map.")
    page.get_by_role("radio", name="Was there").check()
    page.get_by_role("button", name="Say so").click()
    expect(page.locator("#session-attendance")).to_contain_text("was there")
    window.close()

    assert booking.attendances.get().mark == "present"


def test_a_mentor_who_does_not_come_is_answered_with_three_times(
    page: Page, live_server: LiveServer
) -> None:
    booking = session(live_server, 12)
    booking.attendances.create(party="student", came_at=booking.starts_at)
    reading(page, live_server, booking, booking.student)

    page.get_by_role("heading", name="there?").click()
    page.get_by_role("radio", name="Did not come").check()
    page.get_by_role("button", name="Say so").click()

    expect(page.get_by_text("did not come. We are sorry.")).to_be_visible()
    expect(page.get_by_role("heading", name="near to it")).to_be_visible()
    booking.refresh_from_db()
    assert booking.status == BookingStatus.NO_SHOW_MENTOR
