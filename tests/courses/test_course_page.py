"""The pages of a course, a cohort and a programme, and the way on to enrolling."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.catalogue.course_page import load_course, related_to
from courses.catalogue.meeting import meeting_words
from courses.catalogue.plan import plan_of
from courses.catalogue.programme_page import load_programme
from courses.models import Cohort, Module, Programme, RequirementNode, Teacher
from courses.operations import catalogue
from institute import visitor_pages
from institute.figures.plans import schedule
from tests import make

TORONTO, LONDON = ZoneInfo("America/Toronto"), ZoneInfo("Europe/London")


@pytest.mark.django_db
def test_the_page_says_what_the_course_is(client: Client) -> None:
    course = make.course(
        "Framing",
        outcomes=["Write a charter"],
        assessment=[{"name": "Charter", "weight": 60}, {"name": "Quiz", "weight": 40}],
        faq=[{"question": "Do I need a degree?", "answer": "No."}],
        instructor=make.instructor(display_name="Sunita Kaur"),
    )
    cohort = make.cohort(course, places=24)

    page = client.get(f"/courses/{course.slug}/").content.decode()

    for words in (
        "Write a charter",
        "Charter",
        "60%",
        "Do I need a degree?",
        "Sunita Kaur",
        "Lesson 1",
    ):
        assert words in page
    assert "24 of 24 seats left" in page
    assert f'value="{cohort.pk}"' in page
    assert page.count("tel:+19052829318") >= 3
    assert 'name="csrfmiddlewaretoken"' not in page


@pytest.mark.django_db
def test_unpublished_courses_do_not_exist(client: Client) -> None:
    draft = make.course(published=False)
    retired = make.course()
    catalogue.retire(course=retired)

    for slug in (draft.slug, retired.slug, "never-was"):
        assert client.get(f"/courses/{slug}/").status_code == 404


@pytest.mark.django_db
def test_a_reader_elsewhere_sees_both_clocks(client: Client) -> None:
    cohort = make.cohort()
    client.cookies["zone"] = "Europe/London"

    page = client.get(f"/courses/{cohort.version.course.slug}/").content.decode()

    here, there = cohort.starts_at.astimezone(LONDON), cohort.starts_at.astimezone(TORONTO)
    assert f"{here:%H:%M} to" in page
    assert f"{there:%H:%M} to" in page
    assert "Times are London time" in page


@pytest.mark.django_db
def test_a_full_cohort_offers_the_waiting_list(client: Client) -> None:
    cohort = make.cohort(places=1)
    Cohort.objects.filter(pk=cohort.pk).update(taken=1)

    page = client.get(f"/courses/{cohort.version.course.slug}/").content.decode()

    assert "Full. The waiting list is open" in page
    assert "Join the waiting list" in page


@pytest.mark.django_db
def test_the_first_cohort_with_a_seat_is_chosen() -> None:
    course = make.course()
    full = make.cohort(course, places=1, starts_in_days=20)
    free = make.cohort(course, places=1, starts_in_days=50)
    Cohort.objects.filter(pk=full.pk).update(taken=1)

    page = load_course(course.slug, TORONTO)

    assert page
    assert [choice.cohort.pk for choice in page.choices] == [full.pk, free.pk]
    assert page.first_choice
    assert page.first_choice.cohort.pk == free.pk


@pytest.mark.django_db
def test_related_courses_share_the_most_skills() -> None:
    one, two, three = (make.competency(name) for name in ("One", "Two", "Three"))
    course, near, far, foreign = (make.course(name) for name in ("This", "Near", "Far", "Foreign"))
    for of, words in (
        (course, (one, two)),
        (near, (one, two)),
        (far, (one, three)),
        (foreign, (three,)),
    ):
        assert of.current
        of.current.competencies.set(words)
        catalogue.refresh(of)

    page = load_course(course.slug, TORONTO)

    assert page
    assert [other["title"] for other in related_to(page)] == ["Near", "Far"]


@pytest.mark.django_db
def test_choosing_a_cohort_leads_to_enrolling(client: Client) -> None:
    cohort = make.cohort()
    slug = cohort.version.course.slug

    chosen = client.get(f"/courses/{slug}/choose/", {"cohort": cohort.pk})

    assert chosen.headers["Location"] == f"/courses/{slug}/cohorts/{cohort.pk}/enrol/"
    for nonsense in ("", "x", "0", "9" * 40, "²"):
        back = client.get(f"/courses/{slug}/choose/", {"cohort": nonsense})
        assert back.headers["Location"] == f"/courses/{slug}/#enrol"


@pytest.mark.django_db
def test_a_cohort_page_lists_every_class(client: Client) -> None:
    cohort = make.cohort(sessions=5)

    page = client.get(
        f"/courses/{cohort.version.course.slug}/cohorts/{cohort.pk}/"
    ).content.decode()

    assert page.count('<th scope="row"') == 5
    assert "18 seats" not in page
    assert f"/cohorts/{cohort.pk}/enrol/" in page


@pytest.mark.django_db
def test_a_cohort_of_another_course_does_not_exist_here(client: Client) -> None:
    cohort, other = make.cohort(), make.course()

    assert client.get(f"/courses/{other.slug}/cohorts/{cohort.pk}/").status_code == 404


@pytest.mark.django_db
def test_a_programme_shows_its_tree_and_what_its_courses_cost(client: Client) -> None:
    first, second = (
        make.course("First", price_cents=50_000),
        make.course("Second", price_cents=70_000),
    )
    programme = Programme.objects.create(
        slug="path",
        title="The path",
        summary="Two courses.",
        lead="Both of them.",
        price_cents=100_000,
    )
    root = RequirementNode.objects.create(programme=programme, kind="ALL_OF")
    for position, course in enumerate((first, second)):
        RequirementNode.objects.create(
            programme=programme, parent=root, kind="COURSE", course=course, position=position
        )

    page = client.get("/programmes/path/").content.decode()
    shown = load_programme("path")

    assert page.index("First") < page.index("Second")
    assert "All of these" in page
    assert "$1,000" in page
    assert shown
    assert shown.separately == 120_000


@pytest.mark.django_db
def test_a_choice_between_courses_has_no_single_sum() -> None:
    programme = Programme.objects.create(slug="path", title="Path", summary="", lead="")
    root = RequirementNode.objects.create(programme=programme, kind="MIN_N_OF", n=1)
    RequirementNode.objects.create(
        programme=programme, parent=root, kind="COURSE", course=make.course()
    )

    shown = load_programme("path")

    assert shown
    assert shown.root
    assert shown.root.words == "One of these"
    assert shown.separately is None


def _module(position: int, title: str, weeks: str, **fields: bool) -> Module:
    return Module(position=position, title=title, weeks=weeks, **fields)


CORE = [
    _module(1, "Framing", "Weeks 1 to 3"),
    _module(2, "Dependencies", "Weeks 4 to 6"),
    _module(3, "Risk", "Weeks 7 to 9"),
    _module(4, "Simulation: data-centre move", "Weeks 7 and 8", critical=False),
    _module(5, "Status", "Weeks 10 to 12"),
    _module(6, "Simulation: payments cutover", "Weeks 13 and 14"),
    _module(7, "Mentor sign-off", "End of week 14", critical=False, milestone=True),
    _module(8, "Case exam", "Week 15"),
    _module(9, "Certified", "Week 16", critical=False, milestone=True),
]


def test_the_plan_of_a_long_course_has_its_critical_path() -> None:
    plan = plan_of("Core", CORE)

    assert plan
    dated = schedule(plan)
    assert dated.end == 16
    assert [slot.task.label for slot in dated.critical] == [
        *("Framing", "Dependencies", "Risk", "Status", "Payments cutover"),
        *("Mentor sign-off", "Case exam", "Graded twice", "Certified"),
    ]
    assert dated.by_key["m4"].float == 4


def test_a_short_course_or_unclear_weeks_have_no_plan() -> None:
    assert plan_of("Short", CORE[:3]) is None
    assert plan_of("Unclear", [*CORE[:8], _module(9, "Certified", "Whenever")]) is None


def _span(day: int, hour: int, zone: ZoneInfo = TORONTO) -> tuple[dt.datetime, dt.datetime]:
    start = dt.datetime(2027, 1, day, hour, 30, tzinfo=zone)
    return start, start + dt.timedelta(minutes=90)


def test_meetings_in_words() -> None:
    monday, wednesday, next_monday = _span(11, 18), _span(13, 18), _span(18, 18)

    assert meeting_words([monday, wednesday, next_monday], TORONTO) == "Mon and Wed, 18:30 to 20:00"
    assert meeting_words([monday, wednesday], TORONTO, short=True) == "Mon and Wed 18:30"
    assert meeting_words([monday, _span(14, 12)], TORONTO, short=True) == "Mon 18:30 and Thu 12:30"
    assert meeting_words([monday], ZoneInfo("Asia/Tokyo")) == "Tue, 08:30 to 10:00"
    assert meeting_words([], TORONTO) == ""


@pytest.mark.django_db
def test_enrolment_that_has_not_opened_cannot_be_chosen(client: Client) -> None:
    cohort = make.cohort()
    Cohort.objects.filter(pk=cohort.pk).update(enrol_opens_at=timezone.now() + dt.timedelta(days=2))

    page = client.get(f"/courses/{cohort.version.course.slug}/").content.decode()

    assert "Enrolment opens" in page
    assert f'id="cohort-{cohort.pk}" checked disabled' in page


@pytest.mark.django_db
def test_who_teaches_is_introduced_and_a_new_word_is_visible_at_once(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    teacher = make.instructor(display_name="Sunita Kaur")
    course = make.course(instructor=teacher)
    said = Teacher.objects.create(
        user=teacher, headline="Twelve years of launches", bio="Old words."
    )
    address = reverse("courses:course", args=[course.slug])
    assert "Old words." in client.get(address).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        said.bio = "New words."
        said.save()
        visitor_pages.changed()

    page = client.get(address).content.decode()
    assert "New words." in page
    assert "Old words." not in page
