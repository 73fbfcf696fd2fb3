"""Booking, moving and cancelling a session in a browser: by thumb, by keyboard, without scripts."""

import datetime as dt
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from institute.accounts.models import User
from mentorship.models import Booking, BookingStatus, Mentor
from tests import make
from tests.browser.test_enrolling import PHONE, assert_accessible, open_as, tab_to

pytestmark = pytest.mark.django_db(transaction=True)
GOALS = "My sponsor wants a date before the vendor has signed."
MOST_KEYS = 60


@pytest.fixture
def mentor(transactional_db: None) -> Mentor:
    return make.mentor(make.offer(increment=60), zone="America/Vancouver")


@pytest.fixture
def rich(transactional_db: None) -> User:
    student = make.student()
    make.sessions(student)
    return student


@pytest.fixture
def at_mentors(live_server: LiveServer, page: Page, mentor: Mentor, rich: User) -> Page:
    """The mentor's page as the student reads it, with a week that has room every day."""
    open_as(page.context, live_server, rich)
    week = timezone.now().date() + dt.timedelta(days=7)
    page.goto(f"{live_server.url}{mentor.get_absolute_url()}?week={week}")
    return page


def times(page: Page) -> Locator:
    return page.locator("#slots label.slot")


def choose(page: Page, number: int) -> None:
    """Click on the time with this number in the week; its radio is under the label."""
    times(page).nth(number).click()


def assert_reads_well(page: Page) -> None:
    """Accessible, once htmx has come to rest."""
    expect(page.locator(".htmx-request, .htmx-settling, .htmx-swapping")).to_have_count(0)
    page.wait_for_timeout(250)  # colours fade in
    assert_accessible(page)


def book_button(page: Page) -> Locator:
    return page.get_by_role("button", name="Book this time")


