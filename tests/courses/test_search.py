"""Search: stems, accents, typos, words still being typed, and the nearest when nothing matches."""

import pytest
from django.test import Client

from courses.catalogue.search import search
from courses.catalogue.wanted import Wanted
from courses.catalogue.words import words_of
from courses.models import CatalogueEntry
from tests import make

pytestmark = [pytest.mark.smoke, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def shelf(db: None) -> None:
    """A few courses with the words people look for."""
    make.course("Dependencies and float", keywords=["critical path", "dependency management"])
    make.course("Stakeholders and status", keywords=["stakeholder communication"])
    make.course("Reading an architecture review", keywords=["technical architecture"])
    make.course("TPM interview preparation", keywords=["CV", "résumé", "interview"])
    make.course("Launch readiness", summary="Decide go or no-go on evidence.")


def found(question: str) -> list[str]:
    names = dict(CatalogueEntry.objects.values_list("course_id", "title"))
    return [names[course_id] for course_id, _ in search(Wanted(q=question)).courses]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dependency", "Dependencies and float"),  # stem
        ("dependancy", "Dependencies and float"),
        ("dependancies", "Dependencies and float"),
        ("stakehloder", "Stakeholders and status"),
        ("stakeholders comunication", "Stakeholders and status"),
        ("architechture", "Reading an architecture review"),
        ("interveiw", "TPM interview preparation"),
        ("résumé", "TPM interview preparation"),
        ("resume", "TPM interview preparation"),
        ("RESUMÉ", "TPM interview preparation"),
        ("stakeho", "Stakeholders and status"),  # still typing
        ("critical pa", "Dependencies and float"),
        ("“critical path”", "Dependencies and float"),
        ('"critical path"', "Dependencies and float"),
    ],
)
def test_what_is_typed_finds_what_is_meant(typed: str, meant: str) -> None:
    assert found(typed)[:1] == [meant]


def test_a_match_in_the_title_ranks_above_one_in_the_text() -> None:
    make.course("Status for sponsors", lead="With a word on launch and launch again, launch.")

    assert found("launch") == ["Launch readiness", "Status for sponsors"]


def test_a_minus_leaves_words_out() -> None:
    assert "Stakeholders and status" not in found("status -stakeholders")


def test_a_typo_is_owned_up_to(client: Client) -> None:
    page = client.get("/courses/", {"q": "architechture"}).content.decode()

    assert "1 course like “architechture”" in page


def test_words_and_filters_count_together() -> None:
    counts = search(Wanted(q="dependency")).counts

    assert sum(counts["level"].values()) == 1


def test_nothing_like_it_offers_the_phone(client: Client) -> None:
    page = client.get("/courses/", {"q": "zzzqqq"}).content.decode()

    assert "Nothing we teach says “zzzqqq”" in page
    assert "tel:+19052829318" in page


def test_words_with_a_filter_that_excludes_them_show_the_nearest(client: Client) -> None:
    page = client.get("/courses/", {"q": "float", "price": "free"}).content.decode()

    assert "Free: nothing there now" in page
    assert "Dependencies and float" in page


def test_what_is_typed_is_shown_as_text(client: Client) -> None:
    page = client.get("/courses/", {"q": "<script>alert(1)</script>"}).content

    assert b"<script>alert" not in page


@pytest.mark.parametrize(
    "question", ["'", "\\", "a' & 'b", "!!", "(", "it's", ":*", "%", "_", "é" * 80]
)
def test_no_question_breaks_the_search(question: str) -> None:
    search(Wanted(q=question))


def test_the_last_word_may_be_half_typed_unless_it_is_an_instruction() -> None:
    assert words_of("risk escal").prefix == "'escal':*"
    assert words_of("risk -escal").prefix == ""
    assert words_of('"risk esc').prefix == ""
    assert words_of("this or that").prefix == ""


def test_a_slip_of_the_pen_finds_the_course_named_by_the_word_first() -> None:
    make.cohort(make.course("Metrics", keywords=["stakeholders"]))  # starts sooner

    assert found("stakehodlers")[:2] == ["Stakeholders and status", "Metrics"]
