"""The staff records of courses: every list and page opens, acts go through operations."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import reverse

from courses.models import Cohort, CohortState, Course, CourseState, Enrolment, Session, Status
from courses.operations.enrolling import reserve_place
from courses.operations.waiting import join_waitlist
from institute import visitor_pages
from institute.accounts.operations import follow_roles
from institute.accounts.roles import Role
from tests import make

pytestmark = pytest.mark.django_db
RECORDS = [
    model
    for model in apps.get_app_config("courses").get_models()
    if admin.site.is_registered(model)
]


@pytest.fixture
def as_admin(client: Client) -> Client:
    someone = make.staff(Role.ADMIN)
    follow_roles(user=someone)
    client.force_login(someone)
    return client


@pytest.fixture
def place(db: None) -> Enrolment:
    held = reserve_place(student=make.student(), cohort=make.cohort(places=1))
    join_waitlist(student=make.student(), cohort=held.cohort)
    return held


def url(model: type[models.Model], page: str, *args: object) -> str:
    return reverse(f"admin:courses_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_every_list_and_record_opens(
    as_admin: Client, place: Enrolment, model: type[models.Model]
) -> None:
    listed = as_admin.get(url(model, "changelist") + "?q=a")
    assert listed.status_code == 200

    one = model._default_manager.first()
    if one is not None:
        assert as_admin.get(url(model, "change", one.pk)).status_code == 200


def act(client: Client, model: type[models.Model], name: str, *pks: int) -> str:
    form = {"action": name, "_selected_action": [str(pk) for pk in pks]}
    return client.post(url(model, "changelist"), form, follow=True).content.decode()


def test_publishing_goes_through_the_rule(as_admin: Client) -> None:
    ready, empty = make.course(published=False), make.course(published=False, modules=0)

    page = act(as_admin, Course, "publish", ready.pk, empty.pk)

    assert "Publish: 1 done." in page
    assert "This course has no syllabus yet." in page
    ready.refresh_from_db()
    assert ready.status == CourseState.PUBLISHED


def test_cancelling_a_cohort_gives_every_place_back(as_admin: Client, place: Enrolment) -> None:
    act(as_admin, Cohort, "cancel_and_tell_everyone", place.cohort_id)

    place.refresh_from_db()
    assert place.status == Status.CANCELLED
    assert Cohort.objects.get(pk=place.cohort_id).status == CohortState.CANCELLED


def cohort_form(cohort: Cohort, **changes: object) -> dict[str, str]:
    """The change form as the browser would send it."""
    form: dict[str, object] = {
        "time_zone": cohort.time_zone,
        "enrol_opens_at_0": f"{cohort.enrol_opens_at:%Y-%m-%d}",
        "enrol_opens_at_1": f"{cohort.enrol_opens_at:%H:%M:%S}",
        "enrol_closes_at_0": f"{cohort.enrol_closes_at:%Y-%m-%d}",
        "enrol_closes_at_1": f"{cohort.enrol_closes_at:%H:%M:%S}",
        "capacity": cohort.capacity,
        "waitlist_limit": cohort.waitlist_limit,
        "price_cents": cohort.price_cents,
    }
    classes = list(cohort.sessions.all())
    form |= {"sessions-TOTAL_FORMS": len(classes), "sessions-INITIAL_FORMS": len(classes)}
    for number, one in enumerate(classes):
        form |= {f"sessions-{number}-id": one.pk, f"sessions-{number}-cohort": cohort.pk}
        form |= {f"sessions-{number}-title": one.title, f"sessions-{number}-join_url": ""}
    return {name: str(value) for name, value in (form | changes).items()}


def test_a_new_price_is_on_every_page_at_once(
    as_admin: Client, django_capture_on_commit_callbacks: object
) -> None:
    cohort = make.cohort()
    kept = visitor_pages.version()
    form = cohort_form(cohort, price_cents=50_000)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        answer = as_admin.post(url(Cohort, "change", cohort.pk), form)

    assert answer.status_code == 302
    cohort.refresh_from_db()
    assert cohort.price_cents == 50_000
    assert visitor_pages.version() != kept


def test_seats_that_are_taken_cannot_be_taken_away(as_admin: Client, place: Enrolment) -> None:
    cohort = place.cohort

    answer = as_admin.post(url(Cohort, "change", cohort.pk), cohort_form(cohort, capacity=0))

    assert "1 seats are taken already." in answer.content.decode()
    assert Cohort.objects.get(pk=cohort.pk).capacity == 1


def test_the_room_of_a_class_is_typed_here(as_admin: Client) -> None:
    cohort = make.cohort()
    form = cohort_form(cohort) | {"sessions-0-join_url": "https://meet.example.com/42"}

    as_admin.post(url(Cohort, "change", cohort.pk), form)

    assert Session.objects.filter(join_url="https://meet.example.com/42").count() == 1


def test_a_version_in_use_is_read_only(as_admin: Client) -> None:
    version = make.cohort().version

    page = as_admin.get(url(type(version), "change", version.pk)).content.decode()

    assert 'name="_save"' not in page
