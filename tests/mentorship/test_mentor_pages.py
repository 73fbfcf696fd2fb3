"""Mentors as visitors read about them."""

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.models import Competency
from institute import visitor_pages
from institute.accounts.roles import Role
from mentorship.models import Mentor, Offer
from mentorship.sitemaps import sitemaps
from tests import make

pytestmark = pytest.mark.django_db


def mentor(
    name: str, *able_in: Competency, zone: str = "America/Toronto", **fields: object
) -> Mentor:
    slug = name.lower().replace(" ", "-")
    known: dict[str, object] = {
        "user": make.staff(Role.MENTOR, display_name=name, time_zone=zone),
        "headline": f"{name} has moved a data centre.",
        "bio": "One paragraph.\n\nAnother one.",
        "languages": ["English", "French"],
        "helps_with": ["AI programs"],
        "sessions": [{"title": "One plan", "minutes": 45, "summary": "Read closely."}],
        "sample_questions": ["What do I say on Friday?"],
    }
    made = Mentor.objects.create(slug=slug, **(known | fields))
    made.competencies.set(able_in)
    return made


def offer(title: str = "CV review") -> Offer:
    return Offer.objects.create(
        slug="cv-review", kind="cv_review", title=title, bring=["Your CV"], leave_with=["Comments"]
    )


def test_the_list_shows_everyone_and_the_ways_to_work(client: Client) -> None:
    mentor("Ada North")
    offer()

    page = client.get("/mentorship/").content.decode()

    assert "Ada North" in page
    assert "AI programs" in page
    assert "CV review" in page
    assert "(905) 282-9318" in page


def test_the_list_can_be_narrowed_to_one_competency(client: Client) -> None:
    risk, writing = make.competency("Risk", "risk"), make.competency("Writing", "writing")
    mentor("Ada North", risk)
    mentor("Ben South", writing)

    page = client.get("/mentorship/?competency=risk").content.decode()
    part = client.get("/mentorship/?competency=risk", headers={"hx-request": "true"})

    assert "Ada North" in page
    assert "Ben South" not in page
    assert "1 for risk" in page
    assert "<html" not in part.content.decode()
    assert "Ben South" not in part.content.decode()


@pytest.mark.parametrize("wanted", ["no-such-thing", "%00", "'"])
def test_a_competency_nobody_knows_shows_everyone(client: Client, wanted: str) -> None:
    mentor("Ada North", make.competency("Risk", "risk"))

    assert "Ada North" in client.get(f"/mentorship/?competency={wanted}").content.decode()


def test_without_mentors_the_page_says_whom_to_call(client: Client) -> None:
    page = client.get("/mentorship/").content.decode()

    assert "Nobody takes people now." in page
    assert "(905) 282-9318" in page


def test_a_mentor_has_a_page_with_their_own_clock(client: Client) -> None:
    made = mentor("Ada North", zone="America/Vancouver")

    with time_machine.travel("2026-11-23T17:30:00Z", tick=False):
        page = client.get(made.get_absolute_url()).content.decode()

    assert "Vancouver. It is 09:30 there now." in page
    assert "<p>Another one.</p>" in page
    assert "gives no sessions by the hour at the moment" in page


def test_a_mentor_who_takes_nobody_says_so(client: Client) -> None:
    made = mentor("Ada North", accepting=False)

    assert "Takes nobody new now" in client.get("/mentorship/").content.decode()
    assert "takes nobody new at the moment" in client.get(made.get_absolute_url()).content.decode()


def test_a_person_who_left_has_no_page(client: Client) -> None:
    made = mentor("Ada North")
    made.user.is_active = False
    made.user.save()

    assert client.get(made.get_absolute_url()).status_code == 404
    assert "Ada North" not in client.get("/mentorship/").content.decode()
    assert made not in sitemaps["mentors"]().items()


def test_a_name_of_one_word_has_initials_too() -> None:
    assert mentor("Ada").initials == "AA"
    assert mentor("Marie-Ève de la Tour").initials == "MT"


def test_the_pages_ask_as_often_for_many_as_for_one(client: Client) -> None:
    risk = make.competency("Risk", "risk")
    mentor("Ada North", risk)
    one = queries(client)
    for number in range(12):
        mentor(f"Person {number}", risk)

    assert queries(client) == one <= 4


def queries(client: Client) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as asked_for:
        assert client.get("/mentorship/").status_code == 200
    return len(asked_for)


def test_a_kept_page_follows_what_staff_save(
    client: Client, django_capture_on_commit_callbacks: object
) -> None:
    made = mentor("Ada North")
    page = made.get_absolute_url()
    assert "moved a data centre" in client.get(page).content.decode()
    admin = make.staff(Role.ADMIN, is_staff=True, is_superuser=True)
    desk = Client()
    desk.force_login(admin)
    form = {
        "user": made.user.pk,
        "slug": made.slug,
        "headline": "Now in rail.",
        "bio": made.bio,
        "languages": "English",
        "competencies": [make.competency().pk],
        "helps_with": "Rail",
        "sessions": "[]",
        "sample_questions": "",
        "lane": "mentor",
        "accepting": "on",
        "max_per_day": 4,
        "max_per_week": 12,
        "comfortable_from": "08:00",
        "comfortable_to": "19:00",
        "position": 0,
    }

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        answer = desk.post(f"/admin/mentorship/mentor/{made.pk}/change/", form)

    assert answer.status_code == 302
    assert "Now in rail." in client.get(page).content.decode()


def test_pages_are_kept_for_visitors(client: Client) -> None:
    mentor("Ada North")
    client.get("/mentorship/")

    assert visitor_pages.version()
    with CaptureQueriesContext(connection) as asked_for:
        client.get("/mentorship/")
    assert len(asked_for) == 0
