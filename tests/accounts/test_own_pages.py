"""Pages about one person are not kept by browsers, nor by anything between."""

import pytest
from django.test import Client

from institute.accounts.models import User
from institute.accounts.roles import Role
from tests import make


@pytest.mark.parametrize(
    "path", ["/accounts/profile/", "/privacy/", "/accounts/sessions/", "/accounts/email/"]
)
def test_no_copy_of_a_persons_own_page_is_kept(as_student: Client, path: str) -> None:
    assert "no-store" in as_student.get(path)["Cache-Control"]


@pytest.mark.parametrize("path", ["/enquiries/", "/staff/mail/", "/staff/cohorts/"])
def test_no_copy_of_other_peoples_records_is_kept(client: Client, db: None, path: str) -> None:
    client.force_login(make.staff(Role.DESK))

    assert "no-store" in client.get(path)["Cache-Control"]


def test_a_visitors_page_may_be_asked_about_again(client: Client, student: User) -> None:
    assert client.get("/courses/")["Cache-Control"] == "private, no-cache"
