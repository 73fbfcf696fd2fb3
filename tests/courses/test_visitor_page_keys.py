"""Nobody can put their own page where other visitors' pages are kept."""

import pytest
import redis
from django.conf import settings
from django.test import Client

from tests import make

pytestmark = pytest.mark.django_db

WHOLE = "<!doctype html>"


def words_of(path: str, **headers: str) -> str:
    """What a stranger reads there."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return Client().get(path, headers=sent).content.decode()


@pytest.fixture(autouse=True)
def _a_course() -> None:
    make.cohort(make.course("Dependencies and float"))


@pytest.mark.parametrize(
    ("poison", "path"),
    [
        ("/courses/?q=utm_x=&dependencies", "/courses/?q=dependencies"),
        ("/courses/?q=utm_x=zzzz", "/courses/?q="),
        ("/courses/?levutm_x=&el=advanced", "/courses/?level=advanced"),
    ],
)
def test_words_that_look_like_tracking_stay_in_the_address(poison: str, path: str) -> None:
    honest = words_of(path)
    make.cohort(make.course("Another"))  # a new version: nothing is kept
    before = words_of(poison)
    after = words_of(path)

    assert before != after
    assert after.count("<title>") == honest.count("<title>") == 1
    assert "zzzz" not in after
    assert ("Dependencies and float" in after) == ("Dependencies and float" in honest)


def test_tracking_still_shares_a_page() -> None:
    words_of("/courses/?level=practitioner")

    with_tracking = Client().get("/courses/?utm_source=x&level=practitioner&gclid=1")

    assert with_tracking["ETag"] == Client().get("/courses/?level=practitioner")["ETag"]


@pytest.mark.parametrize("path", ["/courses/", "/enquire/", "/mentorship/"])
@pytest.mark.parametrize(
    "poison",
    [
        {"HX_Request": "true", "HX_History_Restore_Request": "true"},
        {"HX_Request": "true", "HX_History_Restore_Request": "yes"},
        {"HX_Request": "%74rue", "HX_Request_URI_AutoEncoded": "true"},
    ],
)
def test_a_fragment_is_never_kept_as_the_page(path: str, poison: dict[str, str]) -> None:
    words_of(path, **poison)

    assert words_of(path).startswith(WHOLE)


@pytest.mark.parametrize("path", ["/courses/", "/enquire/", "/mentorship/"])
def test_a_page_is_never_kept_as_a_fragment(path: str) -> None:
    words_of(path, HX_Request="perhaps", HX_Target="results")

    assert not words_of(path, HX_Request="true", HX_Target="results").startswith(WHOLE)


@pytest.mark.parametrize("path", ["/courses/", "/enquire/", "/mentorship/"])
def test_going_back_restores_the_whole_page(path: str) -> None:
    restored = words_of(path, HX_Request="true", HX_History_Restore_Request="true")

    assert restored.startswith(WHOLE)


def test_a_made_up_theme_is_not_kept_for_those_who_chose_one() -> None:
    odd, honest = Client(), Client()
    odd.cookies["theme"] = "light-years"
    honest.cookies["theme"] = "light"
    odd.get("/courses/")

    assert 'data-bs-theme="light"' in honest.get("/courses/").content.decode()


@pytest.mark.parametrize(
    ("path", "sent", "longest"),
    [
        ("/courses/", {}, 86_400),
        ("/courses/?q=made-up", {}, 60),
        ("/courses/", {"HX_Request": "true", "HX_Target": "made-up"}, 60),
        ("/courses/", {"Cookie": "zone=Asia/Tokyo"}, 60),
    ],
)
def test_what_anyone_can_make_up_is_kept_for_a_minute(
    path: str, sent: dict[str, str], longest: int
) -> None:
    words_of(path, **sent)

    server = redis.from_url(settings.REDIS_URL)
    pages = [key for key in server.scan_iter("*page*courses*") if b"test-" in key]
    assert pages
    assert max(server.ttl(key) for key in pages) in range(longest - 5, longest + 1)
