"""A new cohort, from the pattern to the open page."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import Cohort, Course
from institute.accounts.models import User
from institute.accounts.roles import Role
from tests import make
from tests.courses.post import cohort_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

ADDRESS = "/staff/cohorts/new/"


@pytest.fixture
def as_manager(client: Client, manager: User) -> Client:
    client.force_login(manager)
    return client


@pytest.fixture
def teacher(db: None) -> User:
    return make.instructor(display_name="Sunita Kaur")


@pytest.fixture
def plan(teacher: User) -> dict[str, Any]:
    """Mondays and Wednesdays in March at 18:30, over the change of clocks, from a Wednesday."""
    return {
        "course": str(make.course("Launch readiness").pk),
        "instructor": str(teacher.pk),
        "zone": "America/Toronto",
        "first_day": "2027-03-10",
        "weekdays": ["mon", "wed"],
        "at": "18:30",
        "minutes": "90",
        "weeks": "2",
        "capacity": "20",
        "price": "",
        "opens_on": "2026-11-22",
        "closes_on": "2027-03-12",
    }


def said(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_every_date_is_listed_before_anything_is_announced(
    as_manager: Client, plan: dict[str, Any]
) -> None:
    page = said(as_manager.post(ADDRESS, plan | {"act": "look"}))

    days = ["Wed 10 March", "Mon 15 March", "Wed 17 March"]
    at = [page.index(f"{day} 2027, 18:30 to 20:00</time> Toronto time") for day in days]
    assert at == sorted(at)
    assert "Mon 8 March" not in page
    assert "$690 plus HST" in page
    assert not Cohort.objects.exists()


def test_an_opened_plan_takes_enrolments(as_manager: Client, plan: dict[str, Any]) -> None:
    answer = as_manager.post(ADDRESS, plan | {"act": "open", "price": "750.50"})

    cohort = Cohort.objects.get()
    assert answer["Location"] == reverse("courses:cohort_roster", args=[cohort.pk])
    assert cohort.takes_enrolments
    assert (cohort.capacity, cohort.price_cents) == (20, 75_050)
    starts = [one.starts_at for one in cohort.sessions.order_by("number")]
    assert starts == [
        dt.datetime(2027, 3, 10, 23, 30, tzinfo=dt.UTC),
        dt.datetime(2027, 3, 15, 22, 30, tzinfo=dt.UTC),
        dt.datetime(2027, 3, 17, 22, 30, tzinfo=dt.UTC),
    ]
    assert cohort.enrol_closes_at == cohort.starts_at
    address = reverse("courses:course", args=[cohort.version.course.slug])
    assert "10 March 2027" in said(as_manager.get(address))


def test_the_same_plan_opened_twice_is_one_cohort(as_manager: Client, plan: dict[str, Any]) -> None:
    answers = [as_manager.post(ADDRESS, plan | {"act": "open"}) for _ in range(2)]

    assert Cohort.objects.count() == 1
    assert answers[0]["Location"] == answers[1]["Location"]


def test_dates_where_the_instructor_is_elsewhere_are_named(
    as_manager: Client, plan: dict[str, Any]
) -> None:
    other = cohort_of("Risk")
    clash = plan | {
        "instructor": str(other.sessions.get(number=1).instructor_id),
        "first_day": "2027-01-11",
    }

    page = said(as_manager.post(ADDRESS, clash | {"act": "look"}))

    assert "Sunita Kaur already teaches at 2 of these times." in page
    assert "Risk, Class 2: Float is a budget" in page
    assert "Open for enrolment" not in page


def test_an_instructor_taken_meanwhile_is_refused_with_the_plan_kept(
    as_manager: Client, plan: dict[str, Any]
) -> None:
    other = cohort_of("Risk")
    busy = str(other.sessions.get(number=1).instructor_id)

    answer = as_manager.post(
        ADDRESS, plan | {"instructor": busy, "first_day": "2027-01-11", "act": "open"}
    )

    assert answer.status_code == 422
    assert "already teaches at one of these times" in said(answer)
    assert 'value="2027-01-11"' in said(answer)
    assert Cohort.objects.count() == 1


def test_changing_the_plan_brings_every_value_back(
    as_manager: Client, plan: dict[str, Any]
) -> None:
    page = said(as_manager.post(ADDRESS, plan | {"act": "change"}))

    assert "There is a problem" not in page
    assert 'value="2027-03-10"' in page
    assert 'value="20"' in page
    assert page.count(" checked") == 2


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"course": "0"}, "That course is not published."),
        ({"instructor": ""}, "Choose who teaches."),
        ({"zone": "Mars/Base"}, "Choose a time zone from the list."),
        ({"first_day": "soon"}, "First day: enter the date as year-month-day"),
        ({"first_day": "2026-11-02"}, "The first class would be over already."),
        ({"first_day": "9999-12-31"}, "Enter a date of this century"),
        ({"weekdays": []}, "Tick at least one class day."),
        ({"weekdays": ["mon"], "weeks": "1"}, "No class falls on or after the first day."),
        ({"at": "25:00"}, "Class begins: enter the time on 24 hours"),
        ({"minutes": "5"}, "Minutes: enter a number from 15 to 480."),
        ({"weeks": "99"}, "Weeks: enter a number from 1 to 52."),
        ({"capacity": "many"}, "Seats: enter a number from 1 to 500."),
        ({"price": "-1"}, "Enter the price in dollars"),
        ({"closes_on": "2026-11-20"}, "Enrolment has to close after it opens"),
        ({"opens_on": "2027-04-01"}, "Enrolment has to close after it opens"),
    ],
)
def test_a_slip_in_a_plan_is_named_and_nothing_is_lost(
    as_manager: Client, plan: dict[str, Any], change: dict[str, Any], why: str
) -> None:
    answer = as_manager.post(ADDRESS, plan | change | {"act": "open"})

    assert answer.status_code == 422
    assert why in said(answer)
    assert 'value="America/Toronto" selected' in said(answer) or "zone" in change
    assert not Cohort.objects.exists()


def test_a_weekday_sent_twice_is_one_class_a_week(as_manager: Client, plan: dict[str, Any]) -> None:
    as_manager.post(ADDRESS, plan | {"weekdays": ["wed", "wed"], "act": "open"})

    assert Cohort.objects.get().sessions.count() == 2


def test_the_price_of_the_course_stands_unless_another_is_typed(
    as_manager: Client, plan: dict[str, Any]
) -> None:
    as_manager.post(ADDRESS, plan | {"act": "open"})

    assert Cohort.objects.get().price_cents == 69_000


def test_only_published_courses_and_people_who_teach_are_offered(
    as_manager: Client, teacher: User
) -> None:
    draft, student = make.course("A draft", published=False), make.student()

    page = said(as_manager.get(ADDRESS))

    assert f'value="{teacher.pk}">Sunita Kaur' in page
    assert draft.current
    assert draft.current.title not in page
    assert student.name not in page
    assert Course.objects.filter(pk=draft.pk).exists()


def test_the_list_of_cohorts_leads_managers_to_a_new_one(client: Client) -> None:
    for role, leads in ((Role.MANAGER, True), (Role.DESK, False)):
        client.force_login(make.staff(role))
        page = said(client.get(reverse("courses:cohorts_staff")))
        assert (ADDRESS in page) is leads
