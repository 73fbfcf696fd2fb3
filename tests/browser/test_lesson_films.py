"""Films in lessons: our own plays in pieces with captions, one elsewhere waits for a yes."""

from urllib.parse import urlsplit

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import BrowserContext, Locator, Page, Response, Route, expect
from pytest_django.live_server_helper import LiveServer

from courses.demo.media import FOLDER
from courses.lessons import pieces
from courses.models import Enrolment, Lesson, LessonProgress
from tests.courses.lessons import place, written
from tests.servers import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "the-drawing-on-the-wall"
AT_28 = "By Thursday there are corrections in five hands."
SHOWN = "film.textTracks[0].activeCues[0]?.text"
PLAYER = "https://www.youtube-nocookie.com/embed/yJDv-zdhzMY"


def signs_in(window: BrowserContext, server: LiveServer, mine: Enrolment) -> None:
    name, _, value = signed_in(mine.student).partition("=")
    window.add_cookies([{"name": name, "value": value, "url": server.url}])


def opens(page: Page, server: LiveServer, mine: Enrolment, lesson: Lesson) -> None:
    page.goto(f"{server.url}/learn/{mine.pk}/lessons/{lesson.pk}/")


def waits(film: Locator, until: str) -> None:
    """Until it holds of the film; the page's own policy forbids the waiting Playwright has."""
    film.evaluate(
        f"""film => new Promise((found, lost) => {{
            setTimeout(() => lost(`It is at ${{film.currentTime}}.`), 15000);
            const look = () => ({until} ? found() : requestAnimationFrame(look));
            look();
        }})"""
    )


def test_our_own_film_plays_is_sought_and_gone_on_with(
    window: BrowserContext, page: Page, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces, "MOST", 64 * 1024)  # a short film then comes in several pieces
    mine = place()
    lesson = written(
        mine.cohort,
        video=ContentFile((FOLDER / f"{NAME}.webm").read_bytes(), "film.webm"),
        captions=ContentFile((FOLDER / f"{NAME}.vtt").read_bytes(), "said.vtt"),
        transcript=AT_28,
        finish="watched",
    )
    signs_in(window, live_server, mine)
    got: list[Response] = []
    page.on("response", lambda one: got.append(one) if one.url.endswith("/video/") else None)

    opens(page, live_server, mine, lesson)
    film = page.locator("video")
    film.evaluate("film => { film.muted = true; return film.play(); }")
    waits(film, "film.currentTime > 1")
    assert film.evaluate("film => film.textTracks[0].mode") == "showing"
    waits(film, f"{SHOWN}?.startsWith('Renée is eleven days')")

    film.evaluate("film => { film.currentTime = 28; }")
    waits(film, f"{SHOWN} === '{AT_28}'")
    waits(film, "film.currentTime > 29")
    with page.expect_response(lambda one: one.url.endswith("/watched/")) as told:
        film.evaluate("film => film.pause()")
    assert told.value.status == 204
    assert {one.status for one in got} == {206}
    starts = {one.headers["content-range"].split()[1].split("-")[0] for one in got}
    assert {"0"} < starts  # from the beginning, and from further on
    assert max(int(one.headers["content-length"]) for one in got) <= pieces.MOST

    assert LessonProgress.objects.get().seconds >= 28
    opens(page, live_server, mine, lesson)
    waits(film, "film.currentTime >= 28")
    page.get_by_text("What is said in the video").click()
    expect(page.locator("details.said")).to_contain_text(AT_28)


def test_a_film_elsewhere_loads_nothing_before_consent(
    window: BrowserContext, page: Page, live_server: LiveServer
) -> None:
    mine = place()
    lesson = written(mine.cohort, embed=PLAYER)
    signs_in(window, live_server, mine)
    elsewhere: list[str] = []

    def stands_in(route: Route) -> None:
        """Nothing leaves this machine: whatever would be asked elsewhere is noted."""
        elsewhere.append(route.request.url)
        route.fulfill(body="<title>A film</title>", content_type="text/html")

    ours = urlsplit(live_server.url).netloc
    page.route(lambda url: urlsplit(url).netloc != ours, stands_in)

    opens(page, live_server, mine, lesson)
    page.wait_for_load_state("networkidle")
    expect(
        page.get_by_role("heading", name="A video from www.youtube-nocookie.com")
    ).to_be_visible()
    assert page.locator("iframe").count() == 0
    assert elsewhere == []

    page.get_by_role("button", name="Load the video").click()
    expect(page.frame_locator("iframe").locator("body")).to_be_attached()
    page.wait_for_load_state("networkidle")
    assert elsewhere == [PLAYER]