def tab_to_times(page: Page) -> None:
    """Press Tab until one of the times has the focus."""
    for _ in range(MOST_KEYS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement?.name") == "start":
            return
    pytest.fail("The times are not reached by Tab.")


def test_a_student_books_moves_and_cancels_by_thumb_on_a_phone(at_mentors: Page) -> None:
    page = at_mentors
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert_reads_well(page)

    choose(page, 2)
    expect(page.locator("#slip")).to_contain_text("Held for you until")
    expect(page.locator("#slip")).to_contain_text("in Vancouver")
    page.get_by_label("What do you want to cover?").fill(GOALS)
    choose(page, 3)
    expect(page.get_by_label("What do you want to cover?")).to_have_value(GOALS)
    assert_reads_well(page)
    book_button(page).click()
    expect(page.get_by_text("Booked. The invitation is on its way to you.")).to_be_visible()
    assert_reads_well(page)
    booked = Booking.objects.get()
    assert (booked.status, booked.goals) == (BookingStatus.CONFIRMED, GOALS)

    page.get_by_role("link", name="Move it").click()
    expect(page.get_by_role("heading", name="Choose another time")).to_be_visible()
    assert_reads_well(page)
    choose(page, 2)
    page.get_by_role("button", name="Move it").click()
    expect(page.get_by_text("Moved. Both of you get the new time by email.")).to_be_visible()
    booked.refresh_from_db()
    assert booked.sequence == 1

    page.get_by_role("link", name="Cancel it").click()
    expect(page.get_by_role("heading", name="Cancel this session?")).to_be_visible()
    assert_reads_well(page)
    page.get_by_role("button", name="Cancel the session").click()
    expect(page.get_by_text("Cancelled. Both of you get it by email.")).to_be_visible()
    booked.refresh_from_db()
    assert booked.status == BookingStatus.CANCELLED_BY_STUDENT


def test_the_same_is_done_by_keyboard_alone(at_mentors: Page) -> None:
    page = at_mentors

    tab_to_times(page)
    page.keyboard.press("Space")
    expect(page.locator("#slip")).to_contain_text("Held for you until")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#slip h3")).to_contain_text(words_of(page.locator("#slots :checked")))
    assert page.evaluate("document.activeElement?.name") == "start"
    tab_to(page, "Book this time")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Booked.")).to_be_visible()

    tab_to(page, "Move it")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Choose another time")).to_be_visible()
    tab_to_times(page)
    page.keyboard.press("ArrowRight")
    tab_to(page, "Move it")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Moved.")).to_be_visible()

    tab_to(page, "Cancel it")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Cancel this session?")).to_be_visible()
    tab_to(page, "Cancel the session")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Cancelled.")).to_be_visible()
    assert Booking.objects.get().status == BookingStatus.CANCELLED_BY_STUDENT


def words_of(radio: Locator) -> str:
    """The hour that is written on a time, without its date."""
    said = radio.evaluate("input => input.nextElementSibling.lastChild.textContent")
    return str(said).strip()


def test_a_double_click_on_book_is_one_booking(at_mentors: Page, rich: User) -> None:
    page = at_mentors
    choose(page, 1)
    expect(page.locator("#slip")).to_contain_text("Held for you until")

    book_button(page).dblclick()

    expect(page.get_by_text("Booked.")).to_be_visible()
    assert Booking.objects.count() == 1
    assert rich.entitlements.get().left == 5


def test_a_hold_that_ran_out_is_given_to_others_and_the_page_says_what_is_near(
    at_mentors: Page, mentor: Mentor
) -> None:
    page = at_mentors
    choose(page, 1)
    expect(page.locator("#slip")).to_contain_text("Held for you until")
    held = Booking.objects.get()
    Booking.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    make.booking(mentor, make.student(), held.starts_at)
    page.get_by_label("What do you want to cover?").fill(GOALS)

    book_button(page).click()

    expect(page.get_by_role("heading", name="That time has just been taken.")).to_be_visible()
    expect(page.locator(".near label.slot")).to_have_count(3)
    expect(page.get_by_label("What do you want to cover?")).to_have_value(GOALS)
    assert_reads_well(page)
    page.locator(".near label.slot").nth(1).click()
    book_button(page).click()
    expect(page.get_by_text("Booked.")).to_be_visible()
    held.refresh_from_db()
    assert (held.status, held.goals) == (BookingStatus.CONFIRMED, GOALS)


def test_the_chosen_clock_is_read_everywhere_and_remembered(
    at_mentors: Page, mentor: Mentor
) -> None:
    page = at_mentors
    choose(page, 0)
    expect(page.locator("#slip")).to_contain_text("Toronto time")
    week = page.locator(".weekbar strong").inner_text()

    page.get_by_label("Times shown in").select_option("Asia/Kathmandu")

    expect(page.locator("#slip")).to_contain_text("Kathmandu time")
    expect(page.locator("#slots :checked")).to_have_count(1)
    expect(page.locator(".weekbar strong")).to_have_text(week)
    page.get_by_role("link", name="Next week").click()
    expect(page.locator(".weekbar strong")).not_to_have_text(week)
    expect(page.locator("#slots legend")).to_contain_text("Kathmandu time")
    page.goto(page.url.split("?")[0])
    expect(page.get_by_label("Times shown in")).to_have_value("Asia/Kathmandu")


def test_a_visitor_signs_in_and_comes_back_to_the_chosen_time(
    live_server: LiveServer, page: Page, mentor: Mentor, rich: User
) -> None:
    page.goto(live_server.url + mentor.get_absolute_url())
    choose(page, 1)
    hour = words_of(page.locator("#slots :checked"))
    page.get_by_role("button", name="Go on to book").click()

    expect(page).to_have_url(re.compile("/accounts/login/"))
    back = parse_qs(urlsplit(page.url).query)["next"][0]
    open_as(page.context, live_server, rich)
    page.goto(live_server.url + back)

    expect(page.locator("#slip h3")).to_contain_text(hour)
    book_button(page).click()
    expect(page.get_by_text("Booked.")).to_be_visible()


def test_a_student_books_without_a_script(
    live_server: LiveServer, browser: Browser, mentor: Mentor, rich: User
) -> None:
    plain = browser.new_context(java_script_enabled=False)
    open_as(plain, live_server, rich)
    page = plain.new_page()
    page.goto(live_server.url + mentor.get_absolute_url())
    choose(page, 1)
    page.get_by_label("What do you want to cover?").fill(GOALS)

    book_button(page).click()

    expect(page.get_by_text("Booked.")).to_be_visible()
    assert Booking.objects.get().goals == GOALS
    plain.close()


def test_a_move_that_lost_its_time_is_finished_without_a_script(
    live_server: LiveServer, browser: Browser, mentor: Mentor, rich: User
) -> None:
    booked = make.booking(mentor, rich, make.free_at(days=9, hour=14))
    plain = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    open_as(plain, live_server, rich)
    page = plain.new_page()
    page.goto(f"{live_server.url}{booked.get_absolute_url()}move/")
    expect(page.locator("#slots [aria-current=time]")).to_have_count(1)
    choose(page, 1)
    wanted = page.locator("#slots :checked").get_attribute("value")
    assert wanted
    make.booking(mentor, make.student(), dt.datetime.fromisoformat(wanted))
    page.get_by_label("Why").fill("A release moved.")

    page.get_by_role("button", name="Move it").click()

    expect(page.locator(".near label.slot")).to_have_count(3)
    expect(page.get_by_label("Why")).to_have_value("A release moved.")
    page.get_by_role("button", name="Move it").click()
    expect(page.get_by_text("Moved. Both of you get the new time by email.")).to_be_visible()
    expect(page.get_by_text("A release moved.")).to_be_visible()
    plain.close()
