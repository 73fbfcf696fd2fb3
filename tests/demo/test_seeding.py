"""The demo institute: complete, marked as invented, and the same when loaded again."""

import datetime as dt
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db.models import F, Model
from django.test import Client
from pytest_django import DjangoDbBlocker

from certification.models import Scheme
from courses.models import (
    Attendance,
    Cohort,
    CohortState,
    Course,
    CourseState,
    CourseVersion,
    Enrolment,
    Payment,
    Programme,
    Session,
    Status,
    WaitlistEntry,
    WaitlistStatus,
)
from courses.operations import cohorts
from enquiries.models import Enquiry, Person
from institute.accounts.models import User
from institute.mail.models import OutboundMessage
from mentorship.models import Mentor, Offer

pytestmark = pytest.mark.django_db
OURS = ("accounts", "courses", "certification", "mentorship", "enquiries", "mail")


def seed() -> str:
    said = StringIO()
    call_command("seed_demo", stdout=said)
    return said.getvalue()


@pytest.fixture(scope="module", autouse=True)
def _planted(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load the demo once for all tests of this module, and take it away afterwards."""
    with django_db_blocker.unblock():
        seed()
        yield
        call_command("flush", interactive=False, verbosity=0)


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of ours, apart from what counts its own changes."""
    found: dict[str, list[dict[str, Any]]] = {}
    for label in OURS:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            found[model._meta.label] = rows(model)
    return found


def rows(model: type[Model]) -> list[dict[str, Any]]:
    return list(model._base_manager.order_by("pk").values())


def test_loading_it_again_changes_nothing() -> None:
    before = everything()

    said = seed()

    assert everything() == before
    assert "0 new cohorts" in said
    assert "0 new places" in said


def test_loading_it_months_later_changes_nothing_either() -> None:
    before = everything()

    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(weeks=30), tick=False):
        seed()

    assert everything() == before


def test_what_staff_changed_is_left_as_it_is() -> None:
    course = Course.objects.get(slug="framing-the-program")
    CourseVersion.objects.create(
        course=course,
        number=2,
        title="Framing, again",
        level="advanced",
        format="live",
        hours=9,
        weeks=3,
        price_cents=1,
    )
    Mentor.objects.update(headline="Written by staff.")
    before = everything()

    seed()

    assert everything() == before


def test_it_is_refused_where_real_people_sign_in(settings: Any) -> None:
    settings.DEMO_ALLOWED = False
    User.objects.filter(is_demo=True).update(is_demo=False)

    with pytest.raises(CommandError, match="demo only"):
        call_command("seed_demo")

    assert not User.objects.filter(is_demo=True).exists()


def test_there_is_a_whole_institute() -> None:
    published = Course.objects.filter(status=CourseState.PUBLISHED)

    assert published.count() >= 10
    assert Programme.objects.count() >= 2
    assert Cohort.objects.count() >= 25
    assert Mentor.objects.count() >= 3
    assert Offer.objects.count() == 4
    assert Scheme.objects.count() == 3
    assert Enquiry.objects.count() == 120
    assert Person.objects.standing().count() == 200
    assert Payment.objects.count() >= 50


def test_every_course_has_a_syllabus_and_can_be_found() -> None:
    for course in Course.objects.select_related("current"):
        assert course.current
        lessons = [m.lessons.count() for m in course.current.modules.all()]
        assert len(lessons) >= 2
        assert all(lessons)
        assert course.entry.competencies


@pytest.mark.parametrize(
    "model", [User, Course, Programme, Cohort, Enrolment, Mentor, Offer, Scheme, Enquiry]
)
def test_everything_invented_says_so(model: type[Model]) -> None:
    assert not model._base_manager.filter(is_demo=False).exists()


@pytest.mark.parametrize(
    ("address", "role"),
    [
        ("student@example.com", "student"),
        ("student9@example.com", "student"),
        ("instructor@example.com", "instructor"),
        ("instructor2@example.com", "instructor"),
        ("examiner@example.com", "examiner"),
        ("mentor@example.com", "mentor"),
        ("mentor2@example.com", "mentor"),
        ("desk@example.com", "desk"),
        ("manager@example.com", "manager"),
        ("admin@example.com", "admin"),
    ],
)
def test_the_printed_accounts_work(address: str, role: str) -> None:
    user = authenticate(username=address, password="tpm-demo-2026")

    assert isinstance(user, User)
    assert role in user.roles
    assert EmailAddress.objects.get(user=user).verified


def test_cohorts_stand_before_behind_and_around_today() -> None:
    states = set(Cohort.objects.values_list("status", flat=True))

    assert {CohortState.COMPLETED, CohortState.RUNNING, CohortState.OPEN} <= states
    assert not Cohort.objects.filter(enrol_closes_at__gt=F("starts_at")).exists()


def test_classes_stay_on_their_wall_clock_when_clocks_change() -> None:
    cohort = Cohort.objects.filter(version__course__slug="core-program").latest("starts_at")
    times = {
        f"{session.starts_at.astimezone(cohort.zone):%H:%M}" for session in cohort.sessions.all()
    }

    assert len(times) == 1


def test_classes_are_named_after_the_lessons_in_order() -> None:
    titles = cohorts._spread(["One", "Two"], 4)

    assert titles == ["One", "One, continued", "Two", "Two, continued"]
    assert cohorts._spread(["One", "Two", "Three"], 3) == ["One", "Two", "Three"]
    assert not Session.objects.filter(title="").exists()


def test_every_seat_is_counted_once() -> None:
    for cohort in Cohort.objects.all():
        held = cohort.enrolments.filter(
            status__in=[Status.RESERVED, Status.CONFIRMED, Status.COMPLETED]
        ).count()
        offered = cohort.waitlist.filter(status=WaitlistStatus.OFFERED).count()
        assert cohort.taken == held + offered, cohort


def test_past_classes_have_a_register_and_past_cohorts_graduates() -> None:
    assert Attendance.objects.values("mark").distinct().count() == 4
    assert Enrolment.objects.filter(status=Status.COMPLETED).exists()


def test_the_student_of_the_tour_has_something_of_everything() -> None:
    student = User.objects.get(email="student@example.com")
    places = {place.status: place for place in student.enrolments.all()}

    assert places[Status.CONFIRMED].cohort.status == CohortState.RUNNING
    assert places[Status.RESERVED].invoice.total_cents > 0
    assert places[Status.RESERVED].hold_expires_at is not None
    assert student.waitlist_entries.get().status == WaitlistStatus.OFFERED
    assert WaitlistEntry.objects.waiting().count() == 4


def test_the_past_was_not_written_to_anybody_and_today_was() -> None:
    kinds = set(OutboundMessage.objects.values_list("kind", flat=True))

    assert {
        "courses.place_reserved",
        "courses.place_offered",
        "enquiries.enquiry_received",
    } <= kinds
    assert OutboundMessage.objects.count() < 10


@pytest.mark.parametrize(
    "page",
    [
        "/",
        "/courses/",
        "/courses/core-program/",
        "/courses/first-90-days/",
        "/mentorship/",
        "/mentorship/helene-tremblay/",
        "/certification/",
        "/certification/certified-tpm-professional/",
        "/enquire/",
    ],
)
def test_the_pages_of_the_tour_open(page: str) -> None:
    assert Client().get(page).status_code == 200


def test_the_dashboard_of_the_student_opens() -> None:
    client = Client()
    client.force_login(User.objects.get(email="student@example.com"))

    assert client.get("/dashboard/").status_code == 200
