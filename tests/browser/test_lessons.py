"""A lesson from its first word to the next day: written, read, answered, ticked, gone on with."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from courses.models import Enrolment, Lesson, LessonProgress
from institute.accounts.models import User
from tests import make
from tests.courses.lessons import place, written
from tests.servers import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def opened(browser: Browser, server: LiveServer, who: User) -> Page:
    window = browser.new_context(timezone_id="America/Toronto", locale="en-CA")
    name, _, value = signed_in(who).partition("=")
    window.add_cookies([{"name": name, "value": value, "url": server.url}])
    page = window.new_page()
    page.set_default_timeout(10_000)
    return page


def picture() -> dict[str, object]:
    file = io.BytesIO()
    Image.new("RGB", (240, 120), "seagreen").save(file, "PNG")
    return {"name": "four weeks.png", "mimeType": "image/png", "buffer": file.getvalue()}


def writes(page: Page, server: LiveServer, lesson: Lesson) -> None:
    """The instructor keeps a picture and a question, writes the text, and shows it."""
    desk = f"{server.url}/teaching/lessons/page/{lesson.pk}"
    page.goto(f"{desk}/files/")
    page.get_by_label("File").set_input_files(picture())  # type: ignore[arg-type]
    page.get_by_label("What it shows").fill("A plan of four weeks")
    page.get_by_role("button", name="Keep the file").click()
    address = page.get_by_label("Write this where it belongs").input_value()

    page.get_by_role("link", name="Questions").click()
    page.get_by_role("link", name="One choice").click()
    page.get_by_role("textbox", name="Question", exact=True).fill("Which week has **float**?")
    for number, (text, why) in enumerate((("Week 1", "It has none."), ("Week 3", "Two days."))):
        page.locator(f"#line-{number}-text").fill(text)
        page.locator(f"#line-{number}-why").fill(why)
    page.get_by_role("radio", name="Choice 2 is right").check()
    page.get_by_role("textbox", name="Why", exact=True).fill("Week 3 waits for nobody.")
    page.get_by_role("button", name="Keep the question").click()

    page.get_by_role("link", name="Text", exact=True).click()
    page.get_by_role("textbox", name="Text", exact=True).fill(f"## Where float hides\n\n{address}")
    look = page.locator("#prose")
    expect(look.get_by_role("heading", name="Where float hides")).to_be_visible()
    expect(look.get_by_role("img", name="A plan of four weeks")).to_be_visible()
    page.get_by_label("What completes it").select_option("checklist")
    page.get_by_role("textbox", name="Checklist").fill("I found one week with float")
    page.get_by_role("button", name="Save as wording 1").click()
    page.get_by_role("button", name="Show it to learners").click()
    expect(page.get_by_text("Learners can read it now.")).to_be_visible()


def reads(page: Page, server: LiveServer) -> None:
    """The student reads, answers wrongly and then rightly, and ticks."""
    page.goto(f"{server.url}/learn/")
    page.get_by_role("link", name="Open").click()
    expect(page.get_by_role("img", name="A plan of four weeks")).to_be_visible()
    page.get_by_role("radio", name="Week 1").check()
    page.get_by_role("button", name="Check question 1").click()
    expect(page.locator("#question-1")).to_contain_text("It has none.")
    page.get_by_role("radio", name="Week 3").check()
    page.get_by_role("button", name="Check again question 1").click()
    expect(page.locator("#question-1")).to_contain_text("Week 3 waits for nobody.")
    page.get_by_role("checkbox", name="I found one week with float").check()
    page.get_by_role("button", name="Keep these ticks").click()
    expect(page.locator("#checklist")).to_contain_text("Every line is ticked")


def test_a_lesson_is_written_read_and_gone_on_with(
    browser: Browser, live_server: LiveServer
) -> None:
    teacher = make.instructor()
    mine: Enrolment = place(
        of=make.cohort(make.course(modules=2), taught_by=teacher, starts_in_days=-3)
    )
    first = written(mine.cohort, body="", published=False)
    second = written(mine.cohort, 1)
    writes(opened(browser, live_server, teacher), live_server, first)
    page = opened(browser, live_server, mine.student)
    reads(page, live_server)
    assert LessonProgress.objects.get(enrolment=mine, lesson=first).completed_at
    page.goto(f"{live_server.url}/learn/{mine.pk}/lessons/{second.pk}/")

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        page.goto(f"{live_server.url}/learn/")
        page.get_by_role("link", name="Go on").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(second.title)
    for window in browser.contexts:
        window.close()
