"""What no browser sends and every scanner does: an answer, never a broken page."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from courses.models import Cohort
from institute.accounts.roles import Role
from tests import make

pytestmark = pytest.mark.django_db

NUL, LONG = "\x00", "9" * 5000


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    "path",
    [
        f"/courses/?page={LONG}",
        "/courses/?q=%00&level=%00&starts=%00&sort=%00&page=%00",
        f"/enquire/?course=%00&topic={LONG}",
        "/mentorship/?competency=%00",
        "/email/%00/",
        "/email/a%00b/unsubscribe/",
        f"/courses/x/cohorts/{LONG}/",
        f"/courses/x/cohorts/{LONG[:30]}/",
        "/accounts/password/reset/key/1-a%00b/",
        f"/accounts/login/?next=//elsewhere.example/{LONG}",
    ],
)
def test_an_address_full_of_garbage(visitor: Client, path: str) -> None:
    for send in (visitor.get, visitor.head, visitor.post):
        assert send(path).status_code < 500


def test_a_chosen_cohort_with_thousands_of_digits(visitor: Client) -> None:
    cohort = make.cohort()
    chosen = str(cohort.pk).zfill(18) + LONG
    answer = visitor.get(f"/courses/{cohort.version.course.slug}/choose/", {"cohort": chosen})

    assert answer.status_code == 302


@pytest.mark.parametrize("kept", ["a" * 12 + NUL, '"aaaaaaaaaaaa\\000"', "x" * 5000])
def test_a_session_cookie_that_is_not_ours(visitor: Client, kept: str) -> None:
    cookie = f"{settings.SESSION_COOKIE_NAME}={kept}"

    for path in ("/", "/dashboard/", "/accounts/login/"):
        assert visitor.get(path, headers={"Cookie": cookie}).status_code < 500


@pytest.mark.parametrize("query", ["q=%00", "status__exact=%00", "o=%00", f"p={LONG}", "e=%00"])
def test_staff_records_asked_for_garbage(visitor: Client, query: str) -> None:
    admin = make.staff(Role.ADMIN, is_staff=True, is_superuser=True)
    visitor.force_login(admin)

    path = reverse("admin:courses_cohort_changelist")
    assert visitor.get(f"{path}?{query}").status_code < 500
    assert Cohort.objects.count() == 0


@pytest.mark.parametrize("typed", ["A" * 10_000, NUL, f"a{NUL}b", "a\x01b", "a\nb", "\u202e"])
def test_every_public_field_takes_garbage(visitor: Client, typed: str) -> None:
    forms = {
        "/enquire/": ("name", "contact", "question", "topic", "course", "website", "consent"),
        "/accounts/login/": ("login", "password", "next"),
        "/accounts/signup/": ("display_name", "email", "password1", "next"),
        "/accounts/password/reset/": ("email",),
    }
    for path, fields in forms.items():
        good = {"name": "Ada", "contact": "ada@example.com", "email": "ada@example.com"}
        for field in fields:
            answer = visitor.post(path, good | {field: typed})
            assert answer.status_code < 500, (path, field)


@pytest.mark.parametrize("typed", ["A" * 10_000, NUL, f"a{NUL}b", "a\x01b", "a\nb"])
def test_every_field_of_a_place_takes_garbage(visitor: Client, typed: str) -> None:
    cohort = make.cohort(places=99)
    visitor.force_login(make.student())
    path = f"/courses/{cohort.version.course.slug}/cohorts/{cohort.pk}/enrol/"
    for field in ("legal_name", "payer", "company", "address", "purchase_order", "form_token"):
        good = {"legal_name": "Ada", "payer": "employer", "company": "Ours"}
        assert visitor.post(path, good | {field: typed}).status_code < 500, field
