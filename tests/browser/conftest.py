"""A real Chromium for the tests that need one; without one they are skipped, and say so."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-gpu"]
HOW = "No Chromium found: set CHROMIUM=/path, or install one (apt-get install chromium)."


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder needs a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def chromium() -> str | None:
    """The path of the browser: what CHROMIUM says, else the first one on PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if not path and os.environ.get("REQUIRE_BROWSER") != "1":
        pytest.skip(HOW)
    assert path, HOW
    # Playwright runs a loop in this thread, and Django takes that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def window(browser: Browser) -> Iterator[BrowserContext]:
    """A browser without cookies, in Toronto."""
    context = browser.new_context(timezone_id="America/Toronto", locale="en-CA")
    yield context
    context.close()


@pytest.fixture
def page(window: BrowserContext) -> Page:
    """A page that fails the test when the browser complains about it."""
    page = window.new_page()
    page.set_default_timeout(15_000)
    return page
